"""What the survey records: who set up, called, asked, judged and settled what. Never what was said."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class SurveyBegun(Event):
    """A survey was set up."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "A national survey was set up"
    survey_id: int
    checklist_set: str
    asked: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SurveyChanged(Event):
    """A survey was closed or opened again, or its settings changed."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "A national survey was changed"
    survey_id: int
    asked: int
    partly: int
    is_closed: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuthoritiesListed(Event):
    """A list of authorities was taken into a survey."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "A list of authorities was taken into a survey"
    survey_id: int
    added: int
    changed: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    """A sample of authorities was drawn by region and band."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "A sample of authorities was drawn"
    survey_id: int
    seed: int
    drawn: int
    of: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    """Whom to call at an authority was changed."""

    subject: ClassVar[str] = "respondent_id"
    meaning: ClassVar[str] = "The contact of an authority for a survey was changed"
    respondent_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallRecorded(Event):
    """A call to an authority was made."""

    subject: ClassVar[str] = "respondent_id"
    meaning: ClassVar[str] = "A call to an authority was recorded"
    respondent_id: int
    number: int | None
    outcome: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InterviewBegun(Event):
    """An interview began."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "An interview began"
    interview_id: int
    mode: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InterviewMoved(Event):
    """An interview was stopped, taken up again, finished, or taken over."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "An interview was stopped, taken up again, finished or taken over"
    interview_id: int
    state: str
    held_by_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswerGiven(Event):
    """An item was answered, or left open on purpose. What was said stands in the interview alone."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "A question of an interview was answered"
    interview_id: int
    item: str
    is_left_open: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswersStand(Event):
    """Answers that do not agree were asked again, and stand."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "Answers that do not agree were asked again and stand"
    interview_id: int
    items: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepJudged(Event):
    """An interviewer judged steps."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "An interviewer judged steps"
    interview_id: int
    steps: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepSettled(Event):
    """A leader settled a step on which rule and interviewer differ, or on which the rule is silent."""

    subject: ClassVar[str] = "interview_id"
    meaning: ClassVar[str] = "A step on which rule and interviewer differ was settled"
    interview_id: int
    step: str
    rule: str
    rule_level: str
    interviewer_level: str
    final: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswersTaken(Event):
    """A file of answers was taken in."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "A file of answers was taken into a survey"
    survey_id: int
    digest: str
    authorities: int
    to_ask_again: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResultsSaved(Event):
    """Results of a survey were saved: the report, the workbook or the answers."""

    subject: ClassVar[str] = "survey_id"
    meaning: ClassVar[str] = "Results of a survey were saved"
    survey_id: int
    form: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class StakeholderFormMoved(Event):
    """The stakeholder form was sent, or came back."""

    subject: ClassVar[str] = "respondent_id"
    meaning: ClassVar[str] = "The stakeholder form was sent or came back"
    respondent_id: int
    stakeholders: int
    is_returned: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class TalkHeld(Event):
    """A talk of stage two was held."""

    subject: ClassVar[str] = "talk_id"
    meaning: ClassVar[str] = "A talk of stage two was recorded"
    talk_id: int
    guide: str
    attribution: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuoteNoted(Event):
    """What was said in a talk was noted, under its themes."""

    subject: ClassVar[str] = "talk_id"
    meaning: ClassVar[str] = "A quote was noted in a talk of stage two"
    talk_id: int
    topic: str
    themes: int
