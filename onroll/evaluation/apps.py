"""The evaluation room: an authority’s own rounds of the 22 steps, with proof from its data."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Keeps rounds, evidence and action plans."""

    name = "onroll.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"
