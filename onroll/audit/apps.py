"""The audit room: who did what, for whom, when and why, in a ledger that can only grow."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Lowest of the Django rooms: every other one records its changes here."""

    name = "onroll.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
