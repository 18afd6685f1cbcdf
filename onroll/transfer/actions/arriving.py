"""A school's own roll says that a child is there: the files that are about her go where she is."""

from datetime import date

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.registry import queries as registry_queries
from onroll.registry.models import Enrolment
from onroll.transfer import permissions
from onroll.transfer.actions import claiming, confirming, steps
from onroll.transfer.models import LostPupil, Message, MessagePupil
from onroll.transfer.states import State

REASON = "The school’s own roll says that the child is there"


@transaction.atomic
def note_on_roll(act: Act, *, school: Organisation, enrolment: Enrolment, on_roll_from: date) -> bool:
    """Confirm what the school has collected of the child, and claim for it what the lost-pupil repository holds of her.

    `act` is for the school, `enrolment` what it confirms. Returns whether the arrival was confirmed by a file, so that
    cases have been told. A file that says that she left another school after that day is left to a person, and so is
    one that this school itself filed.
    Raises: NotAllowed.
    """
    permissions.check(permissions.may_say_on_roll(act, school.pk) and enrolment.organisation_id == school.pk)
    records = registry_queries.one_with(enrolment.child_id)
    _claim(act, school, list(records), on_roll_from)
    collected = MessagePupil.objects.filter(
        message__recipient=school,
        message__state=State.COLLECTED,
        sighting__child_id__in=records,
        confirmed_at__isnull=True,
    )
    pupils = [pupil for pupil in collected.select_related("message", "sighting") if _can_be(pupil, on_roll_from)]
    for pupil in pupils:
        message = pupil.message
        steps.lock(message)
        steps.change(message, expected_version=message.version)
        confirming.confirm_by_roll(act, message, pupil, on_roll_from, enrolment)
    return bool(pupils)


def _can_be(pupil: MessagePupil, on_roll_from: date) -> bool:
    left_on = confirming.left_on(pupil.message, pupil.sighting.child_id)
    return left_on is None or on_roll_from >= left_on


def _claim(act: Act, school: Organisation, records: list[int], on_roll_from: date) -> None:
    authority = access_queries.authority_of(school)
    if authority is None or school.kind != OrganisationKind.SCHOOL:
        return
    held = LostPupil.objects.held().filter(child_id__in=records).exclude(message__sender=school)
    held = held.exclude(child_id__in=registry_queries.shielded_children(act.on))
    for lost_pupil in held.select_related("message__sender").order_by("pk"):
        message: Message = lost_pupil.message
        steps.lock(message)
        is_early = lost_pupil.left_on is not None and on_roll_from < lost_pupil.left_on
        if message.state != State.HELD_AS_LOST or is_early:
            continue
        why = f"Claimed for {school.name}: its own roll says that the child is there"[:300]
        steps.move(act, message, State.WAITING, expected_version=message.version, why=why, recipient=school)
        claiming.keep_claim(act, lost_pupil, school, REASON, claimed_by=authority)
