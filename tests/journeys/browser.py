"""A person at a browser, in the words a journey is told in. Every page they reach is checked with axe.

Each person has a browser context of their own: two of them never share a session.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Locator, Page, Playwright, Response, expect

SCREENSHOTS = Path(__file__).parent / "screenshots"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# The width at which nothing may need scrolling sideways. Source: WCAG 2.2, criterion 1.4.10 (Reflow).
NARROWEST_PX = 320
PATIENCE_MS = 10_000

# Debian's Chromium, kept from asking the network for anything of its own.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AXE = Axe()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_browser(playwright: Playwright) -> Iterator[Browser]:
    """Start Chromium and stop it afterwards."""
    chromium = os.environ.get("ONROLL_CHROMIUM", "/usr/bin/chromium")
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield browser
    browser.close()


class Person:
    """Someone who uses the product through its pages, and only through them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport=DESKTOP, accept_downloads=True, locale="en-GB", timezone_id="Europe/London"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self.note_console)
        self.page.on("response", self.note_answer)

    def leave(self) -> None:
        """Close the browser window; a script error or a blocked resource on any page fails the journey here."""
        self.context.close()
        assert not self.faults, "\n".join(self.faults)

    def note_console(self, message: Any) -> None:
        """Keep what the browser complains about, such as something our content policy blocks.

        "Failed to load resource" is left to `note_answer`, which knows a page from a style sheet.
        """
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def note_answer(self, response: Response) -> None:
        """Keep a style sheet, script or picture that was not there; a page may be, since journeys ask for some."""
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status} for {response.url}")

    def visit(self, path: str) -> int:
        """Go to an address of the product; return the status of the answer."""
        answer = self.page.goto(self.address + path)
        self.check_accessibility()
        assert answer is not None
        return answer.status

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label, over what is there."""
        self.page.get_by_label(label, exact=True).fill(text)

    def fill_date(self, legend: str, day: date) -> None:
        """Type a date into the three boxes under this legend."""
        boxes = self.page.get_by_role("group", name=legend)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label, exact=True).fill(str(number))

    def choose(self, label: str, within: str = "") -> None:
        """Choose a radio button or tick a box by its label, under a legend where one is named."""
        place: Page | Locator = self.page.get_by_role("group", name=within) if within else self.page
        place.get_by_label(label, exact=True).check()

    def select(self, label: str, option: str) -> None:
        """Choose an option of a drop-down list."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def upload(self, label: str, path: Path, *, name: str = "") -> None:
        """Choose a file in the field with this label, under another name where one is given."""
        chooser = self.page.locator(f"input[type=file][id='{self.upload_id(label)}']")
        content: Any = {"name": name, "mimeType": "application/xml", "buffer": path.read_bytes()} if name else path
        chooser.set_input_files(content)

    def upload_id(self, label: str) -> str:
        """Return the id of the file input with this label, which GOV.UK's drop zone hides behind a button."""
        target = self.page.locator("label", has_text=label).first.get_attribute("for")
        hidden = self.page.locator(f"input[type=file][id='{target}-input']")
        return f"{target}-input" if hidden.count() else str(target)

    def press(self, name: str) -> None:
        """Press the button with this name and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.check_accessibility()

    def follow(self, name: str) -> None:
        """Follow the first link with this name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.check_accessibility()

    def download(self, name: str) -> Download:
        """Follow a link or press a button that gives a file; `.suggested_filename` and `.path()` tell what came."""
        either = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        with self.page.expect_download() as coming:
            either.first.click()
        return coming.value

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Fail unless the page shows this text, in the end."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)

    def does_not_see(self, text: str | re.Pattern[str]) -> None:
        """Fail if the page shows this text."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def sees_heading(self, text: str) -> None:
        """Fail unless the page's first heading is this."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def follows_error_to(self, error: str, field_label: str) -> None:
        """Follow a line of the error summary; fail unless the focus is then in the field it is about."""
        self.page.locator(".govuk-error-summary").get_by_role("link", name=error).click()
        expect(self.page.get_by_label(field_label, exact=True).first).to_be_focused()

    def check_accessibility(self) -> None:
        """Fail, with the rule, the help and the element, where axe finds the page at fault."""
        found = AXE.run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
        lines = [
            f"{one['id']} ({one['impact']}): {one['help']}\n    {node['html']}\n    {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]
        assert not lines, f"axe on {self.page.url}:\n" + "\n".join(lines)

    def check_fits_a_phone(self) -> None:
        """Fail if the page has to be scrolled sideways on the narrowest phone, or axe finds fault with it on one."""
        self.page.set_viewport_size({"width": NARROWEST_PX, "height": PHONE["height"]})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROWEST_PX, f"{self.page.url} needs {width} px on a screen of {NARROWEST_PX} px"
        self.page.set_viewport_size(PHONE)
        self.check_accessibility()
        self.page.set_viewport_size(DESKTOP)

    def screenshot(self, name: str) -> None:
        """Keep a picture of the page as a desktop and as a phone shows it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        for kind, size in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png", full_page=True)
        self.page.set_viewport_size(DESKTOP)
