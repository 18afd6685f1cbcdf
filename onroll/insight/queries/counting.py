"""Who of an area is on which list, kept for a moment where working it out is long: facts are kept, lists are not.

An area of 50,000 cases takes seconds, and many officers ask for the same list. What was worked out of a big area is
kept in the process, never in the database; the page says of which moment it is. Whoever asks after five minutes gets
what is kept, and has it worked out anew for the next; after fifteen she waits for it. What was known at a past day is
final and never worked out again. A small area is worked out each time. Whom a shield hides is asked anew each time.
"""

import subprocess
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog
from django.db import connections

from onroll.audit.act import Act
from onroll.casework.queries import count_followed
from onroll.insight.elsewhere import place_elsewhere
from onroll.insight.queries.asking import Asked
from onroll.insight.queries.placing import Counted, Placed, place_area
from onroll.rules.missing import RuleName

FRESH_FOR = timedelta(minutes=5)
KEPT_FOR = timedelta(minutes=15)
BIG = 5_000  # children tied to an area: with more, working it out takes longer than a page may
MOST_KEPT = 4
Key = tuple[str, date, date, RuleName]
log = structlog.get_logger()


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
    is_big = count_followed([act.la_code], at_most=BIG + 1) > BIG
    placed = (work_out_elsewhere if is_big else place_area)(act.la_code, asked)
    counted = Counted(at=asked.known_by, placed=placed)
    _kept.pop(key, None)
    if is_big:
        _kept[key] = (act.at, counted)
        for oldest in list(_kept)[:-MOST_KEPT]:
            _kept.pop(oldest, None)
    return counted


def work_out_elsewhere(la_code: str, asked: Asked) -> tuple[Placed, ...]:
    """Return who is on a list, worked out beside the server's processes; here, if that cannot be."""
    try:
        return place_elsewhere(la_code, asked)
    except (OSError, subprocess.SubprocessError, ValueError) as failed:
        log.warning("insight.lists.not_elsewhere", because=type(failed).__name__)
        return place_area(la_code, asked)


def forget() -> None:
    """Throw away what is kept, as a new process does."""
    _kept.clear()
