"""A placed child whose attendance drops, and a provider off site that marks once for everybody."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from onroll.attendance import actions
from onroll.attendance.actions import Arranged
from onroll.attendance.models import PlaceKind
from onroll.rolls.models import RollEntry
from onroll.rules.school_days import england
from tests.cast import Cast, Newcomers
from tests.integration.attendance import world
from tests.journeys.conftest import SignedIn

NAME = "Zelb Marchbank"


def school_days(until: date, number: int) -> list[date]:
    """Return so many school days up to a day, which counts if it is one."""
    return [day for day in england().school_days if day <= until][-number:]


@pytest.fixture
def child(cast: Cast) -> RollEntry:
    """A pupil of the clerk's school who was there for eight weeks, and then hardly."""
    today = timezone.localdate()
    entry = world.pupil(cast.school, 1, from_on=today - timedelta(days=200))
    marked = [world.Day(day, "/", "\\") for day in school_days(today, 40)[:28]]
    world.mark(world.system(today), entry, marked)
    return entry


def test_a_placed_child_whose_attendance_drops_is_noticed_by_school_and_authority(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn, child: RollEntry
) -> None:
    today = timezone.localdate()
    since = school_days(today, 12)[0]
    clerk = signed_in(newcomers.attendance_clerk)
    clerk.visit("/attendance/register/?form=7A")
    clerk.follow(NAME)
    clerk.follow("Arrange a place beside the school")
    clerk.choose("Alternative provision")
    clerk.select("Which place?", "Workshop Off Site")
    clerk.choose("Monday morning")
    clerk.fill("Hours a week there", "9")
    clerk.fill("Hours a week still at school", "10")
    clerk.fill_date("First day", since)
    clerk.press("Record the place")
    clerk.sees("Workshop Off Site (Alternative provision, code B)")

    given_absence_since(child, since)
    clerk.visit("/attendance/alerts/")
    clerk.sees("Attendance fell after a placement began")
    clerk.sees("Fewer than 25 hours a week")
    clerk.opens_on_a_phone("/attendance/alerts/")

    officer = signed_in(cast.officer)
    officer.visit("/attendance/")
    officer.follow("Open Alerts")
    officer.follow(NAME, exact=False)
    officer.press("Take it up")
    officer.sees("Taken up by")
    officer.press("Close the alert")
    officer.follows_error_to("Answer the question: What came of it?", "What came of it?")
    officer.fill("What came of it?", "Visited with the school. A place nearer home is found.")
    officer.press("Close the alert")
    officer.sees("The alert is closed")


def given_absence_since(child: RollEntry, since: date) -> None:
    """Mark the pupil away since a day, one day in two, and sweep."""
    today = timezone.localdate()
    days = [day for day in school_days(today, 12) if day >= since]
    marked = [world.Day(day, *(("O", "O") if n % 2 else ("/", "\\"))) for n, day in enumerate(days)]
    world.mark(world.system(today), child, marked)
    actions.sweep(world.system(today), on=today)


def test_an_off_site_provider_marks_once_and_the_school_and_the_authority_see_it(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn, child: RollEntry
) -> None:
    given_a_place(newcomers, child)
    provider = signed_in(newcomers.provider_clerk)
    provider.sees_heading("Attendance")
    provider.follow("Open Who is here today?")
    provider.select("AM, " + NAME, "Was here")
    provider.select("PM, " + NAME, "Did not come")
    provider.press("Save")
    provider.sees("Their schools and authorities see it now.")
    provider.opens_on_a_phone("/attendance/our-place/")

    clerk = signed_in(newcomers.attendance_clerk)
    clerk.visit("/attendance/register/?form=7A")
    clerk.sees("Workshop Off Site: Was here, Did not come")
    clerk.press("Save")
    clerk.sees("Saved. 2 new marks, 0 changed.")
    clerk.opens_on_a_phone("/attendance/register/?form=7A")
    clerk.visit("/attendance/calls/")
    clerk.follow("Call " + NAME)
    clerk.press("I am calling now")
    clerk.choose("Nobody answered")
    clerk.press("Keep this")
    clerk.sees("Nobody answered (")
    for path in ("codes/?words=dentist", "checks/", "by-form/", "letters/", "seen/"):
        clerk.opens_on_a_phone(f"/attendance/{path}")

    officer = signed_in(cast.officer)
    officer.visit("/attendance/seen/")
    officer.sees("Workshop Off Site: Was here")


def given_a_place(newcomers: Newcomers, child: RollEntry) -> None:
    """Record a place at the provider on every half day of the week, by the school's clerk."""
    arranged = Arranged(
        kind=PlaceKind.ALTERNATIVE,
        place=newcomers.provider,
        place_name="",
        hours=Decimal(25),
        main_hours=Decimal(0),
        pattern="1" * 10,
        from_on=timezone.localdate(),
    )
    actions.record_placement(newcomers.attendance_clerk.act(), entry=child, arranged=arranged)


def test_a_clerk_tells_when_the_school_is_closed_and_prints_a_certificate(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    entry = world.pupil(cast.school, 1, from_on=today - timedelta(days=200))
    term = [day for day in england().school_days if day <= today][-1]
    clerk = signed_in(newcomers.attendance_clerk)
    clerk.visit("/attendance/")
    clerk.follow("Term dates, and days on which your school is closed")
    clerk.choose("Closed: training day, election, other planned closure")
    clerk.fill_date("First day", term)
    clerk.press("Add")
    clerk.sees("Registers, percentages and clocks count by it from now on")
    clerk.check_fits_a_phone()
    clerk.follow("Take out", exact=False)
    clerk.press("Take it out")
    clerk.sees("Nothing yet: the usual school holidays in England stand in for yours.")

    with_marks = [world.Day(day, "/", "\\") for day in school_days(today, 30)]
    world.mark(world.system(today), entry, with_marks)
    clerk.visit("/attendance/certificates/")
    clerk.check_fits_a_phone()
    if clerk.page.get_by_role("link", name=NAME).count():  # too early in a half term nobody has twenty sessions
        assert clerk.download(NAME).suggested_filename == "certificate.pdf"
