"""What an officer adds to a case as it goes on: who is responsible, ticks, dates with their history, and the risk.

None of these rows is ever changed but to be ended: a correction is a new row, and the old one stays.
"""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.case_dates import DATE_NAMES
from onroll.casework.models.cases import Case
from onroll.casework.risks import Risk

DATE_CHOICES = [(kind.value, name) for kind, name in DATE_NAMES.items()]


class Responsibility(models.Model):
    """Who is, or was, responsible for a case or the deputy of who is; `until_at` is null for whoever is now."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="responsibilities")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_deputy = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(retention="case", internal="id case person is_deputy from_at until_at given_by")

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "is_deputy"],
                condition=models.Q(until_at__isnull=True),
                name="casework_responsibility_one_now",
            )
        ]

    def __str__(self) -> str:
        return f"responsibility {self.pk} for case {self.case_id}"


class CaseDate(models.Model):
    """A date of a case as it was known from `known_at` on; `day` is null where it was taken away again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=30, choices=DATE_CHOICES)
    day = models.DateField(null=True)
    known_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(retention="case", internal="id case kind known_at person organisation", sensitive="day")

    class Meta:
        ordering = ["known_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class ChecklistTick(models.Model):
    """A line of a stage's checklist that somebody said is done; where it was taken back, when and by whom."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ticks")
    code = models.CharField(max_length=30)
    ticked_at = models.DateTimeField()
    ticked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unticked_at = models.DateTimeField(null=True)
    unticked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(retention="case", internal="id case code ticked_at ticked_by unticked_at unticked_by")

    class Meta:
        ordering = ["ticked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=models.Q(unticked_at__isnull=True),
                name="casework_checklisttick_once",
            ),
            models.CheckConstraint(
                condition=models.Q(unticked_at__isnull=True, unticked_by__isnull=True)
                | models.Q(unticked_at__isnull=False, unticked_by__isnull=False),
                name="casework_checklisttick_untick_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of case {self.case_id}"


class RiskAssessment(models.Model):
    """How great the risk is, which signs there are, why, by whom and when; the newest one counts.

    `referral`: to whom the child was referred and when, or why not; filled where a sign asks for a referral at once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_assessments")
    level = models.PositiveSmallIntegerField(choices=Risk)
    prompts = models.JSONField(default=list)
    reason = models.CharField(max_length=1000)
    referral = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="case", internal="id case at person", sensitive="level prompts reason referral")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"risk assessment {self.pk} of case {self.case_id}"
