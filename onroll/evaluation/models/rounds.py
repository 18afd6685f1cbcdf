"""Rounds of self-evaluation, and what was answered and settled in them. What was answered is added, never changed."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.evaluation.querysets import OfRoundQuerySet, RoundQuerySet
from onroll.evaluation.round_states import MEANINGS, UNFINISHED, RoundState
from onroll.selfeval.levels import WORDS, Level

STATE_CHOICES = [(state.value, MEANINGS[state].name) for state in RoundState]
LEVEL_CHOICES = [(level.value, WORDS[level]) for level in Level]
UNFINISHED_STATES = [state.value for state in UNFINISHED]


class Round(models.Model):
    """One self-evaluation of an authority by one version of the checklist.

    `steps` keeps the checklist as it stood when the round was opened: key to question, evidence, area and source, so
    that an old round stays readable once the set has changed. `partly` is what partly achieved scores. `total` and
    `band` are written at signing; `band` is empty where the set is not scored by rule.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evaluation_rounds")
    number = models.PositiveIntegerField()
    set_key = models.CharField(max_length=10)
    steps = models.JSONField()
    partly = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=RoundState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    given_back_why = models.CharField(max_length=1000, blank=True)
    total = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id reference authority number set_key steps partly state opened_at opened_by submitted_at "
        "submitted_by signed_at signed_by given_back_why total band version",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="evaluation_round_number_once"),
            models.UniqueConstraint(
                fields=["authority"],
                condition=models.Q(state__in=UNFINISHED_STATES),
                name="evaluation_round_one_unfinished",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="signed", signed_at__isnull=False, signed_by__isnull=False, total__isnull=False
                )
                | (
                    ~models.Q(state="signed")
                    & models.Q(signed_at__isnull=True, signed_by__isnull=True, total__isnull=True)
                ),
                name="evaluation_round_signed_together",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True) | ~models.Q(signed_by=models.F("submitted_by")),
                name="evaluation_round_signed_by_another",
            ),
            models.CheckConstraint(condition=models.Q(partly__in=[1, 2]), name="evaluation_round_partly_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"round {self.reference}"


class StepAnswer(models.Model):
    """What somebody answered to a step of a round; the newest `number` counts, earlier ones stay to be read.

    `ticks`: item to line to options, for a set with a questionnaire. `level`: the person's own judgement, of a set
    without one, or where she judges otherwise than the printed rule; `reason` says why then. Both dates count: in place
    from `in_place_from_on`; reviewed on `reviewed_on`, by `reviewed_by`, with what came of it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    step = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    ticks = models.JSONField(default=dict)
    level = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    in_place_from_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    review_outcome = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id round step number ticks level reason in_place_from_on reviewed_on review_outcome answered_at "
        "answered_by",
        personal="reviewed_by",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "step", "number"], name="evaluation_stepanswer_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.number} to step {self.step} of round {self.round_id}"


class Settlement(models.Model):
    """What the leader settled where rule and person differ or no rule speaks.

    It holds for one answer, by its number; the newest counts.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="settlements")
    step = models.CharField(max_length=10)
    of_number = models.PositiveIntegerField()
    level = models.CharField(max_length=20, choices=LEVEL_CHOICES)
    reason = models.CharField(max_length=1000)
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation", internal="id round step of_number level reason settled_at settled_by"
    )

    class Meta:
        ordering = ["settled_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(reason__gt=""), name="evaluation_settlement_with_reason"),
        ]

    def __str__(self) -> str:
        return f"settlement of step {self.step} of round {self.round_id}"


class StepResult(models.Model):
    """What a step came to when its round was signed: each judgement, and the level that counted. Never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="results")
    step = models.CharField(max_length=10)
    rule_level = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    own_level = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    settled_level = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    counted = models.CharField(max_length=20, choices=LEVEL_CHOICES)
    points = models.PositiveSmallIntegerField()

    objects = OfRoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation", internal="id round step rule_level rule own_level settled_level counted points"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "step"], name="evaluation_stepresult_once")]

    def __str__(self) -> str:
        return f"result of step {self.step} of round {self.round_id}"
