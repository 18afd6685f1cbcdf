"""The returns room: what schools must tell by law, reconciling, and education at home."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Keeps the returns of law and reconciles leavers and arrivals."""

    name = "onroll.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"
