"""Notifications: word that a child may be missing education."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.querysets import NotificationQuerySet
from onroll.casework.stages import NOTIFICATION_MEANINGS, NotificationState
from onroll.registry.models import Child, Sighting
from onroll.transfer.models import Message

NOTIFICATION_CHOICES = [(state.value, NOTIFICATION_MEANINGS[state]) for state in NotificationState]


class Notification(models.Model):
    """Word that a child may be missing education, in the work list of one authority.

    `sighting` is what this notifier said of the child, and all that this authority's officers may read of her here; its
    names are empty while nobody knows who she is.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notifications")
    source = models.CharField(max_length=30)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, related_name="notification")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="notifications")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    notified_on = models.DateField()
    received_at = models.DateTimeField()
    last_in_education_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=NOTIFICATION_CHOICES, default=NotificationState.NEW)
    dealt_with_at = models.DateTimeField(null=True)  # when it was answered without a case; not known of the oldest
    answer = models.CharField(max_length=1000, blank=True)  # an officer's words; empty where a confirmation answered
    joined_case = models.ForeignKey("Case", on_delete=models.PROTECT, null=True, related_name="joined_notifications")
    child_said_at = models.DateTimeField(null=True)  # when an officer said whom it is about, and who did
    child_said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = NotificationQuerySet.as_manager()

    field_classes = classify(
        retention="notification",
        internal="id reference authority source message notified_on received_at state dealt_with_at version "
        "joined_case child_said_at child_said_by",
        sensitive="child sighting last_in_education_on answer",
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "state", "received_at"], name="casework_notification_work")]

    def __str__(self) -> str:
        return f"notification {self.reference}"


class ChildSaid(models.Model):
    """That an officer said whom a notification is about, and whom it had been about: added, never changed.

    A notification carries whom it is about now; from these rows a list or figure knows whom it was about at a moment.
    """

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="children_said")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    child_before = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="notification", internal="id notification said_at said_by", sensitive="child child_before"
    )

    def __str__(self) -> str:
        return f"child said {self.pk} of notification {self.notification_id}"


class Separation(models.Model):
    """That a notification was taken out of a case that it was wrongly joined to: by whom, when and why."""

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="separations")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="separations")
    separated_at = models.DateTimeField()
    separated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)

    field_classes = classify(
        retention="notification", internal="id notification case separated_at separated_by", sensitive="reason"
    )

    def __str__(self) -> str:
        return f"separation {self.pk} of notification {self.notification_id}"
