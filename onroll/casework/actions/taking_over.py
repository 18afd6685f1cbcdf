"""Accepting a case of another authority, what the sender hears afterwards, and what the clock does with an offer."""

import dataclasses

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.casework import found_by, permissions
from onroll.casework.actions.answering import join_notification
from onroll.casework.actions.changing import CaseIsClosed, add_step
from onroll.casework.actions.following import change_locked, for_authority
from onroll.casework.actions.handing_over import HandOverIsOver, end, lock_case, tell_sender, why_not
from onroll.casework.actions.opening import open_case
from onroll.casework.border_events import (
    HandOverAccepted,
    HandOverOutcomeTold,
    HandOverTimedOut,
    HandOverWithdrawn,
)
from onroll.casework.border_states import HandOverState
from onroll.casework.events import CaseClosed, NotificationReceived
from onroll.casework.models import Case, HandOver, Notification, Outcome
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.models import Sighting
from onroll.registry.references import new_reference
from onroll.rules import borders
from onroll.search import actions as search_actions
from onroll.web.words import day_words

HANDED_OVER = "hand_over"
# What the receiver is given of the child; a sealed address, and where it leads, stays with who told of it.
_GIVEN = ("surname", "forename", "middle_names", "upn", "former_upn", "birth_date", "birth_date_certainty", "sex")
_GIVEN_ADDRESS = ("year_group", "address", "postcode", "address_certainty", "address_from", "address_until")


@dataclasses.dataclass(frozen=True, slots=True)
class TimedOut:
    """How many offers the clock moved."""

    escalated: int
    lapsed: int


@transaction.atomic
def accept_case(act: Act, *, hand_over: HandOver, expected_version: int) -> Case:
    """Take the case: a case is opened here with what it may have of the story, and the sender's is closed.

    Where the authority works on the child already, the offer is joined to that case.
    Raises: HandOverIsOver, where the sender withdrew, or somebody answered, first; CaseIsClosed; Stale.
    """
    permissions.check_may_work_on(act, hand_over.receiver_id)
    sent = lock_case(hand_over)
    _check_still_possible(hand_over, sent)
    case = _take(act, hand_over, sent)
    end(act, hand_over, HandOverState.ACCEPTED, expected_version=expected_version, receiver_case_id=case.pk)
    _close_sent(act, hand_over, sent)
    ledger.record(act, HandOverAccepted(hand_over_id=hand_over.pk, case_id=sent.pk, receiver_case_id=case.pk))
    return case


@transaction.atomic
def time_out_hand_overs(act: Act) -> TimedOut:
    """Escalate every offer that nobody answered in time, and end those that were escalated in vain.

    Safe to run twice, late, or beside itself: each offer is moved by a conditional update.
    """
    if not act.is_system:
        raise permissions.NotAnOfficer("Only the clock ends an offer that nobody answered.")
    late = HandOver.objects.pending().filter(due_on__lt=act.on).select_related("sender", "receiver").order_by("pk")
    moved = [_time_out(act, hand_over) for hand_over in late]
    return TimedOut(escalated=moved.count(HandOverState.ESCALATED), lapsed=moved.count(HandOverState.LAPSED))


def note_end_of_case(act: Act, event: CaseClosed) -> None:
    """When a case is closed, take back its offer; and tell the authority that handed it over how it ended."""
    for hand_over in HandOver.objects.pending().filter(case_id=event.case_id).select_related("sender", "receiver"):
        end(act, hand_over, HandOverState.WITHDRAWN, expected_version=None, reason="The case was closed.")
        ledger.record(act, HandOverWithdrawn(hand_over_id=hand_over.pk, case_id=event.case_id))
    taken = HandOver.objects.filter(receiver_case_id=event.case_id).select_related("sender", "receiver", "case")
    for hand_over in taken:
        own = for_authority(act, hand_over.sender, "the outcome of a case handed over reaches its sender")
        words = f"{hand_over.receiver.name} closed its case: {Outcome(event.outcome).label}."
        add_step(own, hand_over.case, StepKind.HAND_OVER, words, organisation_id=hand_over.receiver_id)
        ledger.record(
            own, HandOverOutcomeTold(hand_over_id=hand_over.pk, case_id=hand_over.case_id, outcome=event.outcome)
        )


