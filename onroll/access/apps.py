"""The access room: organisations, people, the roles they hold, and sign-in."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Says who may act, and for whom."""

    name = "onroll.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
