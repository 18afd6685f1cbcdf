"""`python -m tools.crawl`: signs in as everybody of the demonstration and opens every page that a link leads to.

First without a browser: which address answers with an error, and which page leads nowhere. Then in Chromium, on a desk
and on a phone, one page of each kind for each role: what axe finds, and what has to be scrolled sideways. It loads the
demonstration into ONROLL_VAR (or a folder that it throws away) and changes nothing there but what reading changes.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from tools.machine import ONROLL, ROOT, Stop, quietly, say

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Addresses that end the session, or ask for every row of a list in turn.
LEFT_ALONE = ("/sign-out/",)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)"
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which account saw it, at which address, and what it is in words."""

    account: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who crawls: an account of the demonstration, or a passer-by (no account, an empty cookie).

    `kind`: her role and kind of organisation; two of one kind get the same pages, so a browser looks once.
    """

    account: str
    kind: str
    cookie: str


@dataclass(slots=True)
class Found:
    """What a crawl found: faults, how many addresses were opened, and which page to show to a browser, by kind."""

    faults: list[Fault] = field(default_factory=list)
    opened: int = 0
    to_show: dict[tuple[str, str], tuple[Visitor, str]] = field(default_factory=dict)

    def note(self, fault: Fault) -> None:
        """Keep a fault, and say it at once: a crawl takes minutes."""
        self.faults.append(fault)
        say(f"{fault.account}  {fault.address}\n    {fault.words}")


def main(arguments: list[str]) -> int:
    """Crawl, print what is wrong, and return 1 where anything is."""
    words = argparse.ArgumentParser(prog="python -m tools.crawl", description=(__doc__ or "").split("\n")[0])
    words.add_argument("--account", action="append", help="only these accounts, as officer.kirklees; may be repeated")
    words.add_argument("--each", type=int, default=3, help="how many addresses of one kind of page (3)")
    words.add_argument("--without-browser", action="store_true", help="leave axe and the widths out")
    given = words.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="onroll-crawl-") as folder:
        _prepare(os.environ.get("ONROLL_VAR") or folder)
        found = Found()
        for visitor in _visitors(given.account):
            crawl(visitor, found, each=given.each)
        if not given.without_browser:
            for fault in show(found.to_show.values()):
                found.note(fault)
    say(f"{found.opened} addresses opened, {len(found.to_show)} shown in a browser, {len(found.faults)} faults.")
    return 1 if found.faults else 0


def crawl(visitor: Visitor, found: Found, *, each: int) -> None:
    """Open every address that links lead a visitor to, `each` of one kind, and note what answers with an error."""
    say(f"{visitor.account} ...")
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    if visitor.cookie:
        client.cookies["sessionid"] = visitor.cookie
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = _kind_of(address)
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        answer: Any = client.get(address, follow=True)
        found.opened += 1
        ended = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        if answer.status_code >= 400:
            found.note(Fault(visitor.account, address, f"answers with {answer.status_code}"))
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.close()
            continue
        found.to_show.setdefault((visitor.kind, _kind_of(ended)), (visitor, ended))
        links, is_dead_end = links_of(answer.content, ended)
        if is_dead_end:
            found.note(Fault(visitor.account, address, "leads nowhere: no link, button or form in the page"))
        new = [link for link in dict.fromkeys(links) if link not in seen and not link.startswith(LEFT_ALONE)]
        seen.update(new)
        waiting += new


def show(pages: Iterable[tuple[Visitor, str]]) -> Iterator[Fault]:
    """Open pages in Chromium, served as people are served; yield what axe and a ruler find."""
    from playwright.sync_api import sync_playwright

    address, server = _serve()
    chromium = os.environ.get("ONROLL_CHROMIUM", "/usr/bin/chromium")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            contexts: dict[str, Any] = {}
            for visitor, path in pages:
                if visitor.account not in contexts:
                    contexts[visitor.account] = browser.new_context()
                    cookie: Any = {"name": "sessionid", "value": visitor.cookie, "url": address}
                    contexts[visitor.account].add_cookies([cookie] if visitor.cookie else [])
                yield from _look(contexts[visitor.account].new_page(), visitor, address, path)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


def _look(page: Any, visitor: Visitor, address: str, path: str) -> Iterator[Fault]:
    """Look at one page on a desk and on a phone."""
    axe_script = import_module("axe_playwright_python.sync_playwright").Axe().axe_script
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
    answer = page.goto(address + path, timeout=PATIENCE_SECONDS * 1000)
    if answer is None or answer.status >= 400:
        yield Fault(visitor.account, path, f"answers a browser with {answer.status if answer else 'nothing'}")
        page.close()
        return
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > viewport["width"]:
            yield Fault(visitor.account, path, f"{size}: scrolls sideways, {width} px on {viewport['width']} px")
        page.evaluate(axe_script)
        for one in page.evaluate(VIOLATIONS, {"type": "tag", "values": WCAG}):
            where = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            yield Fault(visitor.account, path, f"{size}: {one['id']} ({one['impact']}): {one['help']}: {where}")
    yield from (Fault(visitor.account, path, words) for words in errors)
    page.close()


def _prepare(var: str) -> None:
    """Load the demonstration and make this process the installation's own."""
    os.environ["ONROLL_VAR"] = var
    os.environ.setdefault("ONROLL_SFTP_PORT", "0")
    say("Loading the demonstration ...")
    code, output = quietly(ONROLL, "prepare")
    if code:
        raise Stop(output)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    from onroll.config.cli import set_up_django

    set_up_django()


