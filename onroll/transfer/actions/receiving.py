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
from onroll.transfer.actions import content, retrying, steps
from onroll.transfer.events import FileReceived
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault.content_checks import Checked, Verdict
from onroll.vault.models import StoredFile
from onroll.web import words

# A file in one of these states is on its way or there: the same bytes are not taken again.
ON_ITS_WAY = (
    *(State.HELD, State.REDIRECTED, State.WAITING),
    *(State.HELD_AS_LOST, State.COLLECTED, State.CONFIRMED),
)


class AlreadySent(RuleBroken):
    """The same bytes were sent to the same destination before; `reference` is that first file's."""

    code = "already_sent"

    def __init__(self, earlier: Message) -> None:
        name = states.MEANINGS[State(earlier.state)].name
        sent_on = words.day_words(earlier.sent_at) if earlier.sent_at else ""
        already = f"You already sent this file, on {sent_on}." if sent_on else "You already uploaded this file."
        super().__init__(
            f"{already} It is now “{name}”. Nothing was sent a second time. "
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
    act: Act,
    *,
    name: str,
    taken: StoredFile,
    door: Door,
    origin: retrying.Origin = retrying.NO_ORIGIN,
    checked: Checked | None = None,
) -> Message:
    """Do what `receive_file` does with bytes that the vault took before, so that no lock waits for the network.

    `checked`: what virus scanners said of the bytes, where a caller holds a lock and has asked them before.
    Raises: AlreadySent, KeyUsedBefore.
    """
    permissions.check(permissions.may_send_files(act))
    first = retrying.first_of(act, origin, taken)
    if first is not None:
        vault_actions.let_go(taken)
        return first
    scanned = content.scan(taken) if checked is None else checked
    try:
        with transaction.atomic():
            stored = vault_actions.keep(taken)
            message, is_new = _checked(act, name, stored, scanned, door, origin)
            if not is_new or (message.state == State.REFUSED and scanned.verdict is not Verdict.REFUSE):
                vault_actions.destroy(act, stored_file=stored)  # not taken, so not kept
    except IntegrityError:  # of two tries at the same moment, the other was first
        return retrying.first_after_race(act, origin, taken)
    # The first try may become visible only now: a database goes on with a commit whose server was killed.
    is_retry = message.idempotency_key is not None and message.idempotency_key == origin.key(taken.sha256)
    if not is_new and not is_retry and message.state in ON_ITS_WAY:
        raise AlreadySent(message)
    return message


def refuse_if_sent(message: Message) -> None:
    """Refuse to send the same bytes to the same destination again. The sender's row is locked: of two, one waits.

    The file itself is no other: while a retry asked, the server that starts again may have sent it on.
    Raises: AlreadySent.
    """
    Organisation.objects.select_for_update().get(pk=message.sender_id)
    same = _same_file(message.sender, message.stored_file, message.destination_code).exclude(pk=message.pk)
    earlier = same.filter(state__in=ON_ITS_WAY).first()
    if earlier is not None:
        raise AlreadySent(earlier)


def _checked(
    act: Act, name: str, stored: StoredFile, scanned: Checked, door: Door, origin: retrying.Origin
) -> tuple[Message, bool]:
    """Return the message for a stored upload and whether it is new: the same bytes may be here already."""
    sender = Organisation.objects.get(pk=cast("int", act.organisation_id))
    with vault_queries.opened(stored) as source:
        report = ctf.check(source, name=name, on=act.on)
    way = routing.route(act, sender=sender, report=report, name=name)
    live = [State.RECEIVED, State.CHECKED, *ON_ITS_WAY]
    earlier = _same_file(sender, stored, way.destination_code).filter(state__in=live).first()
    if earlier is not None:
        return earlier, False
    columns = {"door": door, **origin.columns(stored.sha256)}
    return _new_message(act, sender, stored, report, way, scanned, **columns), True


def _same_file(sender: Organisation, stored: StoredFile, code: str) -> QuerySet[Message]:
    return Message.objects.filter(
        sender=sender, destination_code=code, stored_file__sha256=stored.sha256, stored_file__size=stored.size
    ).order_by("pk")


def _new_message(
    act: Act,
    sender: Organisation,
    stored: StoredFile,
    report: ctf.Report,
    way: routing.Route,
    scanned: Checked,
    **columns: Any,
) -> Message:
    found = report.problems + way.problems
    is_refused = problems.stops_the_file(found)
    if is_refused and scanned.verdict is not Verdict.REFUSE:
        scanned = Checked()  # the file is not kept, so nothing of it can be kept apart
    state = State.REFUSED if is_refused else content.STATES[scanned.verdict]
    message = Message.objects.create(
        reference=columns.pop("reference") or new_reference("F"),
        sender=sender,
        recipient=way.recipient,
        destination_code=way.destination_code,
        file_name=way.file_name,
        stored_file=stored,
        ctf_version=((report.header.version if report.header else None) or "")[:8],
        pupil_count=report.pupils,
        problems=[*problems.to_keep(found), *content.problems_of(scanned)],
        state=state,
        received_at=act.at,
        **columns,
    )
    why = content.words_of(scanned) if scanned.found else "Refused" if is_refused else "Read and checked"
    steps.note_first_steps(act, message, {State.RECEIVED: steps.RECEIVED, state: why})
    codes = tuple(sorted({problem.code for problem in found} | set(scanned.codes)))
    ledger.record(act, FileReceived(message_id=message.pk, state=message.state, problem_codes=codes))
    content.keep_findings(act, message, scanned)
    return message
