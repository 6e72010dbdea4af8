"""The files that `offprint init --github` writes, as GitHub sees them.

They fit the published schemas of workflows, actions and forms; they hold to what keeps strangers out; and the steps of
the workflows are run here by bash, in a scratch repository, with a `gh` that only records how it was called.

    python workflows.py BINARY [REPOSITORY]
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from check import check, close

BINARY = Path(sys.argv[1]).resolve()
REPOSITORY = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
MARK = "STRANGER"

SCHEMAS = [
    ("vendor.github-workflows", ".github/workflows/*.yml"),
    ("vendor.github-actions", ".github/actions/*/action.yml"),
    ("vendor.github-actions", "action.yml"),
    ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
]
# Commits, of which nobody can make another: the versions are those that their tags had. A change here is a decision.
ACTIONS = {
    "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",  # v4.2.2
    "actions/cache@5a3ec84eff668545956fd18022155c47e93e2684",  # v4.2.3
    "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02",  # v4.6.2
    "actions/configure-pages@983d7736d9b0ae728b81ab479565c72886d7745b",  # v5.0.0
    "actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa",  # v3.0.1
    "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e",  # v4.0.5
    "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093",  # v4.3.0
    "actions/attest-build-provenance@e8998f949152b193b063cb0ec769d69d929409be",  # v2.4.0
    "./.github/actions/offprint",
}
# What each workflow's jobs may write, and nothing else; by job, where only some of them may.
WRITES = {
    "check.yml": set(),
    "add-paper.yml": {"contents", "pull-requests", "issues"},
    "fetch.yml": {"contents", "pull-requests", "actions"},
    "preview.yml": {"pull-requests"},
    "pages.yml": {"build": set(), "deploy": {"pages", "id-token"}},
    "publish.yml": {"pypi": {"id-token"}, "crates-io": set()},
    "release.yml": {"version": set(), "build": set(), "draft": {"contents", "id-token", "attestations"}},
}

def holds(what, is_so, found=""):
    """Counts one check, and tells what was found where it does not hold."""
    check(what, [] if is_so else [str(found)])


def run(*command, cwd, env=None, input=None, fails=False):
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, input=input, capture_output=True, text=True)
    if done.returncode and not fails:
        raise SystemExit(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def git(folder, *arguments, input=None):
    names = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    return run("git", *names, *arguments, cwd=folder, input=input).stdout.strip()


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# Files


def conform(root, name):
    """Every file fits its schema, and none is left over."""
    for schema, pattern in SCHEMAS:
        files = sorted(root.glob(pattern))
        if not files:
            continue
        tool = Path(sys.executable).parent / "check-jsonschema"
        done = run(tool, "--builtin-schema", schema, *files, cwd=root, fails=True)
        holds(f"{name} {schema}", done.returncode == 0, done.stdout + done.stderr)


def guide(folder):
    """Workflows that the guide shows fit the schema too, and name the actions that are pinned."""
    shown = folder / "guide"
    for page in sorted(REPOSITORY.glob("content/pages/guide/*.md")):
        for name, text in re.findall(r"^```yaml\n# (\.github/workflows/[\w-]+\.yml)\n(.*?)^```$", page.read_text(), re.S | re.M):
            write(shown / f"{page.stem}" / name, text)
            uses = set(re.findall(r"uses: (\S+)", text))
            holds(f"{page.name} {name} uses", uses <= ACTIONS, uses - ACTIONS)
            conform(shown / page.stem, page.name)
    holds("the guide shows workflows", shown.exists())


def steps_of(workflow):
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


def keep_strangers_out(root, name):
    for path in sorted(root.glob(".github/workflows/*.yml")):
        told = f"{name} {path.name}"
        workflow = yaml.safe_load(path.read_text())
        events = workflow[True]  # YAML 1.1 takes `on` for yes.
        events = set(events) if isinstance(events, (dict, list)) else {events}
        holds(f"{told} permits nothing by itself", workflow["permissions"] == {})
        for job_name, job in workflow["jobs"].items():
            rights = job["permissions"]
            wrote = {right for right, how in rights.items() if how == "write"}
            may = WRITES[path.name]
            may = may[job_name] if isinstance(may, dict) else may
            holds(f"{told} permissions", wrote == may and set(rights.values()) <= {"read", "write"}, rights)
            holds(f"{told} has an end", "timeout-minutes" in job)
        holds(f"{told} is no workflow_run", "workflow_run" not in events)
        for step in steps_of(workflow):
            holds(f"{told} run has no expressions", "${{" not in step.get("run", ""), step.get("run"))
            uses = step.get("uses")
            holds(f"{told} uses", uses is None or uses in ACTIONS, uses)
            if uses and uses.startswith("actions/checkout") and "pull_request_target" in events:
                holds(f"{told} checks out the base", not {"ref", "repository"} & set(step.get("with", {})), step)
    for path in [*root.glob(".github/actions/*/action.yml"), *root.glob("action.yml")]:
        for step in yaml.safe_load(path.read_text())["runs"]["steps"]:
            holds(f"{name} action run", "${{" not in step.get("run", ""), step)
            holds(f"{name} action uses", step.get("uses") in ACTIONS | {None}, step)


# Running steps


class Runner:
    """Runs the steps of a job as GitHub does, as far as it can be done here."""

    def __init__(self, folder, repository, event, more=()):
        self.folder = folder
        self.repository = repository
        self.event = event
        self.outputs = {}
        temporary = folder / "temp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        for name in ["calls.jsonl", "summary.md"]:
            (folder / name).unlink(missing_ok=True)
        write(folder / "event.json", json.dumps(event))
        self.env = {
            **os.environ,
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder / "home"),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_EVENT_PATH": str(folder / "event.json"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GITHUB_WORKSPACE": str(repository),
            "GITHUB_BASE_REF": "main",
            "GITHUB_REF": "refs/heads/main",
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "CALLS": str(folder / "calls.jsonl"),
            **dict(more),
        }

    def value(self, text):
        """A value with its expressions filled in."""

        def fill(found):
            name = found[1]
            if name == "github.token":
                return "token"
            if name.startswith("secrets."):
                return "secret"
            if found := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", name):
                return self.outputs[found[1]][found[2]]
            at = self.event
            for part in name.removeprefix("github.event.").split("."):
                at = at[part]
            return str(at)

        return re.sub(r"\$\{\{ ([a-z_.A-Z]+) \}\}", fill, str(text))

    def wants(self, condition):
        """Whether a step is to be run; raises for what is not known here."""
        if condition is None:
            return True
        condition = condition.removeprefix("${{ ").removesuffix(" }}")
        result = True
        for part in condition.split(" && "):
            if part in ("!cancelled()", "steps.offprint.outcome == 'success'"):
                continue
            if found := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) == '(\w+)'", part):
                result &= self.outputs.get(found[1], {}).get(found[2]) == found[3]
            elif found := re.fullmatch(r"github\.event\.action != '(\w+)'", part):
                result &= self.event["action"] != found[1]
            else:
                raise SystemExit(f"what does `{part}` mean?")
        return result

    def job(self, name, without=(), job=None):
        """Runs a workflow's job, which is named where there are several; gives the code of the first step that fails, else 0, and what the steps said."""
        workflow = yaml.safe_load((self.repository / ".github/workflows" / name).read_text())
        job = workflow["jobs"][job or next(iter(workflow["jobs"]))]
        code, said = 0, ""
        for step in job["steps"]:
            if "run" not in step or step.get("name") in without or not self.wants(step.get("if")):
                continue
            if code and "cancelled()" not in step.get("if", ""):
                continue
            given = {**job.get("env", {}), **step.get("env", {})}
            output = self.folder / "output"
            output.write_text("")
            env = {**self.env, **{key: self.value(value) for key, value in given.items()}, "GITHUB_OUTPUT": str(output)}
            script = self.folder / "step.sh"
            script.write_text(step["run"])
            strict = ["--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["-e"]
            done = run("bash", *strict, script, cwd=self.repository, env=env, fails=True)
            said += done.stdout + done.stderr
            code = code or done.returncode
            pairs = [line.split("=", 1) for line in output.read_text().splitlines()]
            self.outputs[step.get("id")] = dict(pairs)
        return code, said

    def calls(self):
        path = self.folder / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


FAKE_GH = """#!{python}
import json, os, sys
arguments = sys.argv[1:]
body = None
if "--body-file" in arguments:
    body = open(arguments[arguments.index("--body-file") + 1], errors="replace").read()
with open(os.environ["CALLS"], "a") as out:
    out.write(json.dumps({{"arguments": arguments, "body": body}}) + "\\n")
if arguments[:2] == ["pr", "list"]:
    print(os.environ.get("OPEN", "0"))
sys.exit(1 if "--edit-last" in arguments else 0)
"""


def scratch(folder):
    """A repository of an archive with the files of `init`, a bare one that it comes from, and one for previews."""
    (folder / "home").mkdir()
    (folder / "bin").mkdir()
    (folder / "bin/offprint").symlink_to(BINARY)
    write(folder / "bin/gh", FAKE_GH.format(python=sys.executable))
    (folder / "bin/gh").chmod(0o755)
    repository = folder / "repository"
    for path, text in {
        "offprint.yaml": "title: Small\nrepository: ada/papers\nbase-url: https://ada.github.io/papers/\n",
        "content/topics.yaml": "nlp: {name: Language, description: Words}\nvision: {name: Vision, description: Pictures}\n",
        "content/papers/first.yaml": "id: first\ntitle: The first\nauthors: [Ada Lovelace]\ndate: 2023\ntopics: [nlp]\n",
        "static/site.js": "// ours\n",
        ".gitignore": "public\n.offprint\nchanged-pages\n",
    }.items():
        write(repository / path, text)
    git(repository, "init", "-q")
    done = run(BINARY, "init", "--github", "--preview", "ada/previews", "--fetch", "daily-papers", cwd=repository)
    holds("init tells what it wrote", ".github/workflows/preview.yml" in done.stdout, done.stdout)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Begin")
    for name in ["origin.git", "previews.git"]:
        git(folder, "init", "-q", "--bare", name)
    git(repository, "remote", "add", "origin", str(folder / "origin.git"))
    git(repository, "push", "-q", "origin", "main")
    git(repository, "fetch", "-q", "origin")
    write(
        folder / "gitconfig",
        f'[url "{folder}/previews.git"]\n\tinsteadOf = git@github.com:ada/previews.git\n[init]\n\tdefaultBranch = main\n',
    )
    return repository


def hostile_branch(repository):
    """A pull request that adds a paper, and whatever else a stranger may try."""
    git(repository, "checkout", "-qb", "fork", "main")
    write(repository / "content/papers/new.yaml", "title: A welcome paper\nauthors: [Bo Berg]\ndate: 2025\ntopics: [nlp]\n")
    text = f"---\ntitle: {MARK}\n---\n{MARK} <script>{MARK}</script>\n"
    for path in [
        "content/papers/x.js",
        "content/papers/x.svg",
        "content/papers/x.html",
        "content/pages/evil.md",
        "static/x.js",
        "static/site.js",
        "static/custom.css",
        "templates/paper.html",
        ".github/workflows/check.yml",
        ".github/actions/offprint/action.yml",
    ]:
        write(repository / path, text)
    write(repository / "offprint.yaml", f"title: {MARK}\n")
    (repository / "content/papers/link.yaml").symlink_to("/etc/passwd")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Add a paper")
    git(repository, "push", "-q", "origin", "fork:refs/pull/7/head")
    git(repository, "checkout", "-q", "main")


def previews(folder, repository):
    hostile_branch(repository)
    before = git(repository, "rev-parse", "HEAD")
    event = {"action": "opened", "pull_request": {"number": 7}}
    runner = Runner(folder, repository, event)
    code, said = runner.job("preview.yml")
    holds("a preview is published", code == 0, said)
    out = folder / "seen"
    git(folder, "clone", "-q", str(folder / "previews.git"), str(out))
    page = (out / "pr-7/papers/new/index.html").read_text()
    holds("the paper is in it", "A welcome paper" in page)
    address = "https://ada.github.io/previews/pr-7/"
    holds("it has its own address", f"{address}papers/new/" in page)
    marked = [path for path in out.rglob("*") if path.is_file() and ".git/" not in str(path)]
    marked = [path for path in marked if MARK.encode() in path.read_bytes() or MARK in path.name]
    holds("no byte of anything else is", not marked, marked)
    holds("the base is as it was", git(repository, "rev-parse", "HEAD") == before and not git(repository, "status", "--porcelain"))
    (edit, comment) = runner.calls()
    holds("the link is told", comment["arguments"][:3] == ["pr", "comment", "7"] and address in comment["body"], comment)
    holds("the last comment is tried first", "--edit-last" in edit["arguments"])
    holds("the log holds nothing of a stranger's", MARK not in said, said)
    holds("the key is gone", not (folder / "temp/key").exists())
    # A second pull request, then the first is closed.
    git(repository, "push", "-q", "origin", "fork:refs/pull/8/head")
    runner = Runner(folder, repository, {"action": "synchronize", "pull_request": {"number": 8}})
    code, said = runner.job("preview.yml")
    holds("another stands beside it", code == 0, said)
    runner = Runner(folder, repository, {"action": "closed", "pull_request": {"number": 7}})
    code, said = runner.job("preview.yml")
    holds("it is taken away", code == 0 and not runner.calls(), said)
    git(out, "fetch", "-q")
    names = git(out, "ls-tree", "--name-only", "origin/main").split()
    holds("and nothing else", names == [".nojekyll", "pr-8"], names)
    holds("previews have no past", git(out, "rev-list", "--count", "origin/main") == "1")
    runner = Runner(folder, repository, {"action": "opened", "pull_request": {"number": "7; touch pwned"}})
    code, said = runner.job("preview.yml")
    holds("a number is a number", code != 0 and not (repository / "pwned").exists(), said)


def checks(folder, repository):
    git(repository, "checkout", "-qb", "merge", "main")
    new = "title: A | <b>new</b> paper @someone\nauthors: [Bo Berg, Ada Lovelace]\ndate: 2025\n"
    write(repository / "content/papers/new.yaml", new)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Add a paper")
    runner = Runner(folder, repository, {"action": "opened", "pull_request": {"number": 7}})
    code, said = runner.job("check.yml")
    holds("a sound pull request passes", code == 0, said)
    summary = (folder / "summary.md").read_text()
    holds("its summary", "### New entries (1)" in summary and "| author | Ada Lovelace | beside 1 other paper |" in summary, summary)
    holds("nobody is mentioned", "@someone" not in summary and "<b>" not in summary, summary)
    pages = repository / "changed-pages"
    holds("its pages", (pages / "papers/new/index.html").exists() and not (pages / "topics/nlp/index.html").exists())
    holds("they can be opened", any(pages.rglob("*.css")) and any(pages.rglob("*.woff2")))
    write(repository / "content/papers/bad.yaml", "titel: Bad\n")
    runner = Runner(folder, repository, {"action": "synchronize", "pull_request": {"number": 7}})
    code, said = runner.job("check.yml")
    holds("a broken one fails", code == 1 and "::error file=content/papers/bad.yaml,line=1" in said, said)
    holds("and is told", "## 1 error and 4 warnings" in (folder / "summary.md").read_text(), (folder / "summary.md").read_text())
    holds("its pages are there all the same", (pages / "papers/new/index.html").exists())
    shutil.rmtree(pages)
    git(repository, "checkout", "-qf", "main")
    git(repository, "clean", "-qfd")


def answer(**values):
    """What GitHub makes of the form."""
    form = yaml.safe_load((REPOSITORY_OF_FORM / ".github/ISSUE_TEMPLATE/add-paper.yml").read_text())
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    unknown = set(values) - {field["id"] for field in fields}
    assert not unknown, unknown
    parts = []
    for field in fields:
        value = values.get(field["id"], "_No response_")
        if field["attributes"].get("render") and field["id"] in values:
            value = f"```{field['attributes']['render']}\n{value}\n```"
        parts.append(f"### {field['attributes']['label']}\n\n{value}\n")
    return "\n".join(parts)


def issue(body, number=5):
    return {"action": "opened", "issue": {"number": number, "state": "open", "body": body, "labels": [{"name": "paper"}]}}


def papers(folder, repository):
    base = git(repository, "rev-parse", "HEAD")

    def again(body, number=5, **more):
        git(repository, "checkout", "-qf", "main")
        git(repository, "reset", "-q", "--hard", base)
        git(repository, "clean", "-qfd")
        runner = Runner(folder, repository, issue(body, number), more.items())
        code, said = runner.job("add-paper.yml")
        return runner, code, said

    evil = '$(touch pwned) `touch pwned` "; touch pwned; " ${{ github.token }} {{7*7}} @someone'
    body = answer(title=evil, authors="Ada Lovelace\nBo Berg", date="2024-05", topics="nlp, vision", summary=evil)
    runner, code, said = again(body)
    holds("an issue becomes a pull request", code == 0, said)
    branch = git(repository, "ls-tree", "-r", "--name-only", "origin/paper-5") if code == 0 else ""
    added = sorted(set(branch.split()) - set(git(repository, "ls-tree", "-r", "--name-only", base).split()))
    holds("it adds an entry", len(added) == 1 and re.fullmatch(r"content/papers/2024/[a-z0-9-]+\.yaml", added[0]), added)
    holds("nothing of it was run", not list(folder.rglob("pwned")))
    if added:
        entry = yaml.safe_load(git(repository, "show", f"origin/paper-5:{added[0]}"))
        holds("the entry says what the issue says", entry["title"] == evil and entry["topics"] == ["nlp", "vision"], entry)
    create = [call for call in runner.calls() if call["arguments"][:2] == ["pr", "create"]]
    wanted = ["pr", "create", "--head", "paper-5", "--title", "Add the paper of issue 5", "--body-file"]
    holds("the pull request", len(create) == 1 and create[0]["arguments"][:7] == wanted, runner.calls())
    if create:
        text = create[0]["body"]
        holds("its description", text.startswith("Closes #5.\n") and "### New entries (1)" in text, text)
        holds("it mentions nobody", "@someone" not in text, text)
    holds("the log holds nothing of a stranger's", "touch" not in said and "someone" not in said, said)
    # The same again, then an edit of it.
    runner, code, said = again(body, OPEN="1")
    holds("the same issue changes nothing", code == 0 and "It is there already." in said, said)
    runner, code, said = again(answer(title="Another", authors="Ada Lovelace", date="2024"), OPEN="1")
    verbs = [call["arguments"][:2] for call in runner.calls()]
    holds("an edit renews the branch", code == 0 and ["pr", "edit"] in verbs and ["pr", "create"] not in verbs, said)
    git(repository, "checkout", "-q", "paper-5")
    git(repository, "commit", "-q", "--allow-empty", "-m", "By hand")
    git(repository, "push", "-q", "origin", "HEAD:paper-5")
    runner, code, said = again(answer(title="Third", authors="Ada Lovelace", date="2024"), OPEN="1")
    told = [call["body"] for call in runner.calls()]
    holds("what was changed by hand stays", code == 0 and "changed by hand" in "".join(filter(None, told)), told)
    runner, code, said = again(answer(bibtex="@article{mud, title = {Mud}, author = {Okonkwo, Wanda}, year = 2021}"), number=9)
    files = git(repository, "ls-tree", "-r", "--name-only", "origin/paper-9").split() if code == 0 else []
    holds("BibTeX is enough", any(path.startswith("content/papers/2021/") for path in files), said)
    # What is no paper is answered.
    for text in [answer(), "Dear all", "", answer(title="T", date="@someone <img src=x>")]:
        runner, code, said = again(text, number=6)
        (edit, comment) = runner.calls() if len(runner.calls()) == 2 else ({}, {"arguments": [], "body": ""})
        holds("a comment says why", code == 0 and comment["arguments"][:3] == ["issue", "comment", "6"], (said, runner.calls()))
        lines = comment["body"].splitlines()[2:]
        holds("in a block of code", lines and all(line.startswith("    ") for line in lines), comment)
    runner, code, said = again(answer(title="T", authors="A B", date="2024"), number="6; touch pwned")
    holds("a number is a number", code != 0 and not list(folder.rglob("pwned")), said)


def fetched(folder, repository):
    git(repository, "checkout", "-qf", "main")
    git(repository, "reset", "-q", "--hard", "origin/main")
    runner = Runner(folder, repository, {"action": ""})
    code, said = runner.job("fetch.yml", without=["Fetch"])
    holds("a day without papers", code == 0 and "Nothing is new." in said, said)
    write(repository / "content/papers/today.yaml", "id: today\ntitle: Today\nauthors: [Bo Berg]\ndate: 2025\n")
    runner = Runner(folder, repository, {"action": ""})
    code, said = runner.job("fetch.yml", without=["Fetch"])
    pushed = git(repository, "ls-tree", "-r", "--name-only", "origin/main").split()
    holds("new papers are pushed", code == 0 and "content/papers/today.yaml" in pushed, said)


def published(folder, repository):
    """The site as it would be deployed, for an address that the settings have and for one that GitHub has."""
    git(repository, "checkout", "-qf", "main")
    git(repository, "reset", "-q", "--hard", "origin/main")
    git(repository, "clean", "-qfd")
    settings = repository / "offprint.yaml"
    before = settings.read_text()
    without = "".join(line for line in before.splitlines(True) if not line.startswith("base-url:"))
    for text, github, wanted in [
        (before, "https://other.example", "https://ada.github.io/papers/"),
        (without + "# base-url: https://no.example/\n", "https://ada.github.io/papers", "https://ada.github.io/papers/"),
        (without, "https://ada.github.io", "https://ada.github.io/"),
        (without + "base-url:\n", "https://papers.example.org", "https://papers.example.org/"),
    ]:
        settings.write_text(text)
        runner = Runner(folder, repository, {})
        runner.outputs["pages"] = {"base_url": github}
        code, said = runner.job("pages.yml", job="build")
        holds(f"{wanted} is built", code == 0, said)
        site = folder / "temp/site"
        page = (site / "papers/first/index.html").read_text() if code == 0 else ""
        holds(f"{wanted} is its address", f'rel="canonical" href="{wanted}papers/first/"' in page, page[:2000])
        way = "/" + wanted.split("/", 3)[3]
        holds(f"{wanted} finds its style", f'href="{way}assets/' in page, page[:2000])
        lost = (site / "404.html").read_text() if code == 0 else ""
        holds(f"{wanted} is left by nobody who is lost", f'href="{way}"' in lost and f'href="{way}assets/' in lost, lost[:2000])
        holds(f"{wanted} is no site of Jekyll's", (site / ".nojekyll").exists())
        own = (site / "CNAME").read_text().strip() if (site / "CNAME").exists() else ""
        holds(f"{wanted} has its own host", own == ("" if "github.io" in wanted else "papers.example.org"), own)
    write(repository / "content/papers/bad.yaml", "titel: Bad\n")
    runner = Runner(folder, repository, {})
    runner.outputs["pages"] = {"base_url": "https://ada.github.io/papers"}
    code, said = runner.job("pages.yml", job="build")
    broken = not (folder / "temp/site").exists() and "::error file=content/papers/bad.yaml" in said
    holds("a broken archive is not published", code == 1 and broken, said)
    git(repository, "checkout", "-qf", "main")
    git(repository, "clean", "-qfd")


FAKE_CURL = """#!{python}
import pathlib, shutil, sys
arguments = sys.argv[1:]
url = arguments[-1]
with open("{folder}/asked.txt", "a") as out:
    out.write(url + "\\n")
path = pathlib.Path("{folder}/releases") / url.removeprefix("https://github.com/ada/offprint/releases/")
if not path.is_file():
    sys.exit(22)
shutil.copy(path, arguments[arguments.index("--output") + 1])
"""


def installed(folder):
    """The action of this repository, which installs a release and runs a command."""
    at = folder / "installed"
    write(at / "bin/curl", FAKE_CURL.format(python=sys.executable, folder=at))
    (at / "bin/curl").chmod(0o755)
    target = "x86_64-unknown-linux-musl"
    name = f"offprint-{target}"
    program = f'#!/bin/sh\nprintf "%s|" "$@" >> "{at}/ran.txt"\n'
    write(at / name / "offprint", program)
    (at / name / "offprint").chmod(0o755)
    for release in ["latest/download", "download/v0.2.0", "download/v0.3.0"]:
        to = at / "releases" / release
        to.mkdir(parents=True)
        run("tar", "-czf", to / f"{name}.tar.gz", name, cwd=at)
        sums = run("sha256sum", f"{name}.tar.gz", cwd=to).stdout
        write(to / "SHA256SUMS", f"{'0' * 64}  other-{name}.tar.gz\n{sums}")
    write(at / "releases/download/v0.3.0/SHA256SUMS", f"{'0' * 64}  {name}.tar.gz\n")
    write(at / "releases/download/v0.4.0/SHA256SUMS", f"{'0' * 64}  {name}.zip\n")
    shutil.copy(to / f"{name}.tar.gz", at / "releases/download/v0.4.0")
    install, start = yaml.safe_load((REPOSITORY / "action.yml").read_text())["runs"]["steps"]

    def step(which, **given):
        for name in ["asked.txt", "ran.txt", "path"]:
            (at / name).write_text("")
        env = {**os.environ, "RUNNER_TEMP": str(at / "temp"), "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64"}
        env |= {"PATH": f"{at / 'bin'}:{os.environ['PATH']}", "GITHUB_PATH": str(at / "path"), "REPOSITORY": "ada/offprint"}
        env |= {"VERSION": "", "REF": ""} | given
        (at / "temp").mkdir(exist_ok=True)
        return run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", which["run"], cwd=at, env=env, fails=True)

    for given, release in [
        ({}, "latest/download"),
        ({"VERSION": "0.2.0", "REF": "main"}, "download/v0.2.0"),
        ({"VERSION": "v0.2.0"}, "download/v0.2.0"),
        ({"REF": "v0.2.0"}, "download/v0.2.0"),
        ({"REF": "v1"}, "latest/download"),
    ]:
        done = step(install, **given)
        asked = (at / "asked.txt").read_text()
        holds(f"{given} is installed", done.returncode == 0 and f"/{release}/{name}.tar.gz\n" in asked, done.stdout + done.stderr + asked)
        holds("it is on the path", (at / "path").read_text().strip().endswith(name) and (at / "ran.txt").read_text() == "--version|")
    for given, why in [
        ({"VERSION": "0.3.0"}, "is not what SHA256SUMS says, so it is not run"),
        ({"VERSION": "0.4.0"}, "SHA256SUMS of the release does not name"),
        ({"VERSION": "9.9.9"}, "cannot be fetched: is there such a release?"),
        ({"VERSION": "0.2.0/../../x"}, "a version such as 0.2.0 is wanted"),
        ({"RUNNER_OS": "Windows", "RUNNER_ARCH": "ARM64"}, "there is no released program for Windows on ARM64"),
    ]:
        done = step(install, **given)
        refused = done.returncode == 1 and f"::error title=Offprint::" in done.stdout and why in done.stdout
        holds(f"{given} is refused", refused and not (at / "ran.txt").read_text(), done.stdout + done.stderr)
    (at / "bin/offprint").symlink_to(at / name / "offprint")
    step(start, COMMAND="check", ARGUMENTS='--deny warnings\n  --root $(touch pwned) *')
    ran = (at / "ran.txt").read_text()
    holds("arguments are words", ran == "check|--deny|warnings|--root|$(touch|pwned)|*|", ran)
    step(start, COMMAND="build", ARGUMENTS="")
    holds("there may be none", (at / "ran.txt").read_text() == "build|")


def released(folder):
    """The steps of a release that need no machine of GitHub's."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/release.yml").read_text())
    jobs = workflow["jobs"]
    script = {step["name"]: step["run"] for job in jobs.values() for step in job["steps"] if "name" in step}
    at = folder / "released"
    (at / "bin").mkdir(parents=True)
    (at / "bin/gh").symlink_to(folder / "bin/gh")
    for name in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]:
        shutil.copy(REPOSITORY / name, at)
    write(at / "Cargo.toml", '[package]\nname = "offprint"\nversion = "0.2.0"\n\n[dependencies]\nversion = "9"\n')
    write(at / "CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- Later.\n\n## [0.2.0] - 2027-01-02\n\n- New.\n\n## [0.1.0]\n\n- Old.\n")
    target = "x86_64-unknown-linux-musl"
    (at / f"target/{target}/release").mkdir(parents=True)
    (at / f"target/{target}/release/offprint").symlink_to(BINARY)

    def step(name, tag="v0.2.0"):
        env = {**os.environ, "PATH": f"{at / 'bin'}:{os.environ['PATH']}", "CALLS": str(at / "calls.jsonl")}
        env |= {"GITHUB_REF_NAME": tag, "TARGET": target}
        return run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script[name], cwd=at, env=env, fails=True)

    done = step("Compare tag and version")
    holds("a tag of the version", done.returncode == 0, done.stdout)
    done = step("Compare tag and version", "v9")
    holds("another tag", done.returncode == 1 and "the tag is v9, and the version is 0.2.0" in done.stdout, done.stdout)
    done = step("Pack")
    holds("a package", done.returncode == 0, done.stderr)
    held = run("tar", "-tzf", f"dist/offprint-{target}.tar.gz", cwd=at).stdout.split()
    wanted = ["offprint", "LICENSE-MIT", "completions/offprint.zsh", "man/offprint-build.1"]
    holds("and what is in it", {f"offprint-{target}/{name}" for name in wanted} <= set(held), held)
    done = step("Lay beside the wheel")
    share = at / "offprint.data/data/share"
    wanted = ["bash-completion/completions/offprint", "zsh/site-functions/_offprint", "fish/vendor_completions.d/offprint.fish"]
    wanted += ["man/man1/offprint.1", "man/man1/offprint-build.1"]
    missing = [name for name in wanted if not (share / name).is_file() or not (share / name).stat().st_size]
    holds("and what a wheel carries beside the program", done.returncode == 0 and not missing, f"{missing} {done.stderr}")
    write(at / "dist/offprint-0.2.0.whl", "wheel")
    done = step("Sum")
    holds("the sums", done.returncode == 0 and run("sha256sum", "-c", "SHA256SUMS", cwd=at / "dist").stdout.count(": OK") == 2)
    done = step("Draft the release")
    call = json.loads((at / "calls.jsonl").read_text())["arguments"] if done.returncode == 0 else []
    holds("a draft", call[:4] == ["release", "create", "v0.2.0", "--draft"], done.stderr)
    holds("of all files", {"dist/SHA256SUMS", f"dist/offprint-{target}.tar.gz", "dist/offprint-0.2.0.whl"} <= set(call), call)
    notes = (at / "notes.md").read_text().strip()
    holds("with the notes of this version", notes == "- New.", notes)


def given_on(folder):
    """Wheels that are what their release says go to PyPI, and others do not."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/publish.yml").read_text())
    [step] = workflow["jobs"]["pypi"]["steps"]
    at = folder / "given-on"
    (at / "bin").mkdir(parents=True)
    (at / "bin/gh").symlink_to(folder / "bin/gh")
    write(at / "bin/pipx", '#!/bin/sh\nprintf "%s|" "$@" > ran.txt\n')
    (at / "bin/pipx").chmod(0o755)
    write(at / "offprint-0.2.0.whl", "wheel")
    sums = run("sha256sum", "offprint-0.2.0.whl", cwd=at).stdout
    write(at / "SHA256SUMS", f"{sums}{'0' * 64}  offprint.tar.gz\n")
    env = {**os.environ, "PATH": f"{at / 'bin'}:{os.environ['PATH']}", "CALLS": str(at / "calls.jsonl")}
    env |= {"REPOSITORY": "ada/offprint", "TAG": "v0.2.0"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = run(*command, cwd=at, env=env, fails=True)
    ran = (at / "ran.txt").read_text() if done.returncode == 0 else done.stdout + done.stderr
    holds("wheels are uploaded", ran.startswith("run|uv") and ran.endswith("|./offprint-0.2.0.whl|"), ran)
    (at / "ran.txt").unlink(missing_ok=True)
    write(at / "offprint-0.2.0.whl", "another")
    done = run(*command, cwd=at, env=env, fails=True)
    holds("another wheel is not", done.returncode != 0 and not (at / "ran.txt").exists(), done.stdout)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name).resolve()
    repository = REPOSITORY_OF_FORM = scratch(folder)
    conform(repository, "init")
    keep_strangers_out(repository, "init")
    if REPOSITORY:
        conform(REPOSITORY, "this repository")
        keep_strangers_out(REPOSITORY, "this repository")
        guide(folder)
        released(folder)
        given_on(folder)
    checks(folder, repository)
    previews(folder, repository)
    papers(folder, repository)
    fetched(folder, repository)
    published(folder, repository)
    if REPOSITORY:
        installed(folder)

close()
