"""That a child belongs to a group at risk, as an authority knows it: with its source and its dates."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child


class GroupSource(models.TextChoices):
    """Who or what says that a child belongs to a group."""

    FAMILY = "family", "The family or the child"
    SCHOOL = "school", "A school"
    HEALTH = "health", "Health"
    SOCIAL_CARE = "social_care", "Social care"
    POLICE = "police", "Police or youth justice"
    HOUSING = "housing", "Housing"
    OTHER = "other", "Somebody else"


class WhoPays(models.TextChoices):
    """Who pays for the education of a child who is placed here. Codes are kept for ever."""

    PLACING = "placing", "The placing authority"
    HERE = "here", "Our authority"
    SHARED = "shared", "Both, in shares"
    NOT_AGREED = "not_agreed", "Not agreed yet"


class AtRisk(models.Model):
    """A child in a group, from one day on; `from_on` and `until_on` are both included. Several at once are usual.

    `code` is read with the list of `list_version`. One at most is `is_primary`: the one for returns, of those in force.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="risk_groups")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    list_version = models.CharField(max_length=10)
    source = models.CharField(max_length=20, choices=GroupSource)
    source_words = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    is_primary = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    field_classes = classify(
        retention="case",
        internal="id authority list_version recorded_at recorded_by version",
        sensitive="child code source source_words from_on until_on is_primary",
    )

    class Meta:
        ordering = ["-is_primary", "from_on", "id"]
        indexes = [models.Index(fields=["authority", "code"], name="casework_atrisk_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "child"],
                condition=models.Q(is_primary=True, until_on__isnull=True),
                name="casework_atrisk_one_primary",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="casework_atrisk_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"group {self.code} of child {self.child_id}"


class CarePlacement(models.Model):
    """Of a child in the group of those placed here: whose child it is, where it lives, who pays and who told of it.

    `told_on`: the day on which the placing authority told this one; null where it has not.
    """

    group = models.OneToOneField(AtRisk, on_delete=models.PROTECT, related_name="care")
    placed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    home = models.CharField(max_length=200)
    pays = models.CharField(max_length=20, choices=WhoPays)
    told_on = models.DateField(null=True)

    field_classes = classify(retention="case", internal="id group", sensitive="placed_by home pays told_on")

    def __str__(self) -> str:
        return f"care placement of group {self.group_id}"
