"""A whole file in `in`: received like at every other door, or refused; a report on it either way, in one commit."""

from collections.abc import Sequence

from django.conf import settings

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Refusal
from onroll.doors.events import FileDropped
from onroll.doors.mesh import workflows
from onroll.doors.mesh.turns import shared_commit
from onroll.doors.models import DropOutcome, MachineKey, SftpDrop
from onroll.doors.sftp import errors, names, queries, reports
from onroll.doors.sftp.errors import (
    EMPTY,
    FILE_REFUSED,
    KEY_ENDED,
    NOT_RENAMED,
    QUOTA,
    TOO_LARGE,
    TOO_MANY_HELD,
    SftpRefusal,
)
from onroll.doors.sftp.names import Wanted
from onroll.doors.sftp.reports import Remark
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault import queries as vault_queries
from onroll.vault.content_checks import Checked
from onroll.vault.models import StoredFile

MOST_HELD = 100
# A message in one of these is over: the same file dropped again is a new one, not a retry.
OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.EXPIRED})
NAME_UNKNOWN = Remark(
    "name-unknown",
    "The name is not that of a transfer file (8201234_CTF_8205678_001.xml) and does not say whom a document is for "
    "(TO_8205678_letter.pdf). Mend the name and send the file again.",
)
TO_UNKNOWN = Remark("to-unknown", "The register has no open school or authority with the number in the name.")
TO_YOURSELF = Remark("to-yourself", "The document is addressed to your own organisation.")


