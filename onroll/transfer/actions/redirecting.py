"""Sending a file on to another organisation than it was made for, because that one has closed or never collected it."""

import dataclasses
from typing import cast

from django.db import transaction

from onroll import ctf
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.transfer import notices, permissions, queries, routing, states
from onroll.transfer.actions import sending, steps
from onroll.transfer.events import FileRedirected, FileReleased, FileSent
from onroll.transfer.models import Kind, Message
from onroll.transfer.states import State

CARRIED = (State.CHECKED, State.WAITING, State.HELD)


class SuccessorNotPossible(RuleBroken):
    """The file is not one that can be sent on, or not to that organisation."""

    code = "successor_not_possible"


@transaction.atomic
def redirect_file(
    act: Act, *, message: Message, successor: Organisation, expected_version: int, are_problems_known: bool = False
) -> Message:
    """Send a file on to another organisation. This will leave it waiting there; both sides are told.

    The bytes stay as they are: only the name under which the file is collected carries the new number. The parts of a
    bundle that still wait go with it.
    Raises: SuccessorNotPossible, MoveNotAllowed, CannotBeSent, AlreadySent, Stale.
    """
    permissions.check(permissions.may_redirect(act, message))
    steps.lock(message)
    if message.version != expected_version:
        raise Stale
    states.check_move(State(message.state), State.REDIRECTED)
    way = queries.onward(act, message)
    if way.of is None or successor.pk not in {one.pk for one in way.choices}:
        raise SuccessorNotPossible(_why_not(way))
    _check_clean(message)
    is_first = message.sent_at is None
    if is_first:
        sending.check_before_sending(message, are_problems_known=are_problems_known)
    why = f"{routing.closed_words(way.of)}. " if way.has_closed else ""
    if is_first and message.kind == Kind.TRANSFER_FILE:
        sending.note_pupils(act, message)  # before the events, whose hearers ask who is in the file
    _send_on(act, message, way.of, successor, why=f"{why}Sent on to {successor.name}"[:300])
    for part in message.parts.filter(state__in=CARRIED).not_kept_apart():
        _send_on(act, part, way.of, successor, why=f"Sent on with file {message.reference}")
    steps.owe_notice(act, message, to=successor, kind=notices.Kind.REDIRECTED_FILE_WAITS)
    steps.owe_notice(act, message, to=message.sender, kind=notices.Kind.FILE_REDIRECTED)
    return message


@transaction.atomic
def release_file(act: Act, *, message: Message, expected_version: int) -> Message:
    """Let a held file wait for its school once more, whose time to collect it begins anew. The school is told.

    Raises: SuccessorNotPossible, when that school has closed or the file is kept apart; MoveNotAllowed, Stale.
    """
    permissions.check(permissions.may_decide_held(act, message))
    steps.lock(message)
    recipient = cast("Organisation", message.recipient)  # a sent file that an authority decides on has one
    if queries.is_closed(act, recipient):
        raise SuccessorNotPossible(f"{routing.closed_words(recipient)}, so nobody there can collect the file.")
    _check_clean(message)
    steps.move(
        act, message, State.WAITING, expected_version=expected_version, why=f"Released to {recipient.name}"[:300]
    )
    ledger.record(act, FileReleased(message_id=message.pk, recipient_id=recipient.pk))
    kind = notices.Kind.PART_WAITS if message.part_role else notices.Kind.FILE_WAITS
    steps.owe_notice(act, message, to=recipient, kind=kind, role=message.part_role)
    return message


def _why_not(way: queries.Onward) -> str:
    if way.has_closed and not way.choices and way.of is not None:
        contact = routing.contact_of_authority(way.of)
        return f"The register does not say who took over from {way.of.name}. Ask {contact} which school it is."
    if way.choices:
        return "Choose one of the schools that are offered."
    return "This file can go its own way, so it is not sent to anybody else."


def _send_on(act: Act, message: Message, old: Organisation, new: Organisation, *, why: str) -> None:
    is_first = message.sent_at is None
    steps.move(
        act,
        message,
        State.REDIRECTED,
        expected_version=message.version,
        why=why,
        recipient=new,
        redirected_from=old,
        sent_at=message.sent_at or act.at,
        file_name=_name_for(message, new),
    )
    waits = f"Waits for {new.name}"[:300]
    steps.move(act, message, State.WAITING, expected_version=message.version, why=waits)
    ledger.record(act, FileRedirected(message_id=message.pk, from_id=old.pk, to_id=new.pk))
    if is_first:
        ledger.record(act, FileSent(message_id=message.pk, recipient_id=new.pk))


def _name_for(message: Message, recipient: Organisation) -> str:
    """Return the file's right name with the new recipient's number, so that its school system takes the file."""
    parts, _ = ctf.parse_file_name(message.file_name)
    if parts is None or not recipient.code:
        return message.file_name
    return dataclasses.replace(parts, destination=recipient.code).text


def _check_clean(message: Message) -> None:
    if message.findings.filter(cleared_at__isnull=True).exists():
        raise SuccessorNotPossible("The content check found something in this file. It stays apart.")
