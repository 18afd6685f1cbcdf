"""Files and documents between organisations: each a message with a life, its dated steps, its pupils, its notices."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Sighting
from onroll.transfer.querysets import MessageQuerySet
from onroll.transfer.states import MEANINGS, State
from onroll.vault.models import StoredFile


class Kind(models.TextChoices):
    """What a message carries."""

    TRANSFER_FILE = "transfer_file", "Common transfer file"
    DOCUMENT = "document", "Document"


class Door(models.TextChoices):
    """How a message came in."""

    PAGE = "page", "Web page"
    MESH = "mesh", "Message interface"
    SFTP = "sftp", "File folder (SFTP)"


STATE_CHOICES = [(state.value, MEANINGS[state].name) for state in State]


class Message(models.Model):
    """One file on its way from a sender to a recipient, or into the lost-pupil repository.

    `destination_code` is what the file says (`8205678`, `820LLLL`, `XXXXXXX`, `MMMMMMM`); `recipient` is the
    organisation it stands for, or the one a lost pupil's file was claimed for. `problems` holds codes, places and
    words, never values.

    A bundle is a file with other messages that are `part_of` it: documents with a life and receipts of their own, each
    readable by its `part_role` alone. `workflow`, `subject` and `local_id` are what a machine said of its message;
    `idempotency_key` makes a retry find the first one. `split_from` is the file of several pupils that this one, of a
    single pupil, was taken out of.
    """

    reference = models.CharField(max_length=16, unique=True)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="messages_sent")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="messages_received")
    destination_code = models.CharField(max_length=7)
    file_name = models.CharField(max_length=40)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    ctf_version = models.CharField(max_length=8, blank=True)
    pupil_count = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TRANSFER_FILE)
    door = models.CharField(max_length=10, choices=Door, default=Door.PAGE)
    document_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    workflow = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    local_id = models.CharField(max_length=300, blank=True)
    idempotency_key = models.CharField(max_length=100, null=True)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    part_role = models.CharField(max_length=40, blank=True)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_into")
    redirected_from = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=STATE_CHOICES)
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MessageQuerySet.as_manager()

    field_classes = classify(
        retention="message",
        internal="id reference sender recipient destination_code file_name stored_file ctf_version pupil_count "
        "problems kind door media_type workflow idempotency_key part_of part_role split_from redirected_from state "
        "received_at sent_at version",
        sensitive="document_name subject local_id",
    )

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "state", "-sent_at"], name="transfer_message_inbox"),
            models.Index(fields=["sender", "-received_at"], name="transfer_message_sent"),
            models.Index(fields=["sender", "local_id"], name="transfer_message_local_id"),
            models.Index(fields=["state", "sent_at"], name="transfer_message_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sender", "idempotency_key"], name="transfer_message_one_a_key"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["waiting", "collected", "confirmed"])
                | models.Q(recipient__isnull=False),
                name="transfer_message_waiting_for_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.reference}"


class MessageEvent(models.Model):
    """One dated step in a message's life, as its sender, its recipient and their authorities read it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=STATE_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    field_classes = classify(retention="message", internal="id message at state person organisation why")

    class Meta:
        ordering = ["id"]  # as they happened, whatever a clock that was set back has written beside them

    def __str__(self) -> str:
        return f"{self.state} of message {self.message_id}"


class MessagePupil(models.Model):
    """One pupil in a message: who it is, and what the recipient said about the child's arrival."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="pupils")
    position = models.PositiveIntegerField()
    sighting = models.OneToOneField(Sighting, on_delete=models.PROTECT, related_name="message_pupil")
    on_roll_from = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id message position sighting confirmed_at", sensitive="on_roll_from"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="transfer_messagepupil_once"),
            models.CheckConstraint(
                condition=models.Q(on_roll_from__isnull=True, confirmed_at__isnull=True)
                | models.Q(on_roll_from__isnull=False, confirmed_at__isnull=False),
                name="transfer_messagepupil_confirmed_with_date",
            ),
        ]

    def __str__(self) -> str:
        return f"pupil {self.position} of message {self.message_id}"


class Notice(models.Model):
    """An email notice that is owed to an organisation: stored with the change, sent after it, retried until sent.

    Holds no personal data: the words are made from `kind` and the organisation's name alone. What it is about is a
    file, or by its reference something else (`about`); with `person` it goes to her alone, with `role` to those who
    hold or cover that role.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id organisation message about role person kind created_at sent_at"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=False) ^ models.Q(about__gt=""),
                name="transfer_notice_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.kind}"
