"""Requests for a file: a school that admits a child without one asks the old school, or its authority to search."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.transfer.models.messages import Message
from onroll.transfer.querysets import FileRequestQuerySet
from onroll.transfer.request_states import MEANINGS, RequestState

REQUEST_CHOICES = [(state.value, MEANINGS[state].name) for state in RequestState]


class FileRequest(models.Model):
    """One school's question for one child's file. `asked` is who must answer now; `message` is the answer that came."""

    reference = models.CharField(max_length=16, unique=True)
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests_made")
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests_to_answer")
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    upn = models.CharField(max_length=13, blank=True)
    on_roll_from = models.DateField(null=True)
    last_school = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=REQUEST_CHOICES)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="answers")
    version = models.PositiveIntegerField(default=1)

    objects = FileRequestQuerySet.as_manager()

    field_classes = classify(
        retention="message",
        internal="id reference asker asked state asked_at due_on message version",
        personal="surname forename birth_date upn",
        sensitive="on_roll_from last_school",
    )

    class Meta:
        indexes = [
            models.Index(fields=["asked", "state", "due_on"], name="transfer_request_due"),
            models.Index(fields=["asker", "-asked_at"], name="transfer_request_made"),
        ]

    def __str__(self) -> str:
        return f"request {self.reference}"


class FileRequestEvent(models.Model):
    """One dated step of a request, as both sides read it."""

    request = models.ForeignKey(FileRequest, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=REQUEST_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500)

    field_classes = classify(retention="message", internal="id request at state person organisation", sensitive="why")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.state} of request {self.request_id}"
