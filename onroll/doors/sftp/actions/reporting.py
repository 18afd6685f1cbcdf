"""Telling software that dropped a file what becomes of it later: a report that it finds beside the file."""

from onroll.audit.act import Act
from onroll.doors.mesh.errors import NOT_COLLECTED
from onroll.doors.models import SftpDrop
from onroll.doors.sftp import queries, reports
from onroll.transfer.events import ContentFound, ReminderDue
from onroll.transfer.models import Door, Message
from onroll.vault import content_checks
from onroll.vault.content_checks import Verdict

NON_DELIVERY = "non_delivery"


def report_non_delivery(act: Act, event: ReminderDue) -> None:
    """Follow a non-delivery that `transfer` records: the report on the dropped file says so, and stands again."""
    if event.step != NON_DELIVERY:
        return
    _add_to_report(act, Message.objects.get(pk=event.message_id), reports.NOT_DELIVERED, NOT_COLLECTED.words)


def report_late_refusal(act: Act, event: ContentFound) -> None:
    """Follow a refusal by a check that could not be made when the file came: its report said “accepted” then."""
    message = Message.objects.get(pk=event.message_id)
    if event.verdict == Verdict.REFUSE and message.received_at < act.at:
        words = (
            f"The file was refused by a later check, and nothing was sent. {content_checks.words_of(event.codes[0])}"
        )
        _add_to_report(act, message, event.codes[0], words)


def _add_to_report(act: Act, message: Message, code: str, words: str) -> None:
    newest = queries.drops_about(message).last() if message.door == Door.SFTP else None
    if newest is not None:
        SftpDrop.objects.filter(pk=newest.pk).update(
            report=reports.with_more(newest.report, act.at, code, words),
            reported_at=act.at,
            report_removed_at=None,
        )
