"""Who of an area is on which list, kept for a moment where working it out is long: facts are kept, lists are not.

An area of 50,000 cases takes seconds, and many officers ask for the same list. What was worked out of a big area is
kept in the process, never in the database; the page says of which moment it is. Whoever asks after five minutes gets
what is kept, and has it worked out anew for the next; after fifteen she waits for it. What was known at a past day is
final and never worked out again. A small area is worked out each time. Whom a shield hides is asked anew each time.
"""

import dataclasses
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import connections

from onroll.audit.act import Act
from onroll.casework.queries import Followed, followed_children
from onroll.insight.queries.asking import Asked
from onroll.rules.missing import Because, List, RuleName, answer

FRESH_FOR = timedelta(minutes=5)
KEPT_FOR = timedelta(minutes=15)
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
_being_renewed: set[Key] = set()


def count_area(act: Act, asked: Asked) -> Counted:
    """Return who of the acting officer's area is on a list. One thread of a process at a time works out an area."""
    key = (act.la_code, asked.on, asked.known_on, asked.rule)
    found = _still_good(key, act)
    if found is None:
        with _turns[act.la_code]:
            found = _still_good(key, act) or _work_out(key, act, asked)
    return found


def _still_good(key: Key, act: Act) -> Counted | None:
    """Return what is kept, if it may be shown, and have it renewed where it is no longer fresh."""
    kept = _kept.get(key)
    if kept is None:
        return None
    kept_at, found = kept
    _, _, known_on, _ = key
    is_final = known_on < act.on
    if is_final or timedelta(0) <= act.at - kept_at <= FRESH_FOR:
        return found
    if FRESH_FOR < act.at - kept_at <= KEPT_FOR:
        _renew(key, act)
        return found
    return None


def _renew(key: Key, act: Act) -> None:
    """Work out what is kept anew, beside the request that found it old; once at a time."""
    if key in _being_renewed:
        return
    _being_renewed.add(key)
    _, on, known_on, rule = key

    def renew() -> None:
        try:
            with _turns[act.la_code]:
                _work_out(key, act, Asked(on=on, known_on=known_on, known_by=act.at, rule=rule))
        finally:
            _being_renewed.discard(key)

    in_the_background(renew)


def in_the_background(work: Callable[[], None]) -> None:
    """Do something in a thread of its own, with a database connection of its own that ends with it."""

    def do() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=do, daemon=True, name="lists").start()


def _work_out(key: Key, act: Act, asked: Asked) -> Counted:
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
