"""Passing on a file that a machine handed in: sent where it names a school, held where a person must say more."""

from django.db import transaction

from onroll.audit.act import Act
from onroll.transfer import permissions, queries, routing
from onroll.transfer.actions import sending, steps
from onroll.transfer.models import Message
from onroll.transfer.states import State

HELD_WORDS = "The next school is not known. Sign in and record the enquiries that were made"

CLOSED_WORDS = "The school it is addressed to has closed. Sign in and choose which school it goes to"


@transaction.atomic
def pass_on_file(act: Act, *, message: Message, are_problems_known: bool) -> Message:
    """Send a checked file, or hold it: no machine can say which enquiries were made for a lost pupil.

    A file that was passed on before is left as it is. Raises: CannotBeSent, AlreadySent, Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if message.state != State.CHECKED:
        return message
    if message.destination_code in routing.PLACEHOLDERS:
        return steps.move(act, message, State.HELD, expected_version=message.version, why=HELD_WORDS)
    if queries.onward(act, message).choices:
        return steps.move(act, message, State.HELD, expected_version=message.version, why=CLOSED_WORDS)
    return sending.send_file(
        act, message=message, expected_version=message.version, are_problems_known=are_problems_known
    )
