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
        from onroll.casework import enquiry_events, found_by
        from onroll.casework import events as own_events
        from onroll.casework.actions import arriving, directory_support, following, likening, stating, taking_over
        from onroll.registry import events as registry_events
        from onroll.search import sources
        from onroll.transfer import events
        from onroll.transfer import queries as transfer_queries

        ledger.subscribe(events.LostPupilFiled, following.open_notification)
        ledger.subscribe(events.LostPupilClaimed, following.note_claim)
        ledger.subscribe(events.LostPupilReturned, following.note_return)
        ledger.subscribe(events.FileWithdrawn, following.note_withdrawal)
        ledger.subscribe(events.ArrivalConfirmed, arriving.note_arrival)
        ledger.subscribe(events.LostPupilFiled, likening.weigh_pairs)
        ledger.subscribe(registry_events.PairRaised, likening.note_likeness)
        ledger.subscribe(registry_events.ChildrenMerged, likening.note_merge)
        ledger.subscribe(registry_events.ChildrenSplit, likening.note_split)
        ledger.subscribe(own_events.CaseClosed, stating.state_outcome)
        ledger.subscribe(own_events.CaseReopened, stating.unstate_outcome)
        ledger.subscribe(own_events.NotificationAnswered, stating.state_answer)
        ledger.subscribe(own_events.CaseClosed, taking_over.note_end_of_case)
        ledger.subscribe(enquiry_events.AgencyReplied, directory_support.note_reply)
        sources.register(found_by.SOURCE)
        transfer_queries.count_also(search="casework.ChildrenLookedFor", stopped="casework.LookedTooOften")
