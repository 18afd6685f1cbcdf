"""Readings of the ledger, which only auditors may read: which entries they see, and the names in them."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from onroll.access import permissions
from onroll.access.events import LedgerVerified
from onroll.access.models import Organisation, OrganisationKind, Person
from onroll.access.queries.directory import organisations_of_area
from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act
from onroll.audit.ledger import event_name
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilters:
    """Which entries are asked for. Both days count; an empty filter asks for all."""

    from_on: date | None = None
    until_on: date | None = None
    organisation: Organisation | None = None
    event: str = ""
    about_kind: str = ""
    about_id: str = ""

    def words(self) -> tuple[str, ...]:
        """Return what is filtered by, for the ledger: names of filters, and the thing asked about."""
        names = [name for name in ("from_on", "until_on", "organisation", "event") if getattr(self, name)]
        return (*names, f"about {self.about_kind} {self.about_id}") if self.about_kind else tuple(names)


def ledger_entries(act: Act, *, filters: LedgerFilters) -> QuerySet[LedgerEntry]:
    """Return the entries that an auditor may see, newest first.

    The Department's auditor sees all; an authority's, what was done in its area, and
    the openings and claims of its children by officers elsewhere; any other, what was done for its own
    organisation. Raises: NotAllowed, for everyone else.
    """
    entries = audit_queries.entries()
    if not act.is_system:
        entries = entries.filter(_seen_by(act))
    if filters.from_on:
        entries = entries.filter(at__gte=_midnight(filters.from_on))
    if filters.until_on:
        entries = entries.filter(at__lt=_midnight(filters.until_on + timedelta(days=1)))
    if filters.organisation:
        entries = entries.filter(organisation_id=filters.organisation.pk)
    if filters.event:
        entries = entries.filter(name=filters.event)
    if filters.about_kind:
        entries = entries.filter(subject_kind=filters.about_kind, subject_id=filters.about_id)
    return entries


def last_verification(act: Act) -> LedgerEntry | None:
    """Return the entry of the newest check of the chain, whoever made it: it says nothing about anybody."""
    if not permissions.may_read_ledger(act):
        raise NotAllowed
    return audit_queries.entries().filter(name=event_name(LedgerVerified)).first()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of people and organisations by their numbers."""

    people: dict[int, str]
    organisations: dict[int, str]


def names_in(entries: Sequence[LedgerEntry]) -> Names:
    """Return the names of everybody that entries speak of: who acted, for whom, and about whom."""
    people = {one.actor_id for one in entries if one.actor_id is not None} | _subjects(entries, "person")
    organisations = {one.organisation_id for one in entries if one.organisation_id is not None} | _subjects(
        entries, "organisation"
    )
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        organisations={one.pk: str(one) for one in Organisation.objects.filter(pk__in=organisations)},
    )


def _subjects(entries: Sequence[LedgerEntry], kind: str) -> set[int]:
    return {int(one.subject_id) for one in entries if one.subject_kind == kind and one.subject_id.isdecimal()}


def _seen_by(act: Act) -> Q:
    if not permissions.may_read_ledger(act):
        raise NotAllowed
    if act.organisation_kind == OrganisationKind.DEPARTMENT:
        return Q()
    if act.organisation_kind == OrganisationKind.AUTHORITY:
        area = organisations_of_area(act.la_code)
        # Whoever opens or claims a child of the area does so for another one: the event says whose child it is.
        of_its_children = Q(details__area_la_code=act.la_code)
        return Q(la_code=act.la_code) | Q(organisation_id__in=area.values("pk")) | of_its_children
    return Q(organisation_id=act.organisation_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)
