"""Bundles: documents that travel with a file, each for one role, with a life and a receipt of its own.

A part goes where its file goes. What happens to the file is heard of by its events (`FOLLOWED`), in the same
transaction; from the moment a part waits, its own steps (collected, reminded, not collected) are its own.
"""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.db import IntegrityError, transaction

from onroll.access import permissions as access_permissions
from onroll.access.models import Organisation, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry.references import new_reference
from onroll.transfer import events, notices, permissions, queries, routing
from onroll.transfer.actions import documents, retrying, steps
from onroll.transfer.models import Destruction, Door, Kind, Message
from onroll.transfer.states import MOVES, TAKES_PARTS, State
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault.content_checks import Checked
from onroll.vault.models import StoredFile

MOST_PARTS = 50
MOST_NAMED = 50
# A part that has not gone anywhere yet.
UNSENT = (State.RECEIVED, State.CHECKED, State.HELD)
GONE = (State.WITHDRAWN, State.REFUSED, State.EXPIRED)
NO_REASON_PERSONAL = "The sender took the document back"


class PartNotPossible(RuleBroken):
    """The file takes no document, or not for that role."""

    code = "part_not_possible"


def add_part(
    act: Act,
    *,
    message: Message,
    role: str,
    name: str,
    media_type: str,
    pieces: Iterable[bytes],
    door: Door = Door.PAGE,
) -> Message:
    """Let a document for one role travel with a file. This will leave it ready, waiting beside its file, or kept apart.

    The bytes are taken and checked before any lock is held. The same bytes for the same role twice are one part.
    `name` may hold personal data and is never logged. Raises: PartNotPossible; FileTooLarge, with nothing kept.
    """
    check_part(act, message, role)
    taken = vault_actions.take(act, pieces, limit=settings.UPLOAD_LIMIT_BYTES)
    checked = content_checks.check(taken, name=name)
    return add_taken_part(
        act, message=message, role=role, name=name, media_type=media_type, taken=taken, checked=checked, door=door
    )


def add_taken_part(
    act: Act,
    *,
    message: Message,
    role: str,
    name: str,
    media_type: str,
    taken: StoredFile,
    checked: Checked,
    door: Door,
    origin: retrying.Origin = retrying.NO_ORIGIN,
) -> Message:
    """Do what `add_part` does with bytes that the vault took, and that were checked, before.

    A retry by a machine under the same key finds the first one. Raises: PartNotPossible, KeyUsedBefore.
    """
    permissions.check(permissions.may_add_part_for(act, message, role))
    is_kept = False
    try:
        first = retrying.first_of(act, origin, taken)
        if first is not None:
            _check_same(first, message, role)
            return first
        part, is_kept = _keep_part(act, message, role, name, media_type, taken, checked, door, origin)
    except IntegrityError:  # of two tries at the same moment, the other was first
        other = retrying.first_of(act, origin, taken)
        if other is None:
            raise
        _check_same(other, message, role)
        return other
    else:
        return part
    finally:
        if not is_kept:
            vault_actions.let_go(taken)


def _check_same(first: Message, message: Message, role: str) -> None:
    """Refuse a key that stands for another message: the same bytes for another role, or with another file."""
    if (first.part_of_id, first.part_role) != (message.pk, role):
        raise retrying.KeyUsedBefore


@transaction.atomic
def open_file_for_part(act: Act, *, message: Message) -> list[str]:
    """Return the names of the children in a file, so that nobody's papers go with another child's file; 50 at most.

    For whoever may let a document of her own role travel with it; that she read them is recorded.
    """
    permissions.check(permissions.may_add_own_part(act, message))
    found = queries.file_pupils(message, first=1, most=MOST_NAMED)
    ledger.record(act, events.NamesInFileRead(message_id=message.pk, children=len(found)))
    return [each.name for each in found]


def check_part(act: Act, message: Message, role: str) -> None:
    """Refuse a part that could not travel, before its bytes are taken.

    Raises: PartNotPossible.
    """
    permissions.check(permissions.may_add_part_for(act, message, role))
    if message.kind != Kind.TRANSFER_FILE or message.state not in TAKES_PARTS:
        raise PartNotPossible("Documents can be added only to a file that is ready to send, or that was sent.")
    if message.destination_code in routing.PLACEHOLDERS and message.pupil_count > 1:
        raise PartNotPossible("Split this file first: the repository holds one child a file, with the child’s papers.")
    if role not in access_permissions.PART_READERS:
        raise PartNotPossible("Choose whom the document is for.")
    if message.recipient is not None and role not in access_permissions.roles_of(message.recipient):
        raise PartNotPossible(f"{message.recipient.name} has nobody in that role. Choose another.")
    if message.parts.exclude(state__in=GONE).count() >= MOST_PARTS:
        raise PartNotPossible(f"A file takes {MOST_PARTS} documents at most. Put several into one zip file.")


