"""That two children belong to one family or household: a fact with its source and how sure it is."""

from django.db import models
from django.db.models.functions import Greatest, Least

from onroll.access.models import Organisation
from onroll.audit.classification import classify
from onroll.registry.models.children import Child


class Kinship(models.TextChoices):
    """What two children are to each other. Codes are kept for ever."""

    SIBLING = "sibling", "Brother or sister"
    HALF_OR_STEP = "half_or_step", "Half or step brother or sister"
    HOUSEHOLD = "household", "Lives in the same household"
    RELATIVE = "relative", "Another relative"


class KinshipCertainty(models.TextChoices):
    """How sure the source is."""

    STATED = "stated", "As somebody said it"
    DOCUMENT_SEEN = "document_seen", "From a document that somebody saw"
    BELIEVED = "believed", "Believed, from the same address or name"


class FamilyLink(models.Model):
    """Two children of one family, as somebody told us. What proves wrong is ended, never taken away.

    `source` is who or what says so; `told_by` whose fact it is.
    """

    first = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="family_links")
    second = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kinship)
    certainty = models.CharField(max_length=20, choices=KinshipCertainty)
    source = models.CharField(max_length=200)
    told_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    field_classes = classify(
        retention="child",
        internal="id told_by recorded_at ended_at",
        sensitive="first second kind certainty source ended_why",
    )

    class Meta:
        indexes = [models.Index(fields=["second"], name="registry_familylink_second")]
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(ended_at__isnull=True),
                name="registry_familylink_once",
            ),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="registry_familylink_two"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_why="")
                | models.Q(ended_at__isnull=False, ended_why__gt=""),
                name="registry_familylink_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"family link {self.pk}"
