"""Calls to an authority, and whom to call there."""

from datetime import date
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.survey import permissions
from onroll.survey.actions.setting_up import check_open
from onroll.survey.events import CallRecorded, ContactChanged, InterviewBegun
from onroll.survey.models import Call, CallOutcome, Interview, Mode, Respondent
from onroll.survey.models.surveys import MOST_CALLS
from onroll.survey.queries import authority_line
from onroll.survey.standing import Standing

_MAY_BE_CALLED = frozenset({Standing.TO_CALL, Standing.CALL_AGAIN})


class CallNotPossible(RuleBroken):
    """A call was to be recorded that should not have been made, or without what must be known of it."""

    code = "call_not_possible"


@transaction.atomic
def record_call(
    act: Act,
    *,
    respondent: Respondent,
    outcome: str,
    reason: str = "",
    again_on: date | None = None,
    note: str = "",
    mode: str = Mode.TELEPHONE,
) -> Call:
    """Record a call that was made to reach an authority; where it was reached, the interview begins with it.

    Raises: NotAllowed; SurveyClosed; CallNotPossible, also after four calls or a refusal; Stale, when somebody else
    recorded one at the same moment.
    """
    permissions.check(permissions.may_interview(act))
    check_open(respondent.survey)
    Respondent.objects.select_for_update().get(pk=respondent.pk)
    line = authority_line(respondent)
    _check_may_be_called(line.standing, has_interview=line.interview is not None)
    _check_complete(act, outcome, reason, again_on)
    number = MOST_CALLS - line.calls_left + 1
    try:
        with transaction.atomic():
            call = Call.objects.create(
                respondent=respondent,
                number=number,
                made_at=act.at,
                made_by_id=cast("int", act.actor_id),
                outcome=outcome,
                reason=reason if outcome == CallOutcome.REFUSED else "",
                again_on=again_on if outcome in {CallOutcome.LATER, CallOutcome.NOT_THE_ONE} else None,
                note=note,
            )
            if outcome == CallOutcome.BEGAN:
                _begin(act, respondent, mode)
    except IntegrityError as other:
        raise Stale from other
    event = CallRecorded(respondent_id=respondent.pk, number=number, outcome=outcome, reason=call.reason)
    ledger.record(act, event)
    return call


@transaction.atomic
def change_contact(
    act: Act,
    *,
    respondent: Respondent,
    contact_name: str,
    contact_post: str,
    telephone: str,
    email: str,
    expected_version: int,
) -> Respondent:
    """Change whom to call at an authority. Raises: NotAllowed; SurveyClosed; Stale."""
    permissions.check(permissions.may_interview(act))
    check_open(respondent.survey)
    seen = Respondent.objects.filter(pk=respondent.pk, version=expected_version)
    if not seen.update(
        contact_name=contact_name,
        contact_post=contact_post,
        telephone=telephone,
        email=email,
        version=F("version") + 1,
    ):
        raise Stale
    ledger.record(act, ContactChanged(respondent_id=respondent.pk))
    respondent.refresh_from_db()
    return respondent


def _check_may_be_called(standing: Standing, *, has_interview: bool) -> None:
    if has_interview:
        raise CallNotPossible("This authority has an interview. Go on with it instead.")
    if standing is Standing.NOT_REACHED:
        raise CallNotPossible(f"This authority was called {MOST_CALLS} times. No more calls are made.")
    if standing not in _MAY_BE_CALLED:
        raise CallNotPossible("This authority has refused or is not in the sample. It is not called.")


def _check_complete(act: Act, outcome: str, reason: str, again_on: date | None) -> None:
    if outcome == CallOutcome.REFUSED and not reason:
        raise CallNotPossible("Select why the authority will not take part. “Gave no reason” is an answer too.")
    if outcome == CallOutcome.LATER and again_on is None:
        raise CallNotPossible("Enter the day on which to call again.")
    if again_on is not None and again_on < act.on:
        raise CallNotPossible("The day on which to call again is past.")


def _begin(act: Act, respondent: Respondent, mode: str) -> None:
    interview = Interview.objects.create(
        respondent=respondent, mode=mode, begun_at=act.at, held_by_id=cast("int", act.actor_id), held_since=act.at
    )
    ledger.record(act, InterviewBegun(interview_id=interview.pk, mode=mode))
