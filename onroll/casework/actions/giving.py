"""Who is responsible for a case, and who is the deputy: always somebody, and who it was before is kept."""

from django.db import transaction

from onroll.access.models import Membership, Person
from onroll.access.permissions import CME_ROLES
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.events import CaseAssigned, CaseDeputyNamed
from onroll.casework.models import Case, Responsibility
from onroll.casework.steps import StepKind


class NotAnOfficerHere(RuleBroken):
    """The person named is no children-missing-education officer of this authority today."""

    code = "not_an_officer_here"
    default_words = "Choose a children missing education officer of your own authority."


class DeputyOfHerself(RuleBroken):
    """The officer who is responsible was to be her own deputy."""

    code = "deputy_of_herself"
    default_words = "This officer is responsible for the case already. Choose a colleague as deputy."


@transaction.atomic
def assign_case(act: Act, *, case: Case, responsible: Person, expected_version: int) -> Case:
    """Make another officer of the same authority responsible; a deputy who becomes it is deputy no more.

    Raises: NotAnOfficerHere, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    checked_officer(act, responsible.pk)
    before_id, deputy_id = case.responsible_id, case.deputy_id
    kept_deputy_id = None if deputy_id == responsible.pk else deputy_id
    case = change_open_case(case, expected_version, responsible_id=responsible.pk, deputy_id=kept_deputy_id)
    give(act, case, responsible.pk)
    if kept_deputy_id != deputy_id:
        give(act, case, None, is_deputy=True)
    add_step(act, case, StepKind.ASSIGNED, f"{responsible.name} is now responsible.")
    ledger.record(act, CaseAssigned(case_id=case.pk, from_person_id=before_id, to_person_id=responsible.pk))
    return case


@transaction.atomic
def name_deputy(act: Act, *, case: Case, deputy: Person | None, expected_version: int) -> Case:
    """Name a deputy for who is responsible; None names nobody.

    Raises: NotAnOfficerHere, DeputyOfHerself, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if deputy:
        checked_officer(act, deputy.pk)
        if deputy.pk == case.responsible_id:
            raise DeputyOfHerself
    before_id = case.deputy_id
    case = change_open_case(case, expected_version, deputy_id=deputy.pk if deputy else None)
    give(act, case, deputy.pk if deputy else None, is_deputy=True)
    words = f"{deputy.name} is now the deputy." if deputy else "There is no deputy now."
    add_step(act, case, StepKind.DEPUTY, words)
    event = CaseDeputyNamed(case_id=case.pk, from_person_id=before_id, to_person_id=deputy.pk if deputy else None)
    ledger.record(act, event)
    return case


def give(act: Act, case: Case, person_id: int | None, *, is_deputy: bool = False) -> None:
    """Keep in the history who is responsible (or deputy) from now on; nobody, for a deputy who is taken away."""
    now = Responsibility.objects.filter(case=case, is_deputy=is_deputy, until_at__isnull=True)
    if person_id is not None and now.filter(person_id=person_id).exists():
        return
    now.update(until_at=act.at)
    if person_id is not None:
        Responsibility.objects.create(
            case=case, person_id=person_id, is_deputy=is_deputy, from_at=act.at, given_by_id=act.actor_id
        )


def is_officer(act: Act, person_id: int) -> bool:
    """Whether a person is an officer or team leader of the acting authority on the day of the act."""
    roles = Membership.objects.in_force(act.on).filter(
        person_id=person_id,
        person__is_active=True,
        organisation_id=act.organisation_id,
        role__in=CME_ROLES,
    )
    return bool(roles.exists())


def checked_officer(act: Act, person_id: int | None) -> int:
    """Return the identifier of a person who is an officer of the acting authority on the day of the act.

    Who acts is one by having been let in, whether the role is her own or a colleague's that she covers.

    Raises: NotAnOfficerHere.
    """
    if person_id is not None and person_id == act.actor_id:
        return person_id
    if person_id is None or not is_officer(act, person_id):
        raise NotAnOfficerHere
    return person_id
