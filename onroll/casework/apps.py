"""The casework room: notifications, and cases from received to settled."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Listens to what the transfer room records; is never called by it."""

    name = "onroll.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
