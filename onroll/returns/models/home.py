"""The register of elective home education."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import SUITABILITY_CHOICES, Child, EducationFact, Sighting
from onroll.returns.querysets import HomeEducationQuerySet
from onroll.rules.home_education import reasons

REASONS = [(reason.code, reason.words) for reason in reasons().values()]
SEN = [("NONE", "No special educational needs"), ("SUPPORT", "SEN support"), ("EHCP", "EHC plan"), ("U", "Unknown")]


class ToldBy(models.TextChoices):
    """Who told the authority of home education."""

    PARENT = "parent", "The parent"
    SCHOOL = "school", "A school"
    AUTHORITY = "authority", "Another authority"
    OTHER = "other", "Somebody else"


class HomeEnd(models.TextChoices):
    """How home education ended in an area."""

    SCHOOL = "school", "Back at a school"
    MOVED = "moved", "Moved to another authority"
    OVER_AGE = "over_age", "Over compulsory school age"
    OTHER = "other", "Another reason"


class HomeEducation(models.Model):
    """A child's time of education at home in one authority's area; `from_on` and `ended_on` are both included.

    Whether it is suitable on a day follows from `decisions`. `reasons_beside`: more codes of reasons than the primary
    one. `fact`: what the registry counts by. `moved_to` and `moved_from` tie two authorities' entries of one move.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="home_education")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    notified_on = models.DateField()
    told_by = models.CharField(max_length=20, choices=ToldBy)
    from_on = models.DateField()
    was_never_on_roll = models.BooleanField(default=False)
    last_school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=30, choices=REASONS)
    reasons_beside = models.JSONField(default=list)
    sen = models.CharField(max_length=10, choices=SEN, default="U")
    words = models.CharField(max_length=1000, blank=True)
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=20, choices=HomeEnd, blank=True)
    moved_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="went_on_as")
    fact = models.ForeignKey(EducationFact, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = HomeEducationQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference authority notified_on told_by recorded_at version",
        sensitive="child sighting from_on was_never_on_roll last_school reason reasons_beside sen words ended_on "
        "ended_as moved_to moved_from fact",
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "ended_on", "-from_on"], name="returns_home_of_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_as="")
                | models.Q(ended_on__gte=models.F("from_on"), ended_as__gt=""),
                name="returns_homeeducation_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(was_never_on_roll=False) | models.Q(last_school__isnull=True),
                name="returns_homeeducation_never_or_a_school",
            ),
            models.UniqueConstraint(
                fields=["authority", "child"],
                condition=models.Q(ended_on__isnull=True),
                name="returns_homeeducation_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"home education {self.reference}"


class SuitabilityDecision(models.Model):
    """What the authority decided of the education, on which day, and why. Only ever added."""

    of = models.ForeignKey(HomeEducation, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    suitability = models.CharField(max_length=20, choices=SUITABILITY_CHOICES)
    words = models.CharField(max_length=1000)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    field_classes = classify(
        retention="child", internal="id of decided_by recorded_at", sensitive="decided_on suitability words"
    )

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"decision {self.pk} of {self.of_id}"
