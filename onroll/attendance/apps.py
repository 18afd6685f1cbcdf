"""The attendance room: marks, sweeps, alerts, and who has seen a child today."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Keeps registers and sweeps them by rules."""

    name = "onroll.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sweep a school when its file came. Django lets models be imported only from here on."""
        from onroll.attendance import events
        from onroll.attendance.actions import sweeping
        from onroll.audit import ledger
        from onroll.rolls import events as rolls_events

        ledger.subscribe(events.RegisterKept, sweeping.sweep_after_file)
        ledger.subscribe(rolls_events.SnapshotTaken, sweeping.sweep_after_roll)
