"""The attendance register: one row for a pupil's day with both its sessions, and every change of a mark.

Why a day and not a session: an authority's week is 1.2 million marks; half the rows are half the time (decision 0016).
"""

from django.db import models

from onroll.access.models import Person
from onroll.attendance.querysets import DayMarksQuerySet, OfEntryQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import RollEntry


class Source(models.TextChoices):
    """How a mark came. Codes are kept for ever."""

    PAGE = "page", "Entered on a page"
    FILE = "file", "In a file of the school"
    CALL = "call", "After a call"
    PLACE = "place", "Told by the place"


class DayMarks(models.Model):
    """A pupil's marks of one day: a national code each session, empty where none was made yet.

    Minutes are minutes late, where told. `known_at`: when the row was last written. `is_plain`: present in both
    sessions, as nine of ten rows are; sweeps read the others alone, by an index that holds no plain row.
    """

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="marks")
    on = models.DateField()
    am = models.CharField(max_length=2, blank=True)
    pm = models.CharField(max_length=2, blank=True)
    am_minutes = models.PositiveSmallIntegerField(null=True)
    pm_minutes = models.PositiveSmallIntegerField(null=True)
    is_plain = models.BooleanField()
    known_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)

    objects = DayMarksQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        internal="id known_at source is_plain",
        sensitive="entry on am pm am_minutes pm_minutes",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["on", "entry", "am", "pm"],
                condition=models.Q(is_plain=False),
                name="attendance_daymarks_not_plain",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "on"], name="attendance_daymarks_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(am__gt="") | models.Q(pm__gt=""), name="attendance_daymarks_some_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"marks of entry {self.entry_id} on {self.on}"


class MarkChange(models.Model):
    """A mark that was written over: what stood there, since when, what stands there now, who, when and why.

    The law asks for all of them (SI 2024/208 reg 7). `by` null: a file of the school. `days_after`: calendar days from
    the session to the change. Never changed or removed.
    """

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="mark_changes")
    on = models.DateField()
    session = models.CharField(max_length=2, choices=[("AM", "Morning"), ("PM", "Afternoon")])
    before = models.CharField(max_length=2)
    after = models.CharField(max_length=2, blank=True)
    before_known_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    days_after = models.IntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    why = models.CharField(max_length=200, blank=True)

    objects = OfEntryQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        internal="id changed_at before_known_at days_after by source",
        sensitive="entry on session before after why",
    )

    class Meta:
        indexes = [models.Index(fields=["entry", "on"], name="attendance_markchange_of_entry")]

    def __str__(self) -> str:
        return f"change of a mark of entry {self.entry_id} on {self.on}"
