"""Stories of a survey: invented authorities, a sample, answers taken in from a file, calls and an interview."""

import csv
import io
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from onroll.access.models import Role
from onroll.audit.act import Act
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.timetable import Story
from onroll.selfeval import invented
from onroll.selfeval.answers import Answers
from onroll.selfeval.questionnaire import Kind, items
from onroll.survey import actions
from onroll.survey.models import CallOutcome, Interview, RefusalReason, Respondent

NAME = "Survey of authorities (invented)"
LISTED, SAMPLED, BY_FILE = 24, 18, 10
ANSWERED_ITEMS = 14
REGIONS = ("North", "Midlands", "South")
SEED = 1796


def stories(cast: Cast) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 33, survey(cast)


def survey(cast: Cast) -> Story:
    """Authorities are listed and drawn; some answer by file, one is being interviewed, others are called."""
    everybody = invented.authorities()[:LISTED]
    made = actions.begin_survey(_lead(cast), name=NAME, asked=SAMPLED)
    actions.take_authorities(_lead(cast), survey=made, data=_list([name for name, _ in everybody]))
    yield 2
    made.refresh_from_db()
    actions.draw_sample(_lead(cast), survey=made, size=SAMPLED, seed=SEED, expected_version=made.version)
    drawn = Respondent.objects.filter(survey=made, is_sampled=True).order_by("name_key")
    answers, names = dict(everybody), [one.name for one in drawn]
    yield 7
    rows = [(name, *row) for name in names[:BY_FILE] for row in _rows(answers[name])]
    actions.take_answers(_lead(cast), survey=made, data=_file(rows))
    called = {one.name: one for one in drawn}
    yield 6
    _call(cast, called[names[BY_FILE]], CallOutcome.BEGAN)
    _ask(cast, called[names[BY_FILE]], answers[names[BY_FILE]])
    yield 1
    _call(cast, called[names[BY_FILE + 1]], CallOutcome.NO_ANSWER)
    _call(cast, called[names[BY_FILE + 2]], CallOutcome.LATER, again_after=21)
    _call(cast, called[names[BY_FILE + 3]], CallOutcome.REFUSED)


def _lead(cast: Cast) -> Act:
    return cast.department(Role.RESEARCHER, "lead a survey")


def _ask(cast: Cast, respondent: Respondent, answers: Answers) -> None:
    """Ask the first questions, and begin a break."""
    interview = Interview.objects.get(respondent=respondent)
    said: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for item, line, option in _rows(answers):
        said[item].setdefault(line, []).append(option)
    in_order = [key for key in items() if key in said][:ANSWERED_ITEMS]
    for number, item in enumerate(in_order):
        actions.answer_item(
            cast.department(Role.INTERVIEWER, "ask a question"),
            interview=interview,
            item=item,
            said=said[item],
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"onroll-demonstration/{number}"),
            seen=0,
        )
    interview.refresh_from_db()
    act = cast.department(Role.INTERVIEWER, "begin a break")
    actions.stop_interview(act, interview=interview, expected_version=interview.version)


def _call(cast: Cast, respondent: Respondent, outcome: CallOutcome, *, again_after: int = 0) -> None:
    act = cast.department(Role.INTERVIEWER, "call an authority")
    actions.record_call(
        act,
        respondent=respondent,
        outcome=outcome,
        reason=RefusalReason.NO_TIME if outcome == CallOutcome.REFUSED else "",
        again_on=act.on + timedelta(days=again_after) if again_after else None,
    )


def _rows(answers: Answers) -> list[tuple[str, str, str]]:
    """Return the ticks of an authority but for coded results: those a person makes."""
    return [
        (item, line, option)
        for (item, line), ticked in answers.ticks.items()
        for option in sorted(ticked)
        if items()[item].kind is not Kind.RESULT
    ]


def _list(names: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("authority", "region", "deprivation", "roll", "contact_post", "telephone"))
    for number, name in enumerate(names):
        region, roll = REGIONS[number % len(REGIONS)], 12_000 + 1_700 * number
        writer.writerow((name, region, 8 + number, roll, "Head of inclusion", f"01632 9605{number:02d}"))
    return out.getvalue().encode()


def _file(rows: list[tuple[str, str, str, str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("authority", "item", "line", "answer"), *rows])
    return out.getvalue().encode()
