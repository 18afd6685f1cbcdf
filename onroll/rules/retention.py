"""How long each kind of record is kept: a schedule of trigger, period and what happens then.

Few of these periods are law. Each is a dated setting with its mark, and an authority may set its own.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.rules.clocks import Clock, add_days, add_months
from onroll.rules.rulesets import Mark, Setting, setting_on


class Record(StrEnum):
    """What is kept."""

    LOST_PUPIL_FILE = "lost-pupil file"
    WAITING_FILE = "file waiting to be collected"
    HELD_FILE = "uncollected file held for the authority"
    COLLECTED_FILE = "collected file"
    KEPT_APART_FILE = "document kept apart by a content check"
    NOTIFICATION_DOCUMENT = "document that came with a notification"
    LOG = "log of what was done"
    REGISTER_ENTRY = "admission or attendance register entry"


@dataclass(frozen=True, slots=True)
class Keeping:
    """A period of keeping: from what, how long, and what happens when it is over."""

    trigger: str
    period: int
    clock: Clock
    afterwards: str

    def last_day(self, started_on: date) -> date:
        """Return the last day of a period that started on a day, which does not count."""
        add = add_days if self.clock is Clock.DAYS else add_months
        return add(started_on, self.period)

    @property
    def words(self) -> str:
        """The period as people say it, such as "12 months"."""
        return f"{self.period} {self.clock}"


def _keep(
    record: Record,
    keeping: Keeping,
    mark: Mark,
    source: str,
    since: date = date.min,
    until: date | None = None,
) -> Setting[Keeping]:
    return Setting(f"keep: {record}", keeping, mark, source, since, until)


_PROPOSAL = "no rule was found; this project's proposal"

SCHEDULE: dict[Record, tuple[Setting[Keeping], ...]] = {
    Record.LOST_PUPIL_FILE: (
        _keep(
            Record.LOST_PUPIL_FILE,
            Keeping(
                "filed in the lost-pupil repository",
                12,
                Clock.MONTHS,
                "a person reviews it, then it is destroyed",
            ),
            Mark.UNCERTAIN,
            "the Department's answer to a freedom of information request, 2012; no later rule was found",
        ),
    ),
    Record.WAITING_FILE: (
        _keep(
            Record.WAITING_FILE,
            Keeping("arrived for a school", 60, Clock.DAYS, "held for the school's authority"),
            Mark.PROPOSED,
            f"{_PROPOSAL}, near one authority's practice of about two months",
        ),
    ),
    Record.HELD_FILE: (
        _keep(
            Record.HELD_FILE,
            Keeping("no longer waiting for the school", 30, Clock.DAYS, "destroyed, both sides warned before"),
            Mark.PROPOSED,
            _PROPOSAL,
        ),
    ),
    Record.COLLECTED_FILE: (
        _keep(
            Record.COLLECTED_FILE,
            Keeping("collected", 30, Clock.DAYS, "destroyed; the log stays"),
            Mark.PROPOSED,
            f"{_PROPOSAL}: long enough to collect it again",
        ),
    ),
    Record.KEPT_APART_FILE: (
        _keep(
            Record.KEPT_APART_FILE,
            Keeping("kept apart", 30, Clock.DAYS, "destroyed, with a certificate"),
            Mark.PROPOSED,
            f"{_PROPOSAL}: long enough to ask about a mistake",
        ),
    ),
    Record.NOTIFICATION_DOCUMENT: (
        _keep(
            Record.NOTIFICATION_DOCUMENT,
            Keeping("the case closed, or the notification answered", 12, Clock.MONTHS, "destroyed; the log stays"),
            Mark.PROPOSED,
            f"{_PROPOSAL}: as long as a lost-pupil file, should the case be opened again",
        ),
    ),
    Record.LOG: (
        _keep(
            Record.LOG,
            Keeping("the act", 72, Clock.MONTHS, "destroyed, unless a case still needs it"),
            Mark.PROPOSED,
            f"{_PROPOSAL}: as long as the registers",
        ),
    ),
    Record.REGISTER_ENTRY: (
        _keep(
            Record.REGISTER_ENTRY,
            Keeping("the entry", 36, Clock.MONTHS, "the school may destroy it"),
            Mark.VERIFIED,
            "SI 2006/1751",
            date(2006, 9, 1),
            date(2024, 8, 18),
        ),
        _keep(
            Record.REGISTER_ENTRY,
            Keeping("the entry", 72, Clock.MONTHS, "the school may destroy it"),
            Mark.VERIFIED,
            "SI 2024/208 reg 7",
            date(2024, 8, 19),
        ),
    ),
}


def keeping_of(record: Record, started_on: date) -> Setting[Keeping]:
    """Return the period, with its mark and source, that holds for a record whose keeping started on a day.

    Raises: RuleNotInForce, if no period was in force then.
    """
    return setting_on(SCHEDULE[record], started_on)


def keep_until(record: Record, started_on: date) -> date:
    """Return the last day on which a record is kept. What happens the day after is in the schedule.

    Source: `SCHEDULE`, each period with its own.
    Raises: RuleNotInForce, if no period was in force on the first day.
    """
    return keeping_of(record, started_on).value.last_day(started_on)
