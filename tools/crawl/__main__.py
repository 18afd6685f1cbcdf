"""The command: `python -m tools.crawl`, which `./run crawl` starts. It changes nothing but what reading changes."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from typing import Any

from tools.crawl import __doc__ as purpose
from tools.crawl import forms, pages
from tools.crawl.browser import show
from tools.crawl.visitors import Found, Sight, Visitor, visitors
from tools.machine import ONROLL, ROOT, Stop, quietly, say

# Addresses that end the session.
LEFT_ALONE = ("/sign-out/",)


def main(arguments: list[str]) -> int:
    """Crawl, print what is wrong, and return 1 where anything is."""
    words = argparse.ArgumentParser(prog="./run crawl", description=(purpose or "").split("\n")[0])
    words.add_argument(
        "--account", action="append", help="only these, as officer.kirklees or passer-by; may be repeated"
    )
    words.add_argument("--each", type=int, default=3, help="how many addresses of one kind of page (3)")
    words.add_argument("--without-browser", action="store_true", help="leave console, axe and the widths out")
    given = words.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="onroll-crawl-") as folder:
        _prepare(os.environ.get("ONROLL_VAR") or folder)
        found = Found()
        for visitor in visitors(given.account):
            crawl(visitor, found, each=given.each)
        if not given.without_browser:
            _show(found)
    shown, shapes = len(found.to_show), len({sight.shape for sight in found.to_show.values()})
    say(f"{found.opened} addresses opened, {found.sent} forms sent wrong, {shown} pages of {shapes} shapes to show.")
    missed = sorted(pages.every_kind() - found.reached)
    say(f"No link led these visitors to {len(missed)} kinds of address: {', '.join(missed)}")
    say(f"{len(found.faults)} faults.")
    return 1 if found.faults else 0


def crawl(visitor: Visitor, found: Found, *, each: int) -> None:
    """Open every address that links lead a visitor to, `each` of one kind, and note what is wrong with the answer."""
    from django.test import Client

    started, opened = time.monotonic(), found.opened
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    if visitor.cookie:
        client.cookies["sessionid"] = visitor.cookie
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = pages.kind_of(address)
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        new = [link for link in _open(client, visitor, address, found) if link not in seen]
        seen.update(new)
        waiting += [link for link in new if not link.startswith(LEFT_ALONE)]
    say(f"{visitor.account}: {found.opened - opened} addresses in {time.monotonic() - started:.0f} s")


def _open(client: Any, visitor: Visitor, address: str, found: Found) -> list[str]:
    """Open one address, note what is wrong, and return where it leads."""
    answer = client.get(address, follow=True)
    found.opened += 1
    ended = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    if answer.status_code >= 400:
        found.note(visitor, address, f"answers with {answer.status_code}")
        return []
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        answer.close()
        found.reached.add(pages.kind_of(ended).split("?")[0])
        return []
    content = answer.content
    found.reached |= {pages.kind_of(each).split("?")[0] for each in (address, ended)}
    links, is_dead_end = pages.links_of(content, ended)
    if is_dead_end:
        found.note(visitor, address, "leads nowhere: no link, button or form in the page")
    for words in pages.codes_of(content):
        found.note(visitor, address, words)
    for place in pages.lost_places_of(content):
        found.note(visitor, address, f"leads to {place}, which is not on the page")
    found.to_show.setdefault((visitor.kind, pages.kind_of(ended)), Sight(visitor, ended, pages.shape_of(content)))
    for form in forms.forms_of(content, ended):
        tried = (visitor.kind, f"{pages.kind_of(form.address)} {sorted(form.boxes)}")
        if tried in found.tried or form.address.startswith(LEFT_ALONE):
            continue
        found.tried.add(tried)
        found.sent += 1
        for words in forms.faults_of(client, form):
            found.note(visitor, address, words)
    return list(dict.fromkeys(links))


def _show(found: Found) -> None:
    """Show a page of each kind to a browser, for each kind of visitor."""
    started = time.monotonic()
    for fault in show(found.to_show.values()):
        found.faults.append(fault)
        say(f"{fault.account}  {fault.address}\n    {fault.words}")
    say(f"{len(found.to_show)} pages shown in {time.monotonic() - started:.0f} s")


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
    from django.conf import settings

    settings.EMAIL_BACKEND = (
        "django.core.mail.backends.dummy.EmailBackend"  # a form that is sent and undone tells nobody
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        sys.exit(1)
