"""The transfer room: files between schools and authorities, and the lost-pupil repository."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Knows the life of a file, not the grammar inside it."""

    name = "onroll.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a file that is sent or claimed answer a request. Django lets models be imported only from here on."""
        from onroll.audit import ledger
        from onroll.transfer import events
        from onroll.transfer.actions import requesting

        ledger.subscribe(events.FileSent, requesting.answer_by_file)
        ledger.subscribe(events.LostPupilClaimed, requesting.answer_by_file)
