"""Giving many cases to a colleague at once: one reason, one act a case, all in one transaction and in sets of rows."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from onroll.access.models import Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.working import checked_words
from onroll.casework.events import CaseAssigned
from onroll.casework.models import Case, CaseEvent, Responsibility
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind

MOST_GIVEN = 2_000
ROWS_AT_ONCE = 500


class NothingToGive(RuleBroken):
    """No case was chosen, or every one is in this officer's hands already."""

    code = "nothing_to_give"
    default_words = "Choose at least one case that this officer does not have yet. Nothing was changed."


class TooManyCases(RuleBroken):
    """More cases were chosen than are given in one go."""

    code = "too_many_cases"
    default_words = f"Give no more than {MOST_GIVEN:,} cases at once. Nothing was changed."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How many cases were given, and the references of those left as they are: changed meanwhile, closed or gone."""

    count: int
    left: tuple[str, ...]


@transaction.atomic
def reassign_cases(act: Act, *, versions: Mapping[str, int], responsible: Person, reason: str) -> Given:
    """Make one officer responsible for many cases; `versions`: by reference, the version that the leader saw.

    A case that somebody changed meanwhile is left as it is and reported. Raises: NotAllowed, to anybody but a leader;
    NoteMissing; NotAnOfficerHere; NothingToGive; TooManyCases.
    """
    if not permissions.may_lead(act):
        raise permissions.NotALeader
    words = checked_words(reason)
    checked_officer(act, responsible.pk)
    if len(versions) > MOST_GIVEN:
        raise TooManyCases
    cases = _unchanged(act, versions)
    left = tuple(sorted(set(versions) - {case.reference for case in cases}))
    cases = [case for case in cases if case.responsible_id != responsible.pk]
    if not cases and not left:
        raise NothingToGive
    _change(act, cases, responsible)
    _tell(act, cases, responsible, words)
    return Given(count=len(cases), left=left)


def _unchanged(act: Act, versions: Mapping[str, int]) -> list[Case]:
    """Return the open cases that still have the version that was seen, locked; in the order of their keys, so that two
    leaders who give the same cases wait for each other and do not block each other.
    """
    mine = Case.objects.visible_to(act).still_open().filter(reference__in=list(versions))
    rows = mine.select_for_update().only("pk", "reference", "version", "responsible_id", "deputy_id", "stage")
    return [case for case in rows.order_by("pk") if case.version == versions[case.reference]]


def _change(act: Act, cases: Sequence[Case], responsible: Person) -> None:
    """Change the rows, and the history of who was responsible; a deputy who becomes it is deputy no more."""
    keys = [case.pk for case in cases]
    was_deputy = [case.pk for case in cases if case.deputy_id == responsible.pk]
    Case.objects.filter(pk__in=was_deputy).update(deputy=None)
    Case.objects.filter(pk__in=keys).update(responsible=responsible, version=F("version") + 1)
    now = Responsibility.objects.filter(until_at__isnull=True)
    now.filter(case_id__in=was_deputy, is_deputy=True).update(until_at=act.at)
    now.filter(case_id__in=keys, is_deputy=False).update(until_at=act.at)
    Responsibility.objects.bulk_create(
        [
            Responsibility(case_id=key, person=responsible, from_at=act.at, given_by_id=act.actor_id, is_deputy=False)
            for key in keys
        ],
        batch_size=ROWS_AT_ONCE,
    )


def _tell(act: Act, cases: Sequence[Case], responsible: Person, words: str) -> None:
    """Add the step to each case's story and an entry for each to the ledger: as if it had been given alone.

    Who is to do the work is not the work, so that a case stays as overdue as it was.
    """
    CaseEvent.objects.bulk_create(
        [
            CaseEvent(
                case=case,
                at=act.at,
                kind=StepKind.ASSIGNED,
                stage=Stage(case.stage),
                person_id=act.actor_id,
                organisation_id=act.organisation_id,
                words=f"{responsible.name} is now responsible. {words}"[:1000],
            )
            for case in cases
        ],
        batch_size=ROWS_AT_ONCE,
    )
    with ledger.gathered():
        for case in cases:
            event = CaseAssigned(case_id=case.pk, from_person_id=case.responsible_id, to_person_id=responsible.pk)
            ledger.record(act, event)
