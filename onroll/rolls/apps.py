"""The rolls room: what each school says of its roll, day by day, and what changed."""

from django.apps import AppConfig


class RollsConfig(AppConfig):
    """Takes roll feeds and turns snapshots into events."""

    name = "onroll.rolls"
    label = "rolls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to what the registry records. Django lets models be imported only from here on."""
        from onroll.audit import ledger
        from onroll.registry import events
        from onroll.registry import queries as registry_queries
        from onroll.rolls import queries
        from onroll.rolls.actions import identifying

        ledger.subscribe(events.ChildrenMerged, identifying.note_merge)
        registry_queries.say_freshness_by(
            registry_queries.FreshnessOfRolls(of_schools=queries.words_of_schools, of_area=queries.freshness_words)
        )
