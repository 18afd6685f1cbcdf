"""Reasonable enquiries that school and authority make together: beginning a list, and adding what was done.

Lines are only added, so two people who add at the same moment lose nothing; each addition moves the list's version on,
and a signature on what stood before has no force any more.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.following import AuthorityNotKnown, for_authority, open_cases
from onroll.casework.actions.working import LONGEST_WORDS
from onroll.casework.enquiry_events import (
    EnquiriesBegun,
    EnquiriesOpened,
    EnquiryRecorded,
    HarmReferred,
    HarmSignRecorded,
)
from onroll.casework.models import (
    Case,
    Deletion,
    EnquiryLine,
    EnquiryList,
    HarmDecision,
    HarmReferral,
    Method,
    Result,
)
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.references import new_reference
from onroll.rules import enquiries as checklists
from onroll.rules.enquiries import Party

# An enquiry older than this was not made about this absence: a slip of the year. Our own bound (mark P).
OLDEST_DAYS = 3 * 366
PUPIL_SOURCE = "school"


class EnquiryImpossible(RuleBroken):
    """An enquiry has a day that cannot be, no words, too many, or a line that this side cannot do."""

    code = "enquiry_impossible"


class AlreadyEnquiring(RuleBroken):
    """Enquiries about this child are being made already."""

    code = "already_enquiring"


class EnquiriesEnded(RuleBroken):
    """The pupil has been deleted after these enquiries; the list is kept as it was."""

    code = "enquiries_ended"
    default_words = "The pupil was deleted after these enquiries. The list is kept as it stood; begin a new one."


@transaction.atomic
def begin_for_pupil(act: Act, *, facts: Facts, last_attended_on: date | None) -> EnquiryList:
    """Begin enquiries about a pupil of the acting school; its authority shares the list from now on.

    Raises: NotAnEnquirer; EnquiryImpossible; AlreadyEnquiring; AuthorityNotKnown.
    """
    if not permissions.may_begin_for_pupil(act):
        raise permissions.NotAnEnquirer
    _check_day(last_attended_on, act.on)
    authority = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=act.la_code).first()
    if authority is None:
        raise AuthorityNotKnown
    reference = new_reference("E")
    sighting = registry_actions.note_sighting(act, facts=facts, source=PUPIL_SOURCE, source_reference=reference)
    school = Organisation.objects.get(pk=organisation_id_of(act))
    _check_not_begun(sighting.child_id, school, authority)
    enquiries = EnquiryList.objects.create(
        reference=reference,
        child=sighting.child,
        sighting=sighting,
        school=school,
        authority=authority,
        begun_by=school,
        begun_at=act.at,
        last_attended_on=last_attended_on,
    )
    _record_begun(act, enquiries)
    return enquiries


@transaction.atomic
def begin_for_case(act: Act, *, case: Case, school: Organisation | None) -> EnquiryList:
    """Begin enquiries about the child of a case; a school of the authority's own area shares the list.

    Raises: NotAnOfficer, Hidden; EnquiryImpossible, for a school elsewhere; AlreadyEnquiring.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if school and (school.la_code != act.la_code or school.kind != OrganisationKind.SCHOOL):
        raise EnquiryImpossible("Choose a school of your own area: the enquiries are shared with it.")
    _check_not_begun(case.child_id, school, case.authority)
    enquiries = EnquiryList.objects.create(
        reference=new_reference("E"),
        child=case.child,
        sighting=case.notification.sighting,
        school=school,
        authority=case.authority,
        begun_by=case.authority,
        begun_at=act.at,
        last_attended_on=case.last_in_education_on,
    )
    _record_begun(act, enquiries)
    return enquiries


@transaction.atomic
def open_enquiries(act: Act, *, enquiries: EnquiryList) -> EnquiryList:
    """Record that the person reads a list with the child's details."""
    permissions.check_may_add_to(act, enquiries)
    ledger.record(act, EnquiriesOpened(enquiry_list_id=enquiries.pk))
    return enquiries


