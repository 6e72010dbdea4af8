"""JSON-LD as extruct reads it, and COinS as a form is read, say what the page shows.

Usage: metadata.py DIR [LIMIT]. DIR is a built site; of more than LIMIT pages every nth is read. A page with formulas
draws them, so there only what has none is compared.
"""

import sys
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import extruct
from lxml import html

from check import check, close

folder = Path(sys.argv[1])
limit = int(sys.argv[2]) if len(sys.argv) > 2 else 0

STANDINGS = {"Corrected", "Expression of concern", "Withdrawn", "Retracted", "Removed"}
# Types of schema.org, with the properties that Google and others ask of them (`isPartOf` and the like may be absent).
WORKS = {"ScholarlyArticle", "Chapter", "Book", "Thesis", "Report", "Dataset", "SoftwareSourceCode", "CreativeWork"}


def letters(text):
    """A text by its letters and digits: how white space, quotes and dashes are drawn makes no difference."""
    return "".join(c for c in unicodedata.normalize("NFKC", text or "") if c.isalnum())


def text(page, path):
    found = page.xpath(path)
    return found[0].text_content() if found else None


class Page:
    def __init__(self, path):
        source = path.read_text(encoding="utf-8")
        self.name = str(path.relative_to(folder))
        self.tree = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
        found = extruct.extract(source, syntaxes=["json-ld"], uniform=False)["json-ld"]
        self.contexts = [block.get("@context") for block in found]
        self.things = [thing for block in found for thing in block.get("@graph", [block])]
        self.kind = (self.tree.body.get("class") or "").split(" ")[0]
        links = self.tree.xpath("/html/head/link[@rel='canonical']/@href")
        self.canonical = links[0] if links else None
        self.is_redirect = bool(self.tree.xpath("//meta[@http-equiv='refresh']"))

    def of(self, *types):
        return [thing for thing in self.things if thing["@type"] in types]

    def wrong(self, what):
        return f"{self.name}: {what}"


