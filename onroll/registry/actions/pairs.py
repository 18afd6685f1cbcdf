"""Putting two records that may be one child before people. Nothing here joins anything."""

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.linkage.traditions import tradition_of
from onroll.registry import likeness, queries
from onroll.registry.events import PairRaised
from onroll.registry.models import Cause, PairReview, ReviewStep, Shield, Sighting
from onroll.registry.references import new_reference
from onroll.registry.review_states import ReviewState


def raise_pair(
    act: Act,
    *,
    first: Sighting,
    second: Sighting,
    cause: Cause,
    score: float,
    engine: str = likeness.ENGINE,
    rivals: int = 0,
) -> PairReview | None:
    """Put a pair before people, inside the transaction of what found it; None where it is not to be.

    Not a shielded child, not two records that are one child already, and not what has been before people once, under
    any record of the two children: a person's "no" is never brought up again by a score.
    """
    ones, others = queries.one_with(first.child_id), queries.one_with(second.child_id)
    if set(ones) & set(others) or queries.pair_between(ones, others):
        return None
    if Shield.objects.in_force(act.on).filter(child_id__in=[*ones, *others]).exists():
        return None
    review = PairReview(
        reference=new_reference("P"),
        first_id=first.child_id,
        second_id=second.child_id,
        first_sighting=first,
        second_sighting=second,
        first_authority=queries.authority_of(first),
        second_authority=queries.authority_of(second),
        cause=cause,
        score=score,
        engine=engine,
        tradition=tradition_of(second.surname, second.forename),
        rivals=rivals,
        expected=score,
        raised_at=act.at,
        waits_since=act.at,
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:  # the database holds that a pair is raised once: of two who found it at once, one is late
        return None
    ReviewStep.objects.create(review=review, at=act.at, state=ReviewState.WAITING)
    ledger.record(
        act,
        PairRaised(
            pair_id=review.pk,
            first_child_id=first.child_id,
            second_child_id=second.child_id,
            first_sighting_id=first.pk,
            second_sighting_id=second.pk,
            cause=cause,
        ),
    )
    return review


def set_worth(act: Act, *, pair_id: int, at_least: int) -> None:  # noqa: ARG001 - every action begins with its act
    """Say that an answer about a pair is worth more, as of a child who is looked for; inside a recorded act.

    Never lowers it: two rooms may say so, in any order.
    """
    review = PairReview.objects.get(pk=pair_id)
    worth = max(review.worth, at_least)
    PairReview.objects.filter(pk=pair_id).update(worth=worth, expected=review.score * worth)
