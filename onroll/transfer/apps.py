"""The transfer room: files between schools and authorities, and the lost-pupil repository."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Knows the life of a file, not the grammar inside it."""

    name = "onroll.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a file answer a request, or open it again. Django lets models be imported only from here on."""
        from onroll.access import events as access_events
        from onroll.audit import ledger
        from onroll.registry import events as registry_events
        from onroll.search import sources
        from onroll.transfer import events, found_by
        from onroll.transfer.actions import bundles, likening, requesting, welcoming

        ledger.subscribe(access_events.RoleGiven, welcoming.tell_of_role)
        ledger.subscribe(access_events.CoverGiven, welcoming.tell_of_role)
        ledger.subscribe(registry_events.PairRaised, likening.tell_of_likeness)
        ledger.subscribe(registry_events.PairReminded, likening.owe_reminders)
        ledger.subscribe(registry_events.ChildShielded, likening.owe_no_more)
        ledger.subscribe(events.LostPupilFiled, likening.tell_of_lost)
        ledger.subscribe(events.FileSent, requesting.answer_by_file)
        ledger.subscribe(events.FileRedirected, requesting.answer_by_file)
        ledger.subscribe(events.FileReleased, requesting.answer_by_file)
        ledger.subscribe(events.LostPupilClaimed, requesting.answer_by_file)
        for event, handler in bundles.FOLLOWED.items():
            ledger.subscribe(event, handler)
        ledger.subscribe(events.FileWithdrawn, requesting.reopen_requests)
        ledger.subscribe(events.FileDestroyed, requesting.reopen_requests)
        ledger.subscribe(events.LostPupilReturned, requesting.reopen_requests)
        sources.register(found_by.SOURCE)
