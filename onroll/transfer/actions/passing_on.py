"""Passing on a file that a machine handed in: sent where it names a school, held where a person must say more.

A machine's file stands as checked, bytes and row on disk, before it is passed on in a transaction of its own. What a
crash leaves between the two, a retry of the machine passes on, or the next tick: once, whoever comes first.
"""

import dataclasses
from datetime import timedelta

from django.db import transaction

from onroll.access.models import Role
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import permissions, queries, routing
from onroll.transfer.actions import sending, steps
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State

HELD_WORDS = "The next school is not known. Sign in and record the enquiries that were made"

CLOSED_WORDS = "The school it is addressed to has closed. Sign in and choose which school it goes to"

# A checked file, and one that a content check keeps apart: once that is over it is passed on by itself.
BEFORE_SENDING = (State.RECEIVED, State.CHECKED, State.HELD)

# A request that is still at work on its file has passed it on by then.
LEFT_AFTER = timedelta(minutes=5)


def check_passing_on(act: Act, *, message: Message, are_problems_known: bool) -> None:
    """Refuse a checked file that could not be passed on, while nothing of it stands yet.

    Raises: ProblemsNotKnown, AlreadySent.
    """
    if message.sent_at is None and message.state in BEFORE_SENDING and not _needs_person(act, message):
        sending.check_before_sending(message, are_problems_known=are_problems_known)


@transaction.atomic
def pass_on_file(act: Act, *, message: Message, are_problems_known: bool) -> Message:
    """Send a checked file, or hold it: no machine can say which enquiries were made for a lost pupil.

    A file that was passed on before is left as it is. Raises: CannotBeSent, AlreadySent.
    """
    permissions.check(permissions.is_sender(act, message))
    steps.lock(message)
    if message.state != State.CHECKED:
        return message
    why = _needs_person(act, message)
    if why:
        return steps.move(act, message, State.HELD, expected_version=message.version, why=why)
    return sending.send_file(
        act, message=message, expected_version=message.version, are_problems_known=are_problems_known
    )


def pass_on_what_was_left(act: Act, *, is_start: bool = False) -> int:
    """Pass on the files of machines that a crash left checked; hold one that can no longer go. Returns how many.

    `is_start`: the server has just started, so none of its requests is at work on one. Where another server's is,
    the file's lock lets one of the two pass it on, and the other finds that it was.
    Each was found fit to be passed on before it stood, so what its pupils lack is known.
    """
    left = list(queries.left_checked(before=act.at - (timedelta(0) if is_start else LEFT_AFTER)))
    for message in left:
        pass_on_or_hold(for_sender(act, message), message)
    return len(left)


def is_passed_on(message: Message) -> bool:
    """Say whether a file goes on without a person: a machine's, unless a person split it off another."""
    return message.door != Door.PAGE and message.split_from_id is None


def for_sender(act: Act, message: Message) -> Act:
    """Return an act of the system on behalf of a file's sender."""
    sender = message.sender
    return dataclasses.replace(
        act,
        organisation_id=sender.pk,
        organisation_kind=sender.kind,
        la_code=sender.la_code,
        role=Role.EXCHANGE_ADMINISTRATOR,
    )


def pass_on_or_hold(act: Act, message: Message) -> None:
    """Pass on a checked file whose problems its sender knows of; hold it, and say why, where it can no longer go."""
    try:
        pass_on_file(act, message=message, are_problems_known=True)
    except RuleBroken as refused:
        _hold(act, message, refused.words)


@transaction.atomic
def _hold(act: Act, message: Message, words: str) -> None:
    steps.lock(message)
    if message.state == State.CHECKED:
        steps.move(act, message, State.HELD, expected_version=message.version, why=words[:300])


def _needs_person(act: Act, message: Message) -> str:
    """Say why only a person can send a file on; nothing, where a machine's word is enough."""
    if message.destination_code in routing.PLACEHOLDERS:
        return HELD_WORDS
    return CLOSED_WORDS if queries.onward(act, message).choices else ""
