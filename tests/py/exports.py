"""A written export reads back: the programs of others find in every record what its entry says.

Usage: exports.py PROGRAM ROOT [LIMIT]. Titles, authors in order, years, venues, pages and DOIs are compared as plain
text; how quotes and dashes are drawn makes no difference. A title with a formula keeps
it as TeX in BibTeX and BibLaTeX, so there the formula must stand as the entry has it.
"""

import json
import re
import subprocess
import sys
import unicodedata
import warnings

import bibtexparser
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text

from check import check, close

program, root, limit = sys.argv[1], sys.argv[2], sys.argv[3:4]

FORMULA = re.compile(r"\$[^$]+\$|\\\(.+?\\\)")
# What the decoder of pybtex does not know, and leaves as it is.
UNKNOWN = {"\\textasciicircum ": "^", "$<$": "<", "$>$": ">", "$|$": "|", "$\\lbrace $": "{", "$\\rbrace $": "}", "\\textsc ": ""}
SAME = str.maketrans({"ˆ": "^", "‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})


def export(name):
    command = [program, "export", "--quiet", "--root", root, "--format", name]
    return subprocess.run(command + (["--limit", limit[0]] if limit else []), check=True, capture_output=True).stdout.decode()


def plain(text):
    """A text as it is compared."""
    text = unicodedata.normalize("NFKC", str(text)).translate(SAME).replace("''", '"')
    return re.sub(r"-+", "-", " ".join(text.split()))


def wanted():
    """What the entries say, as the records of the API have it."""
    try:
        listed = yaml.safe_load(open(f"{root}/content/venues.yaml"))
    except FileNotFoundError:
        listed = {}
    venues = {}
    for key, venue in listed.items():
        venue = venue if isinstance(venue, dict) else {"name": venue}
        for spelling in [key, venue["name"], venue.get("short"), *venue.get("names", [])]:
            venues[spelling] = venue["name"]
    records = {}
    for line in export("jsonl").splitlines():
        entry = json.loads(line)
        key = entry.get("citation-key", entry["id"])
        venue = entry.get("venue", "")
        container = entry.get("container") or venues.get(venue, venue)
        warning = {"retracted": "[RETRACTED] ", "withdrawn": "[WITHDRAWN] ", "removed": "[REMOVED] "}.get(entry.get("status"), "")
        event = entry.get("event", {}).get("name", "") if entry["type"] == "conference" else ""
        records[key] = {
            "source": entry.get("title-source", entry["title"]),
            "title": warning + entry["title"],
            "authors": [author["name"] for author in entry.get("authors", [])],
            "year": str(entry.get("date", entry.get("available", "")))[:4],
            "venue": container or event,
            "pages": entry.get("pages", ""),
            "doi": entry.get("doi", ""),
        }
    return records


def compare(reader, found, records, tex=False):
    missing = [key for key in records if key not in found] + [key for key in found if key not in records]
    check(f"{reader}: {len(found)} records", missing)
    for field in ("title", "authors", "year", "venue", "pages", "doi"):
        wrong = []
        for key, record in records.items():
            is_tex = tex and field == "title" and FORMULA.search(record["source"])
            if key not in found or is_tex:
                continue
            want, have = record[field], found[key][field]
            if field == "authors":
                want, have = [plain(name) for name in want], [plain(name) for name in have]
            else:
                want, have = plain(want), plain(have)
            if want != have:
                wrong.append(f"{key}: {have!r} is not {want!r}")
        check(f"{reader}: {field}", wrong)


def check_formulas(reader, raw, records):
    wrong, count = [], 0
    for key, record in records.items():
        for formula in filter(str.isascii, FORMULA.findall(record["source"])):
            count += 1
            inner = " ".join(formula.removeprefix("$").removesuffix("$").removeprefix("\\(").removesuffix("\\)").split())
            inner = inner.replace("\\{", "\\lbrace ").replace("\\}", "\\rbrace ")
            squeezed = lambda text: "".join(text.split())
            if squeezed(inner) not in squeezed(raw[key]):
                wrong.append(f"{key}: {inner!r} is not in {raw[key]!r}")
    check(f"{reader}: {count} formulas", wrong)


VENUES = ("booktitle", "journal", "journaltitle", "school", "institution", "howpublished", "organization", "series")


def venue_of(fields):
    return next((fields[name] for name in VENUES if name in fields), "")


def with_bibtexparser(text):
    """By bibtexparser, whose own middleware decodes TeX and takes names apart."""
    raw = bibtexparser.parse_string(text)
    assert not raw.failed_blocks, raw.failed_blocks[0]
    middleware = [SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware(keep_math_mode=False)]
    decoded = bibtexparser.parse_string(text, append_middleware=middleware)
    # Its middleware leaves names as they are, so they are given to the decoder that it uses.
    decode = LatexNodes2Text().latex_to_text
    found = {}
    for entry in decoded.entries:
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        names = [" ".join(decode(part) for parts in (n.first, n.von, n.last, n.jr) for part in parts) for n in fields.get("author", [])]
        found[entry.key] = {
            "title": fields["title"],
            "authors": [name for name in names if name != "others"],
            "year": (fields.get("year") or fields.get("date", ""))[:4],
            "venue": venue_of(fields),
            "pages": fields.get("pages", ""),
            "doi": raw.entries_dict[entry.key]["doi"] if "doi" in fields else "",
        }
    return found, {entry.key: entry["title"] for entry in raw.entries}


def latex(value):
    text = str(Text.from_latex(value))
    for command, sign in UNKNOWN.items():
        text = text.replace(command, sign)
    return text


def with_pybtex(text):
    """By pybtex, as its styles would print the fields."""
    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        fields = entry.fields
        names = [
            " ".join(latex(part) for part in p.first_names + p.middle_names + p.prelast_names + p.last_names + p.lineage_names)
            for p in entry.persons.get("author", [])
        ]
        found[key] = {
            "title": latex(fields["title"]),
            "authors": [name for name in names if name != "others"],
            "year": fields.get("year", ""),
            "venue": latex(venue_of(fields)),
            "pages": fields.get("pages", ""),
            "doi": fields.get("doi", ""),
        }
    return found


def with_rispy(text):
    found = {}
    for entry in rispy.loads(text):
        inverted = [name.split(", ") for name in entry.get("authors", [])]
        pages = [entry[name] for name in ("start_page", "end_page") if name in entry]
        found[entry["id"]] = {
            "title": entry["title"],
            "authors": [" ".join([*name[1:2], name[0], *name[2:]]) for name in inverted],
            "year": entry.get("year", ""),
            "venue": entry.get("secondary_title") or issuer(entry["type_of_reference"], entry.get("publisher", "")),
            "pages": "-".join(pages),
            "doi": entry.get("doi", ""),
        }
    return found


def with_citeproc(text):
    """By citeproc-py, the references as its styles get them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that are newer than the program
        source = CiteProcJSON(json.loads(text))
    found = {}
    for item in source.values():
        names = [[name.parts()[at] for at in (0, 2, 3, 1, 4)] for name in item.get("author", [])]
        found[str(item["citation_key"])] = {
            "title": item["title"],
            "authors": [" ".join(str(part) for part in name if part) for name in names],
            "year": item["issued"].year if "issued" in item else "",
            "venue": item.get("container_title") or item.get("collection_title") or issuer(item.type, item.get("publisher", "")),
            "pages": item.get("page", ""),
            "doi": item.get("DOI", ""),
        }
    return found


def issuer(kind, publisher):
    """The publisher, where that is what a work appeared in: a university or an institute."""
    return publisher if kind in ("THES", "RPRT", "thesis", "report") else ""


records = wanted()
check(f"{len(records)} papers are exported", [] if records else ["there are none"])
for name in ("bibtex", "biblatex"):
    text = export(name)
    if name == "bibtex":
        outside = sorted({c for c in text if ord(c) > 126 and c.isalpha() and "LATIN" in unicodedata.name(c, "")})
        check("bibtex: no Latin letter outside of ASCII that LaTeX has a command for", outside)
    found, raw = with_bibtexparser(text)
    compare(f"bibtexparser, {name}", found, records, tex=True)
    check_formulas(f"bibtexparser, {name}", raw, records)
compare("pybtex, bibtex", with_pybtex(export("bibtex")), records, tex=True)
compare("rispy", with_rispy(export("ris")), records)
compare("citeproc-py", with_citeproc(export("csl-json")), records)
close()
