"""Children, the facts sighted about them, where they are enrolled, and who must not be found.

A sighting is what one source said about a child on one day. It is never changed: names, birth dates and identifiers of
a child are read from her sightings, newest first, so a correction is a new sighting and the old one keeps its source.
"""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.querysets import ShieldQuerySet


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


class ShieldReason(models.TextChoices):
    """Why a child must not be found by a search. Kept as codes: the words of a case stay in the case."""

    ADOPTED = "adopted", "Adopted, or placed for adoption"
    AT_RISK = "at_risk", "At risk if somebody finds the child"
    PROTECTED_PERSON = "protected_person", "Protected by the police or a court"
    OTHER = "other", "Another reason that the named officer knows"


class Shield(models.Model):
    """A child whom no search and no matching may show, and the officer who is told when one would have.

    Both days count; without `until_on` it lasts until somebody ends it. A shield is on the child as she was known: it
    never says, and nothing here ever records, under which identity she is known now.
    """

    reference = models.CharField(max_length=16, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="shields")
    reason_code = models.CharField(max_length=20, choices=ShieldReason)
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shields")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shields")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ShieldQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference officer organisation from_on until_on placed_at ended_at",
        sensitive="child reason_code",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ended_at__isnull=True), name="registry_shield_one_a_child"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="registry_shield_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"shield {self.reference}"
