"""Deadlines: the table of every period (tables/deadlines.csv), and the due dates that casework needs.

Each function takes the day of the trigger and returns the last day in time. Nothing here knows today's date.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from onroll.rules import tables
from onroll.rules.clocks import (
    Clock,
    add_days,
    add_days_beginning_with,
    add_months,
    add_weeks,
    add_working_days,
)
from onroll.rules.rulesets import Mark, RuleNotInForce, Setting
from onroll.rules.school_days import SchoolCalendar, add_school_days

REMINDERS_SCHOOL_DAYS = Setting(
    name="reminders to a school that has not collected a file (school days after it arrived)",
    value=(2, 5, 10),
    mark=Mark.PROPOSED,
    source="this project's proposal: keeps within the fifteen school days of row CTF",
)

NON_DELIVERY_DAYS = Setting(
    name="non-delivery report on a file that nobody has collected (days after it began to wait)",
    value=(5,),
    mark=Mark.PROPOSED,
    source="this project's proposal: calendar days, as the National Health Service's message exchange reports",
)
LOST_WARNING_DAYS = Setting(
    name="warning before a lost-pupil file is destroyed (days)",
    value=(30,),
    mark=Mark.PROPOSED,
    source="this project's proposal: long enough to search once more",
)

CLOCK_JUMP_DAYS = Setting(
    name="jump of the machine's clock after which nothing is held or destroyed until a person has looked (days)",
    value=(3,),
    mark=Mark.PROPOSED,
    source="this project's proposal: a long weekend without a tick is no jump; backwards, more than an hour is one",
)

_CLOCKS = {clock.value: clock for clock in Clock} | {"week": Clock.WEEKS, "month": Clock.MONTHS}
_NOT_COMMENCED = "not commenced"
_NOT_A_DEADLINE = frozenset({"condition", "context", "superseded"})


class UnknownDeadline(LookupError):
    """No row of the deadline table has this code."""


class NoDueDate(ValueError):
    """The row is no deadline, has no plain period, or needs a school calendar that was not given."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A row of the deadline table.

    `period` and `clock` are None where the row gives no plain count of days or months.
    `in_force_from` is None where the row gives no date; where it gives a year, 1 January is taken.
    """

    code: str
    who: str
    trigger: str
    action: str
    period: int | None
    period_words: str
    clock: Clock | None
    counting_rule: str
    source: str
    status: str
    in_force_from: date | None
    confidence: str
    trap: str

    @property
    def begins_with_the_day(self) -> bool:
        """Whether the day of the trigger is day one."""
        return "beginning with" in self.counting_rule

    @property
    def is_sure(self) -> bool:
        """Whether the row was read in a published copy, with no part marked K or U."""
        return self.confidence.startswith("V") and "K" not in self.confidence and "U" not in self.confidence

    @property
    def has_commenced(self) -> bool:
        """Whether the row is law or practice now, not an Act's part still waiting for its day."""
        return self.status != _NOT_COMMENCED


@cache
def every_deadline() -> dict[str, Deadline]:
    """Return the deadline table by code, in the order of the file."""
    return {row["id"]: _deadline(row) for row in tables.rows("deadlines")}


def default_for(code: str) -> Deadline:
    """Return a row of the deadline table, such as "CTF".

    Raises: UnknownDeadline.
    """
    try:
        return every_deadline()[code]
    except KeyError:
        raise UnknownDeadline(code) from None


