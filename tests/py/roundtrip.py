"""What is exported comes back: an export that is imported into an empty archive says the same of every paper.

Usage: roundtrip.py PROGRAM ROOT [LIMIT]. The plain fields of the API's records are compared. Abstracts in CSL-JSON and RIS
are plain text in which what looks like TeX or HTML is read as such, so of these a few may differ; of nothing else may any.
Topics are written among the keywords, and RIS cannot say that there are more authors.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from check import check, close

program, root, limit = sys.argv[1], sys.argv[2], sys.argv[3:4]

FIELDS = [
    "type", "title", "title-short", "authors", "et-al", "editors", "date", "where", "volume", "issue", "pages",
    "article-number", "series", "publisher", "doi", "arxiv", "isbn", "issn", "abstract", "language", "keywords",
]  # fmt: skip
SOME = 0.002


def run(*arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True).stdout.decode()


def records(folder, *options):
    """Records by id, with the title of where each appeared."""
    listed = Path(folder, "content/venues.yaml")
    venues = yaml.safe_load(listed.read_text()) if listed.exists() else {}
    names = {key: venue if isinstance(venue, str) else venue.get("name", key) for key, venue in venues.items()}
    found = {}
    for line in run("export", "--quiet", "--root", folder, "--format", "jsonl", *options).splitlines():
        record = json.loads(line)
        for role in ("authors", "editors"):
            record[role] = [person["name"] for person in record.get(role, [])]
        record["where"] = record.get("container") or names.get(record.get("venue"), "")
        record["date"] = record.get("date") or record.get("available")
        found[record["id"]] = {field: record.get(field) for field in FIELDS}
    return found


def same(field, before, after):
    if field == "keywords":
        return (after or [])[: len(before or [])] == (before or [])
    return before == after


options = ["--limit", limit[0]] if limit else []
wanted = records(root, *options)
for name in ("biblatex", "ris", "csl-json"):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "offprint.yaml").write_text("title: Again\n")
        source = Path(folder, f"papers.{name}")
        source.write_text(run("export", "--quiet", "--root", root, "--format", name, *options), newline="")
        run("import", "--quiet", "--root", folder, str(source))
        found = records(folder)
    check(f"{name}: {len(found)} papers", [key for key in wanted if key not in found] + [key for key in found if key not in wanted])
    for field in FIELDS:
        if (name, field) == ("ris", "et-al"):
            continue
        wrong = [
            f"{key}: {wanted[key][field]!r} came back as {found[key][field]!r}"
            for key in wanted
            if key in found and not same(field, wanted[key][field], found[key][field])
        ]
        may = int(len(wanted) * SOME) if field == "abstract" and name != "biblatex" else 0
        check(f"{name}: {field}", wrong if len(wrong) > may else [])
close()
