"""What the system itself measured of a step, cases drawn at random, and numbers given to senior officers."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.models import Case
from onroll.evaluation.models.rounds import Round
from onroll.evaluation.querysets import OfAuthorityQuerySet, OfRoundQuerySet


class Finding(models.TextChoices):
    """What the data say of a step. Codes keep their meaning for ever."""

    SHOWS = "shows", "The data show it"
    IN_PART = "in_part", "The data show part of it"
    NOT_SHOWN = "not_shown", "The data do not show it"
    NOT_MEASURED = "not_measured", "Not measured"


class Measurement(models.Model):
    """One measurement of a step. `numbers`: pairs of words and number, as they were shown.

    `measured_on` is the day up to whose moment the data count. A later measurement stands beside it, and the newest is
    shown; those at the moment of signing are kept with the round.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="measurements")
    step = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    finding = models.CharField(max_length=20, choices=Finding)
    query = models.CharField(max_length=600)
    numbers = models.JSONField(default=list)
    measured_at = models.DateTimeField()
    measured_on = models.DateField()
    measured_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id round step code finding query numbers measured_at measured_on measured_by",
    )

    class Meta:
        ordering = ["measured_at", "id"]
        indexes = [models.Index(fields=["round", "measured_at"], name="evaluation_measured")]

    def __str__(self) -> str:
        return f"measurement {self.code} of round {self.round_id}"


class DrawnCase(models.Model):
    """A case that was drawn at random to be traced: by whom, when, and from how many."""

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    drawn_from = models.PositiveIntegerField()
    since_on = models.DateField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfAuthorityQuerySet.as_manager()

    field_classes = classify(
        retention="case", internal="id reference authority case drawn_from since_on drawn_at drawn_by"
    )

    class Meta:
        ordering = ["-drawn_at", "-id"]

    def __str__(self) -> str:
        return f"draw {self.reference}"


class Audience(models.TextChoices):
    """Who reads numbers. Source: checklist 2004, A3 and C3."""

    SENIOR_OFFICERS = "senior_officers", "Senior officers"
    ELECTED_MEMBERS = "elected_members", "Elected members"


class NumbersGiven(models.Model):
    """Numbers that were given to senior officers or elected members, kept as they stood then.

    `numbers`: pairs of words and number; no child is among them.
    """

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=Audience)
    given_to = models.CharField(max_length=200)
    given_on = models.DateField()
    numbers = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfAuthorityQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id authority audience given_on numbers recorded_at recorded_by",
        personal="given_to",
    )

    class Meta:
        ordering = ["-given_on", "-id"]

    def __str__(self) -> str:
        return f"numbers given {self.pk}"