@transaction.atomic
def add_enquiry(
    act: Act,
    *,
    enquiries: EnquiryList,
    code: str,
    made_on: date,
    method: Method,
    result: Result,
    words: str,
    evidence: str = "",
    is_own_side_only: bool = False,
    is_sign_of_harm: bool = False,
) -> EnquiryLine:
    """Add one enquiry to the list. A sign of significant harm is told to the authority's case at the same moment.

    Raises: EnquiryImpossible; EnquiriesEnded.
    """
    permissions.check_may_add_to(act, enquiries)
    check_not_ended(enquiries)
    _check_line(act, enquiries, code)
    _check_day(made_on, act.on)
    return _add_line(
        act,
        enquiries,
        permissions.party_of(act),
        code=code,
        made_on=made_on,
        method=method,
        result=result,
        words=checked(words, "Write what came of it."),
        evidence=evidence.strip()[:500],
        is_own_side_only=is_own_side_only,
        is_sign_of_harm=is_sign_of_harm,
    )


def add_line_of_agency(
    act: Act, *, enquiries: EnquiryList, party: Party, code: str, result: Result, words: str, evidence: str, harm: bool
) -> EnquiryLine:
    """Add what an agency itself answered to the list of the side that asked it; the other side reads that it did.

    Whether the agency may answer has been asked by the caller. Raises: EnquiriesEnded.
    """
    check_not_ended(enquiries)
    return _add_line(
        act,
        enquiries,
        party,
        code=code,
        made_on=act.on,
        method=Method.SECURE_MESSAGE,
        result=result,
        words=words,
        evidence=evidence,
        is_own_side_only=True,
        is_sign_of_harm=harm,
    )


def _add_line(act: Act, enquiries: EnquiryList, party: Party, **given: Any) -> EnquiryLine:
    line = EnquiryLine.objects.create(
        enquiries=enquiries,
        party=party,
        person_id=act.actor_id,
        organisation_id=organisation_id_of(act),
        recorded_at=act.at,
        **given,
    )
    move_on(enquiries)
    ledger.record(act, _recorded(party, enquiries, (line.code,), is_not_applicable=False))
    if line.is_sign_of_harm:
        tell_cases(act, enquiries, StepKind.HARM, "An enquiry gave a sign of significant harm. Read the enquiries now.")
        ledger.record(act, HarmSignRecorded(enquiry_list_id=enquiries.pk, line_id=line.pk))
    return line


@transaction.atomic
def mark_not_applicable(
    act: Act, *, enquiries: EnquiryList, codes: tuple[str, ...], reason: str
) -> tuple[EnquiryLine, ...]:
    """Say of lines of the checklist that they do not apply to this child, and why.

    Raises: EnquiryImpossible; EnquiriesEnded.
    """
    permissions.check_may_add_to(act, enquiries)
    check_not_ended(enquiries)
    if not codes:
        raise EnquiryImpossible("Choose the lines that do not apply.")
    for code in codes:
        _check_line(act, enquiries, code)
    lines = tuple(
        EnquiryLine.objects.create(
            enquiries=enquiries,
            code=code,
            party=permissions.party_of(act),
            person_id=act.actor_id,
            organisation_id=organisation_id_of(act),
            recorded_at=act.at,
            words=checked(reason, "Write why these lines do not apply."),
            is_not_applicable=True,
        )
        for code in codes
    )
    move_on(enquiries)
    ledger.record(act, _recorded(permissions.party_of(act), enquiries, codes, is_not_applicable=True))
    return lines


@transaction.atomic
def refer_harm(act: Act, *, line: EnquiryLine, decision: HarmDecision, told: str, words: str) -> HarmReferral:
    """Record what was done at once about a sign of significant harm, or what came of it later.

    Source: guidance on children missing education, safeguarding escalation: refer at once, not at the end of the list.
    Raises: EnquiryImpossible, where the line has no such sign or nobody is named.
    """
    permissions.check_may_add_to(act, line.enquiries)
    if not line.is_sign_of_harm:
        raise EnquiryImpossible("This enquiry gave no sign of harm. Record the sign as an enquiry first.")
    referral = HarmReferral.objects.create(
        line=line,
        decision=decision,
        person_id=act.actor_id,
        organisation_id=organisation_id_of(act),
        at=act.at,
        told=checked(told, "Write whom you told, or who decided.")[:200],
        words=checked(words, "Write what was said, and any reference you were given."),
    )
    move_on(line.enquiries)
    tell_cases(act, line.enquiries, StepKind.HARM, f"{decision.label}.")
    ledger.record(act, HarmReferred(enquiry_list_id=line.enquiries_id, line_id=line.pk, decision=decision))
    return referral