def due(code: str, trigger_on: date, calendar: SchoolCalendar | None = None) -> date:
    """Return the last day of the period that a row of the deadline table starts on a day.

    Source: tables/deadlines.csv, the row with that code.

    Args:
        code: the row.
        trigger_on: the day of the trigger, in Europe/London.
        calendar: the school's, needed where the row counts school days.

    Raises: UnknownDeadline; RuleNotInForce, if the row has not commenced or did not apply on that day;
        NoDueDate, if the row leads to no date; SchoolDaysNotKnown, if the calendar does not reach.
    """
    row = default_for(code)
    if not row.has_commenced or (row.in_force_from and trigger_on < row.in_force_from):
        raise RuleNotInForce(code, trigger_on)
    if row.period is None or row.clock is None or row.status in _NOT_A_DEADLINE:
        raise NoDueDate(f"{code} sets no due date")
    if row.clock is Clock.SCHOOL_DAYS:
        if calendar is None:
            raise NoDueDate(f"{code} counts school days and needs a school calendar")
        return add_school_days(trigger_on, row.period, calendar)
    if row.clock is Clock.DAYS and row.begins_with_the_day:
        return add_days_beginning_with(trigger_on, row.period)
    if row.clock is Clock.WORKING_DAYS:
        return add_working_days(trigger_on, row.period, any_part_of_uk=code == "FOI")
    return {Clock.DAYS: add_days, Clock.WEEKS: add_weeks, Clock.MONTHS: add_months}[row.clock](trigger_on, row.period)


def ctf_due(left_on: date, calendar: SchoolCalendar) -> date:
    """Return the last day on which the old school may send the common transfer file in time.

    Source: Education (Pupil Information) (England) Regulations 2005; deadlines.csv CTF. A duty of maintained
    schools, expected of academies.
    Units: 15 school days of the old school's calendar, after the day the pupil leaves.
    Raises: RuleNotInForce, before 2005; SchoolDaysNotKnown, if the calendar does not reach.
    """
    return due("CTF", left_on, calendar)


def deletion_return_due(deleted_on: date) -> date:
    """Return the last day on which a school may send its deletion return: the day of the deletion.

    Source: SI 2024/208 reg 13(4)-(6); deadlines.csv DELETION. It is due as soon as the ground is met, which
        may be earlier.
    Raises: RuleNotInForce, before 19 August 2024.
    """
    return due("DELETION", deleted_on)


def new_pupil_return_due(entered_on: date) -> date:
    """Return the last day on which a school may send its new pupil return.

    Source: SI 2024/208 reg 13(1); deadlines.csv NEW_PUPIL.
    Units: 5 calendar days after the day of entry in the admission register: plain days, not school days.
    Raises: RuleNotInForce, before 19 August 2024.
    """
    return due("NEW_PUPIL", entered_on)


def follow_up_due(last_contact_on: date) -> date:
    """Return the day by which the authority should follow up an open case that has no provider.

    Source: 2004 good practice checklist E2, at least monthly; deadlines.csv CHECK_MONTH. Good practice, not
        law.
    Units: one calendar month.
    """
    return due("CHECK_MONTH", last_contact_on)


def reminders_due(arrived_on: date, calendar: SchoolCalendar) -> tuple[date, ...]:
    """Return the days on which a school is reminded of a file that it has not collected.

    Source: `REMINDERS_SCHOOL_DAYS`, this project's proposal.
    Raises: SchoolDaysNotKnown, if the calendar does not reach.
    """
    return tuple(add_school_days(arrived_on, days, calendar) for days in REMINDERS_SCHOOL_DAYS.value)


def _deadline(row: dict[str, str]) -> Deadline:
    return Deadline(
        code=row["id"],
        who=row["who"],
        trigger=row["trigger"],
        action=row["action"],
        period=int(row["period"]) if row["period"].isdigit() else None,
        period_words=" ".join(part for part in (row["period"], row["unit"]) if part),
        clock=_CLOCKS.get(row["unit"]),
        counting_rule=row["counting_rule"],
        source=row["legal_source"].strip(),
        status=row["status"],
        in_force_from=_first_day(row["in_force"]),
        confidence=row["confidence"],
        trap=row["trap"],
    )


def _first_day(words: str) -> date | None:
    if words[:1].isdigit():
        return date.fromisoformat(words if "-" in words else f"{words}-01-01")
    return None