@transaction.atomic
def _keep_part(
    act: Act,
    message: Message,
    role: str,
    name: str,
    media_type: str,
    taken: StoredFile,
    checked: Checked,
    door: Door,
    origin: retrying.Origin,
) -> tuple[Message, bool]:
    steps.lock(message)
    check_part(act, message, role)
    same = message.parts.filter(part_role=role, stored_file__sha256=taken.sha256, stored_file__size=taken.size)
    earlier = same.exclude(state__in=GONE).first()
    if earlier is not None:
        return earlier, False
    columns: dict[str, Any] = {
        "recipient": message.recipient,
        "destination_code": message.destination_code,
        "part_of": message,
        "part_role": role,
    }
    stored = vault_actions.keep(taken)
    part = documents.new_document(act, stored, checked, name, media_type, door, origin=origin, is_sent=False, **columns)
    if part.state == State.CHECKED:
        join(act, part)
    ledger.record(
        act, events.PartAdded(message_id=part.pk, part_of_id=message.pk, role=role, state=State(part.state).value)
    )
    return part, True


@transaction.atomic
def take_back_part(act: Act, *, part: Message) -> Message:
    """Take a document back before it is collected. This will destroy its content here; whoever it waited for is told.

    Raises: MoveNotAllowed (collected already, or kept apart).
    """
    permissions.check(permissions.may_take_back_part(act, part))
    steps.lock(part)
    _withdraw(act, part, NO_REASON_PERSONAL)
    return part


def join(act: Act, part: Message) -> None:
    """Bring a part that is ready to where its file is: nowhere yet, in the repository, or waiting for a recipient."""
    message = cast("Message", part.part_of)
    if message.sent_at is None and message.state not in GONE:
        return
    if message.state in GONE:
        _withdraw(act, part, "Its file is no longer on its way")
    elif message.state == State.HELD_AS_LOST:
        _move(act, part, State.HELD_AS_LOST, why="With its file in the lost-pupil repository", sent_at=act.at)
    else:
        _wait(act, part, message.recipient)


def follow_sent(act: Act, event: events.FileSent) -> None:
    """Send the parts with their file. A file that is redirected at first takes them along by itself."""
    message = _of(event.message_id)
    if message.redirected_from_id is None:
        _each(act, message, (State.CHECKED,), lambda part: _wait(act, part, message.recipient), State.WAITING)
    _readdress(message)


def follow_redirected(act: Act, event: events.FileRedirected) -> None:
    """Tell the new recipient's role of a part that was sent on; address anew what a content check still holds."""
    message = _of(event.message_id)
    if message.part_of_id is None:
        _readdress(message)
    elif message.recipient is not None:
        steps.owe_notice(act, message, to=message.recipient, kind=notices.Kind.PART_WAITS, role=message.part_role)


def follow_released(act: Act, event: events.FileReleased) -> None:
    """Let held parts wait once more with their file."""
    message = _of(event.message_id)
    _each(act, message, (State.HELD,), lambda part: _wait(act, part, message.recipient), State.WAITING)


def follow_filed(act: Act, event: events.LostPupilFiled) -> None:
    """Keep the parts with their file in the repository, where nobody reads them until the child is claimed."""
    message = _of(event.message_id)
    why = "With its file in the lost-pupil repository"
    _each(
        act,
        message,
        (State.CHECKED,),
        lambda part: _move(act, part, State.HELD_AS_LOST, why=why, sent_at=act.at),
        State.HELD_AS_LOST,
    )


def follow_claimed(act: Act, event: events.LostPupilClaimed) -> None:
    """Let the parts wait for the school that a file was claimed for."""
    message = _of(event.message_id)
    _each(act, message, (State.HELD_AS_LOST,), lambda part: _wait(act, part, message.recipient), State.WAITING)
    _readdress(message)


def follow_returned(act: Act, event: events.LostPupilReturned) -> None:
    """Take the parts back into the repository with a file that is another child's."""
    message = _of(event.message_id)
    why = "Another child: back in the repository with its file"
    there = (State.WAITING, State.COLLECTED)
    _each(
        act,
        message,
        there,
        lambda part: _move(act, part, State.HELD_AS_LOST, why=why, recipient=None),
        State.HELD_AS_LOST,
    )
    _readdress(message)


