"""What people do with a pair: agree, merge with a second person, keep apart, ask, look again, split."""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed, RuleBroken, Stale
from onroll.registry import permissions, queries
from onroll.registry.events import ChildRecordRead, ChildrenMerged, ChildrenSplit, PairDecided, PairOpened
from onroll.registry.models import Child, Merge, PairReview, ReviewStep
from onroll.registry.queries.merging import records_joined
from onroll.registry.review_states import ReviewState, check_move

LONGEST_WORDS = 800  # characters


class ReasonMissing(RuleBroken):
    """A decision came without its reason, or with too long a one."""

    code = "reason_missing"
    default_words = "Enter your reason: whoever looks at this later has to understand it."


class SecondPersonNeeded(RuleBroken):
    """The second signature is not somebody else's, or not the other authority's."""

    code = "second_person_needed"
    default_words = (
        "A second person has to agree: a colleague, or where the other child is another authority’s, an officer there."
    )


class DecidedApart(RuleBroken):
    """A person has said that records, which this merge would join, are two children."""

    code = "decided_apart"
    default_words = (
        "Somebody has decided that records which this would join are not the same child. Look at that decision first."
    )


@transaction.atomic
def open_pair(act: Act, *, review: PairReview) -> PairReview:
    """Record that somebody reads two children's records side by side."""
    _check_may_review(act, review)
    ledger.record(act, PairOpened(pair_id=review.pk))
    return review


@transaction.atomic
def open_child(act: Act, *, child: Child) -> Child:
    """Record that somebody reads all that is known of a child; return the record she is shown under.

    Raises: Hidden.
    """
    permissions.check(permissions.may_read_children(act))
    known = queries.is_known_as(queries.child_with(act, child.reference))
    ledger.record(act, ChildRecordRead(child_id=known.pk))
    return known


@transaction.atomic
def say_same(act: Act, *, review: PairReview, words: str, expected_version: int) -> PairReview:
    """Sign first that a pair is one child. Nothing is joined until a second person signs.

    Raises: DecidedApart, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    _check_nobody_said_no(review)
    signed = {"agreed_by_id": act.actor_id, "agreed_for_id": act.organisation_id}
    return _move(act, review, ReviewState.AGREED_ONCE, expected_version, words.strip(), **signed)


@transaction.atomic
def merge_pair(act: Act, *, review: PairReview, expected_version: int) -> Merge:
    """Sign second that a pair is one child: from now on its records are read as one.

    No row of either record is touched. Raises: SecondPersonNeeded, DecidedApart, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    now = PairReview.objects.get(pk=review.pk)
    check_move(ReviewState(now.state), ReviewState.MERGED)
    if not permissions.may_sign_second(act, now) or act.actor_id is None or now.agreed_by_id is None:
        raise SecondPersonNeeded
    _lock_records(now)
    _check_nobody_said_no(now)
    review = _move(act, now, ReviewState.MERGED, expected_version, "", decided_at=act.at)
    earlier, later = sorted((review.first_id, review.second_id))
    merge = Merge.objects.create(
        review=review,
        child_id=later,
        same_as_id=earlier,
        decided_first_id=now.agreed_by_id,
        decided_second_id=act.actor_id,
        from_at=act.at,
    )
    _keep_known_as(earlier)
    ledger.record(
        act,
        ChildrenMerged(
            child_id=later,
            same_as_id=earlier,
            pair_id=review.pk,
            merge_id=merge.pk,
            decided_first_id=merge.decided_first_id,
            decided_second_id=merge.decided_second_id,
        ),
    )
    return merge


@transaction.atomic
def keep_apart(act: Act, *, review: PairReview, reason: str, expected_version: int) -> PairReview:
    """Decide that a pair is two children. One person is enough, and no score brings it up again.

    Raises: ReasonMissing, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    decided = {"decided_at": act.at, "agreed_by_id": None, "agreed_for_id": None}
    return _move(act, review, ReviewState.KEPT_APART, expected_version, _checked(reason), **decided)


@transaction.atomic
def set_aside(act: Act, *, review: PairReview, question: str, expected_version: int) -> PairReview:
    """Set a pair aside until somebody has answered a question. It stays in the queue and is escalated like the rest.

    Raises: ReasonMissing, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    unsigned = {"agreed_by_id": None, "agreed_for_id": None}
    return _move(act, review, ReviewState.SET_ASIDE, expected_version, _checked(question), **unsigned)


