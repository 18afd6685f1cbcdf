"""The work on an open case: its dates, its stage, notes, and who is responsible."""

from datetime import date

from django.db import transaction

from onroll.access.models import Membership, Person, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.events import CaseAssigned, CaseDatesRecorded, CaseNoteAdded, CaseStageMoved
from onroll.casework.models import Case, CaseEvent
from onroll.casework.own_facts import born_on
from onroll.casework.stages import MEANINGS, Stage, StageMoveNotAllowed, check_move
from onroll.casework.steps import StepKind
from onroll.web.words import day_words

LONGEST_WORDS = 1000  # characters, as the column
YEARS_BACK = 10  # no date of provision is older, where the birth date is not known


class DatesImpossible(RuleBroken):
    """The dates of a case are in the future or in the wrong order."""

    code = "dates_impossible"


class NoteMissing(RuleBroken):
    """Words are needed and were not given, or are too many."""

    code = "note_missing"


class NotAnOfficerHere(RuleBroken):
    """The person named is no children-missing-education officer of this authority today."""

    code = "not_an_officer_here"
    default_words = "Choose a children missing education officer of your own authority."


@transaction.atomic
def record_dates(
    act: Act,
    *,
    case: Case,
    provision_determined_on: date | None,
    provision_accessed_on: date | None,
    expected_version: int,
) -> Case:
    """Set the two dates of provision; None takes a date away.

    Raises: DatesImpossible, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    check_dates(act.on, case, provision_determined_on, provision_accessed_on)
    before = (case.provision_determined_on, case.provision_accessed_on)
    case = change_open_case(
        case,
        expected_version,
        provision_determined_on=provision_determined_on,
        provision_accessed_on=provision_accessed_on,
    )
    determined, accessed = (
        day_words(day) if day else "not known" for day in (provision_determined_on, provision_accessed_on)
    )
    add_step(act, case, StepKind.DATES, f"Provision determined: {determined}. Provision accessed: {accessed}.")
    ledger.record(
        act,
        CaseDatesRecorded(
            case_id=case.pk,
            provision_determined_on=provision_determined_on,
            provision_accessed_on=provision_accessed_on,
            provision_determined_on_before=before[0],
            provision_accessed_on_before=before[1],
        ),
    )
    return case


def check_dates(on: date, case: Case, determined_on: date | None, accessed_on: date | None) -> None:
    """Refuse dates in the future, too long ago or in an order that cannot be.

    Raises: DatesImpossible, with words for the officer.
    """
    earliest_on, why = _earliest(on, case)
    for name, day in (("determined", determined_on), ("accessed", accessed_on)):
        if day and day > on:
            raise DatesImpossible(f"The date provision was {name} is in the future. Record it when it has happened.")
        if day and day < earliest_on:
            raise DatesImpossible(f"The date provision was {name} is {why}. Check the year.")
    if accessed_on and not determined_on:
        raise DatesImpossible("Enter the date provision was determined: a child cannot start without a place.")
    if accessed_on and determined_on and accessed_on < determined_on:
        raise DatesImpossible(
            "The date provision was accessed is before the date it was determined. A place is found first."
        )
    if accessed_on and case.last_in_education_on and accessed_on < case.last_in_education_on:
        raise DatesImpossible(
            "The date provision was accessed is before the child’s last day in education at the school that told you."
        )


def _earliest(on: date, case: Case) -> tuple[date, str]:
    """Return the first day that a date of provision can have, and what is wrong with an earlier one."""
    birth_date = born_on(case.notification)
    if birth_date:
        return birth_date, "before the child was born"
    ago = on.replace(year=on.year - YEARS_BACK, day=min(on.day, 28))  # 28: a day that every month of every year has
    return ago, f"more than {YEARS_BACK} years ago"


@transaction.atomic
def move_stage(act: Act, *, case: Case, stage: Stage, note: str, expected_version: int) -> Case:
    """Move an open case to another working stage, and say why.

    Raises: StageMoveNotAllowed, NoteMissing, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    words = checked_words(note)
    before = Stage(case.stage)
    if stage is Stage.CLOSED:
        raise StageMoveNotAllowed("A case ends with an outcome and its evidence: use “Close this case”.")
    if before is not Stage.CLOSED:  # of a closed case, the update below says that it is closed
        check_move(before, stage)
    case = change_open_case(case, expected_version, stage=stage)
    add_step(act, case, StepKind.MOVED, f"From “{MEANINGS[before].name}” to “{MEANINGS[stage].name}”. {words}")
    ledger.record(act, CaseStageMoved(case_id=case.pk, from_stage=before, to_stage=stage))
    return case


@transaction.atomic
def add_note(act: Act, *, case: Case, words: str) -> CaseEvent:
    """Add a note to the story; to a closed case too, for what comes in late.

    Raises: NoteMissing.
    """
    permissions.check_may_work_on(act, case.authority_id)
    step = add_step(act, case, StepKind.NOTE, checked_words(words))
    ledger.record(act, CaseNoteAdded(case_id=case.pk))
    return step


@transaction.atomic
def assign_case(act: Act, *, case: Case, responsible: Person, expected_version: int) -> Case:
    """Make another officer of the same authority responsible.

    Raises: NotAnOfficerHere, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    checked_officer(act, responsible.pk)
    before_id = case.responsible_id
    case = change_open_case(case, expected_version, responsible_id=responsible.pk)
    add_step(act, case, StepKind.ASSIGNED, f"{responsible.name} is now responsible.")
    ledger.record(act, CaseAssigned(case_id=case.pk, from_person_id=before_id, to_person_id=responsible.pk))
    return case


def checked_officer(act: Act, person_id: int | None) -> int:
    """Return the identifier of a person who is an officer of the acting authority on the day of the act.

    Who acts is one by having been let in, whether the role is her own or a colleague's that she covers.

    Raises: NotAnOfficerHere.
    """
    if person_id is not None and person_id == act.actor_id:
        return person_id
    roles = Membership.objects.in_force(act.on).filter(
        person_id=person_id,
        person__is_active=True,
        organisation_id=act.organisation_id,
        role=Role.CME_OFFICER,
    )
    if person_id is None or not roles.exists():
        raise NotAnOfficerHere
    return person_id


def checked_words(words: str) -> str:
    """Return the words without spaces around them.

    Raises: NoteMissing, when there are none or more than the record holds.
    """
    words = words.strip()
    if not words:
        raise NoteMissing("Write what happened.")
    if len(words) > LONGEST_WORDS - 200:
        raise NoteMissing(f"Write no more than {LONGEST_WORDS - 200} characters.")
    return words
