"""Handing a case over to another authority: the offer, what either side answers, and what the clock does.

Every answer is a conditional update under a lock of the case, always taken first: of an acceptance and a withdrawal at
the same moment one wins, and the other is told in words what happened.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.working import checked_words
from onroll.casework.border_events import (
    HandOverDeclined,
    HandOverOffered,
    HandOverRead,
    HandOverWithdrawn,
)
from onroll.casework.border_states import HAND_OVER_MEANINGS, HAND_OVER_MOVES, HandOverState
from onroll.casework.models import Case, DeclineReason, HandOver
from onroll.casework.steps import StepKind
from onroll.registry import queries as registry_queries
from onroll.registry.references import new_reference
from onroll.rules import borders
from onroll.web.words import day_words, moment_words


class AlreadyOffered(RuleBroken):
    """A case was offered while an offer of it waits for an answer."""

    code = "hand_over_already_offered"


class NotToThisAuthority(RuleBroken):
    """A case was offered to its own authority, or to an organisation that has no officers for it."""

    code = "hand_over_not_there"
    default_words = "Choose another local authority of England."


class NotHandedOverHere(RuleBroken):
    """The child's case must not be told to another authority by this way."""

    code = "hand_over_not_here"
    default_words = "This case cannot be handed over here. Speak to your safeguarding lead first."


class HandOverIsOver(RuleBroken):
    """Somebody else had decided about the hand-over before."""

    code = "hand_over_is_over"


class ReasonNotGiven(RuleBroken):
    """A hand-over was declined without a reason."""

    code = "hand_over_reason_missing"
    default_words = "Select why your authority does not take the case."


@transaction.atomic
def offer_case(act: Act, *, case: Case, receiver: Organisation, why: str, expected_version: int) -> HandOver:
    """Offer an open case to another authority, with what it should know. It stays the sender's until accepted.

    Raises: NoteMissing; NotToThisAuthority; NotHandedOverHere, for a shielded child; AlreadyOffered, also to the loser
        of two at the same moment; CaseIsClosed; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    why = checked_words(why)
    if receiver.kind != OrganisationKind.AUTHORITY or receiver.pk == case.authority_id:
        raise NotToThisAuthority
    _check_not_shielded(act, case)
    _check_not_offered(case)
    try:
        with transaction.atomic():
            case = change_open_case(case, expected_version)
            hand_over = _create(act, case, receiver, why)
    except Stale:
        _check_not_offered(case)  # the other of two tabs was first: say that, not that something changed
        raise
    except IntegrityError:
        _check_not_offered(case)
        raise
    words = f"Offered to {receiver.name} ({hand_over.reference}), which is to answer by {day_words(hand_over.due_on)}."
    add_step(act, case, StepKind.HAND_OVER, words)
    ledger.record(act, HandOverOffered(hand_over_id=hand_over.pk, case_id=case.pk, receiver_id=receiver.pk))
    return hand_over


@transaction.atomic
def open_hand_over(act: Act, *, hand_over: HandOver) -> HandOver:
    """Record that the authority it is offered to reads what it is told of the child; the sender's own reading is not.

    Raises: Hidden.
    """
    if act.organisation_id == hand_over.sender_id:
        permissions.check_may_work_on(act, hand_over.sender_id)
        return hand_over
    permissions.check_may_work_on(act, hand_over.receiver_id)
    ledger.record(act, HandOverRead(hand_over_id=hand_over.pk))
    return hand_over


@transaction.atomic
def decline_case(
    act: Act, *, hand_over: HandOver, reason_code: DeclineReason, reason: str, expected_version: int
) -> HandOver:
    """Say no, with the reason; the case stays with the authority that offered it.

    Raises: ReasonNotGiven; NoteMissing; HandOverIsOver; Stale.
    """
    permissions.check_may_work_on(act, hand_over.receiver_id)
    if not reason_code:
        raise ReasonNotGiven
    reason = checked_words(reason)
    case = lock_case(hand_over)
    end(
        act, hand_over, HandOverState.DECLINED, expected_version=expected_version,
        reason_code=reason_code, reason=reason,
    )  # fmt: skip
    words = f"{hand_over.receiver.name} declined: {reason_code.label}. {reason}"
    tell_sender(act, hand_over, case, words)
    ledger.record(act, HandOverDeclined(hand_over_id=hand_over.pk, case_id=case.pk, reason_code=reason_code))
    return hand_over


@transaction.atomic
def withdraw_offer(act: Act, *, hand_over: HandOver, reason: str, expected_version: int) -> HandOver:
    """Take an offer back before it is answered.

    Raises: NoteMissing; HandOverIsOver, where the other authority was first; Stale.
    """
    permissions.check_may_work_on(act, hand_over.sender_id)
    reason = checked_words(reason)
    case = lock_case(hand_over)
    end(act, hand_over, HandOverState.WITHDRAWN, expected_version=expected_version, reason=reason)
    add_step(act, case, StepKind.HAND_OVER, f"The offer to {hand_over.receiver.name} was withdrawn. {reason}")
    ledger.record(act, HandOverWithdrawn(hand_over_id=hand_over.pk, case_id=case.pk))
    return hand_over


def lock_case(hand_over: HandOver) -> Case:
    """Lock the sender's case: everybody who decides about a hand-over does so first, so none waits for another."""
    locked: Case = Case.objects.select_for_update().get(pk=hand_over.case_id)
    return locked