def all_pages():
    paths = sorted(folder.rglob("*.html"))
    step = max(1, len(paths) // limit) if limit else 1
    # The first page always.
    return [Page(path) for path in [folder / "index.html", *(p for p in paths[::step] if p != folder / "index.html")]]


def empties(value, path=""):
    """Places of a thing where nothing is said."""
    if isinstance(value, dict):
        return [place for key, inner in value.items() for place in empties(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [path] * (not value) + [place for inner in value for place in empties(inner, path)]
    return [path] if value in ("", None) else []


def well_formed(page):
    wrong = [page.wrong(f"{place} is empty") for thing in page.things for place in empties(thing)]
    wrong += [page.wrong(f"context {context}") for context in page.contexts if context != "https://schema.org"]
    return wrong


def trail(page):
    """The way to the page is the one it shows."""
    shown = page.tree.xpath("//nav[@class='trail']//a")
    found = page.of("BreadcrumbList")
    if not page.canonical or not shown:
        return [page.wrong("a way without one to see")] if found else []
    if len(found) != 1:
        return [page.wrong(f"{len(found)} ways")]
    items = found[0]["itemListElement"]
    wanted = [(a.text_content(), urljoin(page.canonical, a.get("href"))) for a in shown]
    got = [(item["name"], item["item"]) for item in items]
    wrong = [] if got[:-1] == wanted else [page.wrong(f"the way {got[:-1]}, not {wanted}")]
    if got[-1][1] != page.canonical or [item["position"] for item in items] != list(range(1, len(items) + 1)):
        wrong.append(page.wrong(f"the way ends {got[-1]}"))
    return wrong


def paper(page):
    """The work is what its page shows."""
    found = page.of(*WORKS)
    if len(found) != 1:
        return [page.wrong(f"{len(found)} works")]
    work, tree, wrong = found[0], page.tree, []

    def equal(what, got, wanted):
        if got != wanted:
            wrong.append(page.wrong(f"{what} {got!r}, not {wanted!r}"))

    def has_math(path):
        return bool(tree.xpath(f"{path}//math | {path}//code[@class='tex']"))

    if not has_math("//h1"):
        equal("the title", letters(work["name"]), letters(text(tree, "//h1")))
    equal("the headline", work["headline"], work["name"])
    names = [a.text_content() for a in tree.xpath("//p[@class='by']/a[not(@class)] | //details[@class='rest']//li/a[not(@class)]")]
    authors = [author["name"] for author in work.get("author", [])]
    if len(names) == len(authors):
        equal("the authors", authors, names)
    elif authors:
        line = letters(text(tree, "//p[@class='by']")) + letters(text(tree, "//details[@class='rest']"))
        wrong.extend(page.wrong(f"{name} is not to be seen") for name in authors if letters(name) not in line)
    for author in work.get("author", []):
        if "givenName" in author and letters(author["familyName"]) not in letters(author["name"]):
            wrong.append(page.wrong(f"the name {author}"))
    orcids = [a.get("href") for a in tree.xpath("//a[@class='orcid']")]
    equal("the ORCIDs", [a["@id"] for a in work.get("author", []) if "@id" in a], orcids)
    dates = tree.xpath("//p[@class='of']/time/@datetime")
    if dates:
        equal("the date", work.get("datePublished"), dates[0])
    prose = "//section[@id='abstract']//div[contains(@class, 'prose')]"
    if not has_math(prose):
        equal("the abstract", letters(work.get("abstract")), letters(text(tree, prose)))
    if not has_math("//p[@class='summary']"):
        equal("the summary", letters(work.get("description")), letters(text(tree, "//p[@class='summary']")))
    shown = [letters(status) for status in tree.xpath("//p[@class='status']/text()")]
    status = work.get("creativeWorkStatus")
    equal("its standing", status in STANDINGS, bool(shown))
    notes = [letters(correction.get("text")) for correction in work.get("correction", [])]
    notices = letters(text(tree, "//div[@class='notice']"))
    wrong.extend(page.wrong(f"the notice {note}") for note in notes if note not in notices)
    dois = [i["value"] for i in work.get("identifier", []) if i["propertyID"] == "doi"]
    equal("the DOI", dois, [dd.text_content() for dd in tree.xpath("//dt[.='DOI']/following-sibling::dd[1]")])
    source = text(tree, "//p[@class='of']/span") or ""
    publisher = work.get("publisher", {}).get("name")
    if publisher and letters(publisher) not in letters(source):
        wrong.append(page.wrong(f"the publisher {publisher!r} is not to be seen"))
    if work["@type"] in ("ScholarlyArticle", "Chapter") and letters(work.get("pagination")) not in letters(source):
        wrong.append(page.wrong(f"the pages {work['pagination']}"))
    if page.canonical:
        equal("the address", work["url"], page.canonical)
        equal("the id", work["@id"], f"{page.canonical}#paper")
        links = {urljoin(page.canonical, a.get("href")) for a in tree.xpath("//ul[@class='links']//a")}
        for pdf in work.get("encoding", []):
            if links and pdf["contentUrl"] not in links:
                wrong.append(page.wrong(f"the PDF {pdf['contentUrl']}"))
    return wrong


def typed_links(page):
    """Signposting: where the work is cited as, and what it is."""
    links = [(a.get("rel"), a.get("href")) for a in page.tree.xpath("/html/head/link[not(@rel='canonical')]")]
    of = lambda rel: [href for name, href in links if name == rel]
    wrong = []
    if "https://schema.org/AboutPage" not in of("type") or len(of("type")) != 2:
        wrong.append(page.wrong(f"the types {of('type')}"))
    found = page.of(*WORKS)
    same = [url for url in found[0].get("sameAs", []) if "doi.org" in url] if found else []
    if of("cite-as") != same:
        wrong.append(page.wrong(f"cited as {of('cite-as')}, not {same}"))
    pdfs = [pdf["contentUrl"] for pdf in found[0].get("encoding", [])] if found else []
    if of("item") != pdfs:
        wrong.append(page.wrong(f"items {of('item')}, not {pdfs}"))
    wrong += [page.wrong(f"the link {href}") for _, href in links if _ in ("cite-as", "item", "collection") and "://" not in href]
    return wrong


def listed(page):
    """A list names the papers that it shows, in their order."""
    found = page.of("CollectionPage", "ProfilePage")
    if len(found) != 1:
        return [page.wrong(f"{len(found)} pages")]
    cards = page.tree.xpath("//ul[contains(@class, 'cards')]/li//a[@dir='auto']/@href")
    if not page.canonical or found[0]["@type"] == "ProfilePage":
        return []
    wanted = [urljoin(page.canonical, href) + "#paper" for href in cards]
    got = [item["@id"] for item in found[0].get("mainEntity", {}).get("itemListElement", [])]
    return [] if got == wanted else [page.wrong(f"the papers {got}, not {wanted}")]


def profile(page):
    person = page.of("ProfilePage")[0]["mainEntity"]
    same = letters(person["name"]) == letters(text(page.tree, "//h1"))
    return [] if same and person["@type"] in ("Person", "Organization") else [page.wrong(f"{person}")]


def spans(page):
    """The title and the first author of each COinS are those of the card that holds it."""
    wrong = []
    for span in page.tree.xpath("//span[@class='Z3988']"):
        values = parse_qs(span.get("title"), strict_parsing=True)
        card = span.getparent()
        title = text(card, ".//a[@dir='auto']")
        if values["ctx_ver"] != ["Z39.88-2004"] or not values["rft_val_fmt"][0].startswith("info:ofi/fmt:kev:mtx:"):
            wrong.append(page.wrong(f"the format {values}"))
        got = letters(" ".join(values.get("rft.atitle", []) + values.get("rft.title", []) + values.get("rft.btitle", [])))
        if not card.xpath(".//a[@dir='auto']//math | .//a[@dir='auto']//code[@class='tex']") and letters(title) not in got:
            wrong.append(page.wrong(f"{title!r} is not in {got!r}"))
        seen = Counter(letters(card.text_content()))
        first = (values.get("rft.au") or values.get("rft.aucorp") or [""])[0]
        if Counter(letters(first)) - seen:
            wrong.append(page.wrong(f"{first!r} is not in the card"))
        if page.canonical and urljoin(page.canonical, card.xpath(".//a[@dir='auto']/@href")[0]) not in values.get("rft_id", []):
            wrong.append(page.wrong(f"no address: {values.get('rft_id')}"))
    return wrong


pages = [page for page in all_pages() if not page.is_redirect]
papers = [page for page in pages if page.kind == "paper"]
lists = [page for page in pages if page.of("CollectionPage", "ProfilePage")]
profiles = [page for page in pages if page.of("ProfilePage")]
homes = [page for page in pages if page.name == "index.html"]


def over(some, look):
    return [line for page in some for line in look(page)] if some else ["there is no such page"]


check(f"JSON-LD parses on {len(pages)} pages, and says nothing that is empty", over(pages, well_formed))
check(f"{len(papers)} works are what their pages show", over(papers, paper))
check(f"{len(papers)} papers have typed links", over(papers, typed_links))
check("ways to pages are those that they show", over(pages, trail))
check(f"{len(lists)} lists name their papers", over(lists, listed))
check(f"{len(profiles)} people have a profile", over(profiles, profile))
check("COinS are what their cards show", over(pages, spans))
check(
    "the first page is that of a site that can be searched, and of a catalogue",
    [home.wrong(home.things) for home in homes if [thing["@type"] for thing in home.things] != ["WebSite", "DataCatalog"]],
)
if homes and homes[0].canonical:
    template = homes[0].of("WebSite")[0]["potentialAction"]["target"]["urlTemplate"]
    path = urlsplit(template).path.removeprefix(urlsplit(homes[0].canonical).path)
    there = (folder / path / "index.html").is_file() and template.endswith("?q={search_term_string}")
    check("search is where the first page says", [] if there else [template])
close()
