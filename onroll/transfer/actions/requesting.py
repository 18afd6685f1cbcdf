"""A school that admits a child without a file asks for it; whoever is asked sends it, has none, or passes it on.

A file that agrees strongly on the child answers by itself (`answer_by_file`); any other only when a person says so.
"""

import dataclasses
from datetime import date
from typing import cast

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry.references import new_reference
from onroll.transfer import notices, permissions, queries, request_clock, request_states
from onroll.transfer.actions import notifying
from onroll.transfer.events import (
    FileDestroyed,
    FileRedirected,
    FileReleased,
    FileRequested,
    FileSent,
    FileWithdrawn,
    LostPupilClaimed,
    LostPupilReturned,
    RequestMoved,
    RequestOpened,
    RequestOverdue,
)
from onroll.transfer.models import FileRequest, FileRequestEvent, Message, Notice
from onroll.transfer.request_states import RequestState
from onroll.transfer.states import MEANINGS, State


class RequestNotPossible(RuleBroken):
    """The request, or the answer to it, is incomplete or names the wrong one."""

    code = "request_not_possible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChildSought:
    """What the asking school knows of the child. Empty text and None: not known."""

    surname: str
    forename: str
    birth_date: date | None
    upn: str = ""
    on_roll_from: date | None = None
    last_school: str = ""


@transaction.atomic
def ask_for_file(act: Act, *, asked: Organisation, child: ChildSought) -> FileRequest:
    """Ask a school, or one's own authority, for a child's file. This will tell it, and start its clock.

    Raises: RequestNotPossible.
    """
    permissions.check(permissions.may_ask_for_files(act))
    _check_asked(act, asked)
    if not (child.surname.strip() and child.forename.strip() and (child.birth_date or child.upn)):
        raise RequestNotPossible("Give the child’s names, and a date of birth or a UPN.")
    state = RequestState.WITH_AUTHORITY if asked.kind == OrganisationKind.AUTHORITY else RequestState.ASKED
    request = FileRequest.objects.create(
        reference=new_reference("Q"),
        asker_id=cast("int", act.organisation_id),
        asked=asked,
        state=state,
        asked_at=act.at,
        due_on=request_clock.due_on(act.on),
        **dataclasses.asdict(child),
    )
    _note_step(act, request, f"{asked.name} was asked")
    _owe_notice(act, request, to=asked, kind=notices.Kind.FILE_REQUESTED)
    ledger.record(act, FileRequested(request_id=request.pk, asked_id=asked.pk, due_on=request.due_on))
    return request


@transaction.atomic
def open_request(act: Act, *, request: FileRequest) -> None:
    """Keep that somebody reads whom a request is about."""
    permissions.check(permissions.may_read_request(act, request))
    ledger.record(act, RequestOpened(request_id=request.pk))


@transaction.atomic
def answer_not_held(act: Act, *, request: FileRequest, reason: str, expected_version: int) -> FileRequest:
    """Answer that there is no such file, and why. The school that asked is told.

    Raises: RequestNotPossible, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_asked(act, request))
    if not reason.strip():
        raise RequestNotPossible("Say why you do not hold the file.")
    _move(act, request, RequestState.NOT_HELD, expected_version, why=f"Not held: {reason.strip()}")
    _owe_notice(act, request, to=request.asker, kind=notices.Kind.REQUEST_ANSWERED)
    return request


@transaction.atomic
def pass_to_authority(act: Act, *, request: FileRequest, why: str, expected_version: int) -> FileRequest:
    """Pass a request to the asking school's authority, to search for the file; its clock starts anew.

    The school that was asked may do so, and the one that asked. Raises: RequestNotPossible, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.may_read_request(act, request))
    authority = access_queries.authority_of(request.asker)
    if authority is None:
        raise RequestNotPossible("No authority is known for the school that asked.")
    if not why.strip():
        raise RequestNotPossible("Say in a few words why the authority should search.")
    _move(
        act,
        request,
        RequestState.WITH_AUTHORITY,
        expected_version,
        why=f"Passed to {authority.name}: {why.strip()}",
        asked=authority,
        due_on=request_clock.due_on(act.on),
    )
    _owe_notice(act, request, to=authority, kind=notices.Kind.FILE_REQUESTED)
    if act.organisation_id != request.asker_id:
        _owe_notice(act, request, to=request.asker, kind=notices.Kind.REQUEST_ANSWERED)
    return request


