"""What a content check keeps apart: checked again, looked into or let go by the named role, destroyed in time."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken
from onroll.rules.retention import Record
from onroll.transfer import notices, permissions, queries, reasons, timers
from onroll.transfer.actions import bundles, collecting, content, keeping, passing_on, steps, timed
from onroll.transfer.actions.collecting import Download
from onroll.transfer.events import ContentCleared, DocumentSent, KeptApartOpened
from onroll.transfer.models import Finding, Kind, Message
from onroll.transfer.queries import Timed
from onroll.transfer.states import State
from onroll.transfer.timers import Step
from onroll.vault import content_checks
from onroll.vault import queries as vault_queries
from onroll.vault.content_checks import Checked
from onroll.vault.content_checks.findings import SCANNER_AWAY


class CannotBeLetGo(RuleBroken):
    """The file is refused for good, or has not been checked by every scanner yet."""

    code = "cannot_be_let_go"


def check_again(act: Act) -> int:
    """Check again what no scanner could check before. Returns how many files went on, or were refused.

    Raises: NotAllowed, for anybody but the system.
    """
    if not act.is_system:
        raise NotAllowed
    return sum(_check_one(act, message) for message in queries.not_checked_yet())


def _check_one(act: Act, message: Message) -> bool:
    is_file = message.kind == Kind.TRANSFER_FILE  # no lock is held meanwhile
    stored = message.stored_file
    checked = content.scan(stored) if is_file else content_checks.check(stored, name=message.document_name)
    if SCANNER_AWAY in checked.codes:
        return False
    with transaction.atomic():
        steps.lock(message)
        if message.state != State.RECEIVED or not _standing(message).filter(code=SCANNER_AWAY).exists():
            return False
        _standing(message).update(cleared_at=act.at)
        if checked.verdict is None:
            ledger.record(act, ContentCleared(message_id=message.pk, codes=(SCANNER_AWAY,), by_itself=True, reason=""))
            _go_on(passing_on.for_sender(act, message), message, why=content.words_of(checked), is_by_itself=True)
        else:
            _keep_apart(act, message, checked)
    return True


@transaction.atomic
def let_go(act: Act, *, message: Message, reason: str, expected_version: int) -> Message:
    """Let a held document go on, as the sender's exchange administrator. This will send it, or make it ready to send.

    `reason` is kept in the ledger, so it holds no personal data.
    Raises: ReasonNeeded, CannotBeLetGo, Stale.
    """
    permissions.check(permissions.may_decide_content(act, message))
    if not reason.strip():
        raise reasons.ReasonNeeded("Say why the document may go on.")
    steps.lock(message)
    codes = tuple(_standing(message).values_list("code", flat=True))
    if SCANNER_AWAY in codes:
        raise CannotBeLetGo("The virus scanner has not checked this yet. The check is made again every hour.")
    if message.state != State.HELD or not codes:
        raise CannotBeLetGo("This is not held for you to decide on.")
    _standing(message).update(cleared_at=act.at)
    why = reason.strip()[: reasons.LONGEST]
    ledger.record(act, ContentCleared(message_id=message.pk, codes=codes, by_itself=False, reason=why))
    _go_on(act, message, why="Let go by the sender’s exchange administrator", expected_version=expected_version)
    return message


@transaction.atomic
def open_kept_apart(act: Act, *, message: Message, reason: str) -> Download:
    """Hand a document that is kept apart to the named role, to find out what it is. That it was done is recorded.

    Raises: ReasonNeeded, NotThereAnyMore, CannotBeLetGo.
    """
    permissions.check(permissions.may_decide_content(act, message))
    if not reason.strip():
        raise reasons.ReasonNeeded("Say why you need to look into it.")
    collecting.check_there(message)
    if not _standing(message).exists():
        raise CannotBeLetGo("This document is not kept apart.")
    ledger.record(act, KeptApartOpened(message_id=message.pk, reason=reason.strip()[: reasons.LONGEST]))
    # Never under its own name: a click must not run it.
    stored = message.stored_file
    return Download(name=f"{message.reference}.kept-apart", size=stored.size, pieces=vault_queries.pieces(stored))


def destroy_what_is_over(act: Act) -> int:
    """Destroy what has been kept apart for its time, once ticks of two different days have found it so."""
    record = Record.KEPT_APART_FILE
    over = [each for each in queries.kept_apart_files() if timers.is_over(record, each.began_on, act.on)]
    return timed.take_each(
        act, Step.DESTROY, over, lambda message, each: _destroy(act, message, each), after_two_days=True
    )


def _destroy(act: Act, message: Message, each: Timed) -> bool:
    return _standing(message).exists() and keeping.destroy_file(act, message, each, Record.KEPT_APART_FILE)


def _standing(message: Message) -> "queries.Findings":
    return Finding.objects.filter(message=message, cleared_at__isnull=True)


def _keep_apart(act: Act, message: Message, checked: Checked) -> None:
    wanted = content.STATES[checked.verdict]
    kept = {"problems": [*content.other_problems(message), *content.problems_of(checked)]}
    steps.move(act, message, wanted, expected_version=message.version, why=content.words_of(checked), **kept)
    content.keep_findings(act, message, checked)
    if wanted == State.REFUSED:
        bundles.follow_refused(act, message)


def _go_on(
    act: Act, message: Message, *, why: str, expected_version: int | None = None, is_by_itself: bool = False
) -> None:
    """Let what was cleared go where it was going: with its file, to its recipient, or back to a person to send it."""
    version = message.version if expected_version is None else expected_version
    left = content.other_problems(message)
    steps.move(act, message, State.CHECKED, expected_version=version, why=why, problems=left)
    if message.kind == Kind.TRANSFER_FILE:
        if passing_on.is_passed_on(message):
            passing_on.pass_on_or_hold(act, message)
        elif is_by_itself:
            steps.owe_notice(act, message, to=message.sender, kind=notices.Kind.FILE_READY)
        return
    if message.part_of_id is not None:
        bundles.join(act, message)
        return
    recipient = message.recipient
    if recipient is None:
        return
    sent = f"Sent to {recipient.name}"[:300]
    steps.move(act, message, State.WAITING, expected_version=message.version, why=sent, sent_at=act.at)
    size = message.stored_file.size
    ledger.record(act, DocumentSent(message_id=message.pk, recipient_id=recipient.pk, door=message.door, size=size))
    kind = notices.Kind.PART_WAITS if message.part_role else notices.Kind.FILE_WAITS
    steps.owe_notice(act, message, to=recipient, kind=kind, role=message.part_role)
