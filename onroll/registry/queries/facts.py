"""What is known of a child: names, birth dates, numbers and addresses, each with its source and its two times.

A fact has the time for which it is said to be true, and the moment from which we knew it. Both can be asked for: what
was true on a day, as far as we know now; and what we knew at a moment, right or wrong.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from onroll.identifiers import upn as upns
from onroll.registry.models import (
    AddressCertainty,
    BirthDateCertainty,
    Child,
    IdentifierKind,
    NameKind,
    Sighting,
)
from onroll.registry.queries.merging import records_then


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a source said. `kind` and `certainty` are codes of the models' tables, empty where there is none.

    `from_on` and `until_on` are both included; None: the source does not say. `told_by_id` is an organisation.
    """

    kind: str
    value: str
    certainty: str
    source: str
    source_reference: str
    told_by_id: int | None
    child_id: int
    known_at: datetime
    from_on: date | None = None
    until_on: date | None = None
    is_sealed: bool = False

    def is_true_on(self, day: date) -> bool:
        """Say whether the fact is said to hold on a day; an end that is not said is open."""
        return (self.from_on or day) <= day <= (self.until_on or day)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """What is known of one child, the newest said first. Nothing is left out because something newer was said."""

    names: tuple[Fact, ...]
    birth_dates: tuple[Fact, ...]
    numbers: tuple[Fact, ...]
    addresses: tuple[Fact, ...]


def facts_of(child: Child, *, known_at: datetime, true_on: date | None = None) -> ChildFacts:
    """Return what was known of a child at a moment; with `true_on`, only what is said to hold on that day.

    Records that were read as one child at that moment count together. Sealed addresses are among them, marked: the
    caller decides who may read them.
    """
    then = records_then(child.pk, known_at)
    said = Sighting.objects.filter(child_id__in=then, seen_at__lte=known_at)
    rows = list(said.prefetch_related("names", "identifiers").order_by("-seen_at", "-pk"))
    return ChildFacts(
        names=_kept(true_on, (fact for row in rows for fact in _names(row))),
        birth_dates=_kept(true_on, (fact for row in rows for fact in _birth_dates(row))),
        numbers=_kept(true_on, (fact for row in rows for fact in _numbers(row))),
        addresses=_kept(true_on, (fact for row in rows for fact in _addresses(row))),
    )


def _kept(true_on: date | None, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if true_on is None or fact.is_true_on(true_on))


def _names(row: Sighting) -> Iterator[Fact]:
    legal = " ".join(part for part in (row.forename, row.middle_names, row.surname) if part)
    if legal:
        yield _fact(row, kind=NameKind.LEGAL, value=legal)
    for name in row.names.all():
        value = " ".join(part for part in (name.forename, name.surname) if part)
        yield dataclasses.replace(_fact(row, kind=name.kind, value=value), from_on=name.from_on, until_on=name.until_on)


def _birth_dates(row: Sighting) -> Iterator[Fact]:
    if row.birth_date:
        yield _fact(
            row, kind="", value=row.birth_date.isoformat(), certainty=BirthDateCertainty(row.birth_date_certainty)
        )


def _numbers(row: Sighting) -> Iterator[Fact]:
    if row.upn:
        is_temporary = upns.is_temporary(row.upn)
        yield _fact(row, kind=IdentifierKind.TEMPORARY_UPN if is_temporary else IdentifierKind.UPN, value=row.upn)
    if row.former_upn:
        yield _fact(row, kind=IdentifierKind.FORMER_UPN, value=row.former_upn)
    for number in row.identifiers.all():
        yield _fact(row, kind=number.kind, value=number.value)


def _addresses(row: Sighting) -> Iterator[Fact]:
    value = ", ".join(part for part in (row.address, row.postcode) if part)
    if value:
        yield dataclasses.replace(
            _fact(row, kind="", value=value, certainty=AddressCertainty(row.address_certainty)),
            from_on=row.address_from,
            until_on=row.address_until,
            is_sealed=row.is_address_sealed,
        )


def _fact(row: Sighting, *, kind: str, value: str, certainty: str = "") -> Fact:
    return Fact(
        kind=kind,
        value=value,
        certainty=certainty,
        source=row.source,
        source_reference=row.source_reference,
        told_by_id=row.told_by_id,
        child_id=row.child_id,
        known_at=row.seen_at,
    )