@transaction.atomic
def answer_with_file(act: Act, *, request: FileRequest, message: Message, expected_version: int) -> FileRequest:
    """Say that a file which was sent to the asking school is the answer. Asker and asked may say so.

    Raises: RequestNotPossible, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.may_read_request(act, request))
    if not queries.possible_answers(act, request).filter(pk=message.pk).exists():
        raise RequestNotPossible("That file was not sent to the school that asked, or answers another request.")
    _answer(act, request, message, expected_version, by_itself=False)
    return request


def answer_by_file(act: Act, event: FileSent | FileRedirected | FileReleased | LostPupilClaimed) -> None:
    """Answer every request which a file that just went to the asking school fulfils beyond a doubt.

    Whoever acted on the file, or made it, is who was asked: an authority sends on, or releases, what a school sent.
    Subscribed to each event, so it stands or falls with the step.
    """
    message = Message.objects.get(pk=event.message_id)
    if act.organisation_id is None or message.recipient_id is None:
        return
    for request in queries.requests_answered_by(message, {act.organisation_id, message.sender_id}, act.on):
        _answer(act, request, message, request.version, by_itself=True)


def reopen_requests(act: Act, event: FileWithdrawn | FileDestroyed | LostPupilReturned) -> None:
    """Ask again where a file that was the answer will not come: taken back, destroyed uncollected, another child's.

    Subscribed to the events of a file that ends. Whoever was asked is told, and her clock starts anew.
    """
    message = Message.objects.get(pk=event.message_id)
    if message.state not in (State.WITHDRAWN, State.EXPIRED, State.HELD_AS_LOST):
        return  # its content is destroyed after collection too, and the answer stands
    answered = FileRequest.objects.select_for_update().filter(message=message, state=RequestState.FILE_SENT)
    for request in answered.order_by("pk"):
        is_search = request.asked.kind == OrganisationKind.AUTHORITY
        _move(
            act,
            request,
            RequestState.WITH_AUTHORITY if is_search else RequestState.ASKED,
            request.version,
            why=f"File {message.reference} is no answer any more: {MEANINGS[State(message.state)].name}",
            message_id=None,
            due_on=request_clock.due_on(act.on),
        )
        for told in (request.asked, request.asker):
            _owe_notice(act, request, to=told, kind=notices.Kind.REQUEST_OPEN_AGAIN)


@transaction.atomic
def withdraw_request(act: Act, *, request: FileRequest, expected_version: int) -> FileRequest:
    """Take a request back: the school no longer needs an answer. Whoever was asked reads it in the steps.

    Raises: MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_asker(act, request))
    _move(act, request, RequestState.WITHDRAWN, expected_version, why="Taken back by the school that asked")
    return request


@transaction.atomic
def report_overdue_requests(act: Act) -> int:
    """Tell the asking schools' authorities of every request without an answer in time, once for each clock.

    For the system's own timer. Returns how many were told of.
    """
    permissions.check(act.is_system)
    told = 0
    for request in FileRequest.objects.unanswered().filter(due_on__lt=act.on).select_related("asker").order_by("pk"):
        authority = access_queries.authority_of(request.asker)
        if authority is None or _was_told_of(request, authority):
            continue
        _owe_notice(act, request, to=authority, kind=notices.Kind.REQUEST_OVERDUE)
        ledger.record(act, RequestOverdue(request_id=request.pk))
        told += 1
    return told


def _check_asked(act: Act, asked: Organisation) -> None:
    if asked.pk == act.organisation_id:
        raise RequestNotPossible("This is your own school. Choose the school that the child came from.")
    is_own_authority = asked.kind == OrganisationKind.AUTHORITY and asked.la_code == act.la_code
    if asked.kind not in (OrganisationKind.SCHOOL, OrganisationKind.OUTSIDE) and not is_own_authority:
        raise RequestNotPossible("Ask the old school, or your own authority.")
    if not Organisation.objects.open_on(act.on).filter(pk=asked.pk).exists():
        raise RequestNotPossible("That school is closed. Ask the school that took over, or your authority.")


def _was_told_of(request: FileRequest, authority: Organisation) -> bool:
    """Whether the authority was told since the clock, which runs from the newest asking, began."""
    since = request.events.filter(state__in=request_states.OPEN_STATES).latest("at", "pk").at
    told = Notice.objects.filter(about=request.reference, kind=notices.Kind.REQUEST_OVERDUE, organisation=authority)
    return told.filter(created_at__gte=since).exists()


def _answer(act: Act, request: FileRequest, message: Message, expected_version: int, *, by_itself: bool) -> None:
    why = f"File {message.reference} is the answer" + (": it agrees on the child" if by_itself else "")
    _move(act, request, RequestState.FILE_SENT, expected_version, why=why, by_itself=by_itself, message_id=message.pk)
    _owe_notice(act, request, to=request.asker, kind=notices.Kind.REQUEST_ANSWERED)


def _move(
    act: Act,
    request: FileRequest,
    wanted: RequestState,
    expected_version: int,
    *,
    why: str,
    by_itself: bool = False,
    **changes: object,
) -> None:
    """Move a request on, if nobody did since `expected_version` was read."""
    request.refresh_from_db()
    request_states.check_move(RequestState(request.state), wanted)
    as_seen = FileRequest.objects.filter(pk=request.pk, version=expected_version)
    if not as_seen.update(state=wanted, version=expected_version + 1, **changes):
        raise Stale
    request.refresh_from_db()
    _note_step(act, request, why[:500])
    ledger.record(
        act,
        RequestMoved(
            request_id=request.pk,
            state=wanted,
            asked_id=request.asked_id,
            message_id=request.message_id,
            by_itself=by_itself,
        ),
    )


def _note_step(act: Act, request: FileRequest, why: str) -> None:
    FileRequestEvent.objects.create(
        request=request,
        at=act.at,
        state=request.state,
        person_id=act.actor_id,
        organisation_id=act.organisation_id,
        why=why,
    )


def _owe_notice(act: Act, request: FileRequest, *, to: Organisation, kind: notices.Kind) -> None:
    notice = Notice.objects.create(organisation=to, about=request.reference, kind=kind, created_at=act.at)
    system = acts.by_the_system(at=act.at, purpose="send a notice")
    transaction.on_commit(lambda: notifying.send_notice(system, notice_id=notice.pk))
