"""One notification or one case, and what belongs to it, from what the acting officer may see."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from onroll.access.models import Membership, Person
from onroll.access.permissions import CME_ROLES
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.models import Case, Notification
from onroll.registry import queries as registry_queries
from onroll.rules import pace

Row = TypeVar("Row", bound=Model)


def notification(act: Act, reference: str) -> Notification:
    """Return one notification, with its file and the school that sent it.

    Raises: Hidden.
    """
    found: QuerySet[Notification] = Notification.objects.visible_to(act).select_related(
        *("child", "authority", "joined_case", "message__sender", "sighting"),
        *("telling__organisation", "telling__person", "child_said_by"),
    )
    return _found(found, reference)


def case(act: Act, reference: str) -> Case:
    """Return one case, with everything its page shows but the story.

    Raises: Hidden.
    """
    found: QuerySet[Case] = Case.objects.visible_to(act).select_related(
        "child",
        "authority",
        "responsible",
        "deputy",
        "confirmed_by__organisation",
        "notification__message__sender",
        "notification__sighting",
        "notification__message__recipient",
        "notification__message__lost_pupil__claimed_by",
    )
    return _found(found, reference)


def open_case_of(act: Act, child_id: int) -> Case | None:
    """Return the authority's open case of a child, if there is one."""
    return Case.objects.visible_to(act).still_open().filter(child_id__in=registry_queries.one_with(child_id)).first()


def officers(act: Act) -> QuerySet[Person]:
    """Return the children-missing-education officers of the acting authority today, by name."""
    roles = Membership.objects.in_force(act.on).filter(organisation_id=act.organisation_id, role__in=CME_ROLES)
    return Person.objects.filter(is_active=True, pk__in=roles.values("person_id")).order_by("name", "pk")


def pace_of(case: Case) -> pace.Pace | None:
    """Return the days from notified to accessed; None until provision is accessed."""
    if case.provision_accessed_on is None:
        return None
    return pace.notified_to_accessed(case.notified_on, case.provision_accessed_on)


def _found(rows: QuerySet[Row], reference: str) -> Row:
    row = rows.filter(reference=reference).first()
    if row is None:
        raise Hidden
    return row
