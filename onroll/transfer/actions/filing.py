"""Filing a pupil whose next school is not known: the file goes to the lost-pupil repository."""

from collections.abc import Sequence

from django.db import transaction

from onroll import ctf, linkage
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.identifiers import establishment
from onroll.registry.actions import Facts
from onroll.rules import retention
from onroll.transfer import enquiries as enquiry_rules
from onroll.transfer import outside_reasons, permissions, pupil_facts, routing
from onroll.transfer.actions import sending, steps
from onroll.transfer.enquiries import EnquiryMade
from onroll.transfer.events import LostPupilFiled
from onroll.transfer.models import Enquiry, LostPupil, LostPupilKey, Message, MessagePupil
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
    Raises: EnquiriesIncomplete, OutsideReasonNeeded, CannotBeSent, AlreadySent, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if message.destination_code not in routing.PLACEHOLDERS:
        raise sending.CannotBeSent(
            "This file names the school it goes to. Only a file for XXXXXXX or MMMMMMM is filed as lost."
        )
    if message.pupil_count > 1:
        raise sending.CannotBeSent("The repository holds one child a file. Split this file first.")
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
    keep_search_keys(lost_pupil, pupil)
    return lost_pupil


def keep_search_keys(lost_pupil: LostPupil, pupil: ctf.Pupil) -> None:
    """Let searches find a child by what its file says: when it is filed, and when a claimed file comes back."""
    LostPupilKey.objects.bulk_create(
        LostPupilKey(lost_pupil=lost_pupil, key=key[:40], birth_date=lost_pupil.sighting.birth_date)
        for key in sorted(_search_keys(pupil, pupil_facts.facts_of(pupil)))
    )


def _search_keys(pupil: ctf.Pupil, facts: Facts) -> frozenset[str]:
    """Return the keys of every name the file gives the child (legal, preferred and former), numbers and postcode."""
    surnames = (facts.surname, pupil.preferred_surname, pupil.former_surname)
    forenames = (facts.forename, facts.middle_names, pupil.preferred_forename)
    return linkage.index_keys(
        linkage.Candidate(
            key="",
            surname=" ".join(name for name in surnames if name),
            forename=" ".join(name for name in forenames if name),
            postcode=facts.postcode,
            upn=facts.upn,
            former_upn=facts.former_upn,
        )
    )


def _record(act: Act, lost_pupil: LostPupil, enquiries: Sequence[EnquiryMade]) -> None:
    event = LostPupilFiled(
        message_id=lost_pupil.message_id,
        lost_pupil_id=lost_pupil.pk,
        child_id=lost_pupil.child_id,
        sender_id=lost_pupil.message.sender_id,
        left_on=lost_pupil.left_on,
        enquiry_codes=tuple(made.code for made in enquiries),
    )
    ledger.record(act, event)
