"""Children, the facts sighted about them, and where they are enrolled.

A sighting is what one source said about a child on one day. It is never changed: names, birth dates and identifiers of
a child are read from her sightings, newest first, so a correction is a new sighting and the old one keeps its source.
"""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify
from onroll.registry.querysets import ChildQuerySet


class BirthDateCertainty(models.TextChoices):
    """How sure a source is of a birth date. Codes are kept for ever."""

    STATED = "stated", "As the source states it"
    DOCUMENT_SEEN = "document_seen", "From a birth certificate or passport that somebody saw"
    APPROXIMATE = "approximate", "About this date: nobody knows the day"
    STAND_IN = "stand_in", "A date put where none is known"


class AddressCertainty(models.TextChoices):
    """How sure a source is that the child lives at an address."""

    STATED = "stated", "As the source states it"
    VISITED = "visited", "Somebody has seen that the child lives there"
    DOUBTED = "doubted", "Somebody went there and did not find the child"


class NameKind(models.TextChoices):
    """What a name is to a child. The legal name stands in the sighting itself."""

    LEGAL = "legal", "Legal name"
    PREFERRED = "preferred", "Name the child goes by"
    FORMER = "former", "Earlier name"
    OTHER = "other", "Another name"


class IdentifierKind(models.TextChoices):
    """What a number is. Which UPN is temporary is read from the number itself."""

    UPN = "upn", "Unique pupil number (UPN)"
    TEMPORARY_UPN = "temporary_upn", "Temporary UPN"
    FORMER_UPN = "former_upn", "Former UPN"
    LEARNER_NUMBER = "learner_number", "Unique learner number"
    OTHER = "other", "Another number"


class Child(models.Model):
    """A child known to the product, by our own reference: never keyed by UPN (../ctf/upn.md section 4).

    `known_as` is read from the merges in force, and kept so that lists need not follow them: the earliest of the
    records that two people have found to be one child; null where that is this one.
    """

    reference = models.CharField(max_length=16, unique=True)
    first_seen_at = models.DateTimeField()
    known_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="known_also_as")

    objects = ChildQuerySet.as_manager()

    field_classes = classify(retention="child", internal="id reference first_seen_at known_as")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(known_as=models.F("id")), name="registry_child_not_its_own")
        ]

    def __str__(self) -> str:
        return f"child {self.reference}"


class Sighting(models.Model):
    """What one source said about a child. `source` is the kind of thing that said it, `source_reference` which one,
    `told_by` whose it is: her organisation, where one said it.

    `address_from` and `address_until` are both included. A sealed address is shown to the telling authority alone.
    `disputes` is set when the UPN is also held by another child whose name or birth date is clearly different: a
    person must look, nothing is joined.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sightings")
    source = models.CharField(max_length=30)
    source_reference = models.CharField(max_length=40)
    told_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField()
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    middle_names = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    birth_date_certainty = models.CharField(
        max_length=20, choices=BirthDateCertainty, default=BirthDateCertainty.STATED
    )
    sex = models.CharField(max_length=1, blank=True)
    year_group = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    address_certainty = models.CharField(max_length=20, choices=AddressCertainty, default=AddressCertainty.STATED)
    address_from = models.DateField(null=True)
    address_until = models.DateField(null=True)
    is_address_sealed = models.BooleanField(default=False)
    disputes = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="disputed_by")

    field_classes = classify(
        retention="child",
        internal="id child source source_reference told_by seen_at year_group disputes birth_date_certainty",
        personal="upn former_upn surname forename middle_names birth_date sex",
        sensitive="address postcode address_certainty address_from address_until is_address_sealed",
    )

    class Meta:
        indexes = [
            models.Index(fields=["upn"], name="registry_sighting_upn"),
            models.Index(
                fields=["former_upn"], condition=models.Q(former_upn__gt=""), name="registry_sighting_former_upn"
            ),
            models.Index(fields=["child", "-seen_at"], name="registry_sighting_newest"),
            models.Index(fields=["postcode"], condition=models.Q(postcode__gt=""), name="registry_sighting_postcode"),
        ]

    def __str__(self) -> str:
        return f"sighting {self.pk} of child {self.child_id}"


class KnownName(models.Model):
    """A name beside the legal one, as a sighting gives it; `from_on` and `until_on` are both included."""

    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20, choices=NameKind)
    surname = models.CharField(max_length=100, blank=True)
    forename = models.CharField(max_length=100, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    field_classes = classify(
        retention="child", internal="id sighting kind", personal="surname forename from_on until_on"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(surname__gt="") | models.Q(forename__gt=""), name="registry_knownname_not_empty"
            )
        ]

    def __str__(self) -> str:
        return f"name {self.pk} of sighting {self.sighting_id}"


class Identifier(models.Model):
    """A number beside the sighting's own UPN and former UPN: a second former one, a learner number, another."""

    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=IdentifierKind)
    value = models.CharField(max_length=20)

    field_classes = classify(retention="child", internal="id sighting kind", personal="value")

    class Meta:
        indexes = [models.Index(fields=["value"], name="registry_identifier_value")]

    def __str__(self) -> str:
        return f"number {self.pk} of sighting {self.sighting_id}"


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
