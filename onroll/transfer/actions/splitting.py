"""Splitting a file of several lost pupils into one file for each, with the sender's consent.

The repository holds one child a file. The file that came is kept until every part is stored, then destroyed.
"""

import io
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction

from onroll import ctf
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import permissions, routing
from onroll.transfer.actions import content, filing, receiving, steps
from onroll.transfer.enquiries import EnquiryMade
from onroll.transfer.events import FileSplit
from onroll.transfer.models import Door, LostPupil, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault.content_checks import Checked
from onroll.web import words

# The most files that one becomes: the number of a file's name has three digits.
MOST_PARTS = 999


class CannotBeSplit(RuleBroken):
    """The file holds one pupil, names a school, or gives a part that could not be sent."""

    code = "cannot_be_split"


@transaction.atomic
def split_file(act: Act, *, message: Message, expected_version: int) -> list[Message]:
    """Split a file into one for each pupil. This will leave as many files ready for their enquiries, or none.

    Raises: CannotBeSplit, AlreadySent, KeptApart, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    _check(message)
    steps.lock(message)
    content.check_not_kept_apart(message)
    parts = [_receive(act, message, number, made) for number, made in _parts(act, message)]
    Message.objects.filter(pk__in=[part.pk for part in parts]).update(split_from=message)
    why = f"Split, as the sender agreed, into {words.count_words(len(parts), 'file')}: one for each child"
    steps.move(act, message, State.WITHDRAWN, expected_version=expected_version, why=why)
    vault_actions.destroy(act, stored_file=message.stored_file)
    ledger.record(act, FileSplit(message_id=message.pk, part_ids=tuple(part.pk for part in parts)))
    return parts


@transaction.atomic
def file_parts_as_lost(
    act: Act, *, message: Message, enquiries: Sequence[EnquiryMade], outside_reason: str = ""
) -> list[LostPupil]:
    """File every part of a split file that is not filed yet, with the same enquiries for all of them.

    Raises: CannotBeSplit, when none is left; what `file_as_lost` raises, and then none is filed.
    """
    permissions.check(permissions.is_sender(act, message))
    left = message.split_into.filter(state=State.CHECKED).order_by("pk")
    filed = [
        filing.file_as_lost(
            act,
            message=part,
            enquiries=enquiries,
            expected_version=part.version,
            are_problems_known=True,
            outside_reason=outside_reason,
        )
        for part in left
    ]
    if not filed:
        raise CannotBeSplit("Every part of this file has been filed, or taken back.")
    return filed


def _check(message: Message) -> None:
    if message.destination_code not in routing.PLACEHOLDERS or message.pupil_count < 2:
        raise CannotBeSplit("Only a file of several pupils for XXXXXXX or MMMMMMM is split.")
    if message.pupil_count > MOST_PARTS:
        raise CannotBeSplit(f"This file holds more than {MOST_PARTS} pupils. Make smaller files in your school system.")


def _parts(act: Act, message: Message) -> Iterator[tuple[int, tuple[str, bytes]]]:
    """Yield each pupil's file: its number, its name and its bytes. One pupil is in memory at a time."""
    with vault_queries.opened(message.stored_file) as source:
        header = ctf.check(source, name=message.file_name, on=act.on).header
    if header is None:
        raise CannotBeSplit("This file cannot be read.")
    with vault_queries.opened(message.stored_file) as source:
        for number, pupil in enumerate(ctf.pupils(source), 1):
            out = io.BytesIO()
            ctf.write_stream(header, [pupil], out)
            yield number, (ctf.name_for(header, number).text, out.getvalue())


def _receive(act: Act, message: Message, number: int, made: tuple[str, bytes]) -> Message:
    name, pieces = made
    taken = vault_actions.take(act, [pieces], limit=settings.UPLOAD_LIMIT_BYTES)
    # The file that they were taken out of was found clean, and its lock waits for no scanner.
    part = receiving.receive_taken_file(act, name=name, taken=taken, door=Door(message.door), checked=Checked())
    if part.state != State.CHECKED or part.pupil_count != 1:
        raise CannotBeSplit(f"Pupil {number} of the file could not be sent alone. Mend the file and send it again.")
    return part
