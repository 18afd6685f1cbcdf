"""Taking entries out of `in`, when the client asks and when their time is over. No message is touched by it."""

from datetime import datetime

from onroll.access import permissions as access_permissions
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.doors.events import EntryRemoved
from onroll.doors.mesh.turns import shared_commit
from onroll.doors.models import DropOutcome, SftpDrop
from onroll.doors.sftp import keeping
from onroll.doors.sftp.actions.dropping import forget_held


def remove_file(act: Act, *, drop: SftpDrop) -> None:
    """Take a file's entry out of the listing; one under a temporary name is destroyed. What was sent stays sent."""
    with shared_commit():
        if drop.outcome == DropOutcome.HELD:
            forget_held(act, drop)
        elif SftpDrop.objects.filter(pk=drop.pk, file_removed_at__isnull=True).update(file_removed_at=act.at):
            ledger.record(act, EntryRemoved(entry_id=drop.pk, what="dropped file"))


def remove_report(act: Act, *, drop: SftpDrop) -> None:
    """Take a report out of the listing."""
    with shared_commit():
        if SftpDrop.objects.filter(pk=drop.pk, report_removed_at__isnull=True).update(report_removed_at=act.at):
            ledger.record(act, EntryRemoved(entry_id=drop.pk, what="report"))


def tidy(act: Act) -> tuple[int, int]:
    """Destroy what lies under temporary names too long, and empty the reports whose time is over. Returns how many.

    Raises: NotAllowed, for everyone but an operator.
    """
    if not access_permissions.may_manage_access(act):
        raise NotAllowed
    held = SftpDrop.objects.filter(outcome=DropOutcome.HELD, dropped_at__lt=keeping.held_since(act.at))
    left = list(held.select_related("stored_file"))
    for drop in left:
        with shared_commit():
            forget_held(act, drop)
    return len(left), _forget_reports(keeping.reports_since(act.at))


def _forget_reports(since: datetime) -> int:
    old = SftpDrop.objects.filter(reported_at__lt=since).exclude(report="")
    return int(old.update(report=""))
