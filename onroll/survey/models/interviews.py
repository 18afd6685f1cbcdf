"""An interview, every answer ever given in it, and what rule, interviewer and leader made of each step.

Answers are only ever added: the last one of a cell counts, those before it stay. An answer that routing skips is kept
aside; that is worked out from the answers, not stored.
"""

from django.db import models

from onroll.access.models import Person
from onroll.audit.classification import classify
from onroll.selfeval.levels import WORDS, Level
from onroll.survey.interview_states import MEANINGS, InterviewState
from onroll.survey.models.surveys import AnswerFile, Respondent
from onroll.survey.querysets import InterviewQuerySet

STATE_CHOICES = [(state.value, MEANINGS[state].name) for state in InterviewState]
# A person may give any level; that one is needed is for the rule to say.
JUDGED = tuple(level for level in Level if level is not Level.NEEDS_A_PERSON)
LEVEL_CHOICES = [(level.value, WORDS[level]) for level in JUDGED]


class Mode(models.TextChoices):
    """How the answers came."""

    TELEPHONE = "telephone", "By telephone"
    VISIT = "visit", "Face to face"
    FILE = "file", "Out of a file"


class Interview(models.Model):
    """The questionnaire with one authority. `held_by` is the interviewer who has it in hand."""

    respondent = models.OneToOneField(Respondent, on_delete=models.PROTECT, related_name="interview")
    mode = models.CharField(max_length=20, choices=Mode)
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=InterviewState.ASKING)
    begun_at = models.DateTimeField()
    held_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    answer_file = models.ForeignKey(AnswerFile, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = InterviewQuerySet.as_manager()

    field_classes = classify(
        retention="survey",
        internal="id respondent mode state begun_at held_by held_since done_at answer_file version",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False) | ~models.Q(state="done"),
                name="survey_interview_done_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"interview {self.pk}"


class Answer(models.Model):
    """What was said at one item, once. `said`: line to ticked options, or to the words of a text.

    `key` comes with the form: the same form sent twice is one answer. Without `said` the item was left open on
    purpose. `ask_whom` and `ask_by` stand where somebody did not know.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=10)
    said = models.JSONField()
    evidence = models.CharField(max_length=1000, blank=True)
    ask_whom = models.CharField(max_length=200, blank=True)
    ask_by = models.DateField(null=True)
    key = models.UUIDField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(
        retention="survey",
        internal="id interview item ask_by key given_at given_by",
        personal="said evidence ask_whom",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "key"], name="survey_answer_sent_once")]
        indexes = [models.Index(fields=["interview", "item"], name="survey_answer_item")]

    def __str__(self) -> str:
        return f"answer {self.item} of interview {self.interview_id}"


class AskedAgain(models.Model):
    """Answers that do not agree were asked again with both shown, and stand. `shown` is what was read out."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="asked_again")
    shown = models.CharField(max_length=500)
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="survey", internal="id interview shown asked_at asked_by", personal="words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "shown"], name="survey_askedagain_once")]

    def __str__(self) -> str:
        return f"asked again in interview {self.interview_id}"


class StepJudgement(models.Model):
    """What people made of one step: the interviewer, and whoever settled a difference from the rule, with the reason.

    Neither overwrites the other. `rule_then` is what the rule gave when it was settled: answers may change later.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="judgements")
    step = models.CharField(max_length=2)
    level = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    note = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    final = models.CharField(max_length=20, choices=LEVEL_CHOICES, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    rule_then = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    field_classes = classify(
        retention="survey",
        internal="id interview step level judged_at judged_by final rule_then settled_at settled_by version",
        personal="note reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "step"], name="survey_stepjudgement_once"),
            models.CheckConstraint(
                condition=models.Q(final="", reason="", settled_at__isnull=True)
                | models.Q(final__gt="", reason__gt="", settled_at__isnull=False),
                name="survey_stepjudgement_settled_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(level="", judged_at__isnull=True) | models.Q(level__gt="", judged_at__isnull=False),
                name="survey_stepjudgement_judged_when",
            ),
        ]

    def __str__(self) -> str:
        return f"judgement {self.step} of interview {self.interview_id}"
