"""Who of an area is on which list, kept for a moment where working it out is long: facts are kept, lists are not.

An area of 50,000 cases takes seconds, and many officers ask for the same list. What was worked out of a big area is
kept in the process, never in the database, for at most two minutes; the page says of which moment it is. A small area
is worked out each time. Whom a shield hides is asked anew each time, too.
"""

import dataclasses
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from onroll.audit.act import Act
from onroll.casework.queries import Followed, followed_children
from onroll.insight.queries.asking import Asked
from onroll.rules.missing import Because, List, RuleName, answer

KEPT_FOR = timedelta(minutes=2)
BIG = 5_000  # children tied to an area: with more, working it out takes longer than a page may
MOST_KEPT = 4
Key = tuple[str, date, date, RuleName]


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """Where one child stands: her records, on which list, why, and since when she is out."""

    child_ids: tuple[int, ...]
    which: List
    is_expected: bool
    out_since: date | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Who is on a list, or expected, those out longest first; `at`: up to which moment things were known."""

    at: datetime
    placed: tuple[Placed, ...]

    def without(self, hidden: Collection[int]) -> tuple[Placed, ...]:
        """Return those of whom no record is hidden."""
        return tuple(each for each in self.placed if not any(child in hidden for child in each.child_ids))


_kept: dict[Key, tuple[datetime, Counted]] = {}
_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)


def count_area(act: Act, asked: Asked) -> Counted:
    """Return who of the acting officer's area is on a list. One thread of a process at a time works out an area."""
    key = (act.la_code, asked.on, asked.known_on, asked.rule)
    with _turns[act.la_code]:
        kept_at, found = _kept.get(key, (None, None))
        if found is not None and kept_at is not None and timedelta(0) <= act.at - kept_at <= KEPT_FOR:
            return found
        children = followed_children([act.la_code], known_by=asked.known_by)
        counted = Counted(at=asked.known_by, placed=_placed(act.la_code, asked, children))
        _kept.pop(key, None)
        if len(children) > BIG:
            _kept[key] = (act.at, counted)
            for oldest in list(_kept)[:-MOST_KEPT]:
                _kept.pop(oldest, None)
        return counted


def forget() -> None:
    """Throw away what is kept, as a new process does."""
    _kept.clear()


def _placed(la_code: str, asked: Asked, children: Iterable[Followed]) -> tuple[Placed, ...]:
    found = []
    for child in children:
        if child.area_on(asked.on) != la_code:
            continue
        answered = answer(child.facts, on=asked.on, rule=asked.rule, known_by=asked.known_by)
        is_expected = answered.because is Because.EXPECTED
        if is_expected or answered.list is not List.NONE:
            found.append(Placed(child.child_ids, answered.list, is_expected, answered.out_since))
    return tuple(sorted(found, key=lambda each: (each.out_since or asked.on, each.child_ids)))
