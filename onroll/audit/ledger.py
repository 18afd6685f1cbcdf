"""The ledger: `record` stores an event and calls its subscribers in the same transaction; `subscribe` adds one.

A lower room never calls a higher one: it records an event here, and the higher room subscribed in its `apps.py`. What
is stored and what the subscribers do is all or nothing.
"""

import dataclasses
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from onroll.audit import rows
from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry, LedgerHead

FIRST_DIGEST = "0" * 64
_READ_HEAD = "SELECT sequence, digest FROM audit_ledgerhead WHERE id = 1"
_LOCK_HEAD = f"{_READ_HEAD} FOR UPDATE"


class _Gathered(threading.local):
    """What a thread has recorded inside `gathered`, each with the mark by which a rollback is known."""

    entries: list[tuple[LedgerEntry, Callable[[], None]]] | None = None


_gathered = _Gathered()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, named in the past tense. Subclasses are frozen dataclasses of plain values.

    `subject` is the name of the field that says what it happened to (`message_id`); `meaning` is the sentence that an
    auditor reads.
    """

    subject: ClassVar[str]
    meaning: ClassVar[str]


EventType = TypeVar("EventType", bound=Event)
_subscribers: dict[type[Event], list[Callable[[Act, Any], None]]] = defaultdict(list)


def subscribe(event_type: type[EventType], handler: Callable[[Act, EventType], None]) -> None:
    """Call `handler(act, event)` in the same transaction each time such an event is recorded. Safe to repeat."""
    if handler not in _subscribers[event_type]:
        _subscribers[event_type].append(handler)


def subscribers_of(event_type: type[Event]) -> tuple[Callable[[Act, Any], None], ...]:
    """Return the handlers of an event type, for the generated event catalogue."""
    return tuple(_subscribers[event_type])


def event_name(event_type: type[Event]) -> str:
    """Return the stored name: the room and the class, as `transfer.FileSent`."""
    room = event_type.__module__.split(".")[1]
    return f"{room}.{event_type.__name__}"


def meanings() -> dict[str, str]:
    """Return the sentence of each kind of event that this installation can record, by its stored name."""
    return {event_name(kind): kind.meaning for kind in _kinds(Event)}


def _kinds(kind: type[Event]) -> Iterator[type[Event]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("onroll."):
            yield one
            yield from _kinds(one)


def record(act: Act, event: Event) -> LedgerEntry:
    """Store the event and call its subscribers, inside the transaction of the action that calls this.

    Raises: django.db.transaction.TransactionManagementError, when called outside a transaction: an event without its
    change, or a change without its event, must not be possible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("ledger.record needs the transaction of the action it records")
    entry = _append(act, event)
    for handler in _subscribers[type(event)]:
        handler(act, event)
    return entry


@contextmanager
def gathered() -> Iterator[None]:
    """Add what the block records to the chain at its end, in one write: for many small changes in one transaction.

    Inside, subscribers are called at once, while the entries have no place in the chain yet. A block that raises adds
    nothing; what was recorded under a savepoint that was rolled back is left out.
    """
    if _gathered.entries is not None:
        yield
        return
    _gathered.entries = []
    try:
        yield
        standing = {id(row[1]) for row in transaction.get_connection().run_on_commit}
        _chain([entry for entry, mark in _gathered.entries if id(mark) in standing])
    finally:
        _gathered.entries = None


def _append(act: Act, event: Event) -> LedgerEntry:
    entry = LedgerEntry(
        at=act.at,
        actor_id=act.actor_id,
        organisation_id=act.organisation_id,
        la_code=act.la_code,
        role=act.role,
        purpose=act.purpose,
        request_id=act.request_id,
        name=event_name(type(event)),
        subject_kind=event.subject.removesuffix("_id"),
        subject_id=str(getattr(event, event.subject)),
        details=_plain(dataclasses.asdict(event)),
    )
    if _gathered.entries is None:
        _chain([entry])
        return entry

    def mark() -> None:
        """Do nothing on commit: Django forgets this with the savepoint that the entry was recorded under."""

    transaction.on_commit(mark)
    _gathered.entries.append((entry, mark))
    return entry


def _chain(entries: list[LedgerEntry]) -> None:
    """Add entries to the end of the chain, whose head is locked from here to the end of the transaction."""
    if not entries:
        return
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        # By hand: every change of the product comes by here, and the ORM took longer than both databases.
        cursor.execute(_LOCK_HEAD if connection.features.has_select_for_update else _READ_HEAD)
        sequence, digest = cursor.fetchone()
        for entry in entries:
            entry.sequence, entry.previous_digest = sequence + 1, digest
            entry.digest = digest_of(entry)
            sequence, digest = entry.sequence, entry.digest
        rows.insert_rows(entries)
        cursor.execute("UPDATE audit_ledgerhead SET sequence = %s, digest = %s WHERE id = 1", [sequence, digest])


def digest_of(entry: LedgerEntry) -> str:
    """Return the SHA-256 (hexadecimal) of an entry's values and of the digest before it."""
    values = [
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.organisation_id,
        entry.la_code,
        entry.role,
        entry.purpose,
        entry.request_id,
        entry.name,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
        entry.previous_digest,
    ]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> Iterator[int]:
    """Yield the sequence numbers at which the chain does not hold: none, when nobody has tampered.

    Checks up to the end that stands when it begins: what is recorded meanwhile must not look like a break.
    """
    head = LedgerHead.objects.get(pk=1)
    previous, expected = FIRST_DIGEST, 1
    for entry in LedgerEntry.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected or entry.previous_digest != previous or entry.digest != digest_of(entry):
            yield entry.sequence
        previous, expected = entry.digest, entry.sequence + 1
    if head.digest != previous or head.sequence != expected - 1:
        yield head.sequence


def _plain(value: Any) -> Any:
    """Turn dates into text and tuples into lists, so that what is stored reads back the same."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    return value
