"""Requests to bodies outside: what was asked by which power, and what was answered, refused or asked for in return."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.agency_requests import NAMES, RequestState
from onroll.casework.enquiry_querysets import AgencyRequestQuerySet
from onroll.casework.models.enquiries import EnquiryList, Result

REQUEST_CHOICES = [(state.value, NAMES[state]) for state in RequestState]


class RefusalReason(models.TextChoices):
    """Why an agency did not help, by kind. Codes keep their meaning."""

    THRESHOLD = "threshold", "Its threshold is not met"
    DATA_PROTECTION = "data_protection", "It says that data protection forbids it"
    CAPACITY = "capacity", "It has not enough staff"
    NOT_ITS_TASK = "not_its_task", "It says that this is not its task"
    NO_ANSWER = "no_answer", "Nobody answers"
    OTHER = "other", "Another reason"


class AgencyRequest(models.Model):
    """A request to a body outside, for one side of a list. `power` and `limits` are kept as they stood when asked.

    `due_on`: the last day in time, by the body's setting. `replied_on` and `reply` come with an answer or a refusal,
    `refused_because` with a refusal alone: one that was recorded before it was asked for has none.
    `reminders_to`: the office's work address, where it is known; a reminder goes there by email, without personal data.
    `agency`: the partner agency that was asked in OnRoll itself, if one was: it reads the request and answers there.
    `result`, `replied_by` and `replied_at` are of an answer that it gave itself (nobody in `replied_by`: its own
    software); `reply_digest` tells its software's second try from a second answer. `reply_seen_at`: when somebody of
    the asking side read that answer. `more_time_until`: the last day that the agency asks for; `due_on` stays the day
    that counts until the asking side agrees.
    """

    reference = models.CharField(max_length=16, unique=True)
    enquiries = models.ForeignKey(EnquiryList, on_delete=models.PROTECT, related_name="requests")
    asked_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=20)
    asked_of = models.CharField(max_length=200)
    reminders_to = models.EmailField(max_length=254, blank=True)
    question = models.CharField(max_length=1000)
    power = models.CharField(max_length=300)
    asked_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=REQUEST_CHOICES, default=RequestState.ASKED)
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    replied_on = models.DateField(null=True)
    reply = models.CharField(max_length=1000, blank=True)
    refused_because = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=20, choices=Result, blank=True)
    replied_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    reply_digest = models.CharField(max_length=64, blank=True)
    reply_seen_at = models.DateTimeField(null=True)
    more_time_until = models.DateField(null=True)
    more_time_because = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgencyRequestQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference enquiries asked_for asked_by body asked_of power asked_on due_on state reminded_on "
        "reminders replied_on refused_because agency replied_by replied_at reply_digest reply_seen_at more_time_until "
        "version",
        personal="reminders_to",
        sensitive="question reply result more_time_because",
    )

    class Meta:
        indexes = [
            models.Index(fields=["asked_for", "state", "due_on"], name="casework_agencyrequest_due"),
            models.Index(fields=["agency", "state", "due_on"], name="casework_agencyrequest_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "withdrawn"], replied_on__isnull=True)
                | models.Q(state__in=["answered", "nothing_known", "refused"], replied_on__isnull=False, reply__gt=""),
                name="casework_agencyrequest_reply_together",
            ),
            models.CheckConstraint(
                condition=models.Q(more_time_until__isnull=True, more_time_because="")
                | models.Q(more_time_until__isnull=False, more_time_because__gt="", agency__isnull=False),
                name="casework_agencyrequest_more_time_together",
            ),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True, result="", replied_by__isnull=True)
                | models.Q(replied_at__isnull=False, result__gt="", agency__isnull=False, replied_on__isnull=False),
                name="casework_agencyrequest_own_reply_together",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.reference}"
