"""The cheap filter before full comparison: of many candidates, the few that could be among the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process, utils

from onroll.identifiers import upn
from onroll.linkage.query import A_YEAR_EITHER_WAY, Candidate, SearchQuery

# Of 1,000 hard queries over 100,000 invented children, 945 found the child with 100, 954 with 150, 959 with all; the
# cost grows with it.
SCORED_IN_FULL = 150

# Points beside the likeness of the names (0 to 100). Only their order matters: a shared number always gets through,
# then the day, then the place; `score` weighs the evidence afterwards.
_SAME_NUMBER, _SAME_DAY, _SAME_POSTCODE, _SAME_SCHOOL = 1_000.0, 60.0, 50.0, 40.0
_IN_TOLERANCE, _WITHIN_A_YEAR, _LEFT_THEN = 30.0, 15.0, 10.0


def shortlist(query: SearchQuery, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return at most `SCORED_IN_FULL` candidates worth a full comparison, and all of them when they are no more.

    The order of `candidates` changes nothing about who is chosen.
    """
    if len(candidates) <= SCORED_IN_FULL:
        return candidates
    asked = f"{query.surname} {query.forename}"
    names = [f"{each.surname} {each.forename}" for each in candidates]
    scorer = fuzz.token_sort_ratio if query.surname and query.forename else fuzz.token_set_ratio
    found = process.extract_iter(asked, names, scorer=scorer, processor=utils.default_process)
    likeness = {n: points for _, points, n in found}
    clues = _clues(query)
    rough = sorted((-likeness.get(n, 0.0) - _points(clues, each), each.key, n) for n, each in enumerate(candidates))
    return [candidates[n] for _, _, n in rough[:SCORED_IN_FULL]]


def slips_of(born_on: date) -> tuple[tuple[date, date], ...]:
    """Return spans of days (both ends count) in which a birth date lies when it was written with one usual slip.

    A day out, day and month changed round, a year out.
    """
    day = timedelta(days=1)
    swapped = _date_or_none(born_on.year, born_on.day, born_on.month)
    years = (_date_or_none(born_on.year + step, born_on.month, born_on.day) for step in (-1, 1))
    others = (other for other in (swapped, *years) if other and other != born_on)
    return ((born_on - day, born_on + day), *((other, other) for other in others))


@dataclass(frozen=True, slots=True)
class _Clues:
    """The query, made ready to be compared with thousands."""

    born: date | None
    near_days: frozenset[date]
    tolerance_days: int
    postcode: str
    numbers: frozenset[str]
    last_school: str
    left_from: date | None
    left_until: date | None


def _clues(query: SearchQuery) -> _Clues:
    spans = slips_of(query.birth_date) if query.birth_date else ()
    near = frozenset(first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1))
    numbers = frozenset(upn.normal_form(each) for each in (query.upn, query.former_upn) if each.strip())
    return _Clues(
        born=query.birth_date,
        near_days=near,
        tolerance_days=query.birth_date_tolerance_days,
        postcode=_run_together(query.postcode),
        numbers=numbers,
        last_school=query.last_school.strip(),
        left_from=query.left_from,
        left_until=query.left_until,
    )


def _points(clues: _Clues, candidate: Candidate) -> float:
    points = _birth_points(clues, candidate.birth_date)
    if clues.numbers and clues.numbers & {upn.normal_form(candidate.upn), upn.normal_form(candidate.former_upn)}:
        points += _SAME_NUMBER
    if clues.postcode and clues.postcode == _run_together(candidate.postcode):
        points += _SAME_POSTCODE
    if clues.last_school and clues.last_school == candidate.last_school:
        points += _SAME_SCHOOL
    left = candidate.left_on
    if left and (clues.left_from or left) <= left <= (clues.left_until or left):
        points += _LEFT_THEN
    return points


def _birth_points(clues: _Clues, born: date | None) -> float:
    if clues.born is None or born is None:
        return 0.0
    if born in clues.near_days:
        return _SAME_DAY
    apart = abs((clues.born - born).days)
    if apart <= clues.tolerance_days:
        return _IN_TOLERANCE
    return _WITHIN_A_YEAR if apart <= A_YEAR_EITHER_WAY else 0.0


def _run_together(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
