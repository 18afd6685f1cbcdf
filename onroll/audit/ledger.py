"""The ledger: `record` stores an event and calls its subscribers in the same transaction; `subscribe` adds one.

A lower room never calls a higher one: it records an event here, and the higher room subscribed in its `apps.py`. What
is stored and what the subscribers do is all or nothing.
"""

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry, LedgerHead

FIRST_DIGEST = "0" * 64


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


def _append(act: Act, event: Event) -> LedgerEntry:
    head = LedgerHead.objects.select_for_update().get(pk=1)
    entry = LedgerEntry(
        sequence=head.sequence + 1,
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
        previous_digest=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    LedgerHead.objects.filter(pk=1).update(sequence=entry.sequence, digest=entry.digest)
    return entry


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
