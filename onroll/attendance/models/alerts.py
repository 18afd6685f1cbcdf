"""Alerts, each with its evidence, and the sweeps that raised them."""

from django.db import models

from onroll.access.models import Person
from onroll.attendance.alert_states import MEANINGS, AlertState
from onroll.attendance.querysets import AlertQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import RollEntry


class Alert(models.Model):
    """What a rule found of a pupil: one alert for each cause.

    `number` has the unit of the rule; `facts` are pairs of words from which it was counted. `since` and `until` are
    the days that the evidence reaches over; `until` and `number` follow the newest sweep while the alert stands.
    `fact_reference`: the attendance concern that it made of the child, where it made one.
    """

    reference = models.CharField(max_length=16, unique=True)
    rule = models.CharField(max_length=20)
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="alerts")
    cause = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=[(s.value, MEANINGS[s].name) for s in AlertState], default=AlertState.OPEN
    )
    since = models.DateField()
    until = models.DateField()
    number = models.FloatField()
    facts = models.JSONField(default=list)
    to_school = models.BooleanField()
    to_authority = models.BooleanField()
    raised_at = models.DateTimeField()
    swept_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    fact_reference = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference rule cause state to_school to_authority raised_at swept_at taken_by taken_at ended_at "
        "ended_by fact_reference version",
        sensitive="entry since until number facts outcome",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "-raised_at"], name="attendance_alert_standing")]
        constraints = [
            models.UniqueConstraint(fields=["rule", "entry", "cause"], name="attendance_alert_one_a_cause"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "taken"], ended_at__isnull=True)
                | models.Q(state__in=["passed", "closed"], ended_at__isnull=False),
                name="attendance_alert_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.reference}"


class SweepRun(models.Model):
    """One sweep: of which day, how much it read and what came of it. `school` null: of every school."""

    on = models.DateField()
    school = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    pupils = models.PositiveIntegerField()
    looked_at = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()

    field_classes = classify(retention="register", internal="id on school started_at pupils looked_at raised passed")

    def __str__(self) -> str:
        return f"sweep of {self.on}"
