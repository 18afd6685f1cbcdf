"""All that is known of a child: every fact with its source and times, her references, and what was decided."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.registry.models import (
    AddressCertainty,
    BirthDateCertainty,
    Child,
    IdentifierKind,
    Merge,
    NameKind,
    PairReview,
    Sighting,
)
from onroll.registry.presenters.record import NOT_SHOWN, SEALED_WORDS, SOURCES
from onroll.registry.queries import ChildFacts, Fact
from onroll.registry.review_states import MEANINGS, ReviewState
from onroll.web.parts import Cell, Event, Link, Row, Table
from onroll.web.words import day_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildPage:
    """What the template shows. A table is None where nothing is known."""

    title: str
    caption: str
    as_of: str
    correct_href: str
    references: tuple[Row, ...]
    tables: tuple[Table, ...]
    pairs: Table | None
    history: tuple[Event, ...]
    education_href: str


def child_page(
    act: Act,
    child: Child,
    *,
    day: date | None = None,
    facts: ChildFacts,
    tellers: Mapping[int, Organisation],
    others: Sequence[Child],
    merges: Sequence[Merge],
    pairs: Sequence[PairReview],
) -> ChildPage:
    """Present a child. Facts that another authority's area told are named by kind alone."""
    lists = (
        ("Names", facts.names),
        ("Dates of birth", facts.birth_dates),
        ("Numbers", facts.numbers),
        ("Addresses", facts.addresses),
    )
    return ChildPage(
        title="What is known of this child",
        caption=f"Child {child.reference}",
        as_of=f"These are the facts as they were known at the end of {day_words(day)}." if day else "",
        correct_href=reverse("registry:correct-child", args=[child.reference]),
        references=_references(child, others),
        tables=tuple(_table(act, name, found, tellers) for name, found in lists if found),
        pairs=_pairs(pairs),
        history=tuple(event for merge in merges for event in _events(merge)),
        education_href=reverse("registry:education", args=[child.reference]),
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class CorrectPage:
    """The page on which an officer says what she knows."""

    title: str
    caption: str
    back_href: str


def correct_page(child: Child) -> CorrectPage:
    """Present the form for a correction."""
    return CorrectPage(
        title="Correct or add what is known",
        caption=f"Child {child.reference}",
        back_href=reverse("registry:child", args=[child.reference]),
    )


def start_of(last: Sighting | None) -> dict[str, object]:
    """Return what stands in the form at first: names, birth date and number as they were said last, nothing else."""
    if last is None:
        return {}
    names = ("surname", "forename", "middle_names", "birth_date", "birth_date_certainty", "upn")
    return {name: getattr(last, name) for name in names}


def _references(child: Child, others: Sequence[Child]) -> tuple[Row, ...]:
    rows = [Row(key="Reference", value=child.reference), Row(key="First known", value=day_words(child.first_seen_at))]
    rows += [
        Row(key="Also kept as", value=f"{other.reference}, first known {day_words(other.first_seen_at)}")
        for other in others
    ]
    return tuple(rows)


def _table(act: Act, name: str, facts: Sequence[Fact], tellers: Mapping[int, Organisation]) -> Table:
    return Table(
        caption=name,
        head=("What", "Kind, and how sure", "When true", "Said by", "Known since"),
        rows=tuple(_row(act, fact, tellers.get(fact.told_by_id or 0)) for fact in facts),
    )


def _row(act: Act, fact: Fact, teller: Organisation | None) -> tuple[Cell, ...]:
    is_own = teller is None or teller.la_code == act.la_code
    source = SOURCES.get(fact.source, "Another source")
    return (
        _value(fact) if is_own else NOT_SHOWN,
        _kind(fact),
        _period(fact),
        f"{teller.name}: {source.lower()} ({fact.source_reference})" if teller else source,
        day_words(fact.known_at),
    )


def _value(fact: Fact) -> str:
    if (
        fact.certainty in BirthDateCertainty.values
        and not fact.kind
        and fact.value[:4].isdigit()
        and len(fact.value) == 10
    ):
        return _born(fact.value)
    return SEALED_WORDS if fact.is_sealed else fact.value


def _born(value: str) -> str:
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value


def _kind(fact: Fact) -> str:
    if fact.kind in NameKind.values:
        return str(NameKind(fact.kind).label)
    if fact.kind in IdentifierKind.values:
        return str(IdentifierKind(fact.kind).label)
    if fact.certainty in BirthDateCertainty.values:
        return str(BirthDateCertainty(fact.certainty).label)
    return str(AddressCertainty(fact.certainty).label)


def _period(fact: Fact) -> str:
    if fact.from_on and fact.until_on:
        return f"{day_words(fact.from_on)} to {day_words(fact.until_on)}"
    if fact.from_on:
        return f"From {day_words(fact.from_on)}"
    return f"Until {day_words(fact.until_on)}" if fact.until_on else "Not said"


def _pairs(pairs: Sequence[PairReview]) -> Table | None:
    if not pairs:
        return None
    return Table(
        caption="Compared with other records",
        head=("Pair", "How it stands", "Raised on"),
        rows=tuple(
            (
                Link(text=pair.reference, href=reverse("registry:pair", args=[pair.reference])),
                MEANINGS[ReviewState(pair.state)].name,
                day_words(pair.raised_at),
            )
            for pair in pairs
        ),
    )


def _events(merge: Merge) -> list[Event]:
    both = f"{merge.same_as.reference} and {merge.child.reference}"
    by = f"{merge.decided_first.name} and {merge.decided_second.name}"
    joined = Event(title=f"{both} were found to be one child", at=moment_words(merge.from_at), by=by)
    if merge.ended_at is None or merge.ended_by is None:
        return [joined]
    split = Event(title=f"{both} were split again", at=moment_words(merge.ended_at), by=merge.ended_by.name)
    return [joined, split]
