"""Tellings: what a notifier said of a child, beside the notification that was made of it."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.models.notifications import Notification
from onroll.casework.querysets import TellingQuerySet
from onroll.casework.telling import DANGER_WORDS, Danger
from onroll.vault.models import StoredFile

DANGER_CHOICES = [(danger.value, DANGER_WORDS[danger]) for danger in Danger]


class Telling(models.Model):
    """What a notifier said, in her own words. The notification's `source` says by which route it came.

    Nothing tells who an unsigned notifier is: no network address, no device, no session. `receipt_digest` is a keyed
    digest of the secret words on her receipt; they cannot be read back. `request_key` is a digest of the key under
    which software sent it, so that a repeat makes nothing new; `request_digest` of what it sent.
    """

    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="telling")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    danger = models.CharField(max_length=10, choices=DANGER_CHOICES, blank=True)
    words = models.TextField()
    place = models.CharField(max_length=300, blank=True)
    age_words = models.CharField(max_length=60, blank=True)
    seen_on = models.DateField(null=True)
    teller_name = models.CharField(max_length=150, blank=True)
    teller_contact = models.CharField(max_length=200, blank=True)
    their_reference = models.CharField(max_length=60, blank=True)
    receipt_digest = models.CharField(max_length=64)
    request_key = models.CharField(max_length=64, blank=True)
    request_digest = models.CharField(max_length=64, blank=True)

    objects = TellingQuerySet.as_manager()

    field_classes = classify(
        retention="notification",
        internal="id notification organisation person danger request_key request_digest",
        personal="teller_name teller_contact their_reference",
        sensitive="words place age_words seen_on",
        secret="receipt_digest",  # noqa: S106 - the name of a field
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request_key"],
                condition=models.Q(request_key__gt=""),
                name="casework_telling_one_a_request",
            )
        ]

    def __str__(self) -> str:
        return f"telling {self.pk} of notification {self.notification_id}"


class Enclosure(models.Model):
    """A document or photograph that came with a telling, checked before it was kept. Its name may hold a child's."""

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="enclosures")
    name = models.CharField(max_length=150)
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    field_classes = classify(
        retention="notification", internal="id telling kept_at", personal="name", sensitive="stored_file"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"enclosure {self.pk} of telling {self.telling_id}"
