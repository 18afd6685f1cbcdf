"""What the register of home education refuses: days and words that cannot be right."""

import dataclasses
from datetime import date

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry.actions import Facts
from onroll.returns.models import HomeEducation, ToldBy
from onroll.rules.home_education import reasons
from onroll.rules.missing import Suitability

LONGEST_WORDS = 1000


class HomeEducationNotPossible(RuleBroken):
    """The days of home education cannot be right, or something is missing that the register needs."""

    code = "home_education_not_possible"


class AlreadyRegistered(RuleBroken):
    """The child is on the authority's register of home education already."""

    code = "home_education_already"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What the authority was told of a child's home education. Reasons are the Department's codes."""

    notified_on: date
    from_on: date
    told_by: ToldBy
    reason: str
    was_never_on_roll: bool = False
    last_school: Organisation | None = None
    reasons_beside: tuple[str, ...] = ()
    sen: str = "U"
    words: str = ""


def check_notified(act: Act, facts: Facts, notified: Notified) -> None:
    """Refuse days, reasons or words that cannot be right. Raises: HomeEducationNotPossible."""
    if notified.notified_on > act.on or notified.from_on > act.on:
        raise HomeEducationNotPossible("A day has not come yet. Check the year.")
    if facts.birth_date and notified.from_on < facts.birth_date:
        raise HomeEducationNotPossible("The first day is before the child was born. Check the year.")
    if notified.was_never_on_roll and notified.last_school is not None:
        raise HomeEducationNotPossible("Say either that the child was never on a roll, or which school was the last.")
    if {notified.reason, *notified.reasons_beside} - set(reasons()):
        raise HomeEducationNotPossible("Choose reasons from the list.")
    if len(notified.words) > LONGEST_WORDS:
        raise HomeEducationNotPossible(f"Write no more than {LONGEST_WORDS} characters.")


def check_decision(act: Act, home: HomeEducation, decided_on: date, suitability: Suitability, words: str) -> None:
    """Refuse a decision that cannot stand on this entry. Raises: HomeEducationNotPossible."""
    if home.ended_on is not None:
        raise HomeEducationNotPossible("This entry has ended. Put the child on the register again first.")
    if suitability is Suitability.NOT_ASSESSED:
        raise HomeEducationNotPossible("Choose what was decided: suitable or unsuitable.")
    if not words.strip():
        raise HomeEducationNotPossible("Write what was decided on, and what shows it.")
    if len(words) > LONGEST_WORDS:
        raise HomeEducationNotPossible(f"Write no more than {LONGEST_WORDS} characters.")
    if decided_on > act.on:
        raise HomeEducationNotPossible("The day of the decision has not come yet. Check the year.")
    if decided_on < home.notified_on:
        raise HomeEducationNotPossible("The decision is before the authority was told. Check both days.")
    latest = home.decisions.last()
    if latest is not None and decided_on < latest.decided_on:
        raise HomeEducationNotPossible("A later decision is recorded already. Check the year.")
