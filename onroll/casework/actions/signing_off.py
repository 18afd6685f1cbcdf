"""The stop rule and the deletion: two signatures on the list as it stands, then what the grounds allow, and no more."""

from datetime import date

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import found_by, permissions, queries
from onroll.casework.actions.enquiring import check_not_ended, move_on, organisation_id_of, tell_cases
from onroll.casework.actions.following import for_authority, open_cases
from onroll.casework.enquiry_events import AbsenceRecorded, EnquiriesSigned, PupilDeleted
from onroll.casework.events import NotificationReceived
from onroll.casework.models import Deletion, EnquiryList, EnquirySignature, Notification
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry.references import new_reference
from onroll.rules.deletion import JOINT_CODES
from onroll.rules.enquiries import Party
from onroll.search import actions as search_actions
from onroll.web.words import day_words

DELETED = "deletion"


class AbsenceImpossible(RuleBroken):
    """The days of an absence are in the future or in the wrong order."""

    code = "absence_impossible"


class NotReadyToSign(RuleBroken):
    """The list has lines without an answer, an answer still to come, or a sign of harm that nobody has acted on."""

    code = "not_ready_to_sign"


class SecondSignerNeeded(RuleBroken):
    """One person was to sign for both sides, or a side for the second time."""

    code = "second_signer_needed"


class DeletionNotAllowed(RuleBroken):
    """A pupil was to be deleted under a ground whose conditions are not met."""

    code = "deletion_not_allowed"


@transaction.atomic
def record_absence(
    act: Act,
    *,
    enquiries: EnquiryList,
    last_attended_on: date | None,
    leave_ended_on: date | None,
    absent_until_on: date | None,
    is_absence_unbroken: bool | None,
    has_good_cause: bool | None,
    expected_version: int,
) -> EnquiryList:
    """Say what the school's register shows; None takes a statement back.

    Raises: OnlyTheSchool; AbsenceImpossible; EnquiriesEnded; Stale.
    """
    permissions.check_is_school(act, enquiries)
    check_not_ended(enquiries)
    if any(day and day > act.on for day in (last_attended_on, leave_ended_on, absent_until_on)):
        raise AbsenceImpossible("A day of the absence is in the future. Record what the register shows today.")
    if last_attended_on and absent_until_on and absent_until_on < last_attended_on:
        raise AbsenceImpossible("The day up to which you looked is before the last day the pupil attended.")
    return _set(
        act,
        enquiries,
        expected_version,
        last_attended_on=last_attended_on,
        leave_ended_on=leave_ended_on,
        absent_until_on=absent_until_on,
        is_absence_unbroken=is_absence_unbroken,
        has_good_cause=has_good_cause,
    )


@transaction.atomic
def record_whereabouts(
    act: Act, *, enquiries: EnquiryList, is_found: bool, agrees: bool | None, expected_version: int
) -> EnquiryList:
    """Say whether the child is found; and for the acting side, whether it thinks that she will not attend again.

    Where it changes whether she is found, what either side said before no longer stands.
    Raises: EnquiriesEnded; Stale.
    """
    permissions.check_may_add_to(act, enquiries)
    check_not_ended(enquiries)
    own = "school_agrees" if permissions.party_of(act) is Party.SCHOOL else "authority_agrees"
    cleared = {"school_agrees": None, "authority_agrees": None} if enquiries.is_found != is_found else {}
    changes = {**cleared, "is_found": is_found, own: agrees if is_found else None}
    return _set(act, enquiries, expected_version, **changes)


@transaction.atomic
def sign_enquiries(act: Act, *, enquiries: EnquiryList, expected_version: int) -> EnquirySignature:
    """Sign for one's side that the enquiries are reasonable and complete, as the list stands.

    Raises: NotReadyToSign; SecondSignerNeeded; EnquiriesEnded; Stale, when the list has changed since it was read.
    """
    permissions.check_may_add_to(act, enquiries)
    check_not_ended(enquiries)
    now = EnquiryList.objects.select_for_update(of=("self",)).get(pk=enquiries.pk)
    if now.version != expected_version:
        raise Stale
    missing = queries.missing_before_signing(now)
    if missing:
        raise NotReadyToSign(missing[0])
    signature = _signed(act, now)
    tell_cases(act, now, StepKind.ENQUIRIES, "Signed as reasonable and complete")
    ledger.record(act, EnquiriesSigned(enquiry_list_id=now.pk, party=signature.party, on_version=signature.on_version))
    return signature


