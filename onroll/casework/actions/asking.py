"""Requests to agencies: asked with the power shown, reminded, answered or refused with the reason."""

from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.casework import permissions, queries
from onroll.casework.actions.enquiring import (
    add_enquiry,
    check_not_ended,
    checked,
    move_on,
    open_enquiries,
    organisation_id_of,
)
from onroll.casework.actions.mailing_agencies import mailed, tell_agency
from onroll.casework.agency_requests import RequestState, check_request_move
from onroll.casework.agency_types import type_of
from onroll.casework.enquiry_events import (
    AgencyAsked,
    AgencyReminded,
    AgencyReminderMailed,
    AgencyReplied,
    MoreTimeGiven,
)
from onroll.casework.models import AgencyRequest, EnquiryList, Method, RefusalReason, Result
from onroll.registry.references import new_reference
from onroll.rules import agencies
from onroll.rules import enquiries as checklists
from onroll.rules.enquiries import Party

# A body that replies has answered: that nobody answers is said in the log of refusals.
GIVEN_REASONS = tuple(reason for reason in RefusalReason if reason is not RefusalReason.NO_ANSWER)


class RequestImpossible(RuleBroken):
    """A body cannot be asked by this side, or a day cannot be."""

    code = "agency_request_impossible"


@transaction.atomic
def ask_agency(
    act: Act,
    *,
    enquiries: EnquiryList,
    body: str,
    asked_of: str,
    question: str,
    reminders_to: str = "",
    agency: Organisation | None = None,
) -> AgencyRequest:
    """Ask a body about the child, by the power that is shown and kept; the answer is due in the body's time.

    `agency`: the partner agency that is asked in OnRoll itself: it is told by email, reads the request and answers
    there. Without one the letter goes by the agreed secure route.
    Raises: RequestImpossible, also for an agency that is no such body; EnquiryImpossible, without words;
        EnquiriesEnded.
    """
    permissions.check_may_add_to(act, enquiries)
    check_not_ended(enquiries)
    known = next((each for each in agencies.bodies_for(permissions.party_of(act)) if each.code == body), None)
    if known is None:
        raise RequestImpossible("Your side cannot ask this body. Choose another, or ask the other side to.")
    if agency is not None:
        _check_agency(act, agency, known)
    request = AgencyRequest.objects.create(
        reference=new_reference("A"),
        enquiries=enquiries,
        asked_for_id=organisation_id_of(act),
        asked_by_id=act.actor_id,
        body=body,
        asked_of=checked(asked_of, "Write whom you ask: the office, and the person if you know.")[:200],
        question=checked(question, "Write what you ask, and why it is needed."),
        power=known.power,
        reminders_to="" if agency else reminders_to,
        agency=agency,
        asked_on=act.on,
        due_on=agencies.answer_due(body, act.on),
    )
    move_on(enquiries)
    _record_asked(act, request)
    tell_agency(act, request, "agency_asked")
    return request


@transaction.atomic
def open_agency_request(act: Act, *, request: AgencyRequest) -> AgencyRequest:
    """Record that somebody of the asking side reads a request; an answer that the agency gave itself is new no more."""
    open_enquiries(act, enquiries=request.enquiries)
    _check_own(act, request)
    seen = AgencyRequest.objects.filter(pk=request.pk, replied_at__isnull=False, reply_seen_at__isnull=True)
    seen.update(reply_seen_at=act.at)
    return request


@transaction.atomic
def give_more_time(act: Act, *, request: AgencyRequest, expected_version: int) -> AgencyRequest:
    """Agree to the day that the agency asked for: the answer is due then.

    Raises: RequestMoveNotAllowed, when it has answered; RequestImpossible, where it asks for no more time; Stale.
    """
    _check_own(act, request)
    _check_waits(request)
    until, before = request.more_time_until, request.due_on
    if until is None or until <= before:
        raise RequestImpossible("The agency has not asked for more time than it has.")
    _change(request, expected_version, due_on=until)
    ledger.record(act, MoreTimeGiven(agency_request_id=request.pk, due_on_before=before, due_on=until))
    return request


@transaction.atomic
def remind_agency(act: Act, *, request: AgencyRequest, expected_version: int) -> AgencyRequest:
    """Record that a body that has not answered was reminded; the day on which the answer was due stays.

    Raises: RequestMoveNotAllowed, when it has answered; Stale.
    """
    _check_own(act, request)
    _check_waits(request)
    _change(request, expected_version, reminded_on=act.on, reminders=F("reminders") + 1)
    ledger.record(act, AgencyReminded(agency_request_id=request.pk, reminders=request.reminders))
    return request


def mail_reminder(act: Act, *, request: AgencyRequest) -> bool:
    """Email the office that an answer is due, after the reminder is recorded: the email names no child.

    Returns whether it went. False where no address is known, or the mail server did not take it: nothing is lost then,
    for the page says so. Raises: Hidden, NotAnEnquirer.
    """
    _check_own(act, request)
    if not (request.reminders_to or request.agency_id) or not mailed(act, request):
        return False
    with transaction.atomic():
        ledger.record(act, AgencyReminderMailed(agency_request_id=request.pk))
    return True


