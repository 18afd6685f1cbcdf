"""Whether an achieved step is embedded: in place for six months or more, and reviewed since.

Source: report RR797, 6.2 and 4.1. The checklist (6.1) says only "a period of time": six months is used (trap 22). The
printed rules for B3 and E6 carry another step's words; they are read as the step's own (trap 23).
"""

from datetime import date

from onroll.rules import clocks
from onroll.selfeval.answers import Answers
from onroll.selfeval.questionnaire import IN_PLACE, REVIEWED, embedded_item

MONTHS_IN_PLACE = 6


def is_embedded(step: str, answers: Answers) -> bool:
    """Return whether the ticks of an achieved step make it embedded.

    Both ticks and nothing beside them: "claimed, no evidence" or "neither" makes it achieved at most (trap 26).
    """
    ticked = answers.at(embedded_item(step).key)
    return (_copied_from_contact(ticked, answers) if step == "B4" else ticked) == {IN_PLACE, REVIEWED}


def ticks_from_dates(*, in_place_from: date, reviewed_on: date | None, on: date) -> frozenset[str]:
    """Return the ticks that dates prove on a day, so that nobody has to tick from memory.

    The day six months later counts as six months. A review counts from the day the thing was in place; the review
    may have changed nothing. Source: RR797 6.2. A system begun in January 2006 could not pass in March (trap 40).
    """
    six_months = clocks.add_months(in_place_from, MONTHS_IN_PLACE) <= on
    reviewed = reviewed_on is not None and in_place_from <= reviewed_on <= on
    return frozenset({IN_PLACE} if six_months else ()) | frozenset({REVIEWED} if reviewed else ())


def _copied_from_contact(ticked: frozenset[str], answers: Answers) -> frozenset[str]:
    """Take B4b's first tick from B3b, as printed; where B3b was left open, B4b's own tick is the copy."""
    of_contact = answers.at("B3b")
    return (ticked - {IN_PLACE}) | (of_contact & {IN_PLACE}) if of_contact else ticked
