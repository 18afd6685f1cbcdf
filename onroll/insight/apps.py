"""The insight room: lists and counts on a date, each with its rule and the moment it was known at."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Reads what the rooms below keep, and writes nothing about a child."""

    name = "onroll.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
