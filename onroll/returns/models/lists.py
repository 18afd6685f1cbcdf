"""Lists that an authority loads to compare with the rolls: children due to start, and a census."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.returns.querysets import ListedChildQuerySet, ListQuerySet
from onroll.rolls.models import RollEntry


class Purpose(models.TextChoices):
    """What a list is compared for. Codes are kept for ever."""

    DUE_TO_START = "due_to_start", "Children due to start: births, health or nursery"
    PLANNED_MOVE = "planned_move", "A planned move, such as year 6 to year 7"
    CENSUS = "census", "A school census"


class Band(models.TextChoices):
    """How sure the matcher is that a row is a pupil on a roll."""

    SURE = "sure", "On a roll"
    DOUBTFUL = "doubtful", "In doubt"
    NONE = "none", "On no roll of the area"


class Decision(models.TextChoices):
    """What a person said of a row."""

    SAME = "same", "The same child"
    DIFFERENT = "different", "Not the same child"
    NOT_DUE = "not_due", "Needs no place here: moved, or a place elsewhere"
    TOLD = "told", "Put into the work list"


class LoadedList(models.Model):
    """One list, compared with the rolls of the area as they stood on `as_on`. `counts`: rows by band, and of problems.

    `digest`: SHA-256 of the bytes, so that the same list twice is told. `engine`: how the rows were matched.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    as_on = models.DateField()
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    compared_with = models.PositiveIntegerField()
    engine = models.CharField(max_length=40)
    counts = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ListQuerySet.as_manager()

    field_classes = classify(
        retention="file",
        internal="id reference authority purpose school as_on rows compared_with engine counts loaded_at loaded_by",
        sensitive="digest",
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "-loaded_at"], name="returns_loadedlist_newest")]

    def __str__(self) -> str:
        return f"list {self.reference}"


class ListedChild(models.Model):
    """One row of a list, and what came of it.

    `probability`: 0 to 1, that `entry` is the same child; null where nobody like her is on a roll. `differs`: names of
    fields that list and roll give differently. `starts_on`: first day of the school year in which the child is due.
    """

    of = models.ForeignKey(LoadedList, on_delete=models.PROTECT, related_name="children")
    line = models.PositiveIntegerField()
    upn = models.CharField(max_length=13, blank=True)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    school_code = models.CharField(max_length=7, blank=True)
    starts_on = models.DateField(null=True)
    band = models.CharField(max_length=10, choices=Band)
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, null=True, related_name="+")
    probability = models.FloatField(null=True)
    differs = models.JSONField(default=list)
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    notification_reference = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ListedChildQuerySet.as_manager()

    field_classes = classify(
        retention="file",
        internal="id of line band probability differs decision decided_by decided_at notification_reference version "
        "starts_on school_code",
        personal="upn surname forename born_on sex",
        sensitive="address postcode entry",
    )

    class Meta:
        indexes = [models.Index(fields=["of", "band", "decision"], name="returns_listedchild_of_band")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="") | models.Q(decided_at__isnull=False),
                name="returns_listedchild_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(band="none") | models.Q(entry__isnull=False, probability__isnull=False),
                name="returns_listedchild_with_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.line} of list {self.of_id}"
