"""The transfer room: files between schools and authorities, and the lost-pupil repository."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Knows the life of a file, not the grammar inside it."""

    name = "onroll.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"
