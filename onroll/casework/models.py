"""Notifications and cases. Dates of a case are facts; how long it took is worked out from them, never stored."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.querysets import CaseQuerySet, NotificationQuerySet
from onroll.casework.stages import MEANINGS, NOTIFICATION_MEANINGS, NotificationState, Stage
from onroll.registry.models import Child, Enrolment
from onroll.transfer.models import Message

STAGE_CHOICES = [(stage.value, MEANINGS[stage].name) for stage in Stage]
NOTIFICATION_CHOICES = [(state.value, NOTIFICATION_MEANINGS[state]) for state in NotificationState]


class Outcome(models.TextChoices):
    """How a case ended. Codes are kept for ever; words may be made plainer."""

    ON_ROLL = "on_roll", "On a school’s roll, confirmed by that school"
    EDUCATED_AT_HOME = "educated_at_home", "Educated at home, and the education is suitable"
    OTHER_AUTHORITY = "other_authority", "Another authority has accepted the case"
    ABROAD = "abroad", "Moved abroad, confirmed"
    OVER_AGE = "over_age", "No longer of compulsory school age"
    NOT_MISSING = "not_missing", "Was never missing education"


class Notification(models.Model):
    """Word that a child may be missing education, in the work list of one authority."""

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notifications")
    source = models.CharField(max_length=30)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, related_name="notification")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="notifications")
    notified_on = models.DateField()
    received_at = models.DateTimeField()
    last_in_education_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=NOTIFICATION_CHOICES, default=NotificationState.NEW)
    answer = models.CharField(max_length=1000, blank=True)  # an officer's words; empty where a confirmation answered
    joined_case = models.ForeignKey("Case", on_delete=models.PROTECT, null=True, related_name="joined_notifications")
    version = models.PositiveIntegerField(default=1)

    objects = NotificationQuerySet.as_manager()

    field_classes = classify(
        retention="notification",
        internal="id reference authority source message notified_on received_at state version joined_case",
        sensitive="child last_in_education_on answer",
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "state", "received_at"], name="casework_notification_work")]

    def __str__(self) -> str:
        return f"notification {self.reference}"


class Case(models.Model):
    """The work of one authority on one child, until she is settled.

    `responsible` is always filled while the case is open. The dates are checklist step C2's three, and the last day in
    education. `confirmed_by` is the enrolment that a school confirmed: the evidence for the outcome `ON_ROLL`.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="case")
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES, default=Stage.CHECK)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()
    last_in_education_on = models.DateField(null=True)
    notified_on = models.DateField()
    provision_determined_on = models.DateField(null=True)
    provision_accessed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference authority notification stage responsible opened_at notified_on provision_determined_on "
        "outcome closed_at version",
        sensitive="child last_in_education_on provision_accessed_on confirmed_by evidence",
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "stage", "notified_on"], name="casework_case_work")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "child"],
                condition=~models.Q(stage="closed"),
                name="casework_case_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="closed", closed_at__isnull=False, outcome__gt="", evidence__gt="")
                | (~models.Q(stage="closed") & models.Q(closed_at__isnull=True, outcome="", evidence="")),
                name="casework_case_closed_with_evidence",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="on_roll") | models.Q(confirmed_by__isnull=False),
                name="casework_case_on_roll_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.reference}"


class CaseEvent(models.Model):
    """One dated step of a case, as its officers read it: what happened, and who did it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000)

    field_classes = classify(retention="case", internal="id case at kind stage person organisation", sensitive="words")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"