def move_on(enquiries: EnquiryList, **changes: object) -> None:
    """Move the version of a list on: signatures on what stood before have no force any more."""
    EnquiryList.objects.filter(pk=enquiries.pk).update(version=F("version") + 1, **changes)
    enquiries.refresh_from_db()


def tell_cases(act: Act, enquiries: EnquiryList, kind: StepKind, words: str) -> None:
    """Put a step into the authority's open case of the child, where there is one: it says that, never what was told."""
    own = for_authority(act, enquiries.authority, "reasonable enquiries reach the case")
    for case in open_cases(enquiries.child_id):
        if case.authority_id == enquiries.authority_id:
            add_step(own, case, kind, f"{words} ({enquiries.reference})", organisation_id=act.organisation_id)


def check_not_ended(enquiries: EnquiryList) -> None:
    """Refuse a change after the deletion. Raises: EnquiriesEnded."""
    if Deletion.objects.filter(enquiries=enquiries).exists():
        raise EnquiriesEnded


def checked(words: str, missing: str) -> str:
    """Return the words without spaces around them.

    Raises: EnquiryImpossible, when there are none or more than the record holds.
    """
    words = words.strip()
    if not words:
        raise EnquiryImpossible(missing)
    if len(words) > LONGEST_WORDS:
        raise EnquiryImpossible(f"Write no more than {LONGEST_WORDS} characters.")
    return words


def _check_line(act: Act, enquiries: EnquiryList, code: str) -> None:
    checklist = checklists.checklist_on(enquiries.begun_at.date())
    try:
        line = checklist.enquiry(code)
    except checklists.UnknownEnquiry:
        raise EnquiryImpossible("This enquiry is not on the checklist.") from None
    if permissions.party_of(act) not in line.may_be_done_by:
        raise EnquiryImpossible("Only the authority can make this enquiry.")


def _check_day(day: date | None, on: date) -> None:
    if day and day > on:
        raise EnquiryImpossible("This day is in the future. Record it when it has happened.")
    if day and (on - day).days > OLDEST_DAYS:
        raise EnquiryImpossible("This day is more than three years ago. Check the year.")


def _check_not_begun(child_id: int, school: Organisation | None, authority: Organisation) -> None:
    begun = EnquiryList.objects.filter(
        child_id__in=registry_queries.one_with(child_id), school=school, authority=authority, deletion__isnull=True
    ).first()
    if begun:
        raise AlreadyEnquiring(f"Enquiries about this child are being made already: {begun.reference}.")


def _record_begun(act: Act, enquiries: EnquiryList) -> None:
    tell_cases(act, enquiries, StepKind.ENQUIRIES, "Reasonable enquiries were begun")
    ledger.record(
        act,
        EnquiriesBegun(
            enquiry_list_id=enquiries.pk,
            child_id=enquiries.child_id,
            school_id=enquiries.school_id,
            authority_id=enquiries.authority_id,
        ),
    )


def _recorded(
    party: Party, enquiries: EnquiryList, codes: tuple[str, ...], *, is_not_applicable: bool
) -> EnquiryRecorded:
    return EnquiryRecorded(enquiry_list_id=enquiries.pk, codes=codes, party=party, is_not_applicable=is_not_applicable)


def organisation_id_of(act: Act) -> int:
    """Return for whom the person acts. Raises: NotAnEnquirer."""
    if act.organisation_id is None:  # never: whoever may add acts for a school or an authority
        raise permissions.NotAnEnquirer
    return act.organisation_id
