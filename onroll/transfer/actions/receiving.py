"""Receiving an upload: stored sealed, checked as it streams, routed, and kept as ready to send or as refused."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from onroll import ctf
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry.references import new_reference
from onroll.transfer import permissions, problems, routing, states
from onroll.transfer.actions import retrying, steps
from onroll.transfer.events import FileReceived
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault.models import StoredFile
from onroll.web import words

# A file in one of these states is on its way or there: the same bytes are not taken again.
ON_ITS_WAY = (State.WAITING, State.HELD_AS_LOST, State.COLLECTED, State.CONFIRMED)


class AlreadySent(RuleBroken):
    """The same bytes were sent to the same destination before; `reference` is that first file's."""

    code = "already_sent"

    def __init__(self, earlier: Message) -> None:
        name = states.MEANINGS[State(earlier.state)].name
        sent_on = words.day_words(earlier.sent_at) if earlier.sent_at else ""
        super().__init__(
            f"You already sent this file, on {sent_on}. It is now “{name}”. Nothing was sent a second time. "
            "To send it again, withdraw the first one before it is collected."
        )
        self.reference = earlier.reference


def receive_file(
    act: Act,
    *,
    name: str,
    pieces: Iterable[bytes],
    limit: int | None = None,
    door: Door = Door.PAGE,
    origin: retrying.Origin = retrying.NO_ORIGIN,
) -> Message:
    """Take an upload and check it. This will return a file that is ready to send, or one refused with its problems.

    `name` is what the sender's computer calls it and is never kept; `limit` is in bytes. The same bytes uploaded
    twice before sending are one file. `origin` is what a machine said of it; a retry finds the first one.
    Raises: FileTooLarge, with nothing kept; AlreadySent, KeyUsedBefore.
    """
    permissions.check(permissions.may_send_files(act))
    taken = vault_actions.take(act, pieces, limit=limit or settings.UPLOAD_LIMIT_BYTES)
    return receive_taken_file(act, name=name, taken=taken, door=door, origin=origin)


def receive_taken_file(
    act: Act, *, name: str, taken: StoredFile, door: Door, origin: retrying.Origin = retrying.NO_ORIGIN
) -> Message:
    """Do what `receive_file` does with bytes that the vault took before, so that no lock waits for the network.

    Raises: AlreadySent, KeyUsedBefore.
    """
    permissions.check(permissions.may_send_files(act))
    first = retrying.first_of(act, origin, taken)
    if first is not None:
        vault_actions.let_go(taken)
        return first
    try:
        with transaction.atomic():
            stored = vault_actions.keep(taken)
            message, is_new = _checked(act, name, stored, door, origin)
            if not is_new or message.state == State.REFUSED:
                vault_actions.destroy(act, stored_file=stored)  # not taken, so not kept
    except IntegrityError:  # of two tries at the same moment, the other was first
        return retrying.first_after_race(act, origin, taken)
    if message.state in ON_ITS_WAY:
        raise AlreadySent(message)
    return message


def refuse_if_sent(sender: Organisation, stored: StoredFile, destination_code: str) -> None:
    """Refuse to send the same bytes to the same destination again. The sender's row is locked: of two, one waits.

    Raises: AlreadySent.
    """
    Organisation.objects.select_for_update().get(pk=sender.pk)
    earlier = _same_file(sender, stored, destination_code).filter(state__in=ON_ITS_WAY).first()
    if earlier is not None:
        raise AlreadySent(earlier)


def _checked(act: Act, name: str, stored: StoredFile, door: Door, origin: retrying.Origin) -> tuple[Message, bool]:
    """Return the message for a stored upload and whether it is new: the same bytes may be here already."""
    sender = Organisation.objects.get(pk=cast("int", act.organisation_id))
    with vault_queries.opened(stored) as source:
        report = ctf.check(source, name=name, on=act.on)
    way = routing.route(act, sender=sender, report=report, name=name)
    live = [State.CHECKED, *ON_ITS_WAY]
    earlier = _same_file(sender, stored, way.destination_code).filter(state__in=live).first()
    if earlier is not None:
        return earlier, False
    return _new_message(act, sender, stored, report, way, door=door, **origin.columns(stored.sha256)), True


def _same_file(sender: Organisation, stored: StoredFile, code: str) -> QuerySet[Message]:
    return Message.objects.filter(
        sender=sender, destination_code=code, stored_file__sha256=stored.sha256, stored_file__size=stored.size
    ).order_by("pk")


def _new_message(
    act: Act, sender: Organisation, stored: StoredFile, report: ctf.Report, way: routing.Route, **columns: Any
) -> Message:
    found = report.problems + way.problems
    is_refused = problems.stops_the_file(found)
    message = Message.objects.create(
        reference=columns.pop("reference") or new_reference("F"),
        sender=sender,
        recipient=way.recipient,
        destination_code=way.destination_code,
        file_name=way.file_name,
        stored_file=stored,
        ctf_version=((report.header.version if report.header else None) or "")[:8],
        pupil_count=report.pupils,
        problems=problems.to_keep(found),
        state=State.REFUSED if is_refused else State.CHECKED,
        received_at=act.at,
        **columns,
    )
    steps.note_step(act, message, why="Uploaded and refused" if is_refused else "Uploaded and checked")
    codes = tuple(sorted({problem.code for problem in found}))
    ledger.record(act, FileReceived(message_id=message.pk, state=message.state, problem_codes=codes))
    return message
