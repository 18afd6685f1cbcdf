"""What ends a file: findings of the content scanner, steps that the clock takes, the certificate of destruction."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.transfer.models.messages import Message


class Finding(models.Model):
    """What a content check found in a file. While one stands, the file is kept apart: nobody can collect it.

    `code` is of the table of `vault.content_checks`. `cleared_at`: a later check found nothing, or the named role let
    the file go.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="findings")
    at = models.DateTimeField()
    scanner = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    cleared_at = models.DateTimeField(null=True)

    field_classes = classify(retention="message", internal="id message at scanner code cleared_at")

    def __str__(self) -> str:
        return f"finding {self.code}"


class Destruction(models.Model):
    """A certificate: which file was destroyed, when, by whom and under which rule. The bytes and their key are gone."""

    reference = models.CharField(max_length=16, unique=True)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="destruction")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    field_classes = classify(
        retention="ledger", internal="id reference message at person organisation rule size", sensitive="sha256"
    )

    def __str__(self) -> str:
        return f"certificate {self.reference}"


class TimedStep(models.Model):
    """One step that the clock takes on a file: a reminder, a report, holding it, destroying it.

    `since` is when the file began to wait (or to be held), so that a file which is sent on begins anew. `found_on` is
    the day on which a tick first found the step due; `done_at` is when it was taken.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="timed_steps")
    step = models.CharField(max_length=30)
    since = models.DateTimeField()
    found_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    field_classes = classify(retention="message", internal="id message step since found_on done_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "step", "since"], name="transfer_timedstep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of message {self.message_id}"


class ClockReading(models.Model):
    """The one row that says when the exchange's clock last ticked and was believed; later moments are measured by it.

    `doubted_at`: since when ticks have found that the machine's clock jumped; nothing is held or destroyed meanwhile.
    """

    ticked_at = models.DateTimeField()
    doubted_at = models.DateTimeField(null=True)

    field_classes = classify(retention="register", internal="id ticked_at doubted_at")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="transfer_clockreading_only_one")]

    def __str__(self) -> str:
        return f"ticked at {self.ticked_at.isoformat()}"