@transaction.atomic
def answer_agency_request(
    act: Act,
    *,
    request: AgencyRequest,
    state: RequestState,
    replied_on: date,
    reply: str,
    is_sign_of_harm: bool,
    expected_version: int,
    refused_because: str = "",
) -> AgencyRequest:
    """Record what a body said: an answer, nothing known, or a refusal with its reason. It joins the list as a line.

    `refused_because`: a code of `RefusalReason`, of a refusal alone; the log of refusals counts by it.

    Raises: RequestMoveNotAllowed; RequestImpossible; EnquiryImpossible, without words; EnquiriesEnded; Stale.
    """
    _check_own(act, request)
    check_not_ended(request.enquiries)
    check_request_move(RequestState(request.state), state)
    if not request.asked_on <= replied_on <= act.on:
        raise RequestImpossible("The day of the reply must be between the day of asking and today.")
    words = checked(reply, "Write what the body said. For a refusal, the reason it gave.")
    because = checked_reason(state, refused_because)
    before = request.state
    _change(request, expected_version, state=state, replied_on=replied_on, reply=words, refused_because=because)
    ledger.record(act, AgencyReplied(agency_request_id=request.pk, from_state=before, to_state=state))
    body = agencies.body(request.body)
    add_enquiry(
        act,
        enquiries=request.enquiries,
        code=line_code(permissions.party_of(act), body, act.on),
        made_on=replied_on,
        method=Method.SECURE_MESSAGE,
        result=Result.LEAD if state is RequestState.ANSWERED else Result.NOTHING,
        words=f"{body.name}, {request.asked_of}: {words}"[:1000],
        evidence=f"Request {request.reference}",
        is_own_side_only=True,
        is_sign_of_harm=is_sign_of_harm,
    )
    return request


@transaction.atomic
def ask_agency_again(act: Act, *, request: AgencyRequest, question: str, expected_version: int) -> AgencyRequest:
    """Ask a body that refused once more, such as its manager, with better reasons. The refusal stays in the list.

    Raises: RequestMoveNotAllowed; EnquiryImpossible, without words; EnquiriesEnded; Stale.
    """
    _check_own(act, request)
    check_not_ended(request.enquiries)
    check_request_move(RequestState(request.state), RequestState.ASKED)
    _change(
        request,
        expected_version,
        state=RequestState.ASKED,
        question=checked(question, "Write what you ask, and why it is needed."),
        asked_on=act.on,
        due_on=agencies.answer_due(request.body, act.on),
        replied_on=None,
        reply="",
        refused_because="",
        result="",
        replied_by=None,
        replied_at=None,
        reply_digest="",
        reply_seen_at=None,
        more_time_until=None,
        more_time_because="",
    )
    move_on(request.enquiries)
    _record_asked(act, request)
    tell_agency(act, request, "agency_asked")
    return request


@transaction.atomic
def withdraw_agency_request(act: Act, *, request: AgencyRequest, expected_version: int) -> AgencyRequest:
    """Take a request back that is not needed any more.

    Raises: RequestMoveNotAllowed; Stale.
    """
    _check_own(act, request)
    check_request_move(RequestState(request.state), RequestState.WITHDRAWN)
    before = request.state
    _change(request, expected_version, state=RequestState.WITHDRAWN)
    move_on(request.enquiries)
    ledger.record(act, AgencyReplied(agency_request_id=request.pk, from_state=before, to_state=RequestState.WITHDRAWN))
    return request


def line_code(party: Party, body: agencies.Body, on: date) -> str:
    """Return the line of the checklist that a body answers for the side that asked it."""
    line = checklists.checklist_on(on).enquiry(body.enquiry)
    return body.enquiry if party in line.may_be_done_by else "ANYONE_ELSE"


def party_that_asked(request: AgencyRequest) -> Party:
    """Return the side of the shared list that made a request."""
    return Party.SCHOOL if request.asked_for_id == request.enquiries.school_id else Party.AUTHORITY


def checked_reason(state: RequestState, reason: str) -> str:
    """Return the kind of reason of a refusal; nothing for any other reply. Raises: RequestImpossible."""
    if state is not RequestState.REFUSED:
        return ""
    if reason not in GIVEN_REASONS:
        raise RequestImpossible("Choose why the body refused.")
    return reason


def _check_agency(act: Act, agency: Organisation, body: agencies.Body) -> None:
    """Refuse an agency that is not of the area, that nobody reads for, or that is another body than the one asked."""
    if not queries.agencies_to_ask(act).filter(pk=agency.pk).exists():
        raise RequestImpossible("Nobody of this agency reads requests in OnRoll. Send the letter instead.")
    if body.code != "other" and body.code not in type_of(agency).bodies:
        raise RequestImpossible(
            f"{agency.name} is of the kind “{agency.type_name}”, which is not the body you chose. Choose the body that "
            "fits, so that the power to ask is the right one."
        )


def _check_waits(request: AgencyRequest) -> None:
    """Refuse what has ended already. Raises: RequestMoveNotAllowed."""
    if request.state != RequestState.ASKED:
        check_request_move(RequestState(request.state), RequestState.WITHDRAWN)


def _check_own(act: Act, request: AgencyRequest) -> None:
    permissions.check_may_add_to(act, request.enquiries)
    if request.asked_for_id != act.organisation_id:
        raise Hidden


def _change(request: AgencyRequest, expected_version: int, **changes: object) -> None:
    here = AgencyRequest.objects.filter(pk=request.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    request.refresh_from_db()


def _record_asked(act: Act, request: AgencyRequest) -> None:
    ledger.record(
        act,
        AgencyAsked(
            agency_request_id=request.pk,
            enquiry_list_id=request.enquiries_id,
            body=request.body,
            due_on=request.due_on,
        ),
    )
