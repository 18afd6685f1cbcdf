"""Whether agencies help: refusals with their ladder of escalation, and notices of families who are to arrive."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.directory_querysets import ArrivalsQuerySet, OwnQuerySet
from onroll.casework.directory_states import REFUSAL_NAMES, RefusalState
from onroll.casework.models.cases import Case
from onroll.casework.models.directory import Agency
from onroll.casework.models.requests import AgencyRequest, RefusalReason


class Refusal(models.Model):
    """An agency did not do what it was asked. `request`: the request that it refused, where there was one.

    `agency` is missing until an officer says which node of the directory it was. How far up the ladder it has gone is
    in its steps.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="refusals")
    request = models.OneToOneField(AgencyRequest, on_delete=models.PROTECT, null=True, related_name="refusal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="refusals")
    reason = models.CharField(max_length=20, choices=RefusalReason)
    asked = models.CharField(max_length=500)
    words = models.CharField(max_length=1000)
    refused_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, REFUSAL_NAMES[state]) for state in RefusalState],
        default=RefusalState.OPEN,
    )
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OwnQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference authority agency request case reason refused_on state recorded_at version",
        sensitive="asked words",
    )

    def __str__(self) -> str:
        return f"refusal {self.reference}"


class RefusalStep(models.Model):
    """What was done about a refusal: a rung of the ladder, asked again, or its end. Oldest first."""

    refusal = models.ForeignKey(Refusal, on_delete=models.PROTECT, related_name="steps")
    rung = models.CharField(max_length=30)
    taken_on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=[(state.value, REFUSAL_NAMES[state]) for state in RefusalState])
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="case",
        internal="id refusal rung taken_on state recorded_at person",
        sensitive="with_whom words",
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"step {self.rung} of refusal {self.refusal_id}"


class ArrivalsNotice(models.Model):
    """Families who are expected to arrive: how many children of each year group, and when. No child is named.

    `counts`: year group ("R", "1" to "11", "unknown") to how many children. `expected_until` counts; without it all
    come on one day.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=200)
    families = models.PositiveSmallIntegerField(null=True)
    counts = models.JSONField(default=dict)
    expected_from = models.DateField()
    expected_until = models.DateField(null=True)
    words = models.CharField(max_length=800, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ArrivalsQuerySet.as_manager()

    field_classes = classify(
        retention="notification",
        internal="id reference authority organisation families counts expected_from expected_until told_at told_by "
        "withdrawn_on version",
        sensitive="area words",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expected_until__isnull=True)
                | models.Q(expected_until__gte=models.F("expected_from")),
                name="casework_arrivalsnotice_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"arrivals notice {self.reference}"
