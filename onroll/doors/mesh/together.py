"""Several requests' changes in one transaction: under load a message pays its share of the commit and of the flush.

Of the threads of a process that have a change to make, one leads: it waits for the turn to write, makes the changes of
all who came meanwhile, commits once, flushes once, hands the lead on and tells everybody. Who comes meanwhile waits for
the next leader. Where one change of several is refused, nothing of that transaction stands and each is made again by
itself; so a change is a function that can be called twice. It must wait for no row that another transaction holds: the
leader would keep everybody waiting.
"""

import dataclasses
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

from onroll.audit import ledger
from onroll.doors.mesh import turns

Result = TypeVar("Result")
MOST = 50


@dataclasses.dataclass(slots=True, eq=False)
class _Waiting:
    """A change that a thread waits for. `gate` is closed until it leads or is done."""

    change: Callable[[], Any]
    gate: threading.Lock = dataclasses.field(default_factory=threading.Lock)
    leads: bool = False
    result: Any = None
    error: BaseException | None = None


class _Queue:
    """Who waits in this process, and whether somebody leads."""

    def __init__(self) -> None:
        self.lock, self.waiting, self.is_led = threading.Lock(), list[_Waiting](), False

    def join(self, one: _Waiting) -> None:
        """Wait until `one` leads or is done."""
        with self.lock:
            self.waiting.append(one)
            one.leads, self.is_led = not self.is_led, True
            if not one.leads:
                one.gate.acquire()
        if not one.leads:
            with one.gate:
                return  # opened by `hand_on`, or by the leader who did it

    def take(self) -> list[_Waiting]:
        """Return who waits now, the leader first."""
        with self.lock:
            taken, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
        return taken

    def hand_on(self) -> None:
        """Let the first of those who came later lead."""
        with self.lock:
            self.is_led = bool(self.waiting)
            if self.waiting:
                self.waiting[0].leads = True
                self.waiting[0].gate.release()


_queue = _Queue()


def commit_together(change: Callable[[], Result]) -> Result:
    """Make a change in a transaction shared with others; it is on disk when this returns.

    Raises what the change raises, and what the commit or the flush raises; then nothing of it stands.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return change()
    one = _Waiting(change)
    _queue.join(one)
    if one.leads:
        _lead()
    if one.error is not None:
        raise one.error
    result: Result = one.result
    return result


def _lead() -> None:
    """Make the changes of all who wait, the leader's own among them."""
    group: list[_Waiting] = []
    try:
        with turns.turn():
            group = _queue.take()
            _make(group)
        turns.flush()
    except BaseException as failed:  # noqa: BLE001 - raised again in each thread that asked
        group = group or _queue.take()
        for one in group:
            one.error = one.error or failed
    finally:
        _queue.hand_on()
        for one in group:
            if one.gate.locked():
                one.gate.release()


def _make(group: list[_Waiting]) -> None:
    if len(group) > 1:
        try:
            with turns.light_in_turn(), ledger.gathered():
                results = [one.change() for one in group]
        except Exception:  # noqa: BLE001 - whose fault it was shows when each is made by itself
            results = []
        for one, result in zip(group, results, strict=False):
            one.result = result
        if results:
            return
    for one in group:
        try:
            with turns.light_in_turn():
                one.result = one.change()
        except Exception as refused:  # noqa: BLE001 - raised again in the thread that asked
            one.error = refused
