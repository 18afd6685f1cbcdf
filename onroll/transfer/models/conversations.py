"""Secure messages: conversations between two organisations, with every entry kept."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.transfer.models.messages import Message


class Conversation(models.Model):
    """What two organisations write to each other about one matter, perhaps about one file.

    `matter` is a code of the templates' table; the address, the title and the notice hold nothing else.
    """

    reference = models.CharField(max_length=16, unique=True)
    matter = models.CharField(max_length=40)
    opened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversations_opened")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversations_received")
    about = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="conversations")
    opened_at = models.DateTimeField()
    last_entry_at = models.DateTimeField()

    field_classes = classify(
        retention="message", internal="id reference matter opened_by partner about opened_at last_entry_at"
    )

    class Meta:
        indexes = [models.Index(fields=["partner", "-last_entry_at"], name="transfer_conversation_inbox")]

    def __str__(self) -> str:
        return f"conversation {self.reference}"


class ConversationEntry(models.Model):
    """One secure message of a conversation. Never edited."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=5000)
    read_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id conversation at organisation person read_at", sensitive="text"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"entry {self.pk} of conversation {self.conversation_id}"
