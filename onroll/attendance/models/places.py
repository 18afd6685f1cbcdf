"""Places beside the main school, and what they say of a pupil's days: once, for every school and authority."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.attendance.querysets import PlacementQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import RollEntry


class PlaceKind(models.TextChoices):
    """What a place is. Codes are kept for ever."""

    SECOND_SCHOOL = "second_school", "Second school, where the pupil is on the roll too"
    ALTERNATIVE = "alternative", "Alternative provision"
    HOSPITAL = "hospital", "Hospital teaching"
    TUITION = "tuition", "Tuition, at home or elsewhere"
    COLLEGE = "college", "College"


class PlaceMark(models.TextChoices):
    """What a place says of one session: plain words, since a provider keeps no register of law."""

    HERE = "here", "Was here"
    LATE = "late", "Came late"
    ABSENT = "absent", "Did not come"
    NOT_EXPECTED = "not_expected", "Not expected"


class Placement(models.Model):
    """A time at a place beside the school on whose roll the pupil mainly is (`entry`). Both days count.

    `code` is the national code that the main school uses for sessions there: B, D or K. `place` null: it has no
    account here, `place_name` says what it is. `commissioner` arranged it and stays responsible. `main_hours`: hours a
    week still at the main school; null, not told. `pattern`: ten characters of 1 and 0, Monday morning to Friday
    afternoon, 1 where the pupil should be at the place.
    """

    reference = models.CharField(max_length=16, unique=True)
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=20, choices=PlaceKind)
    code = models.CharField(max_length=2)
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    place_name = models.CharField(max_length=200, blank=True)
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    main_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    pattern = models.CharField(max_length=10)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PlacementQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference recorded_by recorded_at version commissioner",
        sensitive="entry kind code place place_name hours main_hours pattern from_on until_on ended_why",
    )

    class Meta:
        indexes = [models.Index(fields=["place", "until_on"], name="attendance_placement_at_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="attendance_placement_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) | models.Q(place_name__gt=""),
                name="attendance_placement_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.reference}"


class PlaceMarks(models.Model):
    """What a place said of a pupil's day: who, when, and what of each session; empty where it said nothing.

    Never written over: what it says otherwise later is a new row, and the newest one counts.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="marks")
    on = models.DateField()
    am = models.CharField(max_length=12, choices=PlaceMark, blank=True)
    pm = models.CharField(max_length=12, choices=PlaceMark, blank=True)
    known_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(retention="register", internal="id known_at by", sensitive="placement on am pm")

    class Meta:
        indexes = [models.Index(fields=["placement", "on", "known_at"], name="attendance_placemarks_of")]

    def __str__(self) -> str:
        return f"what placement {self.placement_id} said of {self.on}"
