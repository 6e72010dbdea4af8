"""The digest of a day and of a week as mailers read it, and on its way to a server.

    python digest.py OFFPRINT ROOT

Python's `email` parses the mail; a server of aiosmtpd takes it. Nothing in it may be fetched from elsewhere.
"""

import email
import email.policy
import json
import os
import re
import socket
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from check import check, close

binary, root = sys.argv[1:3]
BASE = "https://example.org/repo/"
FROM, TO = "Ünder Papers <papers@example.org>", "list@lists.example.org"
MOST_BYTES, MOST_PAPERS = 100_000, 30
schema = json.loads((Path(__file__).parent / "jsonfeed.schema.json").read_text())
# A digest is no file of the site, so it has no address of its own.
schema["required"].remove("feed_url")


def run(*options, env=None):
    command = [binary, "digest", "--root", root, "--base-url", BASE, *options]
    return subprocess.run(command, capture_output=True, env={**os.environ, "NO_COLOR": "1", **(env or {})})


class Page(HTMLParser):
    """What a mail's HTML asks for, and whether its elements are closed."""

    VOID = {"meta", "br", "hr", "img", "link", "input"}

    def __init__(self, text):
        super().__init__()
        self.fetched, self.links, self.words, self.open, self.wrong = [], [], [], [], []
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.fetched += [f"<{tag}>" for forbidden in ("img", "link", "script", "iframe", "object", "form") if tag == forbidden]
        self.fetched += [f"{name}={value}" for name, value in attributes if name in ("src", "srcset", "background") or name.startswith("on")]
        self.fetched += [value for name, value in attributes if name == "style" and "url(" in (value or "")]
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, text):
        if "style" not in self.open:
            self.words.append(text)


def squeeze(text):
    return re.sub(r"\s+", " ", text)


