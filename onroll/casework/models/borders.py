"""Work between authorities: hand-overs of cases, questions to others about a child, and moves out of England."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.border_querysets import AskedQuerySet, HandOverQuerySet
from onroll.casework.border_states import (
    ANSWER_MEANINGS,
    HAND_OVER_MEANINGS,
    PENDING,
    Answer,
    HandOverState,
)
from onroll.casework.models.cases import Case

HAND_OVER_CHOICES = [(state.value, HAND_OVER_MEANINGS[state].name) for state in HandOverState]
ANSWER_CHOICES = [(answer.value, ANSWER_MEANINGS[answer].name) for answer in Answer if answer is not Answer.EXPIRED]
PENDING_STATES = [state.value for state in PENDING]


class DeclineReason(models.TextChoices):
    """Why an authority does not take a case. Codes are kept for ever."""

    NOT_HERE = "not_here", "The child does not live in our area"
    NOT_FOUND = "not_found", "We could not find the child at the address given"
    MOVED_ON = "moved_on", "The child has moved on from our area"
    MORE_NEEDED = "more_needed", "We need to know more before we can accept"
    OTHER = "other", "Another reason"


class HandOver(models.Model):
    """The offer of a case to another authority. The case is the sender's until the receiver accepts.

    `due_on` is the last day for an answer, counted. `receiver_case` is the case of the authority that accepted.
    One that the clock moves keeps its version, so that nobody's answer is lost because it was escalated meanwhile.
    """

    reference = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=HAND_OVER_CHOICES, default=HandOverState.OFFERED)
    why = models.CharField(max_length=1000)
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    due_on = models.DateField()
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    receiver_case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="came_by")
    version = models.PositiveIntegerField(default=1)

    objects = HandOverQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference case sender receiver state offered_by offered_at due_on escalated_at ended_at ended_by "
        "reason_code receiver_case version",
        sensitive="why reason",
    )

    class Meta:
        indexes = [models.Index(fields=["receiver", "state", "due_on"], name="casework_handover_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=PENDING_STATES), name="casework_handover_one_pending"
            ),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("receiver")), name="casework_handover_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", receiver_case__isnull=False)
                | (~models.Q(state="accepted") & models.Q(receiver_case__isnull=True)),
                name="casework_handover_accepted_with_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | models.Q(reason_code__gt=""),
                name="casework_handover_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.reference}"


class Question(models.Model):
    """“Is this child with you?”, asked of other authorities about the child of a case.

    What they are shown (initials, birth date and sex) is read from the case's own sighting and stored nowhere else.
    `expires_on` is the last day on which it is shown.
    """

    reference = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_on = models.DateField()

    field_classes = classify(retention="case", internal="id reference case asked_by asked_at expires_on")

    def __str__(self) -> str:
        return f"question {self.reference}"


class Asked(models.Model):
    """A question as one authority was asked it, and what that authority says."""

    reference = models.CharField(max_length=16, unique=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="asked")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=ANSWER_CHOICES, default=Answer.ASKED)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AskedQuerySet.as_manager()

    field_classes = classify(
        retention="case", internal="id reference question authority answered_by answered_at version", sensitive="answer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "authority"], name="casework_asked_once"),
        ]
        indexes = [models.Index(fields=["authority", "answer"], name="casework_asked_of")]

    def __str__(self) -> str:
        return f"question {self.reference} to one authority"


class MoveEvidence(models.Model):
    """One piece of evidence that the child of a case has moved out of England: to where, and what shows it.

    Whether the move is believed or confirmed is read from the kinds of evidence (`rules.borders`), never stored.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="move_evidence")
    end_point = models.CharField(max_length=20)
    proof = models.CharField(max_length=20)
    seen_on = models.DateField()
    words = models.CharField(max_length=1000)
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(
        retention="case", internal="id case recorded_at person", sensitive="end_point proof seen_on words"
    )

    class Meta:
        ordering = ["seen_on", "id"]

    def __str__(self) -> str:
        return f"evidence {self.pk} of a move, case {self.case_id}"
