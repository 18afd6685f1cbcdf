"""What casework does by itself, in the same transaction, when the transfer room records something.

The person at the school or in the other authority does not act on this authority's case: the system does, for the
authority, because of her act. The request identifier ties the two together in the ledger.
"""

import dataclasses

from django.db.models import F, Q

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import found_by
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.dating import keep_dates
from onroll.casework.events import CaseDatesRecorded, CaseFileWithdrawn, NotificationReceived
from onroll.casework.models import Case, Notification
from onroll.casework.provision import determined_without_claim
from onroll.casework.steps import StepKind
from onroll.registry import queries as registry_queries
from onroll.registry.references import new_reference
from onroll.search import actions as search_actions
from onroll.transfer.events import FileWithdrawn, LostPupilClaimed, LostPupilFiled, LostPupilReturned
from onroll.web.words import day_words

SCHOOL_FILED_AS_LOST = "lost_pupil_file"


class AuthorityNotKnown(RuleBroken):
    """A pupil was to be filed as lost by a sender whose local authority is not in the exchange."""

    code = "authority_not_known"
    default_words = (
        "The exchange does not know your local authority, so nobody would be told of this child. Nothing was filed. "
        "Tell your local authority yourself, and ask the exchange’s operator to load the register of schools."
    )


def open_notification(act: Act, event: LostPupilFiled) -> None:
    """Put a lost pupil's file into the work list of the authority in whose area the sender is.

    Source: pupil data travel to the authority where the school is; ../shared/reference/cme/process.md section 5.
    Raises: AuthorityNotKnown, which undoes the filing: a file that nobody is told of would never be found.
    """
    sender = Organisation.objects.get(pk=event.sender_id)
    authority = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=sender.la_code).first()
    if authority is None:
        raise AuthorityNotKnown
    notification = Notification.objects.create(
        reference=new_reference("N"),
        authority=authority,
        source=SCHOOL_FILED_AS_LOST,
        message_id=event.message_id,
        child_id=event.child_id,
        sighting_id=event.sighting_id,
        notified_on=act.on,
        received_at=act.at,
        last_in_education_on=event.left_on,
    )
    ledger.record(
        for_authority(act, authority, "a lost pupil’s file opens a notification"),
        NotificationReceived(
            notification_id=notification.pk,
            authority_id=authority.pk,
            source=notification.source,
            message_id=event.message_id,
        ),
    )
    search_actions.put(act, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))


def note_claim(act: Act, event: LostPupilClaimed) -> None:
    """Set the date on which provision was determined in each open case of the child, never later than it was."""
    school = Organisation.objects.get(pk=event.claimed_for_id)
    for case in open_cases(event.child_id):
        determined_on = min(case.provision_determined_on or act.on, act.on)
        before = case.provision_determined_on
        change_locked(case, provision_determined_on=determined_on)
        own = for_authority(act, case.authority, "a claim of the child’s file reaches the case")
        keep_dates(dataclasses.replace(own, organisation_id=act.organisation_id), case)
        words = f"The child’s file was claimed for {school.name}. Provision determined: {day_words(determined_on)}."
        add_step(own, case, StepKind.CLAIMED, words, organisation_id=act.organisation_id)
        ledger.record(
            own,
            CaseDatesRecorded(
                case_id=case.pk,
                provision_determined_on=determined_on,
                provision_accessed_on=case.provision_accessed_on,
                provision_determined_on_before=before,
                provision_accessed_on_before=case.provision_accessed_on,
            ),
        )


def note_return(act: Act, event: LostPupilReturned) -> None:
    """Take out of each open case of the child the date that a claim gave it: the claimed file was another child's."""
    for case in open_cases(event.child_id):
        before = case.provision_determined_on
        determined_on = determined_without_claim(case)
        change_locked(case, provision_determined_on=determined_on)
        own = for_authority(act, case.authority, "the return of a claimed file reaches the case")
        keep_dates(dataclasses.replace(own, organisation_id=act.organisation_id), case)
        day = day_words(determined_on) if determined_on else "not known any more"
        words = f"The claimed file is another child’s and is in the repository again. Provision determined: {day}."
        add_step(own, case, StepKind.RETURNED, words, organisation_id=act.organisation_id)
        ledger.record(
            own,
            CaseDatesRecorded(
                case_id=case.pk,
                provision_determined_on=determined_on,
                provision_accessed_on=case.provision_accessed_on,
                provision_determined_on_before=before,
                provision_accessed_on_before=case.provision_accessed_on,
            ),
        )


def note_withdrawal(act: Act, event: FileWithdrawn) -> None:
    """Tell the open case of a lost pupil's file that the school took the file back; a new notification shows it."""
    notification = Notification.objects.filter(message_id=event.message_id).first()
    if notification is None:
        return
    locked = Case.objects.select_for_update(of=("self",)).still_open().select_related("authority")
    mine = Q(notification=notification) | Q(pk=notification.joined_case_id)
    for case in locked.filter(mine):
        own = for_authority(act, case.authority, "the withdrawal of a file reaches the case")
        words = f"The school took the file back: “{event.reason}”. Ask it where the child is."
        add_step(own, case, StepKind.FILE_WITHDRAWN, words, organisation_id=act.organisation_id)
        ledger.record(own, CaseFileWithdrawn(case_id=case.pk, message_id=event.message_id))


def open_cases(child_id: int) -> list[Case]:
    """Return the child's open cases, of any authority, locked until the transaction ends."""
    cases = (
        Case.objects.select_for_update(of=("self",))
        .filter(child_id__in=registry_queries.one_with(child_id))
        .still_open()
    )
    return list(cases.select_related("authority", "notification__sighting").order_by("pk"))


def change_locked(case: Case, **changes: object) -> None:
    """Change a locked case; an officer who has it on her screen will be told that it changed."""
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, **changes)
    case.refresh_from_db(fields=[*(name.removesuffix("_id") for name in changes), "version"])


def for_authority(act: Act, authority: Organisation, purpose: str) -> Act:
    """Return the system's act for an authority, with the moment and request of the act that caused it."""
    return dataclasses.replace(
        acts.by_the_system(at=act.at, purpose=purpose),
        organisation_id=authority.pk,
        organisation_kind=authority.kind,
        la_code=authority.la_code,
        request_id=act.request_id,
    )
