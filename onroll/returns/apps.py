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
        from onroll.returns.actions import feeding, home_telling, joint, noting
        from onroll.rolls import events as rolls_events

        ledger.subscribe(rolls_events.PupilJoined, noting.note_joined)
        ledger.subscribe(rolls_events.PupilLeft, noting.note_left)
        ledger.subscribe(rolls_events.SnapshotTaken, feeding.note_roll)
        ledger.subscribe(rolls_events.RollEntered, feeding.note_roll)
        ledger.subscribe(rolls_events.BoardersSaid, feeding.note_roll)
        ledger.subscribe(attendance_events.AlertRaised, noting.note_alert)
        ledger.subscribe(enquiry_events.PupilDeleted, joint.note_joint_deletion)
        ledger.subscribe(events.DeletionReturned, home_telling.note_deletion)
