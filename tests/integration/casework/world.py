"""Builds what casework starts from: a lost pupil's file of the cast's school, and what happens to it later.

The transfer room's events are recorded as that room records them; its rows are made here, so that these tests stand
without its actions. The whole line through the real actions is walked in tests/integration/config and the journeys.
"""

import dataclasses
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.casework.models import Case, Notification
from onroll.registry.models import Child, Enrolment, Sighting
from onroll.registry.references import new_reference
from onroll.transfer.events import ArrivalConfirmed, FileWithdrawn, LostPupilClaimed, LostPupilFiled, LostPupilReturned
from onroll.transfer.models import Enquiry, LostPupil, Message, MessageEvent
from onroll.transfer.states import State
from onroll.vault.models import StoredFile
from tests.cast import Cast, Member

CANARY_SURNAME, CANARY_FORENAME = "Qvoxcanary", "Zelphine"


def at(member: Member, moment: datetime):
    """Return an act of a member at another moment than now."""
    return dataclasses.replace(member.act(), at=moment)


def child_named(surname: str = CANARY_SURNAME, forename: str = CANARY_FORENAME, *, seen_at: datetime) -> Sighting:
    """Create a child with one sighting."""
    child = Child.objects.create(reference=new_reference("C"), first_seen_at=seen_at)
    return Sighting.objects.create(
        child=child,
        source="file",
        source_reference="F-TEST",
        seen_at=seen_at,
        surname=surname,
        forename=forename,
        upn="R201100018042",
        birth_date=date(2014, 5, 17),
        sex="F",
        year_group="7",
        address="1 Invented Lane, Exampleton",
        postcode="ZZ99 9ZZ",
    )


def file_as_lost(
    cast: Cast,
    *,
    clerk: Member | None = None,
    sighting: Sighting | None = None,
    when: datetime | None = None,
    left_on: date | None = date(2026, 9, 11),
) -> Notification:
    """File a pupil of the clerk's school as lost; return the notification that casework made of it."""
    clerk = clerk or cast.clerk
    when = when or clerk.act().at
    sighting = sighting or child_named(seen_at=when)
    message = _held_message(clerk.organisation, when)
    lost_pupil = LostPupil.objects.create(
        message=message,
        child=sighting.child,
        sighting=sighting,
        outside_sector=False,
        left_on=left_on,
        filed_at=when,
        keep_until=when.date() + timedelta(days=365),
    )
    Enquiry.objects.create(
        lost_pupil=lost_pupil, code="TELEPHONE", made_on=date(2026, 9, 14), outcome="No answer on three days"
    )
    with transaction.atomic():
        ledger.record(
            at(clerk, when),
            LostPupilFiled(
                message_id=message.pk,
                lost_pupil_id=lost_pupil.pk,
                child_id=sighting.child_id,
                sighting_id=sighting.pk,
                sender_id=clerk.organisation.pk,
                left_on=left_on,
                enquiry_codes=("TELEPHONE",),
            ),
        )
    return Notification.objects.get(message=message)


def _held_message(sender: Organisation, when: datetime) -> Message:
    message = Message.objects.create(
        reference=new_reference("F"),
        sender=sender,
        destination_code="XXXXXXX",
        file_name=f"{sender.code}_CTF_XXXXXXX_001.xml",
        stored_file=StoredFile.objects.create(
            name=secrets.token_hex(16), sha256="0" * 64, size=1, stored_at=when, sealed_key=b"k", content=b"c"
        ),
        ctf_version="25.0",
        pupil_count=1,
        state=State.HELD_AS_LOST,
        received_at=when,
        sent_at=when,
    )
    MessageEvent.objects.create(
        message=message, at=when, state=State.HELD_AS_LOST, organisation=sender, why="Filed as lost"
    )
    return message


def claim(notification: Notification, *, officer: Member, school: Organisation, when: datetime | None = None) -> None:
    """Claim the file of a notification for a school."""
    when = when or officer.act().at
    lost_pupil = notification.message.lost_pupil
    LostPupil.objects.filter(pk=lost_pupil.pk).update(
        claimed_by=officer.organisation, claimed_for=school, claimed_at=when, claim_reason="admitted"
    )
    Message.objects.filter(pk=notification.message_id).update(state=State.WAITING, recipient=school)
    with transaction.atomic():
        ledger.record(
            at(officer, when),
            LostPupilClaimed(
                message_id=notification.message_id,
                lost_pupil_id=lost_pupil.pk,
                child_id=notification.child_id,
                claimed_for_id=school.pk,
                reason="admitted",
                area_la_code=notification.message.sender.la_code,
            ),
        )


def give_back(notification: Notification, *, clerk: Member, when: datetime | None = None) -> None:
    """Return the claimed file of a notification as another child's, as the transfer room does it."""
    when = when or clerk.act().at
    lost_pupil = notification.message.lost_pupil
    Message.objects.filter(pk=notification.message_id).update(state=State.HELD_AS_LOST, recipient=None)
    with transaction.atomic():
        ledger.record(
            at(clerk, when),
            LostPupilReturned(
                message_id=notification.message_id,
                lost_pupil_id=lost_pupil.pk,
                child_id=notification.child_id,
                claimed_by_id=0,
                claimed_for_id=clerk.organisation.pk,
                reason="another child",
            ),
        )
    LostPupil.objects.filter(pk=lost_pupil.pk).update(
        claimed_by=None, claimed_for=None, claimed_at=None, claim_reason=""
    )


def confirm(
    notification: Notification, *, clerk: Member, on_roll_from: date, when: datetime | None = None
) -> Enrolment:
    """Confirm the child of a notification on the roll of the clerk's school."""
    when = when or clerk.act().at
    enrolment = Enrolment.objects.create(
        child_id=notification.child_id,
        organisation=clerk.organisation,
        from_on=on_roll_from,
        source="confirmation",
        source_reference=notification.message.reference,
        recorded_at=when,
        confirmed_at=when,
    )
    with transaction.atomic():
        ledger.record(
            at(clerk, when),
            ArrivalConfirmed(
                message_id=notification.message_id,
                child_id=notification.child_id,
                enrolment_id=enrolment.pk,
                recipient_id=clerk.organisation.pk,
                on_roll_from=on_roll_from,
            ),
        )
    return enrolment


def withdraw(notification: Notification, *, clerk: Member, reason: str, when: datetime | None = None) -> None:
    """Take the file of a notification back."""
    when = when or clerk.act().at
    Message.objects.filter(pk=notification.message_id).update(state=State.WITHDRAWN)
    MessageEvent.objects.create(
        message_id=notification.message_id, at=when, state=State.WITHDRAWN, organisation=clerk.organisation, why=reason
    )
    with transaction.atomic():
        ledger.record(at(clerk, when), FileWithdrawn(message_id=notification.message_id, reason=reason))


def opened_case(cast: Cast, **filing: object) -> Case:
    """File a pupil as lost and open the case as the authority's officer, at the same moment."""
    from onroll.casework import actions

    notification = file_as_lost(cast, **filing)
    act = at(cast.officer, notification.received_at)
    return actions.open_case(act, notification=notification, expected_version=notification.version)


def told_without_a_file(cast: Cast) -> Notification:
    """Create a notification that no file stands behind, as a later line of the product will take."""
    sighting = child_named(seen_at=cast.officer.act().at)
    return Notification.objects.create(
        reference=new_reference("N"),
        authority=cast.exampleton,
        source="referral",
        child=sighting.child,
        sighting=sighting,
        notified_on=cast.officer.act().on,
        received_at=cast.officer.act().at,
    )
