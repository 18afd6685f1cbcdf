"""The queue of pairs that may be one child, and those decided last."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.urls import reverse

from onroll.audit.act import Act
from onroll.registry.models import Cause, PairReview, Sighting
from onroll.registry.presenters.pair import is_full
from onroll.registry.review_states import MEANINGS, ReviewState
from onroll.web.parts import Cell, Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, days_words

ESCALATED = Tag(words="Waits too long", meaning="Nobody answered in time. It is shown first.", colour="red")
LOOKED_FOR = 10  # what an answer is worth where a child is looked for: transfer and casework say so
SHOWN = 100


@dataclasses.dataclass(frozen=True, kw_only=True)
class QueuePage:
    """What the template shows; a table is None where its list is empty."""

    title: str
    lead: str
    waiting: Table | None
    left: str
    decided: Table | None
    meanings: tuple[Row, ...]


def queue_page(act: Act, waiting: Sequence[PairReview], count: int, decided: Sequence[PairReview]) -> QueuePage:
    """Present the queue. `count`: how many wait in all."""
    return QueuePage(
        title="Same child?",
        lead=f"{count_words(count, 'pair')} of records may be one child. First what has waited too long, then what is "
        "likeliest and matters most, then what is oldest. Nothing is ever joined without two people.",
        waiting=_waiting(act, waiting),
        left=f"{count - len(waiting)} more: answer these first." if count > len(waiting) else "",
        decided=_decided(act, decided),
        meanings=(
            *(Row(key=meaning.name, value=meaning.words) for meaning in MEANINGS.values()),
            Row(key=ESCALATED.words, value=ESCALATED.meaning),
        ),
    )


def _waiting(act: Act, waiting: Sequence[PairReview]) -> Table | None:
    if not waiting:
        return None
    return Table(
        caption="Pairs that wait for an answer",
        head=("Pair", "Why", "State", "What depends on it", "Waiting"),
        rows=tuple(_waiting_row(act, review) for review in waiting),
    )


def _waiting_row(act: Act, review: PairReview) -> tuple[Cell, ...]:
    return (
        _link(act, review),
        Cause(review.cause).label,
        ESCALATED if review.escalated_at else _tag(review),
        "One of them is looked for" if review.worth >= LOOKED_FOR else "A record held twice",
        days_words(_days(review.waits_since, act.at)),
    )


def _decided(act: Act, decided: Sequence[PairReview]) -> Table | None:
    if not decided:
        return None
    return Table(
        caption="Decided last",
        head=("Pair", "Decision", "On"),
        rows=tuple(
            (_link(act, review), _tag(review), day_words(review.decided_at) if review.decided_at else "")
            for review in decided
        ),
    )


def _link(act: Act, review: PairReview) -> Link:
    first = _name(review.first_sighting, is_full=is_full(act, review, 1))
    second = _name(review.second_sighting, is_full=is_full(act, review, 2))
    href = reverse("registry:pair", args=[review.reference])
    return Link(text=f"{first} and {second}", href=href, hidden_words=f"({review.reference})")


def _name(row: Sighting, *, is_full: bool) -> str:
    if is_full:
        return f"{row.forename} {row.surname}".strip() or "no name"
    return f"{row.forename[:1]}. {row.surname[:1]}."


def _tag(review: PairReview) -> Tag:
    meaning = MEANINGS[ReviewState(review.state)]
    return Tag(words=meaning.name, meaning=meaning.words, colour=cast("Colour", meaning.colour))


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)
