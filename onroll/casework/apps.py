"""The casework room: notifications, and cases from received to settled."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Listens to what the transfer room records; is never called by it."""

    name = "onroll.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to what the transfer room records. Django lets models be imported only from here on."""
        from onroll.audit import ledger
        from onroll.casework.actions import arriving, following
        from onroll.transfer import events

        ledger.subscribe(events.LostPupilFiled, following.open_notification)
        ledger.subscribe(events.LostPupilClaimed, following.note_claim)
        ledger.subscribe(events.FileWithdrawn, following.note_withdrawal)
        ledger.subscribe(events.ArrivalConfirmed, arriving.note_arrival)
