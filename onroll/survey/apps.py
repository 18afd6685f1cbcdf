"""The survey room: the questionnaire of 2006 as an interviewer uses it, and the national results."""

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    """Keeps interviews, contacts, judgements and national tables."""

    name = "onroll.survey"
    label = "survey"
    default_auto_field = "django.db.models.BigAutoField"
