"""A survey, the authorities that it asks (with whom to call, and facts of the area), and every call that was made."""

from django.db import models

from onroll.access.models import Person
from onroll.audit.classification import classify
from onroll.survey.querysets import RespondentQuerySet, SurveyQuerySet

MOST_CALLS = 4  # Source: issue 8, item 3: no more than four calls to an authority that has not been reached


class Survey(models.Model):
    """One national survey by one version of the checklist.

    `asked`: how many authorities are asked, told by whoever leads it: 149 in 2006, others today; never worked out.
    `partly`: points of a step that a person classed as partly achieved, 1 or 2 (the report of 2006 says both).
    """

    name = models.CharField(max_length=100, unique=True)
    checklist_set = models.CharField(max_length=10, default="2006")
    asked = models.PositiveIntegerField()
    partly = models.PositiveSmallIntegerField(default=1)
    begun_on = models.DateField()
    closed_on = models.DateField(null=True)
    sample_seed = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SurveyQuerySet.as_manager()

    field_classes = classify(
        retention="survey",
        internal="id name checklist_set asked partly begun_on closed_on sample_seed version",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(partly__in=[1, 2]), name="survey_survey_partly"),
            models.CheckConstraint(condition=models.Q(asked__gte=1), name="survey_survey_asks_somebody"),
        ]

    def __str__(self) -> str:
        return self.name


class Respondent(models.Model):
    """An authority of a survey, its contact for the survey, and facts of its area (None: not known).

    `name_key` is the name without case, by which files find it. `deprivation`: higher is more deprived. `roll` counts
    pupils; `unauthorised_absence` is a percentage of sessions; `exclusions` are permanent ones in a year.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="respondents")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100)
    region = models.CharField(max_length=60, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_post = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    deprivation = models.FloatField(null=True)
    roll = models.FloatField(null=True)
    unauthorised_absence = models.FloatField(null=True)
    exclusions = models.FloatField(null=True)
    is_sampled = models.BooleanField(default=True)
    is_from_list = models.BooleanField(default=True)
    form_sent_on = models.DateField(null=True)
    form_returned_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = RespondentQuerySet.as_manager()

    field_classes = classify(
        retention="survey",
        public="name name_key region deprivation roll unauthorised_absence exclusions",
        internal="id survey is_sampled is_from_list form_sent_on form_returned_on version",
        personal="contact_name contact_post telephone email",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "name_key"], name="survey_respondent_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CallOutcome(models.TextChoices):
    """What came of a call."""

    BEGAN = "began", "Reached: the interview can begin now"
    LATER = "later", "Reached: asked to call again"
    NOT_THE_ONE = "not_the_one", "Reached somebody else, who named the right person"
    NO_ANSWER = "no_answer", "No answer, engaged, or a message left"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    REFUSED = "refused", "Will not take part"


class RefusalReason(models.TextChoices):
    """Why an authority will not take part."""

    NO_TIME = "no_time", "No time, or the wrong time of year"
    NOBODY = "nobody", "Nobody is responsible, or the post is empty"
    POLICY = "policy", "The authority takes part in no surveys"
    NOT_USEFUL = "not_useful", "Sees no use in it"
    NOT_SAID = "not_said", "Gave no reason"
    OTHER = "other", "Another reason"


class Call(models.Model):
    """One call to an authority. Only calls made to reach somebody count towards the four.

    `number` counts those, from 1; None for a call by which an interview goes on after a break.
    """

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=CallOutcome)
    reason = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    again_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    field_classes = classify(
        retention="survey",
        internal="id respondent number made_at made_by outcome reason again_on",
        personal="note",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["respondent", "number"], name="survey_call_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1, number__lte=MOST_CALLS),
                name="survey_call_no_more_than_four",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="refused", reason__gt="") | (~models.Q(outcome="refused")),
                name="survey_call_refusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.number or 'after a break'} to {self.respondent_id}"


class AnswerFile(models.Model):
    """A file of answers that was taken in, and how much came out of it. The file itself is not kept."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="files")
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    authorities = models.PositiveIntegerField()
    to_ask_again = models.PositiveIntegerField()

    field_classes = classify(retention="survey", internal="id survey digest taken_at taken_by authorities to_ask_again")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "digest"], name="survey_answerfile_once")]

    def __str__(self) -> str:
        return f"file {self.digest[:8]}"
