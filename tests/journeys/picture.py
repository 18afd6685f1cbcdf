"""Makes docs/explanation/onroll.png again: the page of a file whose child is on roll, from the demonstration.

    .venv/bin/python -m tests.journeys.picture

Seed and clock stand here, so that the same children and dates come out; only references are drawn anew each time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import tests.environment  # noqa: F401 - an installation of its own, before Django reads its settings

PICTURE = Path(__file__).parents[2] / "docs" / "explanation" / "onroll.png"
CLOCK = datetime(2026, 11, 20, 15, 30, tzinfo=ZoneInfo("Europe/London"))
MOST_BYTES = 200_000


def main() -> None:
    """Load the demonstration, sign in as the sending school's clerk and keep what she sees."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop runs in this thread
    os.environ["DJANGO_SETTINGS_MODULE"] = "onroll.config.settings"
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from onroll.config import preparation
    from onroll.config.demonstration import load
    from onroll.config.demonstration.people import CLERK_A, PASSWORD
    from tests.journeys.browser import Person, open_browser
    from tests.journeys.signing_in import sign_in

    preparation.prepare_database()
    preparation.collect_static_files()
    load(CLOCK, seed=preparation.SEED)
    with served() as address, sync_playwright() as playwright:
        for browser in open_browser(playwright):
            clerk = Person(browser, address)
            sign_in(clerk, CLERK_A.email, PASSWORD)
            clerk.visit(f"/files/{file_on_roll(CLERK_A.email)}/")
            clerk.page.screenshot(path=PICTURE)
            clerk.leave()
    size = PICTURE.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{PICTURE.name} has {size:,} bytes; no more than {MOST_BYTES:,} were wanted")


def file_on_roll(email: str) -> str:
    """Return the newest file that this clerk's school sent straight to a school, which has the child on its roll."""
    from onroll.transfer.models import Message
    from onroll.transfer.states import State

    sent = Message.objects.filter(sender__memberships__person__email=email, pupil_count=1, lost_pupil__isnull=True)
    return sent.filter(state=State.CONFIRMED).order_by("-sent_at").values_list("reference", flat=True)[0]


@contextmanager
def served() -> Iterator[str]:
    """Serve the pages from a thread; yield their address."""
    from django.test.testcases import LiveServerThread

    server = LiveServerThread("127.0.0.1", lambda pages: pages)  # style sheets come as they do in earnest
    server.start()
    server.is_ready.wait()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
