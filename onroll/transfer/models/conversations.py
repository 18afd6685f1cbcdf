"""Secure messages: conversations between two mailboxes, with every entry kept. A mailbox is an organisation's role."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.transfer.conversation_states import MEANINGS, ConversationState
from onroll.transfer.models.messages import Message
from onroll.transfer.querysets import ConversationQuerySet

CONVERSATION_CHOICES = [(state.value, MEANINGS[state].name) for state in ConversationState]


class Conversation(models.Model):
    """What two mailboxes write to each other about one matter, perhaps about one file that both may know of.

    `matter` is a code of the templates' table; the address, the title and the notice hold nothing else. `opener_role`
    and `partner_role` say whose mailbox it is at either end; whoever holds the role, or covers it, reads and answers.
    """

    reference = models.CharField(max_length=16, unique=True)
    matter = models.CharField(max_length=40)
    opened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversations_opened")
    opener_role = models.CharField(max_length=40)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversations_received")
    partner_role = models.CharField(max_length=40)
    about = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="conversations")
    opened_at = models.DateTimeField()
    last_entry_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=CONVERSATION_CHOICES, default=ConversationState.OPEN.value)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    field_classes = classify(
        retention="message",
        internal="id reference matter opened_by opener_role partner partner_role about opened_at last_entry_at state "
        "closed_at closed_by version",
    )

    class Meta:
        indexes = [
            models.Index(fields=["partner", "-last_entry_at"], name="transfer_conversation_inbox"),
            models.Index(fields=["opened_by", "-last_entry_at"], name="transfer_conversation_opened"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="transfer_conversation_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.reference}"


class ConversationEntry(models.Model):
    """One secure message of a conversation. Never edited.

    `role` says which end wrote it, since both may be mailboxes of one organisation. `read_at` is when somebody at the
    other end first opened it: a mark of the mailbox, not of a person.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=5000)
    read_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id conversation at organisation role person read_at", sensitive="text"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"entry {self.pk} of conversation {self.conversation_id}"


class ConversationAttachment(models.Model):
    """A document that came with a secure message, with a life and a receipt of its own for the mailbox it went to."""

    entry = models.ForeignKey(ConversationEntry, on_delete=models.PROTECT, related_name="attachments")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="attachment")

    field_classes = classify(retention="message", internal="id entry message")

    def __str__(self) -> str:
        return f"attachment {self.pk} of entry {self.entry_id}"
