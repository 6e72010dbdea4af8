"""Every feed of a site as programs read it that are not ours: Atom by feedparser, JSON Feed by its schema.

    python feeds.py OFFPRINT ROOT [MOST]

The archive at ROOT is built here. With MOST, so many of its feeds are read, spread over all of them; without, all are,
and the archive is built for another address too, at which the ids must be the same. Sitemaps are checked beside.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
import warnings
from datetime import datetime
from pathlib import Path

import feedparser
import jsonschema
import xmlschema

from check import check, close

ARCHIVE, AUTHOR, GROUP = 50, 10, 25  # entries of a feed at most
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

binary, root = sys.argv[1:3]
most = int(sys.argv[3]) if len(sys.argv) > 3 else None
here = Path(__file__).parent
schema = json.loads((here / "jsonfeed.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
# What feedparser says of a date that is no RFC 3339, or of a field that it guesses, is a warning.
warnings.simplefilter("error")


def built(base, folder):
    command = [binary, "build", "--quiet", "--root", root, "--base-url", base, "--out", folder]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return Path(folder)


def spread(files):
    return files if most is None or len(files) <= most else files[:: len(files) // most + 1]


def local(url):
    """The file of an address of the site."""
    path = url.removeprefix(base)
    return site / (path + "index.html" if path.endswith("/") or not path else path)


def text_of(page):
    return page.read_text() if page.is_file() else ""


def title_of(page):
    """The title that the page of a paper says to other sites, with the warning of feeds before it."""
    text = text_of(page)
    found = re.search('<meta property="og:title" content="([^"]*)">', text)
    return html.unescape(found[1]) if found else None


def newest_of(page):
    """The papers that the page of a group shows, in its order."""
    found = re.findall(r'<h3>(?:<strong[^>]*>[^<]*</strong> )?<a href="([^"]+)"', text_of(page))
    return [origin + html.unescape(href) for href in found]


def read(file):
    """What is wrong with a pair of feeds, and the ids of its entries."""
    atom_file, json_file = file, file.with_suffix(".json")
    name = str(file.relative_to(site))
    wrong = []
    atom = feedparser.parse(atom_file.read_bytes())
    if atom.bozo:
        wrong.append(f"{name}: {atom.bozo_exception}")
    if atom.version != "atom10":
        wrong.append(f"{name}: is {atom.version!r}")
    feed = json.loads(json_file.read_text())
    wrong += [f"{name}: JSON {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(feed)]
    if ILLEGAL.search(atom_file.read_text()):
        wrong.append(f"{name}: holds characters that XML cannot")
    links = {(link.rel, link.type): link.href for link in atom.feed.links}
    for key, wanted in {("self", "application/atom+xml"): atom_file, ("alternate", "application/feed+json"): json_file}.items():
        if key not in links or local(links[key]).resolve() not in (wanted.resolve(), renamed(wanted)):
            wrong.append(f"{name}: its link {key} leads to {links.get(key)}")
    page = local(links[("alternate", "text/html")])
    if not page.is_file():
        wrong.append(f"{name}: has no page")
    wrong += entries(name, atom, feed, page)
    return wrong, {entry.id for entry in atom.entries}, atom.feed.id


def renamed(file):
    """The feed of the group that an old address stands for."""
    page = text_of(file.parent / "index.html")
    target = re.search('http-equiv="refresh" content="0; url=([^"]+)"', page)
    return local(origin + target[1]).parent.resolve() / file.name if target else None


def entries(name, atom, feed, page):
    wrong = []
    ids = [entry.id for entry in atom.entries]
    if len(ids) != len(set(ids)):
        wrong.append(f"{name}: an id stands twice")
    if ids != [item["id"] for item in feed["items"]]:
        wrong.append(f"{name}: Atom and JSON have other entries")
    limit = ARCHIVE if name == "feed.xml" else AUTHOR if name.startswith("authors/") else GROUP
    shown = newest_of(site / "papers/index.html" if name == "feed.xml" else page)
    if not 1 <= len(ids) <= limit or len(ids) < min(limit, len(shown)):
        wrong.append(f"{name}: {len(ids)} entries, and the page shows {len(shown)} papers")
    in_order = name == "feed.xml" or name.startswith(("topics/", "authors/", "venues/"))
    both = min(len(ids), len(shown))  # the page of a long list shows a part of it
    if in_order and [entry.link for entry in atom.entries][:both] != shown[:both]:
        wrong.append(f"{name}: the entries are not the newest papers of the page")
    if atom.entries and atom.feed.updated != max(entry.updated for entry in atom.entries):
        wrong.append(f"{name}: was not updated when its latest entry was")
    for entry, item in zip(atom.entries, feed["items"]):
        wrong += [f"{name}: {entry.id}: {what}" for what in entry_of(entry, item)]
    return wrong


def entry_of(entry, item):
    if not re.fullmatch(r"tag:[a-z0-9.@_-]+,\d{4}(-\d\d){0,2}:paper/[A-Za-z0-9._%-]+", entry.id):
        yield "its id is no tag"
    title = html.unescape(entry.title)
    if title != item["title"] or "<math" in title:
        yield f"the titles are {title!r} and {item['title']!r}"
    said = title_of(local(entry.link))
    if said is None or re.sub(r"\s+", " ", re.sub(r"^\[[A-Z]+\] ", "", title)) != re.sub(r"^\[[A-Z]+\] ", "", said):
        yield f"its title is {title!r}, and its page's {said!r}"
    names = [author.get("name") for author in entry.get("authors", []) if author]
    wanted = [author["name"] for author in item.get("authors", [])]
    if wanted and [" ".join(name.split()) for name in wanted] != [" ".join(name.split()) for name in names]:
        yield f"the authors are {names[:4]} and {wanted[:4]}"
    for key, other in (("updated", "date_modified"), ("published", "date_published")):
        if entry[key] != item[other]:
            yield f"{key} is {entry[key]} and {item[other]}"
        datetime.fromisoformat(entry[key])
    if entry.published > entry.updated:
        yield "it was published after it was updated"
    if [tag.label for tag in entry.get("tags", [])] != item.get("tags", []):
        yield "the topics differ"
    links = {link.rel: link for link in entry.links}
    enclosure = links.get("enclosure")
    attachments = [attachment["url"] for attachment in item.get("attachments", [])]
    if attachments != ([enclosure.href] if enclosure else []):
        yield "the PDFs differ"
    for url in [entry.link, *attachments]:
        if url.startswith(base) and not local(url).is_file():
            yield f"{url} has no file"
    content = item["content_html"]
    for target in re.findall(r' (?:href|src)="([^"]*)"', content):
        if not re.match("(https?|mailto):", target):
            yield f"the link {target} is relative"


def alternates():
    """Pages without a feed of the archive, and links to feeds that are not there."""
    wrong = []
    pages = spread(sorted(site.rglob("*.html")))
    for page in pages:
        text = page.read_text()
        found = re.findall('<link rel="alternate" type="(application/(?:atom|feed)[+](?:xml|json))" title="[^"]+" href="([^"]+)">', text)
        if (top := ("application/atom+xml", f"{prefix}/feed.xml")) not in found:
            wrong.append(f"{page.relative_to(site)} does not name {top[1]}")
        wrong += [f"{page.relative_to(site)}: there is no {href}" for _, href in found if not local(origin + href).is_file()]
    check(f"{len(pages)} pages name the feed of the archive, and only feeds that are there", wrong)


def sitemaps():
    validators = {name: xmlschema.XMLSchema(str(here / f"{name}.xsd")) for name in ("sitemap", "siteindex")}
    for file in sorted(site.glob("sitemap*.xml")):
        kind = "siteindex" if "<sitemapindex" in file.read_text()[:300] else "sitemap"
        wrong = [f"{error.path}: {error.reason}" for error in validators[kind].iter_errors(str(file))]
        check(f"{file.name} is valid", wrong)


with tempfile.TemporaryDirectory() as scratch:
    origin, prefix = "https://example.org", "/repo"
    base = f"{origin}{prefix}/"
    site = built(base, f"{scratch}/one")
    files = sorted(site.rglob("feed.xml"))
    chosen = spread(files)
    found = [read(file) for file in chosen]
    number = sum(len(ids) for _, ids, _ in found)
    check(f"{len(chosen)} of {len(files)} feeds with {number} entries are read without a warning", [line for wrong, _, _ in found for line in wrong])
    check("there are feeds", [] if files else ["none"])
    own = {}
    for file, (_, _, name) in zip(chosen, found):
        old = "http-equiv=\"refresh\"" in text_of(file.parent / "index.html")
        if not old:
            own.setdefault(name, []).append(file)
    check(f"{len(own)} feeds have an id each", [f"{name}: {files}" for name, files in own.items() if len(files) > 1])
    alternates()
    sitemaps()
    if most is None:
        before = {str(file.relative_to(site)): found[1:] for file, found in zip(chosen, found)}
        site, origin, prefix, base = built("https://elsewhere.example/", f"{scratch}/two"), "https://elsewhere.example", "", "https://elsewhere.example/"
        after = {str(file.relative_to(site)): read(file)[1:] for file in sorted(site.rglob("feed.xml"))}
        check("the ids are the same at another address", [name for name in before | after if before.get(name) != after.get(name)])
close()
