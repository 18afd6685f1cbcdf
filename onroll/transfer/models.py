"""Files between organisations, and the lost-pupil repository."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child, Sighting
from onroll.transfer.querysets import LostPupilQuerySet, MessageQuerySet
from onroll.transfer.states import MEANINGS, State
from onroll.vault.models import StoredFile

STATE_CHOICES = [(state.value, MEANINGS[state].name) for state in State]


class Message(models.Model):
    """One file on its way from a sender to a recipient, or into the lost-pupil repository.

    `destination_code` is what the file says (`8205678`, `820LLLL`, `XXXXXXX`, `MMMMMMM`); `recipient` is the
    organisation it stands for, or the one a lost pupil's file was claimed for. `problems` holds codes, places and
    words, never values.
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
    state = models.CharField(max_length=20, choices=STATE_CHOICES)
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MessageQuerySet.as_manager()

    field_classes = classify(
        retention="message",
        internal="id reference sender recipient destination_code file_name stored_file ctf_version pupil_count "
        "problems state received_at sent_at version",
    )

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "state", "-sent_at"], name="transfer_message_inbox"),
            models.Index(fields=["sender", "-received_at"], name="transfer_message_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["waiting", "collected", "confirmed"])
                | models.Q(recipient__isnull=False),
                name="transfer_message_waiting_for_someone",
            )
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
        ordering = ["at", "id"]

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


class LostPupil(models.Model):
    """A pupil's file in the repository. Listed while its message is held as lost; kept for the log afterwards.

    `outside_sector` tells `MMMMMMM` from `XXXXXXX`. The four claim fields are set together.
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="lost_pupil")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="lost_pupil_files")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    outside_sector = models.BooleanField()
    left_on = models.DateField(null=True)
    filed_at = models.DateTimeField()
    keep_until = models.DateField()
    claimed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    claim_reason = models.CharField(max_length=300, blank=True)

    objects = LostPupilQuerySet.as_manager()

    field_classes = classify(
        retention="lost_pupil",
        internal="id message child sighting outside_sector filed_at keep_until claimed_by claimed_for claimed_at",
        sensitive="left_on claim_reason",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    claimed_by__isnull=True,
                    claimed_for__isnull=True,
                    claimed_at__isnull=True,
                    claim_reason="",
                )
                | models.Q(claimed_by__isnull=False, claimed_for__isnull=False, claimed_at__isnull=False),
                name="transfer_lostpupil_claimed_together",
            )
        ]

    def __str__(self) -> str:
        return f"lost pupil file {self.pk}"


class LostPupilKey(models.Model):
    """One search key of a held child's name, with the birth date: what repository search looks up."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=40)
    birth_date = models.DateField(null=True)

    field_classes = classify(retention="lost_pupil", internal="id lost_pupil", personal="key birth_date")

    class Meta:
        indexes = [
            models.Index(fields=["key", "birth_date"], name="transfer_key_name_born"),
            models.Index(fields=["birth_date"], name="transfer_key_born"),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Enquiry(models.Model):
    """One enquiry that the school made before it filed the child as lost. Codes: `rules.enquiries`."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.PROTECT, related_name="enquiries")
    code = models.CharField(max_length=40)
    made_on = models.DateField()
    outcome = models.CharField(max_length=500)

    field_classes = classify(retention="lost_pupil", internal="id lost_pupil code made_on", sensitive="outcome")

    class Meta:
        ordering = ["made_on", "id"]

    def __str__(self) -> str:
        return f"enquiry {self.code}"


class RepositoryOpening(models.Model):
    """An officer's full view of a held child: a second act after the search, kept with its reason."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.PROTECT, related_name="openings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    field_classes = classify(
        retention="lost_pupil",
        internal="id lost_pupil organisation person at reason_code",
        sensitive="reason",
    )

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Notice(models.Model):
    """An email notice that is owed to an organisation: stored with the change, sent after it, retried until sent.

    Holds no personal data: the words are made from `kind` and the organisation's name alone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    field_classes = classify(retention="message", internal="id organisation message kind created_at sent_at")

    def __str__(self) -> str:
        return f"notice {self.kind}"
