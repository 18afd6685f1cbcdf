"""The pages that need no account, and the ones people meet when an address leads nowhere."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Person


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/how-this-works/", "How this works"),
        ("/accessibility/", "Accessibility"),
        ("/privacy/", "Privacy"),
    ],
)
def test_anyone_can_read_what_this_is_on_any_screen(person: Person, path: str, heading: str) -> None:
    assert person.visit(path) == 200

    person.sees_heading(heading)
    person.check_fits_a_phone()


def test_an_address_that_leads_nowhere_says_so_and_leads_on(person: Person) -> None:
    assert person.visit("/nowhere/") == 404

    person.sees_heading("Page not found")
    person.check_fits_a_phone()
    person.follow("Go to your start page")


def test_the_first_stop_of_the_tab_key_skips_to_the_content(person: Person) -> None:
    person.visit("/privacy/")

    person.page.keyboard.press("Tab")
    # A busy browser may take the second key before it has moved for the first.
    expect(person.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    person.page.keyboard.press("Enter")

    expect(person.page.locator("#main-content")).to_be_focused()