def follow_withdrawn(act: Act, event: events.FileWithdrawn) -> None:
    """Take back with their file the parts that nobody has collected."""
    message = _of(event.message_id)
    states = tuple(state for state in State if State.WITHDRAWN in MOVES[state])
    why = "Taken back with its file"
    _each(act, message, states, lambda part: _withdraw(act, part, why), State.WITHDRAWN)


def follow_refused(act: Act, message: Message) -> None:
    """Take back the parts of a file that a later content check refused: there is nothing that they could go with."""
    _each(act, message, UNSENT, lambda part: _withdraw(act, part, "Its file was refused"), State.WITHDRAWN)


def follow_destroyed(act: Act, event: events.FileDestroyed) -> None:
    """Destroy, under the same rule and each with a certificate, what went into the repository or was held with it."""
    message = _of(event.message_id)
    if message.state == State.EXPIRED:
        there = (State.HELD_AS_LOST, State.HELD, State.RECEIVED)
        _each(act, message, there, lambda part: _destroy(act, part, event.rule), State.EXPIRED)


# Which events of a file its parts follow: `apps` subscribes each.
FOLLOWED: dict[type[Any], Callable[[Act, Any], None]] = {
    events.FileSent: follow_sent,
    events.FileRedirected: follow_redirected,
    events.FileReleased: follow_released,
    events.LostPupilFiled: follow_filed,
    events.LostPupilClaimed: follow_claimed,
    events.LostPupilReturned: follow_returned,
    events.FileWithdrawn: follow_withdrawn,
    events.FileDestroyed: follow_destroyed,
}


def _of(message_id: int) -> Message:
    found: Message = Message.objects.select_related("recipient", "sender").get(pk=message_id)
    return found


def _each(
    act: Act, message: Message, there: tuple[State, ...], change: Callable[[Message], None], state: State
) -> None:
    """Change each part that is in some states and that no content check keeps apart; record it once for all."""
    locked = message.parts.select_for_update().filter(state__in=there).not_kept_apart().order_by("pk")
    if state in (State.WITHDRAWN, State.EXPIRED):  # what is kept apart ends with its file as well
        locked = message.parts.select_for_update().filter(state__in=there).order_by("pk")
    parts = list(locked)
    for part in parts:
        change(part)
    if parts:
        ids = tuple(part.pk for part in parts)
        ledger.record(act, events.PartsMoved(message_id=message.pk, part_ids=ids, state=state.value))


def _readdress(message: Message) -> None:
    """Address what a content check still keeps apart to where its file goes now, so that it follows once let go."""
    message.parts.filter(state__in=[State.RECEIVED, State.HELD, State.CHECKED]).update(recipient=message.recipient)


def _wait(act: Act, part: Message, recipient: Organisation | None) -> None:
    if recipient is None:
        return
    why = f"Sent to {recipient.name}"[:300]
    _move(act, part, State.WAITING, why=why, recipient=recipient, sent_at=part.sent_at or act.at)
    steps.owe_notice(act, part, to=recipient, kind=notices.Kind.PART_WAITS, role=part.part_role)


def _move(act: Act, part: Message, state: State, *, why: str, **changes: object) -> None:
    part.refresh_from_db()
    steps.move(act, part, state, expected_version=part.version, why=why, **changes)


def _withdraw(act: Act, part: Message, why: str) -> None:
    waited_for = part.recipient if part.state == State.WAITING else None
    _move(act, part, State.WITHDRAWN, why=why)
    vault_actions.destroy(act, stored_file=part.stored_file)
    ledger.record(act, events.FileWithdrawn(message_id=part.pk, reason=why))
    if waited_for is not None:
        steps.owe_notice(act, part, to=waited_for, kind=notices.Kind.FILE_TAKEN_BACK, role=part.part_role)


def _destroy(act: Act, part: Message, rule: str) -> None:
    stored = part.stored_file
    certificate = Destruction.objects.create(
        reference=new_reference("D"), message=part, at=act.at, rule=rule, sha256=stored.sha256, size=stored.size
    )
    _move(act, part, State.EXPIRED, why=f"Destroyed: certificate {certificate.reference}")
    vault_actions.destroy(act, stored_file=stored)
    ledger.record(act, events.FileDestroyed(message_id=part.pk, certificate=certificate.reference, rule=rule))


@dataclasses.dataclass(frozen=True, slots=True)
class PartRole:
    """A role that a part can be for, with its words."""

    code: str
    words: str


def roles_for(message: Message) -> list[PartRole]:
    """Return the roles that documents with a file can be for: those of its recipient, where it is known."""
    known = access_permissions.roles_of(message.recipient) if message.recipient else tuple(Role)
    return [PartRole(role, str(Role(role).label)) for role in access_permissions.PART_READERS if Role(role) in known]