@transaction.atomic
def look_again(act: Act, *, review: PairReview, reason: str, expected_version: int) -> PairReview:
    """Put a pair back into the queue: after an answer, to take back a signature, or to reconsider a "no".

    Raises: ReasonMissing, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    afresh = {
        "agreed_by_id": None,
        "agreed_for_id": None,
        "decided_at": None,
        "waits_since": act.at,
        "reminded_at": None,
        "escalated_at": None,
    }
    return _move(act, review, ReviewState.WAITING, expected_version, _checked(reason), **afresh)


@transaction.atomic
def split_pair(act: Act, *, review: PairReview, reason: str, expected_version: int) -> PairReview:
    """Split two records that were read as one child. Both are again what they were, with what came meanwhile.

    Raises: ReasonMissing, ReviewMoveNotAllowed, Stale.
    """
    _check_may_review(act, review)
    _lock_records(review)
    review = _move(act, review, ReviewState.SPLIT, expected_version, _checked(reason), decided_at=act.at)
    merge = Merge.objects.get(review=review, ended_at__isnull=True)
    Merge.objects.filter(pk=merge.pk).update(ended_at=act.at, ended_by_id=act.actor_id)
    _keep_known_as(merge.child_id)
    _keep_known_as(merge.same_as_id)
    ledger.record(
        act,
        ChildrenSplit(child_id=merge.child_id, same_as_id=merge.same_as_id, pair_id=review.pk, merge_id=merge.pk),
    )
    return review


def _check_may_review(act: Act, review: PairReview) -> None:
    """Refuse whom the pair is none of the business of, as if it did not exist.

    Raises: NotAllowed, Hidden.
    """
    if not permissions.may_review(act):
        raise NotAllowed
    if not PairReview.objects.visible_to(act).filter(pk=review.pk).exists():
        raise Hidden


def _check_nobody_said_no(review: PairReview) -> None:
    """Refuse to join, by way of this pair, records that a person has kept apart.

    Raises: DecidedApart.
    """
    ones, others = queries.one_with(review.first_id), queries.one_with(review.second_id)
    if queries.is_decided_apart(ones, others, leaving_out=review.pk):
        raise DecidedApart


def _lock_records(review: PairReview) -> None:
    """Let nobody else join or part these records meanwhile: what each is known as is worked out from all merges."""
    ids = [*queries.one_with(review.first_id), *queries.one_with(review.second_id)]
    list(Child.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _checked(words: str) -> str:
    words = words.strip()
    if not words:
        raise ReasonMissing
    if len(words) > LONGEST_WORDS:
        raise ReasonMissing(f"Write no more than {LONGEST_WORDS} characters.")
    return words


def _move(
    act: Act, review: PairReview, to: ReviewState, expected_version: int, words: str, **changes: object
) -> PairReview:
    """Move a pair where it still is as the person saw it, keep the step, and record it."""
    before = ReviewState(PairReview.objects.get(pk=review.pk).state)
    check_move(before, to)
    here = PairReview.objects.filter(pk=review.pk, version=expected_version, state=before)
    if not here.update(version=F("version") + 1, state=to, **changes):
        raise Stale
    ReviewStep.objects.create(
        review=review, at=act.at, state=to, person_id=act.actor_id, organisation_id=act.organisation_id, words=words
    )
    ledger.record(act, PairDecided(pair_id=review.pk, from_state=before, to_state=to))
    review.refresh_from_db()
    return review


def _keep_known_as(child_id: int) -> None:
    """Work out anew under which record each of the records joined with this one is shown: the earliest."""
    joined = records_joined(child_id)
    Child.objects.filter(pk__in=joined[1:]).update(known_as_id=joined[0])
    Child.objects.filter(pk=joined[0]).update(known_as_id=None)
