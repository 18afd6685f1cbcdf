"""A survey, authorities, and interviews answered in the short notation of the core."""

import uuid

from onroll.selfeval import notation
from onroll.selfeval.answers import Answers
from onroll.survey import actions
from onroll.survey.models import CallOutcome, Interview, Respondent, Survey
from tests.cast import Member, Newcomers
from tests.unit.selfeval.cases import ACHIEVED, as_file, as_rows

__all__ = ["ACHIEVED", "as_file", "as_rows"]

LIST = b"""authority,region,deprivation,roll,unauthorised_absence,exclusions,contact_name,telephone
Ashwick,North,10.5,"12,000",1.1,12,Ann Invented,01632 960001
Brackcombe,North,20,34000,1.4,40,,
Coldholt,South,30.25,56000,0.9,33,,
"""


def survey(newcomers: Newcomers, *, name: str = "Survey of 2026", asked: int = 3) -> Survey:
    """Set up a survey with the three authorities of the list."""
    made = actions.begin_survey(newcomers.researcher.act(), name=name, asked=asked)
    _taken, problems = actions.take_authorities(newcomers.researcher.act(), survey=made, data=LIST)
    assert problems == []
    return made


def respondent(survey: Survey, name: str = "Ashwick") -> Respondent:
    """Return an authority of the survey."""
    return Respondent.objects.get(survey=survey, name=name)


def interview(newcomers: Newcomers, survey: Survey, name: str = "Ashwick", *, by: Member | None = None) -> Interview:
    """Call an authority, reach it and begin the interview."""
    who = by or newcomers.interviewer
    actions.record_call(who.act(), respondent=respondent(survey, name), outcome=CallOutcome.BEGAN)
    return Interview.objects.get(respondent__survey=survey, respondent__name=name)


def answer(member: Member, interview: Interview, text: str) -> None:
    """Give the answers that a text writes, each item once, over whatever was said before."""
    given = notation.answers(text)
    for item in dict.fromkeys(item for item, _line in given.ticks):
        said = {line: sorted(ticked) for (of, line), ticked in given.ticks.items() if of == item}
        before = interview.answers.filter(item=item).order_by("-pk").first()
        actions.answer_item(
            member.act(), interview=interview, item=item, said=said, key=uuid.uuid4(), seen=before.pk if before else 0
        )


def file_of(every: dict[str, Answers]) -> bytes:
    """Write answers as a file."""
    rows = [
        f"{name},{item},{line},{option}"
        for name, answers in every.items()
        for (item, line), ticked in answers.ticks.items()
        for option in sorted(ticked)
    ]
    return as_file(*rows)
