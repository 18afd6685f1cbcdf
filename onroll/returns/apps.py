"""The returns room: what schools must tell by law, reconciling, and education at home."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Keeps the returns of law and reconciles leavers and arrivals."""

    name = "onroll.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to what makes a return owed or made. Django lets models be imported only from here on."""
        from onroll.attendance import events as attendance_events
        from onroll.audit import ledger
        from onroll.casework import enquiry_events
        from onroll.returns import events
        from onroll.returns.actions import home_educating, owing
        from onroll.rolls import events as rolls_events

        ledger.subscribe(rolls_events.PupilJoined, owing.note_joined)
        ledger.subscribe(rolls_events.PupilLeft, owing.note_left)
        ledger.subscribe(attendance_events.AlertRaised, owing.note_alert)
        ledger.subscribe(enquiry_events.PupilDeleted, owing.note_joint_deletion)
        ledger.subscribe(events.DeletionReturned, home_educating.note_deletion)
