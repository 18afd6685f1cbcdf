"""The rolls room: what each school says of its roll, day by day, and what changed."""

from django.apps import AppConfig


class RollsConfig(AppConfig):
    """Takes roll feeds and turns snapshots into events."""

    name = "onroll.rolls"
    label = "rolls"
    default_auto_field = "django.db.models.BigAutoField"
