"""Fixtures of the browser journeys: one Chromium for all of them, and people who each have a window of their own."""

import os
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast, Member, Newcomers, make_cast, make_newcomers
from tests.journeys.browser import Person, open_browser
from tests.journeys.signing_in import sign_in


class Bring(Protocol):
    """Brings in one more person, with or without scripts in her browser."""

    def __call__(self, *, has_scripts: bool = True) -> Person: ...


class SignedIn(Protocol):
    """Brings in a member of the cast, who has signed in with password and code."""

    def __call__(self, member: Member, *, has_scripts: bool = True) -> Person: ...


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
def new_person(browser: Browser, live_server) -> Iterator[Bring]:  # type: ignore[no-untyped-def]
    """Return a function that brings in one more person, with a window and a session of their own."""
    people: list[Person] = []

    def bring(*, has_scripts: bool = True) -> Person:
        people.append(Person(browser, live_server.url, has_scripts=has_scripts))
        return people[-1]

    yield bring
    for one in people:
        one.leave()


@pytest.fixture
def person(new_person: Callable[[], Person]) -> Person:
    """Return the one person of a journey that needs no more."""
    return new_person()


@pytest.fixture
def cast(live_server) -> Cast:  # type: ignore[no-untyped-def]
    """Everybody, in the database that the server reads."""
    return make_cast()


@pytest.fixture
def newcomers(cast: Cast) -> Newcomers:
    """The people beside the cast: attendance clerk, provider's clerk, leader, interviewer, researcher."""
    return make_newcomers(cast)


@pytest.fixture
def signed_in(new_person: Bring) -> SignedIn:
    """Return a function that brings in a member of the cast, signed in, on the first page of her work."""

    def bring(member: Member, *, has_scripts: bool = True) -> Person:
        person = new_person(has_scripts=has_scripts)
        sign_in(person, member.person.email)
        return person

    return bring
