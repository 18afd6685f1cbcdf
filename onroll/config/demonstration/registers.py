"""A school's register as its own system holds it: usual marks, and the few pupils whom a sweep should find."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random

from onroll.access.models import Organisation
from onroll.attendance import actions
from onroll.audit.act import LONDON, Act
from onroll.config.demonstration.school_rolls import SchoolRoll
from onroll.rules.school_days import SchoolDaysNotKnown, england

PRESENT = ("/", "\\")
SATURDAY = 5
LOOK_BACK_DAYS = 120  # over a summer
NOON, REGISTER_TAKEN = 13, 9  # hours of the day: from then on the afternoon, the morning is marked
# Of a thousand pupil days: what else than present both marks are, and how often.
USUAL = ((("I", "I"), 22), (("M", "\\"), 8), (("/", "M"), 6), (("L", "\\"), 20), (("O", "O"), 4), (("C", "C"), 3))
Marks = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Habit:
    """What a pupil's marks are from one to another number of school days before the last; both count."""

    first: int
    last: int
    marks: Marks


# The pupils of the first school whom a sweep finds, by their place on the roll.
FIRST = {
    3: [Habit(11, 0, ("O", "O"))],  # ten days of unauthorised absence
    7: [Habit(6, 0, ("E", "E"))],  # past the fifth day of a suspension
    9: [Habit(9, 7, ("E", "E")), Habit(6, 0, ("O", "O"))],  # not back from one
    12: [Habit(9, 9, ("N", "N"))],  # a reason not established, older than five days
    15: [Habit(21, 3, ("I", "I"))],  # fifteen days of illness
    18: [Habit(28, 16, ("G", "G"))],  # ten days, and back again: an alert that is over
    21: [Habit(8, 2, ("C", "C"))],  # a run to look at
    24: [Habit(26, 25, ("O", "O"))],  # changed much later: LATE_WORD
    **{pupil: [Habit(0, 0, ("N", "N"))] for pupil in (27, 36, 45, 50, 52)},  # to call about
}
# Those of the second school; from `PLACED` on some are at a place off site, for all of the week or in the mornings.
PLACED = 13
FULL_WEEK, TOO_FEW_HOURS, SILENT, MORNINGS = 16, 14, 20, 8
SECOND = {
    2: [Habit(23, 0, ("O", "O"))],  # twenty days
    MORNINGS: [Habit(PLACED, 0, ("K", "O"))],  # attendance fell after the placement began
    TOO_FEW_HOURS: [Habit(PLACED, 0, ("K", "K"))],
    FULL_WEEK: [Habit(PLACED, 0, ("K", "K"))],
    SILENT: [Habit(PLACED, 0, ("K", "K"))],
}


@dataclasses.dataclass(frozen=True, slots=True)
class LateWord:
    """A mark that is changed long after its day: whose, of how many school days before the last, to what, and when."""

    pupil: int
    days_before: int
    marks: Marks
    told_days_before: int


LATE_WORD = LateWord(24, 26, ("C", "C"), 2)


@dataclasses.dataclass
class Register:
    """The register of a school: which marks its system would write today, given how near the end is."""

    school: Organisation
    roll: SchoolRoll
    last_on: date
    habits: Mapping[int, Iterable[Habit]]
    sent_until: date
    late: LateWord | None = None

    def marks(self, number: int, on: date) -> Marks:
        """Return the marks of a pupil's day, by the pupil's place on the roll."""
        days_left = len(school_days(on, self.last_on)) - 1
        for habit in self.habits.get(number, ()):
            if habit.first >= days_left >= habit.last:
                return habit.marks
        return usual(self.school.code, number, on)

    def file(self, on: date, *, is_afternoon: bool) -> bytes:
        """Return the file of the days since the last one, and of the morning of `on` where it is not over."""
        lines = ["upn,date,am,pm"]
        for day in school_days(self.sent_until, on):
            for number, row in enumerate(self.roll.rows):
                if row["from_on"] > day.isoformat() or ("" < row["leaving_on"] < day.isoformat()):
                    continue
                am, pm = self.marks(number, day)
                lines.append(f"{row['upn']},{day.isoformat()},{am},{pm if day < on or is_afternoon else ''}")
        return "\n".join(lines).encode()

    def send(self, act: Act) -> None:
        """Send what is not sent yet, up to the moment of the act; the sweep follows by itself."""
        now = act.at.astimezone(LONDON)
        is_afternoon = now.hour >= NOON
        if school_days(self.sent_until, act.on):
            data = self.file(act.on, is_afternoon=is_afternoon)
            actions.load_marks(act, school=self.school, data=data, on=act.on)
            self.sent_until = act.on
        days_left = len(school_days(act.on, self.last_on)) - 1
        if self.late is not None and days_left <= self.late.told_days_before:
            day = school_days(self.last_on - timedelta(days=LOOK_BACK_DAYS), self.last_on)[-1 - self.late.days_before]
            upn, (am, pm) = self.roll.rows[self.late.pupil]["upn"], self.late.marks
            data = f"upn,date,am,pm\n{upn},{day.isoformat()},{am},{pm}".encode()
            actions.load_marks(act, school=self.school, data=data, on=act.on)
            self.late = None


def last_school_day(until: datetime) -> date:
    """Return the last day whose morning is marked at a moment."""
    now = until.astimezone(LONDON)
    on = now.date() if now.hour >= REGISTER_TAKEN else now.date() - timedelta(days=1)
    return school_days(on - timedelta(days=LOOK_BACK_DAYS), on)[-1]


def usual(school: str, number: int, on: date) -> Marks:
    """Return the marks of a pupil of whom nothing is told: present nine days in ten, the same each time."""
    drawn = Random(f"{school}/{number}/{on.isoformat()}").randrange(1000)  # noqa: S311 - invented data, no secret
    for marks, share in USUAL:
        if drawn < share:
            return marks
        drawn -= share
    return PRESENT


def school_days(first: date, last: date) -> list[date]:
    """Return the school days from one day to another; both count. Outside a known calendar, Mondays to Fridays."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if is_school_day(day)]


def is_school_day(on: date) -> bool:
    """Return whether schools meet on a day, as far as the usual calendar says."""
    try:
        return england().is_school_day(on)
    except SchoolDaysNotKnown:
        return on.weekday() < SATURDAY
