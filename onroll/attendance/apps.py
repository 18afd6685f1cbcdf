"""The attendance room: marks, sweeps, alerts, and who has seen a child today."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Keeps registers and sweeps them by rules."""

    name = "onroll.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"
