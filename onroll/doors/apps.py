"""The doors room: what other software talks to, with keys of its own in place of people's sign-in."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    """Knows keys, wire formats and their error words; every rule about a file is asked of the transfer room."""

    name = "onroll.doors"
    label = "doors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to what the transfer room records. Django lets models be imported only from here on."""
        from onroll.audit import ledger
        from onroll.doors.mesh.actions import reporting
        from onroll.doors.sftp.actions import reporting as folder_reporting
        from onroll.transfer import events

        ledger.subscribe(events.ReminderDue, reporting.report_non_delivery)
        ledger.subscribe(events.ReminderDue, folder_reporting.report_non_delivery)
        ledger.subscribe(events.ContentFound, reporting.report_late_refusal)
        ledger.subscribe(events.ContentFound, folder_reporting.report_late_refusal)
