"""Readings of the directory, which is public: what a code means on a day, who took over, words, areas."""

import dataclasses
from datetime import date
from typing import Literal

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace

from onroll.access.models import Country, EstablishmentLink, Organisation, OrganisationKind
from onroll.access.querysets import OrganisationQuerySet
from onroll.identifiers import establishment, postcode

# Words that people leave out, or write otherwise than the register does.
WEAK_WORDS = frozenset({"and", "&", "the", "of"})
SHORTEST_SEARCH = 2
# No school's name and town need more words; each is looked for in every row.
MOST_WORDS = 8
SCHOOL_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.OUTSIDE)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CodeLookup:
    """What a code means on a day. `closed` is the newest holder of the code that is not open that day.

    `successors` are those that took over from it and are open that day, by the register's links: never a guess.
    """

    found: Organisation | None
    reason: Literal["unknown", "closed"] | None
    closed: Organisation | None = None
    successors: tuple[Organisation, ...] = ()


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
    if closed is None:
        return CodeLookup(found=None, reason="unknown")
    return CodeLookup(found=None, reason="closed", closed=closed, successors=tuple(successors_of(closed, on)))


def successors_of(organisation: Organisation, on: date) -> list[Organisation]:
    """Return the schools that took over from a school and are open on a day: several after a split, none if unknown.

    Follows what the register says at either end of a link, through schools that have closed since, and through
    numbers that are not in the directory. A circle ends where it began.
    """
    seen = {organisation.urn} if organisation.urn else set[str]()
    frontier, found = set(seen), list[Organisation]()
    while frontier:
        links = EstablishmentLink.objects.leading_on_from(frontier, on).values_list("urn", "link_urn")
        frontier = {urn for link in links for urn in link} - seen
        seen |= frontier
        open_now = list(Organisation.objects.open_on(on).filter(urn__in=frontier))
        found += open_now
        frontier -= {one.urn for one in open_now}
    return sorted(found, key=lambda one: (one.name, one.urn))


def find_schools(words: str, limit: int = 20) -> list[Organisation]:
    """Return schools by words of name and town, or by code, URN or postcode; open ones first.

    Closed schools are among them, since a file may name one; the page says so.
    """
    text = " ".join(words.split())
    if len(text) < SHORTEST_SEARCH:
        return []
    return list(_matching(text).order_by("-is_open", "name", "urn")[:limit])


def _matching(text: str) -> OrganisationQuerySet:
    schools: OrganisationQuerySet = Organisation.objects.with_open_first().filter(kind__in=SCHOOL_KINDS)
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
    for word in _telling_words(text):
        schools = schools.with_word(word)
    return schools


def _telling_words(text: str) -> list[str]:
    """Return the words that tell schools apart, each once, the longest first, as many as a name can need.

    A word that stands inside another adds nothing: whatever has `beckford` has `beck`.
    """
    plain = {word.translate(str.maketrans("", "", "'’.,")).lower() for word in text.split()} - WEAK_WORDS - {""}
    found = list[str]()
    for word in sorted(plain, key=lambda each: (-len(each), each)):
        if not any(word in longer for longer in found):
            found.append(word)
    return found[:MOST_WORDS]


def authority(la_code: str) -> Organisation | None:
    """Return the authority with a code."""
    return Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=la_code).first() if la_code else None


def authority_names() -> dict[str, str]:
    """Return the name of every authority by its number."""
    kept = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY)
    return dict(kept.order_by("la_code").values_list("la_code", "name"))


def authority_of(organisation: Organisation) -> Organisation | None:
    """Return the authority in whose area an organisation is: itself, for an authority."""
    return authority(organisation.la_code)


def organisations_of_area(la_code: str) -> QuerySet[Organisation]:
    """Return an authority and the schools of its area."""
    area: QuerySet[Organisation] = Organisation.objects.in_area(la_code) if la_code else Organisation.objects.none()
    return area


def organisations_outside() -> QuerySet[Organisation]:
    """Return the end-points outside England, with and without a number."""
    outside: QuerySet[Organisation] = Organisation.objects.exclude(country=Country.ENGLAND)
    return outside.order_by("country", "name", "pk")
