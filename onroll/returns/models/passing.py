"""Entries of the register of children not in school that one authority passes on to the next."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.returns.models.not_in_school import GROUNDS, NotInSchool
from onroll.returns.passing_states import MEANINGS, PassingState
from onroll.returns.querysets import PassingQuerySet

PASSING_CHOICES = [(state.value, MEANINGS[state].name) for state in PassingState]


class NotInSchoolPassing(models.Model):
    """What an authority gave another of a child that moved to its area: new s436F, not commenced.

    `of`: the first authority's entry, open until the other takes over. `held`, `volunteered`, `providers` and `ground`
    are what was given, as it stood that day; `providers`: one object each, hours as text. `without_addresses`: an
    address of the child is sealed, so none went along. `receiver_entry`: where the child stands since.
    """

    of = models.ForeignKey(NotInSchool, on_delete=models.PROTECT, related_name="passings")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PASSING_CHOICES, default=PassingState.PASSED)
    moved_on = models.DateField()
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    ground = models.CharField(max_length=30, choices=GROUNDS)
    held = models.JSONField(default=dict)
    volunteered = models.JSONField(default=list)
    providers = models.JSONField(default=list)
    without_addresses = models.BooleanField(default=False)
    passed_at = models.DateTimeField()
    passed_on = models.DateField()
    passed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    receiver_entry = models.ForeignKey(NotInSchool, on_delete=models.PROTECT, null=True, related_name="came_by")
    version = models.PositiveIntegerField(default=1)

    objects = PassingQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id of receiver state passed_at passed_on passed_by ended_at ended_by receiver_entry version",
        sensitive="moved_on address postcode ground held volunteered providers without_addresses reason",
    )

    class Meta:
        indexes = [models.Index(fields=["receiver", "state"], name="returns_passing_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["of"], condition=models.Q(state=PassingState.PASSED), name="returns_passing_one_pending"
            ),
            models.CheckConstraint(
                condition=models.Q(state=PassingState.TAKEN, receiver_entry__isnull=False)
                | (~models.Q(state=PassingState.TAKEN) & models.Q(receiver_entry__isnull=True)),
                name="returns_passing_taken_with_entry",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PassingState.NOT_HERE) | models.Q(reason__gt=""),
                name="returns_passing_not_here_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"passing {self.pk} of {self.of_id}"
