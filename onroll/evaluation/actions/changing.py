"""Changing a round: every change is of the version that was seen, so that a stale tab never overwrites."""

from typing import Any

from django.db.models import F

from onroll.audit.refusals import RuleBroken, Stale
from onroll.evaluation.frozen import FrozenStep, thawed
from onroll.evaluation.models import Round
from onroll.evaluation.round_states import MEANINGS, RoundState, check_move


class RoundIsNotOpen(RuleBroken):
    """Something was to be changed in a round that is not open."""

    code = "round_is_not_open"


class NoSuchStep(RuleBroken):
    """A round has no such step."""

    code = "no_such_step"
    default_words = "The checklist of this round has no such step."


class WordsMissing(RuleBroken):
    """Words that are needed were left empty."""

    code = "words_missing"


def checked_words(words: str, needed: str, *, most: int = 1000) -> str:
    """Return words without blanks around them.

    Raises: WordsMissing, with what is needed.
    """
    words = words.strip()
    if not words or len(words) > most:
        raise WordsMissing(needed if not words else f"Write no more than {most:,} characters.")
    return words


def step_of(found: Round, key: str) -> FrozenStep:
    """Return a step of a round.

    Raises: NoSuchStep.
    """
    steps = thawed(found.steps)
    if key not in steps:
        raise NoSuchStep
    return steps[key]


def touch_open(found: Round) -> None:
    """Lock an open round and give it a new version, so that nobody puts forward or signs what she has not seen.

    Raises: RoundIsNotOpen.
    """
    if not Round.objects.filter(pk=found.pk, state=RoundState.OPEN).update(version=F("version") + 1):
        found.refresh_from_db()
        now = MEANINGS[RoundState(found.state)]
        raise RoundIsNotOpen(f"This round is “{now.name}”. {now.words}")
    found.refresh_from_db()


def move(found: Round, wanted: RoundState, *, expected_version: int, **columns: Any) -> None:
    """Move a round to another state.

    Raises: RoundMoveNotAllowed; Stale.
    """
    found.refresh_from_db()
    check_move(RoundState(found.state), wanted)
    same = Round.objects.filter(pk=found.pk, version=expected_version, state=found.state)
    if not same.update(state=wanted, version=F("version") + 1, **columns):
        raise Stale
    found.refresh_from_db()
