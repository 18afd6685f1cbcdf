"""Fixtures of the browser journeys: one Chromium for all of them, and people who each have a window of their own."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import Person, open_browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a journey."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    # Playwright keeps an event loop running in this thread, which Django would take for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield from open_browser(playwright)


@pytest.fixture
def new_person(browser: Browser, live_server) -> Iterator[Callable[[], Person]]:  # type: ignore[no-untyped-def]
    """Return a function that brings in one more person, with a window and a session of their own."""
    people: list[Person] = []

    def bring() -> Person:
        people.append(Person(browser, live_server.url))
        return people[-1]

    yield bring
    for one in people:
        one.leave()


@pytest.fixture
def person(new_person: Callable[[], Person]) -> Person:
    """Return the one person of a journey that needs no more."""
    return new_person()