def _visitors(only: list[str] | None) -> list[Visitor]:
    """Return a passer-by and everybody of the demonstration, signed in past password and code."""
    from django.test import Client

    from onroll.access.models import Person
    from onroll.config.demonstration.people import ACCOUNTS

    found = [] if only else [Visitor("passer-by", "nobody", "")]
    for account in ACCOUNTS:
        if only and account.login not in only:
            continue
        person = Person.objects.get(email=account.email)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        membership = person.memberships.select_related("organisation").order_by("pk")[0]
        kind = f"{membership.role} of a {membership.organisation.kind}"
        found.append(Visitor(account.login, kind, client.cookies["sessionid"].value))
    return found


def links_of(content: bytes, address: str) -> tuple[list[str], bool]:
    """Return the addresses of ours that a page links to, and whether it is a dead end.

    An empty list to which the frame of every page leads is none; a page inside it without any way on is one.
    """
    from lxml import html

    document: Any = html.fromstring(content)
    links = []
    for link in document.xpath("//a[@href]"):
        parts = urlsplit(urljoin(address, link.get("href")))
        if not parts.netloc and parts.scheme in ("", "http", "https") and parts.path.startswith("/"):
            links.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    framed = {urlsplit(href).path for href in document.xpath("//nav//a/@href | //header//a/@href | //footer//a/@href")}
    onward = document.xpath("//main//a[@href] | //main//button | //main//form | //*[contains(@class, 'back-link')]")
    return links, not onward and urlsplit(address).path not in framed


def _kind_of(address: str) -> str:
    """Return the pattern that an address fits, with the names in its query: pages of one kind share it."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    names = ",".join(sorted({each.split("=")[0] for each in parts.query.split("&") if each}))
    try:
        return f"{resolve(parts.path).route}?{names}"
    except Resolver404:
        return f"{parts.path}?{names}"


def _serve() -> tuple[str, subprocess.Popen[bytes]]:
    """Serve the installation on a free port; return its address and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = Path(tempfile.gettempdir(), f"onroll-crawl-{secrets.token_hex(4)}.log")
    with log.open("wb") as output:
        server = subprocess.Popen([str(ONROLL), "serve", "--port", str(port)], cwd=ROOT, stdout=output, stderr=output)
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}", server
        time.sleep(0.2)
    server.terminate()
    raise Stop(log.read_text(errors="replace"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
