"""The API of a site as a program reads it that knows nothing but its schemas: every document valid, every digest right.

    python api.py OFFPRINT ROOT

The archive at ROOT is built here, twice: once where it is, and once in a copy elsewhere whose files have other times, as
a clone on another machine has them. Both must give the same bytes.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import jsonschema
import xxhash
import yaml

from check import check, close

binary, root = sys.argv[1:3]
base = "https://api.example/archive/"


def built(root, folder):
    command = [binary, "build", "--quiet", "--root", str(root), "--base-url", base, "--out", str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return Path(folder)


def load(url):
    return json.loads((site / url.removeprefix(base)).read_bytes())


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def document_of(path):
    """Which schema a file of the API follows."""
    name = path.relative_to(api).as_posix().removesuffix(".json")
    if name in ("papers/index", "authors/index"):
        return name.replace("/", "-")
    return name.split("/")[0]


def check_records(records, places):
    wrong, where = [], {}
    for part in range(1, index["parts"]["papers"] + 1):
        where.update((paper["id"], part) for paper in load(index["endpoints"]["papers"].replace("{part}", str(part)))["papers"])
    for line, record in records:
        place = places.pop(record["id"], None)
        if place != {"part": where.get(record["id"]), "digest": xxhash.xxh3_64(line).hexdigest()}:
            wrong.append(f"{record['id']}: {place}")
    check(f"{len(records)} records are where the index says, with their digests", wrong + list(places))


def check_facets():
    ids = {record["id"] for _, record in records}
    years = [load(index["endpoints"]["dates"].replace("{year}", str(year))) for year in index["years"]]
    dated = [paper for year in years for date in year["dates"] for paper in date["papers"]]
    undated = [i for i in ids - set(dated)]
    check(f"{len(dated)} papers have a date, each one", [] if len(dated) == len(set(dated)) else ["some stand twice"])
    check("papers without a date have none in their record", [i for i in undated if by_id[i].get("date") or by_id[i].get("available")])
    for kind in ("topics", "venues"):
        counted = {entry["key"]: entry["count"] for entry in load(index["endpoints"][kind])[kind]}
        own = {}
        for record in by_id.values():
            for key in record.get("topics", []) if kind == "topics" else filter(None, [record.get("venue")]):
                own[key] = own.get(key, 0) + 1
        # A topic counts the papers of narrower ones too.
        less = [f"{key}: {counted.get(key)} of {n}" for key, n in own.items() if counted.get(key, 0) < n]
        check(f"{len(counted)} {kind} are counted", less)
    authors = {}
    for part in load(index["endpoints"]["authors-index"])["parts"]:
        listed = load(index["endpoints"]["authors"].replace("{part}", str(part["part"])))["authors"]
        if [listed[0]["key"], listed[-1]["key"]] != [part["first"], part["last"]]:
            authors["range"] = part
        authors.update((author["key"], author["papers"]) for author in listed)
    written = sum(len({author["name"] for author in record.get("authors", [])}) for record in by_id.values())
    found = sum(map(len, authors.values()))
    check(f"{len(authors)} authors have their {found} papers", [] if "range" not in authors and found <= written else [written])
    strange = [i for i in sum(authors.values(), []) if i not in ids]
    check("authors have no papers that are not listed", strange)


def check_changes(places):
    changes = load(index["endpoints"]["changes"])["changes"]
    wrong = [change for change in changes if places[change["id"]]["digest"] != change["digest"]]
    told = sorted(((change["date"], change["type"]) for change in changes), reverse=True)
    check(f"{len(changes)} changes have digests of today", wrong)
    check("the newest change comes first", [] if [date for date, _ in told] == [c["date"] for c in changes] else told[:3])


with tempfile.TemporaryDirectory() as folder:
    site = built(root, f"{folder}/site")
    api = site / "api/v1"
    index = load(f"{base}api/v1/index.json")
    schemas = {name: load(url) for name, url in index["schemas"].items()}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()}
    documents = [path for path in sorted(api.rglob("*.json")) if path.parent.name != "schemas"]
    wrong = []
    for path in documents:
        errors = validators[document_of(path)].iter_errors(json.loads(path.read_bytes()))
        wrong += [f"{path}: {error.message[:200]}" for error in errors]
    check(f"{len(documents)} documents are as their schemas say", wrong)

    dump = (api / "papers.jsonl.gz").read_bytes()
    member = zlib.decompressobj(wbits=31)
    text = member.decompress(dump) + member.flush()
    check("the dump is one gzip member", [] if member.eof and not member.unused_data else ["there is more"])
    check("gzip reads the dump", [] if gzip.decompress(dump) == text else ["it reads another text"])
    lines = text.splitlines()
    records = [(line, json.loads(line)) for line in lines]
    by_id = {record["id"]: record for _, record in records}
    errors = [f"{record['id']}: {error.message}" for _, record in records for error in validators["paper"].iter_errors(record)]
    check(f"{len(records)} lines of the dump are as their schema says", errors)
    places = load(index["endpoints"]["papers-index"])["papers"]
    check_changes(places)
    check_records(records, dict(places))
    check_facets()
    pages = [record["url"] for _, record in records if not (site / (record["url"].removeprefix(base) + "index.html")).is_file()]
    check("each record's address is a page", [url for url in pages if not url.endswith(".html")])

    # A record's own fields are strict: what a schema does not name is nowhere.
    named = set(schemas["paper"]["properties"])
    check("no record has a field that its schema does not name", sorted({key for record in by_id.values() for key in record} - named))

    citation = yaml.safe_load((site / "CITATION.cff").read_text())
    lacking = [key for key in ("cff-version", "message", "title", "authors", "type", "url") if not citation.get(key)]
    check("CITATION.cff says what the format requires", lacking)

    copy = Path(folder) / "clone"
    copy.mkdir()
    for name in ("offprint.yaml", "content", "static", "templates", "themes"):
        source = Path(root) / name
        if source.is_dir():
            shutil.copytree(source, copy / name, copy_function=shutil.copyfile)
        elif source.is_file():
            shutil.copyfile(source, copy / name)
    ours, theirs = files(site), files(built(copy, f"{folder}/other"))
    differing = [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]
    check(f"a clone elsewhere gives the same {len(ours)} files", sorted(differing))
close()