def mail(period):
    """Checks the mail of a period."""
    ran = run("--period", period, "--format", "eml", "--from", FROM, "--to", TO)
    check(f"{period}: a mail is printed", [] if ran.returncode == 0 else [f"code {ran.returncode}: {ran.stderr.decode()}"])
    if ran.returncode:
        return
    again = run("--period", period, "--format", "eml", "--from", FROM, "--to", TO)
    check(f"{period}: the same papers make the same mail", [] if again.stdout == ran.stdout else ["the bytes differ"])
    message = email.message_from_bytes(ran.stdout, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    wrong = [f"defect: {defect}" for part in message.walk() for defect in part.defects]
    wrong += [f"defect of {name}: {defect}" for name, value in message.items() for defect in value.defects]
    if message.get_content_type() != "multipart/alternative" or list(parts) != ["text/plain", "text/html"]:
        wrong.append(f"is {message.get_content_type()} of {list(parts)}")
    for name in ("From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Archive", "Auto-Submitted"):
        if len(message.get_all(name, [])) != 1:
            wrong.append(f"has {len(message.get_all(name, []))} headers {name}")
    if message["From"].addresses[0].display_name != "Ünder Papers":
        wrong.append(f"comes from {message['From']}")
    if any(len(line) > 998 for line in ran.stdout.split(b"\r\n")) or b"\n" in ran.stdout.replace(b"\r\n", b""):
        wrong.append("has lines that SMTP does not take")
    check(f"{period}: Python reads the mail without a defect", wrong)
    parts_of(period, parts["text/plain"].get_content(), parts["text/html"].get_content(), len(ran.stdout))


def parts_of(period, text, markup, size):
    page = Page(markup)
    words = squeeze("".join(page.words))
    feed = json.loads(run("--period", period, "--format", "json").stdout)
    errors = jsonschema.Draft202012Validator(schema).iter_errors(feed)
    check(f"{period}: JSON follows the schema of feeds", [f"{error.json_path}: {error.message[:200]}" for error in errors])
    shown = [item for item in feed["items"] if f'href="{item["url"]}"' in markup]
    wrong = [] if len(shown) == min(len(feed["items"]), MOST_PAPERS) and shown else [f"shows {len(shown)} of {len(feed['items'])}"]
    for item in shown:
        title = squeeze(re.sub(r"^\[[A-Z]+\] ", "", item["title"])).strip()
        wrong += [f"lacks the title {title!r}" for part in (squeeze(text), words) if title not in part]
        wrong += [f"the text lacks {item['url']}" for _ in range(1) if item["url"] not in text]
    check(f"{period}: both parts have all of {len(shown)} papers", wrong)
    wrong = page.wrong + [f"asks for {what}" for what in page.fetched]
    wrong += [f"links to {link!r}" for link in page.links if not re.match("(https?|mailto):", link)]
    wrong += ["has a formula that mailers do not know"] if "<math" in markup else []
    check(f"{period}: the HTML is whole and fetches nothing", wrong)
    wrong = [f"{what} has {number} bytes" for what, number in (("the HTML", len(markup.encode())), ("the mail", size)) if number > MOST_BYTES]
    check(f"{period}: {len(markup.encode())} bytes of HTML, {size} of the mail", wrong)
    long = [line for line in text.splitlines() if len(line) > 72 and "://" not in line and " " in line.strip()]
    check(f"{period}: no line of the text is longer than 72 columns", long)


class Inbox:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"


def sent():
    inbox = Inbox()
    known = []

    def login(server, session, envelope, mechanism, data):
        known.append((data.login, data.password) if isinstance(data, LoginPassword) else None)
        # What it has not handled the server answers itself; else nobody would.
        return AuthResult(success=known[-1] == (b"user", b"p@ss"), handled=False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    patience = {"ready_timeout": 30}
    controller = Controller(inbox, hostname="127.0.0.1", port=port, authenticator=login, auth_require_tls=False, **patience)
    controller.start()
    try:
        plain = f"smtp://user:p%40ss@127.0.0.1:{port}?tls=none"
        ran = run("--send", "--from", FROM, "--to", TO, env={"OFFPRINT_SMTP_URL": plain})
        wrong = [] if ran.returncode == 0 else [f"code {ran.returncode}: {ran.stderr.decode()}"]
        if [(taken[0], taken[1]) for taken in inbox.taken] != [("papers@example.org", [TO])]:
            wrong.append(f"the server has {inbox.taken}")
        if known[-1:] != [(b"user", b"p@ss")]:
            wrong.append(f"it came as {known}")
        printed = run("--format", "eml", "--from", FROM, "--to", TO).stdout
        if inbox.taken and inbox.taken[0][2].rstrip() != printed.rstrip():
            wrong.append("what was sent is not what is printed")
        check("a server takes the mail", wrong)
        before = len(inbox.taken)
        refused = {
            "without encryption": f"smtp://user:p%40ss@127.0.0.1:{port}",
            "with another password": f"smtp://user:secret@127.0.0.1:{port}?tls=none",
            "elsewhere without encryption": "smtp://user:secret@mail.example.org?tls=none",
            "nowhere": "",
        }
        wrong = []
        for what, url in refused.items():
            ran = run("--send", "--from", FROM, "--to", TO, env={"OFFPRINT_SMTP_URL": url})
            if ran.returncode != 2 or b"secret" in ran.stderr + ran.stdout or b"p%40ss" in ran.stderr:
                wrong.append(f"{what}: code {ran.returncode}: {ran.stderr.decode()}")
        for option in (["--from", "a@b.c\r\nBcc: d@e.f", "--to", TO], ["--from", FROM, "--to", "nobody"], ["--from", FROM]):
            ran = run("--send", *option, env={"OFFPRINT_SMTP_URL": plain})
            if ran.returncode != 2:
                wrong.append(f"{option}: code {ran.returncode}: {ran.stderr.decode()}")
        ran = run("--send", "--period", "1066-10-14", "--from", FROM, "--to", TO, env={"OFFPRINT_SMTP_URL": plain})
        if ran.returncode != 3 or b"there are no papers of 1066-10-14" not in ran.stderr:
            wrong.append(f"an empty day: code {ran.returncode}: {ran.stderr.decode()}")
        if len(inbox.taken) != before:
            wrong.append("something was sent all the same")
        check("what cannot be sent is not sent", wrong)
    finally:
        controller.stop()


has_days = run("--format", "text").returncode != 3
if has_days:
    mail("day")
    mail("week")
    sent()
else:
    check("an archive without days says that it has no digest", [] if b"no paper is dated to the day" in run().stderr else [run().stderr.decode()])
close()
