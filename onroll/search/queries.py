"""Finding records by what somebody typed, and by what a source says. What may not be seen is never ranked."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.linkage.finder import Finding, Question, Sort, Term, parse_typed, question_of_facts, weigh
from onroll.linkage.finder.question import Facts
from onroll.search import lexicon, retrieval
from onroll.search.models import Posting
from onroll.search.retrieval import Key, Parts, Scope, Scopes, Without

__all__ = ["Hit", "Parts", "Scope", "candidates", "find", "nearest"]

MOST_SHOWN = 10
# How many are weighed in full for those that are shown.
_WEIGHED = 60
# Nobody is shown who is far less likely than the best, or next to impossible: whoever asks well sees little.
_WITHIN_BITS, _LEAST_BITS = 16.0, -26.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that answers, its likest part, and why.

    `score` is in bits: 0 is all that was asked, each bit less halves how likely it is that it was meant, and a number
    that agrees adds. `reasons` hold names and dates of that part: only for who may see it.
    """

    kind: str
    record_id: int
    part_id: int
    score: float
    reasons: tuple[str, ...]


def find(act: Act, question: str | Question, scopes: Scopes, limit: int = MOST_SHOWN) -> tuple[Hit, ...]:
    """Return the records that answer best, best first, among those that the acting person may see.

    `scopes`: for each kind to look in, a queryset of the record ids that she may see (or `Parts`, of their parts).
    Nothing outside them is looked at, counted or ranked. Whoever calls leaves shielded children out of them, limits
    how often is asked, and records that it was.
    """
    asked = parse_typed(question, on=act.on) if isinstance(question, str) else question
    hits = _hits(asked, scopes, limit)
    best = max((hit.score for hit in hits), default=0.0)
    return tuple(hit for hit in hits if hit.score >= max(best - _WITHIN_BITS, _LEAST_BITS))


def candidates(
    facts: Facts,
    kinds: Collection[str],
    limit: int = 50,
    *,
    leaving_out: QuerySet[Any, Any] | None = None,
) -> tuple[Hit, ...]:
    """Return the records that these facts may be about, best first. For software only: NEVER show a person any of it.

    Everybody's records are looked at, whoever may see them, so what is found may only feed a comparison whose outcome
    is shown under its own rules. `leaving_out`: ids of records (of every kind asked) to pass over, such as
    `registry.queries.shielded_children(act.on)`. Facts are a surname, a forename, a birth date, postcode and UPNs:
    `registry.actions.Facts`, a `Sighting` or a `linkage.SearchQuery`. Nothing is cut for being unlikely but `limit`.
    """
    scope = None if leaving_out is None else Without(leaving_out)
    return tuple(_hits(question_of_facts(facts), dict.fromkeys(kinds, scope), limit))


def nearest(question: Question, scopes: Scopes, limit: int) -> list[tuple[str, int]]:
    """Return kind and id of the records worth comparing with what was asked, roughly best first, without weighing.

    For a caller with a comparison of its own (repository search).
    """
    if question.is_empty:
        return []
    known = lexicon.current()
    near = {word: known.near(word) for word in question.words}
    rough = retrieval.gather(question, near, known, scopes)
    return list(dict.fromkeys(key[:2] for _, key in rough.best(question, limit)))


def _hits(question: Question, scopes: Scopes, limit: int) -> list[Hit]:
    if question.is_empty:
        return []
    known = lexicon.current()
    near = {word: known.near(word) for word in question.words}
    rough = retrieval.gather(question, near, known, scopes)
    chosen = [key for _, key in rough.best(question, max(_WEIGHED, limit))]
    terms = _terms(chosen)
    best: dict[tuple[str, int], tuple[Finding, int]] = {}
    for kind, record, part in chosen:
        key = (kind, record, part)
        finding = weigh(question, terms[key], rough.born[key], near)
        held = best.get((kind, record))
        if held is None or held[0].bits < finding.bits:
            best[kind, record] = (finding, part)
    hits = [
        Hit(kind=kind, record_id=record, part_id=part, score=finding.bits, reasons=finding.reasons)
        for (kind, record), (finding, part) in best.items()
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.record_id))[:limit]


def _terms(keys: Collection[Key]) -> dict[Key, set[Term]]:
    """Return everything that these parts of records are filed under."""
    found: dict[Key, set[Term]] = defaultdict(set)
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, record, _ in keys:
        by_kind[kind].add(record)
    for kind, records in by_kind.items():
        rows = Posting.objects.filter(kind=kind, record_id__in=records)
        for record, part, sort, text in rows.values_list("record_id", "part_id", "token__sort", "token__text"):
            found[kind, record, part].add(Term(Sort(sort), text))
    return found
