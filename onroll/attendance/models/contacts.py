"""First-day calls, and letters that were made: what was done about an absence."""

from django.db import models

from onroll.access.models import Person
from onroll.attendance.querysets import OfEntryQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import RollEntry
from onroll.vault.models import StoredFile


class CallResult(models.TextChoices):
    """What came of a call. Codes are kept for ever."""

    REASON = "reason", "Spoke to somebody, and know the reason"
    NO_REASON = "no_reason", "Spoke to somebody, no reason given"
    NO_ANSWER = "no_answer", "Nobody answered"
    MESSAGE = "message", "Left a message"
    WRONG_NUMBER = "wrong_number", "The number is wrong"
    WORRIED = "worried", "Worried: tell the safeguarding lead now"


# What ends the calling of the day; after anything else the pupil is back in the queue.
SETTLED = frozenset({CallResult.REASON, CallResult.WORRIED})


class Call(models.Model):
    """A call about one day's absence: taken by somebody, so that two do not ring, and what came of it.

    `result` empty: somebody is calling. Taken and left for longer than a while, it is in the queue again.
    """

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="calls")
    on = models.DateField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    result = models.CharField(max_length=20, choices=CallResult, blank=True)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = OfEntryQuerySet.as_manager()

    field_classes = classify(
        retention="child", internal="id taken_by taken_at ended_at", sensitive="entry on result note"
    )

    class Meta:
        indexes = [models.Index(fields=["on", "entry"], name="attendance_call_of_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "on"], condition=models.Q(result=""), name="attendance_call_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(result="", ended_at__isnull=True) | models.Q(result__gt="", ended_at__isnull=False),
                name="attendance_call_ended_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"call about entry {self.entry_id} on {self.on}"


class AttendanceLetterText(models.Model):
    """One version of a school's own text for a letter about attendance. Versions are added, never changed."""

    school = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="register", internal="id school code number text made_at made_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "code", "number"], name="attendance_lettertext_version")
        ]

    def __str__(self) -> str:
        return f"text {self.number} of letter {self.code}"


class LetterMade(models.Model):
    """A letter that was made at a threshold, its text frozen, so that nobody gets the same one twice in a school year.

    `template_number` 0: the text that OnRoll brings. Letters from before texts were kept have none, and no files.
    """

    reference = models.CharField(max_length=16, unique=True, null=True)
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="letters")
    letter = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    possible = models.PositiveIntegerField()
    absent = models.PositiveIntegerField()
    unauthorised = models.PositiveIntegerField()
    template_number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfEntryQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference letter made_at made_by template_number pdf docx",
        sensitive="entry possible absent unauthorised text",
    )

    class Meta:
        indexes = [models.Index(fields=["entry", "letter"], name="attendance_letter_of_entry")]

    def __str__(self) -> str:
        return f"letter {self.letter} for entry {self.entry_id}"
