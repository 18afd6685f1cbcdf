"""A school attendance order from the notice to its end, with the letters in a form that can be posted."""

import io
from datetime import date, timedelta

import docx
from django.utils import timezone
from playwright.sync_api import expect

from onroll.casework.models import AttendanceOrder
from tests.cast import Cast
from tests.integration.casework import world
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn

PARENT = "Oona Łukasz"
# How many days ago each step was taken: the parent has fifteen days to answer each notice.
NOTICE, CONSULTED, NAMED, SERVED, REVOKED = 60, 50, 44, 28, 1


def test_an_order_goes_from_the_first_notice_to_its_end_with_its_letters(cast: Cast, signed_in: SignedIn) -> None:
    case = world.opened_case(cast)
    officer = signed_in(cast.officer)

    when_she_begins(officer, case.reference)
    when_two_months_have_passed()
    take(officer, "Serve the notice to satisfy the authority (s437(1))", NOTICE)
    last_day = _days_ago(NOTICE) + timedelta(days=14)
    assert _day(last_day) in officer.facts()["Last day for the parent to answer"]
    then_the_letter_can_be_posted(officer, says=f"by {_day(last_day)}")

    take(officer, "Consult the school and its authority (s439)", CONSULTED)
    officer.does_not_see("Serve the order (s437(3))")
    when_she_tries(officer, "Serve the notice of the school intended (s438)", NOTICE - 5)
    officer.sees(f"The parent has until {_day(last_day)} to answer.")
    take(officer, "Serve the notice of the school intended (s438)", NAMED, school="Placeholder Academy")
    assert officer.facts()["School"] == "Placeholder Academy"
    take(officer, "Serve the order (s437(3))", SERVED)
    assert officer.facts()["State"].startswith("Order in force")
    take(officer, "Revoke the order (s442)", REVOKED, words="She is on roll at Placeholder Academy since Monday.")

    assert officer.facts()["State"].startswith("Revoked")
    expect(officer.page.get_by_role("button", name="Record this step")).to_have_count(0)
    assert len(officer.rows("Steps")) == 5
    assert officer.page.get_by_role("link", name="as PDF").count() == 4
    officer.check_fits_a_phone()
    officer.follow("Back to the case")
    officer.sees("Revoke the order")
    officer.sees("Begin a school attendance order")
    assert not any(PARENT.split()[1] in address for address in (officer.page.url, officer.page.title()))


def when_she_begins(officer: Person, reference: str) -> None:
    officer.visit(f"/cases/{reference}/")
    officer.follow("Begin a school attendance order")
    officer.press("Begin the order")
    officer.follows_error_to("Enter parent’s name", "Parent’s name")
    officer.fill("Parent’s name", PARENT)
    officer.fill("Parent’s address", "1 Invented Lane, Exampleton")
    officer.fill("Why does it appear that the child does not receive suitable education?", "No education was shown.")
    officer.press("Begin the order")
    officer.sees("The order is begun.")
    officer.follow(AttendanceOrder.objects.get().reference)


def when_two_months_have_passed() -> None:
    """Only the clock of the story: nothing else that the pages do is done here."""
    AttendanceOrder.objects.update(began_on=_days_ago(NOTICE + 1))


def when_she_tries(officer: Person, step: str, days_ago: int, *, school: str = "", words: str = "") -> None:
    officer.choose(step)
    officer.fill_date("On which day?", _days_ago(days_ago))
    officer.fill("School", school)
    officer.fill("What happened?", words)
    officer.press("Record this step")


def take(officer: Person, step: str, days_ago: int, *, school: str = "", words: str = "") -> None:
    when_she_tries(officer, step, days_ago, school=school, words=words)
    officer.sees("The step is recorded.")


def then_the_letter_can_be_posted(officer: Person, *, says: str) -> None:
    with officer.page.expect_download() as pdf:
        officer.page.get_by_role("link", name="as PDF").first.click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    with officer.page.expect_download() as word:
        officer.page.get_by_role("link", name="as Word document").first.click()
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(word.value.path().read_bytes())).paragraphs)
    assert PARENT in text
    assert says in text


def _days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
