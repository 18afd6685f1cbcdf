"""A person at a browser, in the words a journey is told in. Every page they reach is checked with axe.

Each person has a browser context of their own: two of them never share a session.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
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
# How long what is certain to come may take. Nothing waits as long: other tests may have the machine meanwhile.
PATIENCE_MS = 45_000

# Debian's Chromium, kept from asking the network for anything of its own.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong comes back: carrying everything that is right out of the browser took longer than finding it.
VIOLATIONS = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)"


def open_browser(playwright: Playwright) -> Iterator[Browser]:
    """Start Chromium and stop it afterwards."""
    expect.set_options(timeout=PATIENCE_MS)
    chromium = os.environ.get("ONROLL_CHROMIUM", "/usr/bin/chromium")
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield browser
    browser.close()


class Person:
    """Someone who uses the product through its pages, and only through them."""

    def __init__(self, browser: Browser, address: str, *, has_scripts: bool = True) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport=DESKTOP,
            accept_downloads=True,
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=has_scripts,
        )
        self.has_scripts = has_scripts
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

    def drop(self, name: str, content: bytes) -> None:
        """Drop a file where the page takes one, as from a folder beside the browser."""
        carried = self.page.evaluate_handle(
            """([name, text]) => {
                const carried = new DataTransfer();
                carried.items.add(new File([text], name, {type: "text/xml"}));
                return carried;
            }""",
            [name, content.decode()],
        )
        self.page.locator(".govuk-file-upload-button").dispatch_event("drop", {"dataTransfer": carried})

    def upload(self, name: str, content: bytes) -> None:
        """Choose a file in the page's file field."""
        file: Any = {"name": name, "mimeType": "text/xml", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)

    def press(self, name: str) -> int:
        """Press the button with this name and wait for the page it leads to; return the status of the answer."""
        status = self.go_on(name)
        self.check_accessibility()
        return status

    def go_on(self, name: str) -> int:
        """Press the button, on a way that another journey checks with axe; return the status of the answer."""
        with self.page.expect_navigation() as coming:
            self.page.get_by_role("button", name=name, exact=True).click()
        answer = coming.value
        assert answer is not None
        return answer.status

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow the first link with this name; with `exact` false, the first whose name has these words in it.

        A link that stands in a closed group of the navigation is looked for there, as a person would.
        """
        group = self.page.locator("details[name=pages]:not([open])", has=self.page.get_by_text(name, exact=True))
        if not self.page.get_by_role("link", name=name, exact=exact).count() and group.count():
            group.locator("summary").click()
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.check_accessibility()

    def download(self, name: str) -> Download:
        """Follow a link or press a button that gives a file; `.suggested_filename` and `.path()` tell what came."""
        either = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        with self.page.expect_download() as coming:
            either.first.click()
        return coming.value

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Fail unless the page shows this text, in the end."""
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str | re.Pattern[str]) -> None:
        """Fail if the page shows this text."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def rows(self, caption: str = "") -> list[list[str]]:
        """Return the words of the cells of a table, row by row; the page's only table where no caption is given."""
        name = re.compile(re.escape(caption)) if caption else None
        table = self.page.get_by_role("table", name=name)
        rows = table.locator("tbody tr").all()
        return [[" ".join(words.split()) for words in row.locator("th, td").all_inner_texts()] for row in rows]

    def facts(self) -> dict[str, str]:
        """Return the page's summary lists: each key with its value."""
        rows = self.page.locator(".govuk-summary-list__row").all()
        parts = (row.locator(".govuk-summary-list__key, .govuk-summary-list__value").all_inner_texts() for row in rows)
        return {key.strip(): " ".join(value.split()) for key, value in parts}

    def heading(self) -> str:
        """Return the page's first heading."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def sees_heading(self, text: str) -> None:
        """Fail unless the page's first heading is this."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def follows_error_to(self, error: str, field_label: str) -> None:
        """Follow a line of the error summary; fail unless the focus is then in the field it is about."""
        self.page.locator(".govuk-error-summary").get_by_role("link", name=error).click()
        expect(self.page.get_by_label(field_label, exact=True).first).to_be_focused()

    def check_accessibility(self) -> None:
        """Fail, with the rule, the help and the element, where axe finds the page at fault."""
        if not self.has_scripts:
            return
        with self.scripts_of_ours():
            self.page.evaluate(AXE)
            found = self.page.evaluate(VIOLATIONS, {"type": "tag", "values": WCAG})
        lines = [
            f"{one['id']} ({one['impact']}): {one['help']}\n    {node['html']}\n    {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]
        assert not lines, f"axe on {self.page.url}:\n" + "\n".join(lines)

    @contextmanager
    def scripts_of_ours(self) -> Iterator[None]:
        """Let axe run in a browser without scripts; the page's own were skipped when it was read, and stay so."""
        if self.has_scripts:
            yield
            return
        browser = self.context.new_cdp_session(self.page)
        browser.send("Emulation.setScriptExecutionDisabled", {"value": False})
        yield
        browser.send("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.detach()

    def opens_on_a_phone(self, path: str) -> None:
        """Go to an address and fail unless its page is there and fits the narrowest phone."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{answer.status} for {path}"
        self.check_fits_a_phone()

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
