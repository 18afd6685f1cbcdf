"""Children whom an organisation may shield, and the searches that met those it shields."""

from datetime import date

from django.db.models import Q, QuerySet

from onroll.access import queries as access_queries
from onroll.access.models import Membership, Organisation, OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry import permissions as registry_permissions
from onroll.registry.models import Child, Shield
from onroll.transfer.models import RepositorySearch, ShieldMeeting

SHIELDING_ROLES = (Role.SAFEGUARDING, Role.CME_OFFICER, Role.CME_LEADER)


def shieldable_children(act: Act) -> QuerySet[Child]:
    """Return the children that the acting organisation may shield: those it, or a school of its area, has or had.

    By a roll, or by a file that it sent or was sent.
    """
    if not registry_permissions.may_shield(act):
        return Child.objects.none()
    own: QuerySet[Organisation] = Organisation.objects.filter(pk=act.organisation_id or 0)
    if act.organisation_kind == OrganisationKind.AUTHORITY:
        own = access_queries.organisations_of_area(act.la_code)
    ids = own.values("pk")
    sent = Q(sightings__message_pupil__message__sender__in=ids)
    received = Q(sightings__message_pupil__message__recipient__in=ids)
    return Child.objects.filter(Q(enrolments__organisation__in=ids) | sent | received).distinct()


def children_exactly(act: Act, *, upn: str, surname: str, forename: str, birth_date: date | None) -> QuerySet[Child]:
    """Return those of them that are exactly who was asked for: by UPN, or by both names and the date of birth."""
    if upn:
        return shieldable_children(act).filter(sightings__upn=upn).order_by("pk")
    if not (surname and forename and birth_date):
        return Child.objects.none()
    return (
        shieldable_children(act)
        .filter(
            sightings__surname__iexact=surname, sightings__forename__iexact=forename, sightings__birth_date=birth_date
        )
        .order_by("pk")
    )


def child_to_shield(act: Act, reference: str) -> Child:
    """Return one of those children.

    Raises: Hidden.
    """
    found = shieldable_children(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def possible_officers(act: Act) -> QuerySet[Membership]:
    """Return who of the acting organisation may be named as the officer that is told."""
    held: QuerySet[Membership] = Membership.objects.in_force(act.on).filter(
        organisation_id=act.organisation_id or 0, role__in=SHIELDING_ROLES, person__is_active=True
    )
    return held.select_related("person").order_by("person__name", "pk")


def meetings_of(act: Act, shield: Shield) -> QuerySet[ShieldMeeting]:
    """Return the searches that met a shielded child, the newest first, for the organisation that shields her.

    Raises: Hidden.
    """
    if not registry_permissions.may_end_shield(act, shield):
        raise Hidden
    meetings: QuerySet[ShieldMeeting] = shield.meetings.select_related("search__organisation", "search__person")
    return meetings.order_by("-search__at", "-pk")


def searches_to_alert() -> QuerySet[RepositorySearch]:
    """Return the searches that nobody has looked at yet for shielded children, the oldest first."""
    return RepositorySearch.objects.filter(alerted_at__isnull=True).order_by("pk")