@transaction.atomic
def delete_pupil(act: Act, *, enquiries: EnquiryList, ground_code: str, expected_version: int) -> Deletion:
    """Record that the school deletes the pupil today under a joint ground; the authority is told by it.

    Today only: nothing is deleted from an earlier day. Source: SI 2024/208 reg 9 and 13(4); no back-dating.
    Raises: OnlyTheSchool; DeletionNotAllowed, with what is missing; EnquiriesEnded; Stale.
    """
    permissions.check_is_school(act, enquiries)
    check_not_ended(enquiries)
    now = EnquiryList.objects.select_for_update(of=("self",)).get(pk=enquiries.pk)
    if now.version != expected_version:
        raise Stale
    if ground_code not in JOINT_CODES:
        raise DeletionNotAllowed("Only the two grounds that need joint enquiries are decided here.")
    decision = queries.decision_about(now, ground_code, act.on)
    if not decision.may_be_used:
        reasons = " ".join(f"{each.words}: {each.why}" for each in decision.unmet)
        raise DeletionNotAllowed(f"Ground {decision.ground.letter} cannot be used. {reasons}")
    deletion = Deletion.objects.create(
        enquiries=now,
        ground_code=ground_code,
        letter=decision.ground.letter,
        regulations=decision.ground.ruleset.name,
        deleted_on=act.on,
        recorded_at=act.at,
        person_id=act.actor_id,
    )
    _end_enrolment(act, now, act.on)
    _tell_authority(act, now, deletion)
    return deletion


def _set(act: Act, enquiries: EnquiryList, expected_version: int, **changes: object) -> EnquiryList:
    here = EnquiryList.objects.filter(pk=enquiries.pk, version=expected_version)
    if not here.select_for_update(of=("self",)).exists():
        raise Stale
    move_on(enquiries, **changes)
    ledger.record(act, AbsenceRecorded(enquiry_list_id=enquiries.pk, fields=tuple(sorted(changes))))
    return enquiries


def _signed(act: Act, enquiries: EnquiryList) -> EnquirySignature:
    if act.actor_id is None:
        raise SecondSignerNeeded("A person signs, not software.")
    try:
        with transaction.atomic():
            return EnquirySignature.objects.create(
                enquiries=enquiries,
                party=permissions.party_of(act),
                person_id=act.actor_id,
                organisation_id=organisation_id_of(act),
                at=act.at,
                on_version=enquiries.version,
            )
    except IntegrityError as taken:  # the database holds that two people sign, one for each side
        raise SecondSignerNeeded(
            "Your side, or you yourself, have signed this list already. Somebody of the other side signs too."
        ) from taken


def _end_enrolment(act: Act, enquiries: EnquiryList, deleted_on: date) -> None:
    """The child is on this school's roll no more. Not `confirmed`: that word is for a place a child has come to."""
    if enquiries.school is None:
        return
    registry_actions.record_enrolment(
        act,
        child=enquiries.child,
        organisation=enquiries.school,
        from_on=None,
        until_on=deleted_on,
        source=DELETED,
        source_reference=enquiries.reference,
        is_confirmed=False,
    )


def _tell_authority(act: Act, enquiries: EnquiryList, deletion: Deletion) -> None:
    """Put the deletion into the open case, or into the work list as a notification where no case is open."""
    own = for_authority(act, enquiries.authority, "a deletion after joint enquiries reaches the authority")
    words = f"Deleted from the register on {day_words(deletion.deleted_on)} under ground {deletion.letter}"
    tell_cases(act, enquiries, StepKind.ENQUIRIES, words)
    if not any(case.authority_id == enquiries.authority_id for case in open_cases(enquiries.child_id)):
        notification = Notification.objects.create(
            reference=new_reference("N"),
            authority=enquiries.authority,
            source=DELETED,
            child=enquiries.child,
            sighting=enquiries.sighting,
            notified_on=act.on,
            received_at=act.at,
            last_in_education_on=enquiries.last_attended_on,
        )
        ledger.record(
            own,
            NotificationReceived(
                notification_id=notification.pk,
                authority_id=enquiries.authority_id,
                source=DELETED,
                message_id=None,
            ),
        )
        search_actions.put(own, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))
    ledger.record(
        act,
        PupilDeleted(
            enquiry_list_id=enquiries.pk,
            child_id=enquiries.child_id,
            school_id=enquiries.school_id or 0,
            authority_id=enquiries.authority_id,
            ground_code=deletion.ground_code,
            deleted_on=deletion.deleted_on,
        ),
    )
