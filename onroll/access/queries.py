"""Readings of the directory, which is public, and of the ledger, which only auditors may read."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from onroll.access import permissions
from onroll.access.events import LedgerVerified
from onroll.access.models import Membership, Organisation, OrganisationKind, Person
from onroll.access.querysets import OrganisationQuerySet
from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act
from onroll.audit.ledger import event_name
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.identifiers import establishment, postcode

# Words that people leave out, or write otherwise than the register does.
WEAK_WORDS = frozenset({"and", "&", "the", "of"})
SHORTEST_SEARCH = 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CodeLookup:
    """What a code means on a day. `closed` is the newest holder of the code that is not open that day."""

    found: Organisation | None
    reason: Literal["unknown", "closed"] | None
    closed: Organisation | None = None


def organisation_with_code(code: str, on: date) -> CodeLookup:
    """Return the organisation that a code means on a day: `8201234` a school, `820LLLL` an authority.

    An academy may hold its predecessor's number, so of several the one that is open that day is meant; of several open
    ones, the one that opened last.
    """
    holders = Organisation.objects.with_code(establishment.normal_form(code))
    newest_first = [F("opened_on").desc(nulls_last=True), F("urn").desc(nulls_last=True)]
    found = holders.open_on(on).order_by(*newest_first).first()
    if found:
        return CodeLookup(found=found, reason=None)
    closed = holders.order_by(F("closed_on").desc(nulls_last=True), *newest_first).first()
    return CodeLookup(found=None, reason="closed" if closed else "unknown", closed=closed)


def find_schools(words: str, limit: int = 20) -> list[Organisation]:
    """Return schools by words of name and town, or by code, URN or postcode; open ones first.

    Closed schools are among them, since a file may name one; the page says so.
    """
    text = " ".join(words.split())
    if len(text) < SHORTEST_SEARCH:
        return []
    return list(_matching(text).order_by("-is_open", "name", "urn")[:limit])


def _matching(text: str) -> OrganisationQuerySet:
    schools: OrganisationQuerySet = Organisation.objects.with_open_first().filter(kind=OrganisationKind.SCHOOL)
    number = establishment.normal_form(text)
    if establishment.is_well_formed(number):
        return schools.with_code(number)
    if number.isdecimal():
        return schools.filter(urn=number) if len(number) == 6 else schools.filter(number=number)
    if found := postcode.parse(text):
        return schools.filter(postcode=found)
    schools = schools.annotate(
        plain=Replace(Replace(Replace("name", Value("'")), Value("’")), Value(".")),
    )
    for word in text.split():
        plain = word.translate(str.maketrans("", "", "'’.,"))
        if plain and plain.lower() not in WEAK_WORDS:
            schools = schools.with_word(plain)
    return schools


def authority(la_code: str) -> Organisation | None:
    """Return the authority with a code."""
    return Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=la_code).first() if la_code else None


def authority_of(organisation: Organisation) -> Organisation | None:
    """Return the authority in whose area an organisation is: itself, for an authority."""
    return authority(organisation.la_code)


def organisations_of_area(la_code: str) -> QuerySet[Organisation]:
    """Return an authority and the schools of its area."""
    area: QuerySet[Organisation] = Organisation.objects.in_area(la_code) if la_code else Organisation.objects.none()
    return area


def people_to_notify(organisation: Organisation, on: date) -> list[str]:
    """Return where an organisation wants its notices, else the addresses of those who handle files for it that day."""
    if organisation.notices_to:
        return [organisation.notices_to]
    holders = Membership.objects.in_force(on).filter(organisation=organisation, role__in=permissions.EXCHANGE_ROLES)
    people = Person.objects.filter(is_active=True, pk__in=holders.values("person_id"))
    return list(people.order_by("email").values_list("email", flat=True))


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return who holds, held or will hold a role for an organisation."""
    memberships: QuerySet[Membership] = Membership.objects.filter(organisation=organisation)
    return memberships.select_related("person", "organisation").order_by("person__email", "role")


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

    The Department's auditor sees all; an authority's, what was done in its area; any other, what was done for its own
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
        return Q(la_code=act.la_code) | Q(organisation_id__in=area.values("pk"))
    return Q(organisation_id=act.organisation_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)
