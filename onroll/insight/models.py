"""What an authority chose for its own lists. Nothing of a child is kept here: lists and figures are worked out anew."""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify


class LocalTag(models.Model):
    """After how many days out an authority marks a child on its own list; null: it marks none. It never counts.

    Many authorities still work by the four weeks of 2004 (process.md section 2), while the law counts from day one.
    """

    authority = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    after_days = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    field_classes = classify(retention="register", internal="id authority after_days version")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(after_days__isnull=True) | models.Q(after_days__gte=1, after_days__lte=365),
                name="insight_localtag_within_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"local tag of authority {self.authority_id}"
