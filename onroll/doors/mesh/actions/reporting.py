"""Reports about messages that did not arrive: made for the sender's software, which acknowledges them."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.doors.events import ReportAcknowledged, ReportMade
from onroll.doors.mesh.errors import FILE_REFUSED, NOT_COLLECTED
from onroll.doors.models import MeshReport
from onroll.registry.references import new_reference
from onroll.transfer.events import ContentFound, ReminderDue
from onroll.transfer.models import Door, Message
from onroll.vault import content_checks
from onroll.vault.content_checks import Verdict

# What `transfer` calls the step at which a message was not collected in time.
NON_DELIVERY = "non_delivery"


@transaction.atomic
def make_report(act: Act, *, message: Message, code: str, words: str) -> MeshReport | None:
    """Put a report about a message in its sender's inbox. Returns None where there is one for the same cause."""
    if MeshReport.objects.filter(message=message, code=code).exists():
        return None
    report = MeshReport.objects.create(
        reference=new_reference("R"),
        organisation=message.sender,
        message=message,
        code=code,
        words=words[:300],
        made_at=act.at,
    )
    ledger.record(act, ReportMade(message_id=message.pk, report_id=report.pk, code=code))
    return report


@transaction.atomic
def acknowledge_report(act: Act, *, report: MeshReport) -> None:
    """Keep that the sender's software has read a report. To say so twice changes nothing."""
    if MeshReport.objects.filter(pk=report.pk, acknowledged_at__isnull=True).update(acknowledged_at=act.at):
        ledger.record(act, ReportAcknowledged(message_id=report.message_id, report_id=report.pk))


def report_non_delivery(act: Act, event: ReminderDue) -> None:
    """Follow a non-delivery that `transfer` records: software that sent the message finds a report in its inbox."""
    if event.step != NON_DELIVERY:
        return
    message = Message.objects.select_related("sender").get(pk=event.message_id)
    if message.door == Door.MESH:
        make_report(act, message=message, code=NOT_COLLECTED.code, words=NOT_COLLECTED.words)


def report_late_refusal(act: Act, event: ContentFound) -> None:
    """Follow a refusal by a check that could not be made when the message came: its sender was told “accepted” then."""
    message = Message.objects.select_related("sender").get(pk=event.message_id)
    if event.verdict == Verdict.REFUSE and message.door == Door.MESH and message.received_at < act.at:
        make_report(act, message=message, code=FILE_REFUSED.code, words=content_checks.words_of(event.codes[0]))
