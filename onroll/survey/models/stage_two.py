"""Stage two: the stakeholder form, talks face to face by role, what was said in them, and the themes it belongs to."""

from django.db import models

from onroll.access.models import Person
from onroll.audit.classification import classify
from onroll.survey.models.surveys import Respondent, Survey
from onroll.survey.querysets import TalkQuerySet


class Stakeholder(models.Model):
    """A line of the stakeholder form. `parts` are lines of the item SF; an occasional stakeholder is named only."""

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="stakeholders")
    organisation = models.CharField(max_length=100)
    contact = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    parts = models.JSONField(default=list)
    is_main = models.BooleanField(default=True)

    field_classes = classify(
        retention="survey",
        internal="id respondent organisation parts is_main",
        personal="contact telephone email",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["respondent", "organisation"], name="survey_stakeholder_once")]

    def __str__(self) -> str:
        return f"stakeholder {self.pk}"


class Attribution(models.TextChoices):
    """How what somebody says may be quoted: agreed before the talk, and kept for every quote of it."""

    ROLE_AND_REGION = "role_and_region", "By role and region"
    ROLE = "role", "By role only"
    NOT_QUOTED = "not_quoted", "Not quoted; may be used for themes"


class Talk(models.Model):
    """One interview of stage two, by the guide of a role. Who it was is not kept: the role is enough for a report."""

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="talks")
    guide = models.CharField(max_length=30)
    held_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=1)
    attribution = models.CharField(max_length=20, choices=Attribution)
    consent_on = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = TalkQuerySet.as_manager()

    field_classes = classify(
        retention="survey", internal="id respondent guide held_on people attribution consent_on recorded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gte=1), name="survey_talk_with_somebody"),
            models.CheckConstraint(
                condition=models.Q(consent_on__lte=models.F("held_on")), name="survey_talk_consent_first"
            ),
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"


class Theme(models.Model):
    """Something that comes back in several talks."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=100)

    field_classes = classify(retention="survey", internal="id survey name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="survey_theme_once")]

    def __str__(self) -> str:
        return self.name


class Quote(models.Model):
    """What was said in a talk about one topic of its guide, word for word, under one theme or more."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="quotes")
    topic = models.CharField(max_length=30)
    words = models.CharField(max_length=2000)
    themes = models.ManyToManyField(Theme, related_name="quotes")
    noted_at = models.DateTimeField()

    field_classes = classify(retention="survey", internal="id talk topic noted_at", personal="words")

    def __str__(self) -> str:
        return f"quote {self.pk}"
