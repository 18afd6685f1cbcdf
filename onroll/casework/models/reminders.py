"""What officers were reminded of by the clock: one row an email."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify


class OfficerReminder(models.Model):
    """That an officer was emailed how much is overdue in her authority's work: numbers, and nobody's name."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    follow_ups = models.PositiveIntegerField()
    requests = models.PositiveIntegerField()
    hand_overs = models.PositiveIntegerField()

    field_classes = classify(retention="case", internal="id authority person sent_on follow_ups requests hand_overs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "person", "sent_on"], name="casework_officerreminder_one_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk} of {self.sent_on}"
