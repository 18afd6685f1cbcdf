"""Children, the facts sighted about them, and where they are enrolled.

A sighting is what one source said about a child on one day. It is never changed: names, birth dates and identifiers of
a child are read from her sightings, newest first, so a correction is a new sighting and the old one keeps its source.
"""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify


class Child(models.Model):
    """A child known to the product, by our own reference: never keyed by UPN (../ctf/upn.md section 4)."""

    reference = models.CharField(max_length=16, unique=True)
    first_seen_at = models.DateTimeField()

    field_classes = classify(retention="child", internal="id reference first_seen_at")

    def __str__(self) -> str:
        return f"child {self.reference}"


class Sighting(models.Model):
    """What one source said about a child. `source` is the kind of thing that said it, `source_reference` which one.

    `disputes` is set when the UPN is also held by another child whose name or birth date is clearly different: a
    person must look, nothing is joined.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sightings")
    source = models.CharField(max_length=30)
    source_reference = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    middle_names = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    year_group = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    disputes = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="disputed_by")

    field_classes = classify(
        retention="child",
        internal="id child source source_reference seen_at year_group disputes",
        personal="upn former_upn surname forename middle_names birth_date sex",
        sensitive="address postcode",
    )

    class Meta:
        indexes = [
            models.Index(fields=["upn"], name="registry_sighting_upn"),
            models.Index(fields=["child", "-seen_at"], name="registry_sighting_newest"),
        ]

    def __str__(self) -> str:
        return f"sighting {self.pk} of child {self.child_id}"


class Enrolment(models.Model):
    """A child's time on one school's roll; `from_on` and `until_on` are both included.

    `confirmed_at` is set when that school itself said so; a row read from another school's file is only reported.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=30)
    source_reference = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="child",
        internal="id source source_reference recorded_at confirmed_at",
        sensitive="child organisation from_on until_on",
    )

    class Meta:
        indexes = [models.Index(fields=["child", "-from_on"], name="registry_enrolment_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="registry_enrolment_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk} of child {self.child_id}"
