"""What check prints for programs: each line of JSON by its published schema, the log of SARIF by that of OASIS, and the
same problems in all formats. Arguments: the program, an archive that has problems."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema

from check import check, close

program, archive = sys.argv[1:3]
here = Path(__file__).parent


def run(kind):
    command = [program, "check", "--root", archive, "--format", kind]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def schema(path):
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(loaded)(loaded)


lines = [json.loads(line) for line in run("json").splitlines()]
check("there is something to look at", [] if len(lines) > 50 else [f"{len(lines)} problems"])
by_schema = schema(here / "../../static/diagnostic.schema.json")
check("lines of JSON follow their schema", [e.message for line in lines for e in by_schema.iter_errors(line)])

log = json.loads(run("sarif"))
by_schema = schema(here / "sarif-2.1.0.schema.json")
check("the log follows the schema of SARIF 2.1.0", [f"{list(e.path)}: {e.message}" for e in by_schema.iter_errors(log)])
results = log["runs"][0]["results"]
rules = log["runs"][0]["tool"]["driver"]["rules"]


def place(result):
    physical = result["locations"][0]["physicalLocation"]
    region = physical.get("region", {})
    return region.get("startLine"), region.get("startColumn"), region.get("endColumn")


of_json = [(l["code"], l["severity"], (l["line"], l["column"], l["end-column"])) for l in lines]
of_sarif = [(r["ruleId"], r["level"], place(r)) for r in results]
check("SARIF tells what JSON tells", [f"{a} {b}" for a, b in zip(of_json, of_sarif) if a != b])
check("SARIF tells as much", [] if len(of_json) == len(of_sarif) else [f"{len(of_json)} and {len(of_sarif)}"])
check("each result names its rule", [r["ruleId"] for r in results if rules[r["ruleIndex"]]["id"] != r["ruleId"]])

annotations = run("github").splitlines()
check("there is an annotation for each", [] if len(annotations) == len(lines) else [f"{len(annotations)}"])
starts = [f"::{l['severity']} " for l in lines]
check("annotations are commands", [a for a, start in zip(annotations, starts) if not a.startswith(start)])
close()