class _Refused(Exception):
    """The file is refused, with these remarks; nothing that was begun for it stands."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = remarks
        super().__init__()


def drop_file(act: Act, *, key: MachineKey, name: str, taken: StoredFile, counted_bytes: int = 0) -> SftpDrop:
    """Receive a whole file whose bytes the vault took. All is on disk when this returns.

    `counted_bytes` are those of it that count towards the day's already.
    Raises: SftpRefusal: a refused file has its report by then; after any other error there is no trace of the file.
    """
    is_message = False
    try:
        _check_taken(act, name, taken, counted_bytes)
        drop = _received(act, key, name, taken)
        is_message = drop.message_id is not None  # a refused one too: what a content check keeps apart is kept
    finally:
        if not is_message:
            vault_actions.let_go(taken)
    if drop.outcome != DropOutcome.TAKEN:
        raise SftpRefusal(FILE_REFUSED, _first_words(drop))
    return drop


def hold_file(act: Act, *, key: MachineKey, name: str, taken: StoredFile) -> SftpDrop:
    """Keep a whole file that came under a temporary name, until it is renamed. It is no message yet.

    Raises: SftpRefusal, with no trace left.
    """
    is_done = False
    try:
        _check_taken(act, name, taken)
        with shared_commit():
            _check_in_force(key)
            if queries.held_count(act) >= MOST_HELD:
                raise SftpRefusal(TOO_MANY_HELD)
            drop = _new_drop(act, key, name, taken, DropOutcome.HELD, stored_file=vault_actions.keep(taken))
            is_done = True
        return drop
    finally:
        if not is_done:
            vault_actions.let_go(taken)


def drop_held(act: Act, *, key: MachineKey, old_name: str, name: str) -> SftpDrop:
    """Receive a file that lay under a temporary name, under its own.

    Raises: SftpRefusal, as `drop_file`; the held one stays only where nothing was decided about it.
    """
    held = queries.held_drop(act, old_name)
    if held is None or held.stored_file is None:
        raise SftpRefusal(NOT_RENAMED)
    names.check_drop_name(name)
    if name == old_name:
        return held
    if names.is_temporary(name):
        with shared_commit():
            _check_in_force(key)
            _leave_listing(act, name)
            SftpDrop.objects.filter(pk=held.pk).update(name=name)
            ledger.record(act, FileDropped(drop_id=held.pk, message_id=None, outcome=DropOutcome.HELD, codes=()))
        held.refresh_from_db()
        return held
    taken = vault_actions.take(act, vault_queries.pieces(held.stored_file), limit=settings.SFTP_LIMIT_BYTES)
    try:
        return drop_file(act, key=key, name=name, taken=taken, counted_bytes=held.size)
    finally:
        if SftpDrop.objects.filter(organisation_id=queries.own(act), name=name, pk__gt=held.pk).exists():
            with shared_commit():
                forget_held(act, held)


def forget_held(act: Act, held: SftpDrop) -> None:
    """Destroy what lies under a temporary name, in the transaction that is open. One that has gone stays so."""
    drop_id = held.pk
    if held.stored_file is None or not SftpDrop.objects.filter(pk=drop_id, outcome=DropOutcome.HELD).delete()[0]:
        return
    vault_actions.destroy(act, stored_file=held.stored_file)
    ledger.record(act, FileDropped(drop_id=drop_id, message_id=None, outcome="forgotten", codes=()))


def _received(act: Act, key: MachineKey, name: str, taken: StoredFile) -> SftpDrop:
    """Return the drop of a file: with its message, or with what it was refused for."""
    try:
        wanted = names.wanted_by(name)
        checked = _looked_into(wanted, taken)
        with shared_commit():
            _check_in_force(key)
            message = _message(act, name, wanted, taken, checked)
            is_refused = message.state == State.REFUSED
            remarks = reports.of_problems(message.problems)
            return _new_drop(
                act,
                key,
                name,
                taken,
                DropOutcome.REFUSED if is_refused else DropOutcome.TAKEN,
                message=message,
                report=reports.refused(name, act.at, remarks)
                if is_refused
                else reports.taken(name, message, act.at, remarks=remarks),
                codes=tuple(sorted({remark.code for remark in remarks})),
            )
    except _Refused as refused:
        remarks = list(refused.remarks)
    except Refusal as refusal:
        remarks = [Remark(refusal.code, refusal.words)]
    with shared_commit():
        report, codes = reports.refused(name, act.at, remarks), tuple(remark.code for remark in remarks)
        return _new_drop(act, key, name, taken, DropOutcome.REFUSED, report=report, codes=codes)


def _looked_into(wanted: Wanted | None, taken: StoredFile) -> Checked:
    """Let content checks look into what came, before any lock is held."""
    if wanted is None:
        return Checked()
    if not wanted.document:
        return transfer_actions.scan(taken)
    return content_checks.check(taken, name=wanted.document)


def _message(act: Act, name: str, wanted: Wanted | None, taken: StoredFile, checked: Checked) -> Message:
    """Return the message that a file becomes, or became when it was sent before.

    Raises: _Refused, and the refusals of `transfer`.
    """
    if wanted is None:
        raise _Refused([NAME_UNKNOWN])
    workflow = workflows.DOCUMENT if wanted.document else workflows.CTF
    origin = transfer_actions.Origin(
        addressed_to=wanted.to, workflow=workflow, idempotency_key=_retry_key(act, name, taken.sha256)
    )
    if wanted.document:
        return _document(act, wanted, taken, checked, origin)
    message = transfer_actions.receive_taken_file(
        act, name=name, taken=taken, door=Door.SFTP, origin=origin, checked=checked
    )
    if message.state == State.REFUSED:
        return message
    try:
        transfer_actions.check_passing_on(act, message=message, are_problems_known=False)
        return transfer_actions.pass_on_file(act, message=message, are_problems_known=False)
    except transfer_actions.ProblemsNotKnown as unknown:
        said = Remark(unknown.code, unknown.words)
        raise _Refused([said, *reports.of_problems(message.problems)]) from unknown


def _document(
    act: Act, wanted: Wanted, taken: StoredFile, checked: Checked, origin: transfer_actions.Origin
) -> Message:
    recipient: Organisation | None = access_queries.organisation_with_code(wanted.to, act.on).found
    if recipient is None:
        raise _Refused([TO_UNKNOWN])
    if recipient.pk == act.organisation_id:
        raise _Refused([TO_YOURSELF])
    return transfer_actions.receive_taken_document(
        act,
        recipient=recipient,
        name=wanted.document,
        media_type="",
        taken=taken,
        door=Door.SFTP,
        origin=origin,
        checked=checked,
        is_notice_owed=not queries.collects_by_software(recipient),
    )


def _retry_key(act: Act, name: str, sha256: str) -> str:
    """Return what the same file sent again is known by, until its message is over: then the same file is a new one."""
    over = sum(1 for drop in queries.sent_before(act, name, sha256) if drop.message and drop.message.state in OVER)
    return f"sftp\0{name}\0{sha256}\0{over}"


def _new_drop(
    act: Act,
    key: MachineKey,
    name: str,
    taken: StoredFile,
    outcome: DropOutcome,
    *,
    message: Message | None = None,
    stored_file: StoredFile | None = None,
    report: str = "",
    codes: tuple[str, ...] = (),
) -> SftpDrop:
    _leave_listing(act, name)
    drop = SftpDrop.objects.create(
        organisation_id=queries.own(act),
        key=key,
        name=name,
        size=taken.size,
        sha256=taken.sha256,
        stored_file=stored_file,
        message=message,
        outcome=outcome,
        report=report,
        dropped_at=act.at,
        reported_at=act.at,
    )
    message_id = message.pk if message else None
    ledger.record(act, FileDropped(drop_id=drop.pk, message_id=message_id, outcome=outcome, codes=codes))
    return drop


def _leave_listing(act: Act, name: str) -> None:
    """Take what stands under a name out of the listing: a new file takes its place."""
    before = SftpDrop.objects.filter(organisation_id=queries.own(act), name=name)
    for held in before.filter(outcome=DropOutcome.HELD).select_related("stored_file"):
        forget_held(act, held)
    before.filter(file_removed_at__isnull=True).update(file_removed_at=act.at)
    before.filter(report_removed_at__isnull=True).update(report_removed_at=act.at)


def _check_taken(act: Act, name: str, taken: StoredFile, counted_bytes: int = 0) -> None:
    names.check_drop_name(name)
    if taken.size == 0:
        raise SftpRefusal(EMPTY)
    if taken.size > settings.SFTP_LIMIT_BYTES:
        raise SftpRefusal(TOO_LARGE)
    if queries.sent_bytes(act) + taken.size - counted_bytes > settings.SFTP_DAY_BYTES:
        raise SftpRefusal(QUOTA)


def _check_in_force(key: MachineKey) -> None:
    """Refuse a key that was ended. Its row is locked, so that nothing is accepted after the end stands."""
    if not MachineKey.objects.select_for_update().filter(pk=key.pk, ended_at__isnull=True).exists():
        raise SftpRefusal(KEY_ENDED)


def _first_words(drop: SftpDrop) -> str:
    """Return the codes of a refusal for the client's one line; the words stand in the report."""
    codes = [line[1 : line.index("]")] for line in drop.report.splitlines() if line.startswith("[")]
    listed = ", ".join(codes[:5])
    return f"{errors.FILE_REFUSED.words} ({listed})" if listed else errors.FILE_REFUSED.words
