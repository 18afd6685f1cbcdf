"""Cases. The dates of a case are facts; how long it took is worked out from them, never stored."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.models.notifications import Notification
from onroll.casework.querysets import CaseQuerySet
from onroll.casework.risks import Risk
from onroll.casework.stages import MEANINGS, Stage
from onroll.registry.models import Child, Enrolment, PairReview

STAGE_CHOICES = [(stage.value, MEANINGS[stage].name) for stage in Stage]


class Outcome(models.TextChoices):
    """How a case ended. Codes are kept for ever; words may be made plainer."""

    ON_ROLL = "on_roll", "On a school’s roll, confirmed by that school"
    EDUCATED_AT_HOME = "educated_at_home", "Educated at home, and the education is suitable"
    OTHER_AUTHORITY = "other_authority", "Another authority has accepted the case"
    OTHER_NATION = "other_nation", "Moved to Scotland, Wales or Northern Ireland, confirmed there"
    ABROAD = "abroad", "Moved abroad, confirmed"
    OVER_AGE = "over_age", "No longer of compulsory school age"
    NOT_MISSING = "not_missing", "Was never missing education"


class Case(models.Model):
    """The work of one authority on one child, until she is settled.

    `responsible` is always filled, and who was before stands in `responsibilities`. `last_worked_at` is when an officer
    last did something for the child, `follow_up_by` a day that she set for the next time. The six dates are what is
    known now (`CaseDateKind`); `dates` has since when. `confirmed_by` is the enrolment that a school confirmed: the
    evidence for the outcome `ON_ROLL`.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="case")
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES, default=Stage.CHECK)
    stage_since_on = models.DateField()
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="deputy_cases")
    risk = models.PositiveSmallIntegerField(choices=Risk, default=Risk.NOT_ASSESSED)
    opened_at = models.DateTimeField()
    last_worked_at = models.DateTimeField()
    follow_up_by = models.DateField(null=True)
    last_in_education_on = models.DateField(null=True)
    notified_on = models.DateField()
    located_on = models.DateField(null=True)
    needs_agreed_on = models.DateField(null=True)
    provision_determined_on = models.DateField(null=True)
    provision_accessed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    evidence_kind = models.CharField(max_length=30, blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference authority notification stage stage_since_on responsible deputy opened_at last_worked_at "
        "follow_up_by notified_on provision_determined_on outcome evidence_kind closed_at version",
        sensitive="child risk last_in_education_on located_on needs_agreed_on provision_accessed_on confirmed_by "
        "evidence",
    )

    class Meta:
        indexes = [
            models.Index(fields=["authority", "stage", "notified_on"], name="casework_case_work"),
            models.Index(
                fields=["authority", "risk", "notified_on", "id"],
                include=["last_worked_at", "follow_up_by", "confirmed_by", "responsible", "stage"],
                condition=~models.Q(stage="closed"),
                name="casework_case_open",
            ),
        ]
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
    """One dated step of a case, as its officers read it: what happened, and who did it.

    `pair` is the comparison that a step speaks of: whoever may not see that pair (any more) is not shown the step.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    pair = models.ForeignKey(PairReview, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="case", internal="id case at kind stage person organisation pair", sensitive="words"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"
