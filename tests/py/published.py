"""What earlier versions read and published, as this version and those who use its sites meet it.

    python published.py OFFPRINT tests/published

Of each version there is an archive that it read without an error, all addresses of the site that it made of it, and the
documents of the API with their schemas. None of it ever changes. This version has to read the archive, and to leave its
entries in the form that they have; the site that it makes has every address; its documents are valid by the earlier
schemas, since programs know those; and earlier documents are valid by its own.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

from check import check, close

BINARY = Path(sys.argv[1]).resolve()


def ran(*arguments):
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def documents(api):
    """Each document, with the name of its schema."""
    for path in sorted(api.rglob("*.json")):
        name = path.relative_to(api).as_posix().removesuffix(".json")
        if not name.startswith("schemas/"):
            yield path, name.replace("/", "-") if name in ("papers/index", "authors/index") else name.split("/")[0]


def validators(api):
    schemas = {path.stem: json.loads(path.read_text()) for path in (api / "schemas").glob("*.json")}
    return {name: jsonschema.validators.validator_for(schema)(schema) for name, schema in schemas.items()}


def read(api, by):
    """Asserts that documents are valid by the schemas that stand beside others."""
    known = validators(by)
    wrong, count = [], 0
    for path, schema in documents(api):
        count += 1
        problems = known[schema].iter_errors(json.loads(path.read_text())) if schema in known else []
        wrong += [f"{path.name}: {problem.json_path} {problem.message}"[:300] for problem in problems]
        wrong += [] if schema in known else [f"{path.name}: there is no schema {schema}"]
    return count, wrong


def held(version):
    with tempfile.TemporaryDirectory() as name:
        root, site = Path(name) / "archive", Path(name) / "site"
        shutil.copytree(version / "archive", root)
        told = version.name
        check(f"{told}: its archive is read", ran("check", "--root", root))
        check(f"{told}: its entries have their form", ran("fmt", "--check", "--root", root))
        check(f"{told}: its addresses are there", ran("check", "--root", root, "--urls", version / "urls.txt"))
        check(f"{told}: its archive is built", ran("build", "--quiet", "--root", root, "--out", site))
        api = site / "api/v1"
        now, wrong = read(api, by=version / "api")
        check(f"{told}: {now} documents of now are valid by its schemas", wrong if now else ["there is none"])
        then, wrong = read(version / "api", by=api)
        check(f"{told}: its {then} documents are valid by the schemas of now", wrong if then else ["there is none"])


versions = sorted(path for path in Path(sys.argv[2]).iterdir() if path.is_dir())
check("there are earlier versions", [] if versions else [sys.argv[2]])
for version in versions:
    held(version)
close()
