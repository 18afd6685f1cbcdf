"""What is asked: about which day, by which rule set, as it was known at the end of which day."""

import dataclasses
from datetime import date, datetime, time

from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import RuleBroken
from onroll.rules.missing import RuleName


class NotYet(RuleBroken):
    """A day was asked about that has not come."""

    code = "day_not_come_yet"
    default_words = "This day has not come yet. Choose today or a day before."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question about `on`, with what was known by `known_by`, the end of `known_on`: both days in England."""

    on: date
    known_on: date
    known_by: datetime
    rule: RuleName


def asked_of(act: Act, *, on: date | None = None, known_on: date | None = None, rule: RuleName) -> Asked:
    """Return the question, about today as it is known now where no day is given.

    As at a past day: all that was known by its midnight. As at today: all that is known now, so that an answer as at
    today is final tomorrow only. Raises: NotYet.
    """
    day, known = on or act.on, known_on or act.on
    if day > act.on or known > act.on:
        raise NotYet
    known_by = act.at if known == act.on else datetime.combine(known, time.max, tzinfo=LONDON)
    return Asked(on=day, known_on=known, known_by=known_by, rule=rule)
