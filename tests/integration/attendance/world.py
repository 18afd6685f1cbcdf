"""Invented pupils on a roll, and school days to mark."""

import dataclasses
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from onroll.access.models import Organisation, Role
from onroll.attendance.actions.writing import NewMarks, write_marks
from onroll.attendance.models import DayMarks, Source
from onroll.audit.act import Act, by_the_system
from onroll.registry.models import Child
from onroll.rolls.models import RollEntry
from onroll.rules.attendance import Day
from onroll.rules.school_days import england
from tests.cast import Member, make_member

MONDAY = date(2026, 9, 7)
SCHOOL_DAYS = tuple(day for day in england().school_days if day >= MONDAY)
_SURNAMES = ("Quillon", "Marchbank", "Fennimore", "Oakhurst", "Pettibone", "Ravensdale", "Thistlewood", "Umberfield")


def at(member: Member, on: date, hour: int = 12) -> Act:
    """Return an act of a member at an hour of a day."""
    return dataclasses.replace(member.act(), at=datetime.combine(on, time(hour), tzinfo=UTC))


def clerk_of(school: Organisation) -> Act:
    """Return the act of an attendance clerk of another school."""
    return make_member(f"attendance{school.pk}", school, Role.ATTENDANCE).act()


def system(on: date) -> Act:
    """Return the timer's act in the night after a day."""
    return by_the_system(at=datetime.combine(on, time(22), tzinfo=UTC), purpose="test")


def pupil(school: Organisation, number: int = 0, *, form: str = "7A", child: Child | None = None, **given) -> RollEntry:
    """Put a pupil on a school's roll; each number is another name and UPN."""
    values = {
        "reference": f"R-{school.pk}-{number}",
        "school": school,
        "child": child,
        "pupil_key": f"K{number:04}",
        "upn": f"A8200{number:08}",
        "surname": _SURNAMES[number % 8],
        "forename": f"Zel{'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        "born_on": date(2014, 5, 17),
        "year_group": "7",
        "form_group": form,
        "from_on": date(2025, 9, 1),
        "changed_at": datetime(2026, 9, 1, tzinfo=UTC),
    }
    return RollEntry.objects.create(**{**values, **given})


def days(*marks: str, first: int = 0) -> list[Day]:
    """Return school days in a row from the first Monday: "N" both sessions, "N|O" two, "P" present."""
    pairs = [("/", "\\") if text == "P" else tuple((text.split("|") * 2)[:2]) for text in marks]
    return [Day(SCHOOL_DAYS[first + n], am, pm) for n, (am, pm) in enumerate(pairs)]


def mark(act: Act, entry: RollEntry, marked: Iterable[Day], source: Source = Source.FILE):
    """Write marks as a file of the school does."""
    return write_marks(act, [NewMarks(entry.pk, day.on, day.am, day.pm) for day in marked], source)


def marks_of(entry: RollEntry) -> list[tuple[str, str]]:
    """Return what stands in the register, in order of days."""
    return list(DayMarks.objects.filter(entry=entry).order_by("on").values_list("am", "pm"))


def csv_of(rows: Iterable[tuple[RollEntry, Day]], head: str = "upn,date,am,pm") -> bytes:
    """Return a school's file."""
    lines = [f"{entry.upn},{day.on.isoformat()},{day.am},{day.pm}" for entry, day in rows]
    return "\n".join([head, *lines]).encode()
