"""The days on which a school meets and is closed, as it has told them: dated facts, never written over."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify


class DatesKind(models.TextChoices):
    """What the days are. Codes are kept for ever."""

    TERM = "term", "Term: the school meets"
    CLOSED = "closed", "Closed: training day, election, other planned closure"


class SchoolDates(models.Model):
    """A term or a closure of a school; both days count. What was wrong is taken back, not removed.

    Between two terms that were told lie holidays (`rules.school_days.own_calendar`).
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="school_dates")
    kind = models.CharField(max_length=10, choices=DatesKind)
    first_on = models.DateField()
    last_on = models.DateField()
    words = models.CharField(max_length=100, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="register",
        internal="id school kind first_on last_on words told_at told_by taken_back_at taken_back_by",
    )

    class Meta:
        indexes = [models.Index(fields=["school", "first_on"], name="rolls_schooldates_of_school")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="rolls_schooldates_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="rolls_schooldates_taken_back_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of school {self.school_id}, {self.first_on} to {self.last_on}"
