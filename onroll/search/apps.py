"""The search room: what records are filed under, and finding them by what somebody types."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Knows a record only by its kind and its number; the rooms above file their records here."""

    name = "onroll.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
