"""First-day calls, and letters that were made: what was done about an absence."""

from django.db import models

from onroll.access.models import Person
from onroll.attendance.querysets import OfEntryQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import RollEntry


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


class LetterMade(models.Model):
    """That a letter was made at a threshold, so that nobody gets the same one twice in a school year."""

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="letters")
    letter = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    possible = models.PositiveIntegerField()
    absent = models.PositiveIntegerField()
    unauthorised = models.PositiveIntegerField()

    objects = OfEntryQuerySet.as_manager()

    field_classes = classify(
        retention="child", internal="id letter made_at made_by", sensitive="entry possible absent unauthorised"
    )

    class Meta:
        indexes = [models.Index(fields=["entry", "letter"], name="attendance_letter_of_entry")]

    def __str__(self) -> str:
        return f"letter {self.letter} for entry {self.entry_id}"