def end(
    act: Act, hand_over: HandOver, state: HandOverState, *, expected_version: int | None, **changes: object
) -> None:
    """Move a pending hand-over to one of its ends where it still has the version the person saw (None: any).

    Raises: HandOverIsOver, in the words of what happened; Stale.
    """
    from_states = [before for before, moves in HAND_OVER_MOVES.items() if state in moves]
    here = HandOver.objects.filter(pk=hand_over.pk, state__in=from_states)
    if expected_version is not None:
        here = here.filter(version=expected_version)
    done = here.update(state=state, ended_at=act.at, ended_by_id=act.actor_id, version=F("version") + 1, **changes)
    if not done:
        raise why_not(hand_over)
    hand_over.refresh_from_db()


def tell_sender(act: Act, hand_over: HandOver, case: Case, words: str) -> None:
    """Write what the other authority did into the sender's story; whoever of it acted is not named there."""
    own = for_authority(act, hand_over.sender, "another authority's answer reaches the case")
    add_step(own, case, StepKind.HAND_OVER, words[:1000], organisation_id=hand_over.receiver_id)


def why_not(hand_over: HandOver) -> RuleBroken | Stale:
    """Return what the loser of a race is told: who was first, when, and what it means."""
    now = HandOver.objects.select_related("sender", "receiver").get(pk=hand_over.pk)
    if now.ended_at is None:
        return Stale()
    who = {
        HandOverState.ACCEPTED: f"{now.receiver.name} accepted this case",
        HandOverState.DECLINED: f"{now.receiver.name} declined this case",
        HandOverState.WITHDRAWN: f"{now.sender.name} withdrew this offer",
        HandOverState.LAPSED: "This offer lapsed, as nobody answered it",
    }[HandOverState(now.state)]
    meaning = HAND_OVER_MEANINGS[HandOverState(now.state)].words
    return HandOverIsOver(f"{who} on {moment_words(now.ended_at)}. {meaning} Nothing of yours was saved.")


def _check_not_shielded(act: Act, case: Case) -> None:
    records = registry_queries.one_with(case.child_id)
    if registry_queries.shielded_children(act.on).filter(child_id__in=records).exists():
        raise NotHandedOverHere


def _check_not_offered(case: Case) -> None:
    waiting = HandOver.objects.pending().filter(case_id=case.pk).select_related("receiver").first()
    if waiting:
        raise AlreadyOffered(
            f"This case is already offered to {waiting.receiver.name} ({waiting.reference}). "
            "Wait for the answer, or withdraw that offer first."
        )


def _create(act: Act, case: Case, receiver: Organisation, why: str) -> HandOver:
    return HandOver.objects.create(
        reference=new_reference("H"),
        case=case,
        sender_id=case.authority_id,
        receiver=receiver,
        why=why,
        offered_by_id=checked_officer(act, act.actor_id),
        offered_at=act.at,
        due_on=borders.hand_over_due(act.on),
    )
