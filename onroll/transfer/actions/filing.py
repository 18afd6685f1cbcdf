"""Filing a pupil whose next school is not known: the file goes to the lost-pupil repository."""

from collections.abc import Sequence

from django.db import transaction

from onroll import ctf
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.identifiers import establishment
from onroll.rules import retention
from onroll.search import actions as search_actions
from onroll.transfer import enquiries as enquiry_rules
from onroll.transfer import found_by, outside_reasons, permissions, pupil_facts, routing
from onroll.transfer.actions import content, sending, steps
from onroll.transfer.enquiries import EnquiryMade
from onroll.transfer.events import LostPupilFiled
from onroll.transfer.models import Enquiry, LostPupil, Message, MessagePupil
from onroll.transfer.states import State
from onroll.vault import queries as vault_queries


@transaction.atomic
def file_as_lost(
    act: Act,
    *,
    message: Message,
    enquiries: Sequence[EnquiryMade],
    expected_version: int,
    are_problems_known: bool = False,
    outside_reason: str = "",
) -> LostPupil:
    """File one pupil in the lost-pupil repository, with the enquiries made. This will tell the authority.

    `outside_reason`, a code of `outside_reasons`, is needed for MMMMMMM.
    Raises: EnquiriesIncomplete, OutsideReasonNeeded, CannotBeSent, AlreadySent, KeptApart, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if message.destination_code not in routing.PLACEHOLDERS:
        raise sending.CannotBeSent(
            "This file names the school it goes to. Only a file for XXXXXXX or MMMMMMM is filed as lost."
        )
    if message.pupil_count > 1:
        raise sending.CannotBeSent("The repository holds one child a file. Split this file first.")
    content.check_not_kept_apart(message)
    enquiry_rules.check(enquiries, on=act.on)
    outside_reason = outside_reasons.check(message.destination_code, outside_reason)
    sending.check_before_sending(message, are_problems_known=are_problems_known)
    why = "Filed in the lost-pupil repository"
    steps.move(act, message, State.HELD_AS_LOST, expected_version=expected_version, why=why, sent_at=act.at)
    (message_pupil,) = sending.note_pupils(act, message)
    lost_pupil = _file(act, message, message_pupil, outside_reason)
    Enquiry.objects.bulk_create(
        Enquiry(lost_pupil=lost_pupil, code=made.code, made_on=made.made_on, outcome=made.outcome.strip()[:500])
        for made in enquiries
    )
    _record(act, lost_pupil, enquiries)
    return lost_pupil


def _file(act: Act, message: Message, message_pupil: MessagePupil, outside_reason: str) -> LostPupil:
    with vault_queries.opened(message.stored_file) as source:
        pupil = next(ctf.pupils(source))
    sighting = message_pupil.sighting
    lost_pupil = LostPupil.objects.create(
        message=message,
        child=sighting.child,
        sighting=sighting,
        outside_sector=message.destination_code == establishment.OUTSIDE,
        outside_reason=outside_reason,
        left_on=pupil_facts.left_on(pupil, message.sender.code),
        filed_at=act.at,
        keep_until=retention.keep_until(retention.Record.LOST_PUPIL_FILE, act.on),
    )
    let_searches_find(act, lost_pupil)
    return lost_pupil


def let_searches_find(act: Act, lost_pupil: LostPupil) -> None:
    """Let searches find a child by what her file says: when it is filed, and when a claimed file comes back."""
    search_actions.put(act, kind=found_by.KIND, record_id=lost_pupil.pk, entry=found_by.entry_of(lost_pupil))


def find_no_more(act: Act, message: Message) -> None:
    """Let no search list a file's child any more, and keep nothing for searching."""
    for pk in LostPupil.objects.filter(message=message).values_list("pk", flat=True):
        search_actions.drop(act, kind=found_by.KIND, record_id=pk)


def _record(act: Act, lost_pupil: LostPupil, enquiries: Sequence[EnquiryMade]) -> None:
    event = LostPupilFiled(
        message_id=lost_pupil.message_id,
        lost_pupil_id=lost_pupil.pk,
        child_id=lost_pupil.child_id,
        sighting_id=lost_pupil.sighting_id,
        sender_id=lost_pupil.message.sender_id,
        left_on=lost_pupil.left_on,
        enquiry_codes=tuple(made.code for made in enquiries),
    )
    ledger.record(act, event)
