"""Messages on their way in by chunks, and what a sender said of a message that only its recipient's software needs."""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify
from onroll.transfer.models import Message
from onroll.vault.models import StoredFile


class Outcome(models.TextChoices):
    """How an upload in chunks ended."""

    OPEN = "", "Chunks are still to come"
    COMPLETE = "complete", "It became a message"
    REFUSED = "refused", "The whole was refused"
    ABANDONED = "abandoned", "The rest never came"


class MeshUpload(models.Model):
    """A message of several chunks until the last has come. `reference` is the one that the message will have."""

    reference = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=20)
    workflow = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    local_id = models.CharField(max_length=300)
    partner_id = models.CharField(max_length=300)
    checksum = models.CharField(max_length=200)
    is_encrypted = models.BooleanField()
    is_compressed = models.BooleanField()
    are_problems_known = models.BooleanField()
    part_of = models.CharField(max_length=16, blank=True, default="")
    part_role = models.CharField(max_length=40, blank=True, default="")
    total_chunks = models.PositiveIntegerField()
    received_chunks = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=100, null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    field_classes = classify(
        retention="message",
        internal="id reference organisation part_of part_role "
        "to workflow media_type checksum is_encrypted is_compressed "
        "are_problems_known total_chunks received_chunks idempotency_key started_at ended_at outcome",
        sensitive="name subject local_id partner_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "idempotency_key"], name="doors_meshupload_one_a_key"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="doors_meshupload_ended_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.reference}"


class MeshChunk(models.Model):
    """One chunk that is stored, until the message is whole."""

    upload = models.ForeignKey(MeshUpload, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="message", internal="id upload number stored_file")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="doors_meshchunk_once")]

    def __str__(self) -> str:
        return f"chunk {self.number} of upload {self.upload_id}"


class MeshNote(models.Model):
    """What the sender's software said for the recipient's alone; passed on, and otherwise without meaning here."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    partner_id = models.CharField(max_length=300)
    checksum = models.CharField(max_length=200)
    is_encrypted = models.BooleanField()
    is_compressed = models.BooleanField()

    field_classes = classify(
        retention="message", internal="id message checksum is_encrypted is_compressed", sensitive="partner_id"
    )

    def __str__(self) -> str:
        return f"note on message {self.message_id}"
