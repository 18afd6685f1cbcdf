"""Pairs of records that may be one child: what was decided, by whom, and the merges that stand because of it."""

from django.db import models
from django.db.models.functions import Greatest, Least

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models.children import Child, Sighting
from onroll.registry.querysets import PairReviewQuerySet
from onroll.registry.review_states import MEANINGS, ReviewState

STATE_CHOICES = [(state.value, MEANINGS[state].name) for state in ReviewState]


class Cause(models.TextChoices):
    """Why a pair is put before people."""

    UPN_DISPUTED = "upn_disputed", "Both have the same UPN, but names or birth dates disagree"
    LIKENESS = "likeness", "Names, birth date or address are alike"
    SAMPLE = "sample", "Drawn by lot from unlikely pairs, to measure how many are missed"


class PairReview(models.Model):
    """Two records that may be one child. One row for a pair, for ever: a decision is kept and no score makes a new row.

    `first` is the record known before, `second` the one that came: the sightings are those that were compared, so the
    reasons can be worked out again and names need not be kept here. `expected` orders the queue: the chance of one
    child, times what finding her is worth (`worth`). `agreed_by` holds the first of two signatures.
    """

    reference = models.CharField(max_length=16, unique=True)
    first = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    first_sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    second_sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    first_authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    second_authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=20, choices=Cause)
    score = models.FloatField()
    engine = models.CharField(max_length=20)
    tradition = models.CharField(max_length=20, blank=True)
    rivals = models.PositiveSmallIntegerField(default=0)
    worth = models.PositiveSmallIntegerField(default=1)
    expected = models.FloatField()
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=ReviewState.WAITING)
    raised_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = PairReviewQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference first_authority second_authority cause engine worth state raised_at waits_since "
        "reminded_at escalated_at decided_at agreed_by agreed_for version",
        sensitive="first second first_sighting second_sighting score tradition rivals expected",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                name="registry_pairreview_once",
            ),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="registry_pairreview_two"),
            models.CheckConstraint(
                condition=models.Q(state__in=["agreed_once", "merged", "split"], agreed_by__isnull=False)
                | models.Q(agreed_by__isnull=True, agreed_for__isnull=True),
                name="registry_pairreview_agreed_together",
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0) & models.Q(score__lte=1), name="registry_pairreview_score_is_a_share"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-expected", "raised_at"], name="registry_pairreview_queue"),
            models.Index(fields=["state", "waits_since"], name="registry_pairreview_waits"),
        ]

    def __str__(self) -> str:
        return f"pair {self.reference}"


class ReviewStep(models.Model):
    """One dated step of a review: what was decided, by whom, and her words."""

    review = models.ForeignKey(PairReview, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=STATE_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)

    field_classes = classify(retention="child", internal="id review at state person organisation", sensitive="words")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.state} of review {self.review_id}"


class Merge(models.Model):
    """The fact that `child` is `same_as`, from one moment on, because two people said so. Ending it splits them.

    Nothing of either record is moved or changed: sightings, enrolments, files and cases stay where they are, and
    readers ask which records are one child (`queries.merging`). So a split gives back exactly what was there.
    """

    review = models.ForeignKey(PairReview, on_delete=models.PROTECT, related_name="merges")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="merges")
    same_as = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="merges_into")
    decided_first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="child",
        internal="id review decided_first decided_second from_at ended_at ended_by",
        sensitive="child same_as",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=models.Q(ended_at__isnull=True), name="registry_merge_one_a_pair"
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_first=models.F("decided_second")), name="registry_merge_two_people"
            ),
            models.CheckConstraint(condition=~models.Q(child=models.F("same_as")), name="registry_merge_two_children"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="registry_merge_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk} of pair {self.review_id}"
