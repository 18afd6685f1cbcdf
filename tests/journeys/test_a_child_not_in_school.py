"""A child on the register of children not in school moves: one authority passes the entry on, the next takes over."""

from datetime import date

import pytest
from django.utils import timezone

from onroll.returns.models import NotInSchool, NotInSchoolPassing
from onroll.rules import home_education
from onroll.rules.rulesets import Mark, Setting
from tests.cast import Cast
from tests.journeys.conftest import SignedIn


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register as it will be from the day of its setting."""
    dated = Setting("register", (1,), Mark.KNOWN, "a test", in_force_from=date(2026, 1, 1))
    monkeypatch.setattr(home_education.is_register_kept, "__defaults__", (dated,))


@pytest.mark.usefixtures("opened")
def test_a_child_who_moves_is_passed_on_and_taken_over(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    officer = signed_in(cast.officer)
    officer.visit("/returns/not-in-school/")
    officer.press("Enter a child")
    officer.fill("Forename", "Zelphine")
    officer.fill("Surname", "Qvoxcanary")
    officer.fill_date("Date of birth", date(2014, 5, 17))
    officer.choose("On no school’s roll", within="Why does the child belong on the register?")
    officer.select("Who told you?", "The parent")
    officer.fill_date("When?", today)
    officer.press("Save")
    officer.sees("Incomplete")
    entry = NotInSchool.objects.get()
    for step in ("", "held/", "provider/", "require/", "visit/", "end/", "pass-on/"):
        officer.opens_on_a_phone(f"/returns/not-in-school/{entry.pk}/{step}")

    officer.visit(f"/returns/not-in-school/{entry.pk}/")
    officer.press("Pass on after a move")
    officer.choose("Testbury", within="To which authority’s area did the child move?")
    officer.fill_date("Day of the move", today)
    officer.fill("New address, if you know it", "2 New Street")
    officer.press("Pass on")
    officer.sees("Waits for the other authority")
    passing = NotInSchoolPassing.objects.get()
    officer.opens_on_a_phone(f"/returns/not-in-school/passed-on/{passing.pk}/take-back/")

    other = signed_in(cast.neighbour_officer)
    other.visit("/returns/not-in-school/")
    other.sees("Passed on to you")
    other.opens_on_a_phone("/returns/not-in-school/")
    other.follow("Zelphine Qvoxcanary", exact=False)
    other.sees("2 New Street")
    for step in ("", "not-here/", "take-over/"):
        other.opens_on_a_phone(f"/returns/not-in-school/passed-on/{passing.pk}/{step}")
    other.press("Take over")
    other.sees("Taken over")
    officer.visit("/returns/not-in-school/")
    officer.sees("Nobody is on the register.")
