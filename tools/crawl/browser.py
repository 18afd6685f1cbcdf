"""Shows pages to Chromium, served as people are served: what its console, axe and a ruler find."""

from __future__ import annotations

import secrets
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tools import browser
from tools.crawl.visitors import Fault, Sight
from tools.machine import ONROLL, ROOT, Stop

# The phone is the width at which nothing may need scrolling sideways. Source: WCAG 2.2, criterion 1.4.10 (Reflow).
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 720}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)"
# What reaches over the right edge, outside whatever scrolls or hides by itself.
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    const inside = each => { for (let box = each.parentElement; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== 'visible') return true; } return false; };
    return [...document.querySelectorAll('main *')]
        .filter(each => each.getBoundingClientRect().right > edge + 1 && !inside(each))
        .slice(0, 3).map(each => each.outerHTML.slice(0, 140).replace(/\\s+/g, ' '));
}"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_SECONDS = 60


def show(sights: Iterable[Sight]) -> Iterator[Fault]:
    """Open pages, each at both widths; yield what is wrong. Of each shape of page, axe looks at the first only."""
    from playwright.sync_api import sync_playwright

    chromium = browser.ready()
    if chromium is None:
        raise Stop("There is no Chromium here that can be driven; `./run journeys` installs one where it may.")
    address, server = _serve()
    try:
        with sync_playwright() as playwright:
            window = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            pages: dict[str, _Page] = {}
            looked_at: set[str] = set()
            for sight in sights:
                if sight.visitor.account not in pages:
                    pages[sight.visitor.account] = _Page(window, address, sight)
                yield from pages[sight.visitor.account].look(sight, with_axe=sight.shape not in looked_at)
                looked_at.add(sight.shape)
            window.close()
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


class _Page:
    """One visitor's window: opened once, since opening one costs more than a page."""

    def __init__(self, window: Any, address: str, sight: Sight) -> None:
        self.address = address
        self.axe_script = import_module("axe_playwright_python.sync_playwright").Axe().axe_script
        context = window.new_context(locale="en-GB", timezone_id="Europe/London")
        if sight.visitor.cookie:
            context.add_cookies([{"name": "sessionid", "value": sight.visitor.cookie, "url": address}])
        self.errors: list[str] = []
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(f"script error: {error}"))
        self.page.on("console", self._note)
        self.page.on("response", self._note_missing)

    def _note(self, message: Any) -> None:
        """Keep what the console says is wrong; a missing resource says its address in `_note_missing`."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.errors.append(f"console: {message.text}")

    def _note_missing(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.errors.append(f"{response.status} for {response.url.removeprefix(self.address)}")

    def look(self, sight: Sight, *, with_axe: bool) -> Iterator[Fault]:
        """Look at one page on a desk and on a phone."""
        self.errors.clear()
        self.page.set_viewport_size(SIZES["desk"])
        answer = self.page.goto(self.address + sight.address, timeout=PATIENCE_SECONDS * 1000)
        words: list[str] = []
        if answer is None or answer.status >= 400:
            words.append(f"answers a browser with {answer.status if answer else 'nothing'}")
        else:
            for size, viewport in SIZES.items():
                self.page.set_viewport_size(viewport)
                words += [f"{size}: {each}" for each in (*self._width(viewport), *(self._axe() if with_axe else ()))]
        yield from (Fault(sight.visitor.account, sight.address, each) for each in (*words, *self.errors))

    def _width(self, viewport: dict[str, int]) -> Iterator[str]:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > viewport["width"]:
            yield f"scrolls sideways, {width} px on {viewport['width']} px: {'; '.join(self.page.evaluate(TOO_WIDE))}"

    def _axe(self) -> Iterator[str]:
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(self.axe_script)
        for one in self.page.evaluate(VIOLATIONS, {"type": "tag", "values": WCAG}):
            where = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            yield f"{one['id']} ({one['impact']}): {one['help']}: {where}"


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
