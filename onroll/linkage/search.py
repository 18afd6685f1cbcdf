"""Search in two steps: a plan that an index of keys and birth dates can answer, then ranking of what it found.

The index is the caller's: one row for each of an entry's `index_keys`, with the entry's birth date. Each `Route` of a
plan is one look-up; the candidates are all entries that any route finds. Nothing here touches a database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onroll.identifiers import postcode, upn
from onroll.linkage.compare import (
    compare_birth_dates,
    compare_left,
    compare_names,
    compare_people,
    compare_postcodes,
    compare_schools,
    compare_sex,
    compare_upn,
)
from onroll.linkage.comparison import Comparison, Kind
from onroll.linkage.query import A_YEAR_EITHER_WAY, Candidate, SearchQuery
from onroll.linkage.score import Score, score
from onroll.linkage.shortlist import shortlist, slips_of
from onroll.linkage.skeleton import search_keys

SHOWN_FROM = 0.0005
SHOWN_WITHIN_BITS = 12.0
_CAP = 2_000


@dataclass(frozen=True, slots=True)
class Route:
    """A look-up: entries with any of `keys` and, where `born` is not empty, a birth date in one of its spans.

    No keys means any entry born in those spans. Both ends of a span count.
    """

    keys: frozenset[str]
    born: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """Routes whose finds are put together. Take at most `cap` entries a route, those with most keys found first."""

    routes: tuple[Route, ...]
    cap: int = _CAP


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate's key and its score."""

    key: str
    score: Score


def index_keys(candidate: Candidate) -> frozenset[str]:
    """Return the keys to file an entry under: skeletons of all its names, its UPNs and its postcode.

    They are personal data. UPN and postcode keys carry a prefix, so they cannot be taken for a name.
    """
    numbers = _upn_keys(candidate.upn, candidate.former_upn)
    names = (candidate.surname, candidate.forename, *candidate.other_surnames, *candidate.other_forenames)
    return _name_keys(*names) | numbers | _postcode_keys(candidate.postcode)


def plan(query: SearchQuery) -> SearchPlan:
    """Return how to find the candidates for a query. Whether it asks enough is for `query.is_specific_enough`.

    Routes: by number; by any name within a year (or the tolerance) of the birth date; by birth date alone, with the
    usual slips, for names too far gone; by postcode. Without a birth date, by name at any date.
    """
    names = _name_keys(query.surname, query.forename)
    routes = [Route(_upn_keys(query.upn, query.former_upn)), Route(_postcode_keys(query.postcode))]
    if query.birth_date is None:
        routes.append(Route(names))
    else:
        wide = max(A_YEAR_EITHER_WAY, query.birth_date_tolerance_days)
        if names:
            routes.append(Route(names, (_span(query.birth_date, wide),)))
        routes.append(Route(frozenset(), slips_of(query.birth_date)))
    return SearchPlan(tuple(route for route in routes if route.keys or route.born))


def rank(query: SearchQuery, candidates: Sequence[Candidate], limit: int = 10) -> list[Hit]:
    """Return the best candidates, best first, at most `limit`.

    Nobody is shown who is next to impossible, nor a weak one who is far less likely (12 bits) than the best: whoever
    asks well sees little.
    Equal scores are put in the order of their keys, so the order of `candidates` changes nothing. `shortlist` spares
    most candidates a full comparison.
    """
    hits = (Hit(each.key, score_candidate(query, each)) for each in shortlist(query, candidates))
    likely = [hit for hit in hits if hit.score.value >= SHOWN_FROM]
    floor = max((hit.score.bits for hit in likely), default=0.0) - SHOWN_WITHIN_BITS
    shown = (hit for hit in likely if hit.score.bits >= floor or hit.score.band != "weak")
    return sorted(shown, key=lambda hit: (-hit.score.value, -hit.score.bits, hit.key))[:limit]


def score_candidate(query: SearchQuery, candidate: Candidate) -> Score:
    """Return the score of one candidate against a query, with its reasons."""
    return score(
        (
            *_names(query, candidate),
            compare_birth_dates(query.birth_date, candidate.birth_date, tolerance_days=query.birth_date_tolerance_days),
            compare_sex(query.sex, candidate.sex),
            compare_postcodes(query.postcode, candidate.postcode),
            compare_upn(query.upn, candidate.upn, former_a=query.former_upn, former_b=candidate.former_upn),
            compare_schools(query.last_school, candidate.last_school),
            compare_left(query.left_from, query.left_until, candidate.left_on),
        )
    )


def _names(query: SearchQuery, candidate: Candidate) -> tuple[Comparison, Comparison]:
    surname, forename = compare_people(query.surname, query.forename, candidate.surname, candidate.forename)
    return (
        _likest(surname, query.surname, candidate.other_surnames),
        _likest(forename, query.forename, candidate.other_forenames),
    )


def _likest(found: Comparison, asked: str, others: tuple[str, ...]) -> Comparison:
    for other in others:
        compared = compare_names(asked, other, found.field)
        if compared.kind is not Kind.MISSING and compared.value > found.value:
            found = replace(compared, reason=f"{compared.reason} (another name the child has had)")
    return found


def _name_keys(*names: str) -> frozenset[str]:
    return frozenset().union(*map(search_keys, names))


def _upn_keys(*numbers: str) -> frozenset[str]:
    return frozenset(f"upn:{upn.normal_form(number)}" for number in numbers if number.strip())


def _postcode_keys(text: str) -> frozenset[str]:
    found = postcode.parse(text)
    return frozenset({f"postcode:{found}"} if found and not postcode.is_placeholder(found) else ())


def _span(middle: date, days: int) -> tuple[date, date]:
    return middle - timedelta(days=days), middle + timedelta(days=days)
