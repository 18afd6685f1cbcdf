"""What stands in a mailbox's folders (SFTP): what it dropped into `in`, and what it took from `out`."""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify
from onroll.doors.models.keys import MachineKey
from onroll.transfer.models import Message
from onroll.vault.models import StoredFile


class DropOutcome(models.TextChoices):
    """What became of a file that was dropped."""

    HELD = "held", "Whole, under a temporary name: it waits to be renamed"
    TAKEN = "taken", "It became a message"
    REFUSED = "refused", "It was refused"


class SftpDrop(models.Model):
    """One whole file that came into `in`, and the report on it. A file that broke off has no row.

    `name` is what the sender called it. The bytes of a held one are in `stored_file`; those of a taken one are the
    message's; those of a refused one were not kept. The two `removed_at` say when file and report left the listing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(MachineKey, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=DropOutcome)
    report = models.TextField(blank=True)
    dropped_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    file_removed_at = models.DateTimeField(null=True)
    report_removed_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message",
        internal="id organisation key size stored_file message outcome dropped_at reported_at file_removed_at "
        "report_removed_at",
        sensitive="name sha256 report",
    )

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "name", "-id"], name="doors_sftpdrop_name"),
            models.Index(fields=["organisation", "dropped_at"], name="doors_sftpdrop_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="held", stored_file__isnull=False, message__isnull=True)
                | (models.Q(outcome="taken") & models.Q(message__isnull=False, stored_file__isnull=True))
                | (models.Q(outcome="refused") & models.Q(stored_file__isnull=True)),
                name="doors_sftpdrop_has_what_its_outcome_says",
            ),
        ]

    def __str__(self) -> str:
        return f"drop {self.pk}"


class SftpTaking(models.Model):
    """How much of a message a mailbox's software has read from `out`.

    `served_bytes` are those from the beginning on, so that a download that is resumed counts as a whole.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    served_bytes = models.BigIntegerField()
    collected_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id organisation message served_bytes collected_at removed_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "message"], name="doors_sftptaking_once"),
        ]

    def __str__(self) -> str:
        return f"taking {self.pk}"