def _check_still_possible(hand_over: HandOver, sent: Case) -> None:
    """Say at once that it is over, before a case is opened for nothing; `end` decides under the same lock."""
    now = HandOver.objects.get(pk=hand_over.pk)
    if now.ended_at is None and sent.stage == Stage.CLOSED:
        raise CaseIsClosed(f"{hand_over.sender.name} has closed this case. Nothing was changed.")
    if now.ended_at is not None:
        raise why_not(hand_over)


def _take(act: Act, hand_over: HandOver, sent: Case) -> Case:
    """Open the receiver's case from a notification of its own, or join it to the one that is open."""
    notification = _notify(act, hand_over, sent)
    records = registry_queries.one_with(sent.child_id)
    is_known = Case.objects.filter(authority_id=hand_over.receiver_id, child_id__in=records).still_open().exists()
    take = join_notification if is_known else open_case
    case = take(act, notification=notification, expected_version=notification.version)
    words = f"Taken over from {hand_over.sender.name} ({hand_over.reference}). {hand_over.why}"
    add_step(act, case, StepKind.HAND_OVER, words[:1000], organisation_id=hand_over.sender_id)
    return case


def _notify(act: Act, hand_over: HandOver, sent: Case) -> Notification:
    told = registry_actions.note_sighting_of(
        act,
        child=sent.child,
        facts=_facts(sent.notification.sighting),
        source=HANDED_OVER,
        source_reference=hand_over.reference,
    )
    notification = Notification.objects.create(
        reference=new_reference("N"),
        authority_id=hand_over.receiver_id,
        source=HANDED_OVER,
        child=sent.child,
        sighting=told,
        notified_on=hand_over.offered_at.astimezone(LONDON).date(),
        received_at=hand_over.offered_at,
        last_in_education_on=sent.last_in_education_on,
    )
    ledger.record(
        act,
        NotificationReceived(
            notification_id=notification.pk,
            authority_id=notification.authority_id,
            source=notification.source,
            message_id=None,
        ),
    )
    search_actions.put(act, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))
    return notification


def _facts(own: Sighting) -> registry_actions.Facts:
    given = _GIVEN if own.is_address_sealed else _GIVEN + _GIVEN_ADDRESS
    return registry_actions.Facts(**{name: getattr(own, name) for name in given})


def _close_sent(act: Act, hand_over: HandOver, sent: Case) -> None:
    """Close the sender's case with the acceptance as its evidence: at no moment are two responsible, or nobody."""
    evidence = f"{hand_over.receiver.name} accepted the case on {day_words(act.on)}: hand-over {hand_over.reference}."
    change_locked(
        sent,
        stage=Stage.CLOSED,
        outcome=Outcome.OTHER_AUTHORITY,
        evidence=evidence,
        evidence_kind="ACCEPTED_IN_WRITING",
        closed_at=act.at,
    )
    tell_sender(act, hand_over, sent, evidence)
    own = for_authority(act, hand_over.sender, "the acceptance of a hand-over closes the case")
    ledger.record(own, CaseClosed(case_id=sent.pk, outcome=Outcome.OTHER_AUTHORITY, confirmed_by_id=None))


def _time_out(act: Act, hand_over: HandOver) -> HandOverState | None:
    """Move one offer on, under the lock of its case; None where somebody answered meanwhile."""
    case = lock_case(hand_over)
    if hand_over.state == HandOverState.ESCALATED:
        wanted = HandOverState.LAPSED
        try:
            end(act, hand_over, wanted, expected_version=None)
        except HandOverIsOver:
            return None
        words = f"{hand_over.receiver.name} did not answer. The offer has lapsed; you can offer the case again."
    else:
        wanted = HandOverState.ESCALATED
        here = HandOver.objects.filter(pk=hand_over.pk, state=HandOverState.OFFERED)
        due_on = borders.escalated_hand_over_due(act.on)
        if not here.update(state=wanted, escalated_at=act.at, due_on=due_on):
            return None
        words = f"{hand_over.receiver.name} did not answer in time. It now has until {day_words(due_on)}."
    own = for_authority(act, hand_over.sender, "the clock reaches a hand-over")
    add_step(own, case, StepKind.HAND_OVER, words)
    ledger.record(own, HandOverTimedOut(hand_over_id=hand_over.pk, case_id=case.pk, state=wanted))
    return wanted
