"""Stories of self-evaluation: last year's round, signed by the leader, and this year's, begun."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from onroll.audit.act import Act
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES
from onroll.config.demonstration.timetable import Story
from onroll.evaluation import actions, queries
from onroll.evaluation.models import Round, TaskKind
from onroll.selfeval import invented
from onroll.selfeval.levels import REACHED
from onroll.selfeval.questionnaire import Kind, items
from onroll.selfeval.routing import skipped
from onroll.selfeval.rules import results

SET = "2006"
# Which of the invented authorities of 2006 answers as ours does: one in the middle.
LAST_YEAR, THIS_YEAR = 40, 70
ANSWERED_SO_FAR = 9
IN_PLACE_DAYS, REVIEWED_DAYS, DUE_DAYS = 300, 40, 120
PLACES = ("The policy, version 4", "Minutes of the panel", "The procedure on the intranet", "The log of the team")
Ticks = Mapping[str, Mapping[str, list[str]]]


def stories(cast: Cast) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 385, last_year(cast)
    yield 9, this_year(cast)


def last_year(cast: Cast) -> Story:
    """Every step is answered, what is achieved has evidence and gaps a task; the leader settles and signs."""
    found = actions.open_round(cast.officer(KIRKLEES, "begin a round"), set_key=SET)
    for number, step in enumerate(found.steps):
        _answer(cast, found, step, LAST_YEAR, is_old=number % 4 == 0)
    _support(cast, found)
    yield 6
    found.refresh_from_db()
    act = cast.officer(KIRKLEES, "put a round before the leader")
    actions.submit_round(act, found=found, expected_version=found.version)
    yield 3
    stands = queries.standing(_leader(cast), found)
    for step in queries.unsettled(stands):
        one = stands.steps[step]
        actions.settle_step(
            _leader(cast),
            found=found,
            step=step,
            level=one.counted or "working_towards",
            reason="Looked at with the team: the printed rule fits what we do.",
            expected_number=one.answer.number if one.answer else 0,
        )
    found.refresh_from_db()
    actions.sign_round(_leader(cast), found=found, expected_version=found.version)


def this_year(cast: Cast) -> Story:
    """Some steps are answered; one gap has its task."""
    found = actions.open_round(cast.officer(KIRKLEES, "begin a round"), set_key=SET)
    for step in list(found.steps)[:ANSWERED_SO_FAR]:
        _answer(cast, found, step, THIS_YEAR, is_old=True)
    yield 2
    _support(cast, found, most=5)


def _answer(cast: Cast, found: Round, step: str, like: int, *, is_old: bool) -> None:
    act = cast.officer(KIRKLEES, "answer a step")
    is_old = is_old and results(invented.authorities()[like][1])[step].level in REACHED  # else no dates are asked
    given = actions.Given(
        ticks=_ticks(step, like),
        in_place_from_on=act.on - timedelta(days=IN_PLACE_DAYS) if is_old else None,
        reviewed_on=act.on - timedelta(days=REVIEWED_DAYS) if is_old else None,
        reviewed_by="Head of service" if is_old else "",
        review_outcome="No change" if is_old else "",
    )
    actions.answer_step(act, found=found, step=step, given=given, expected_number=0)


def _ticks(step: str, like: int) -> Ticks:
    """Return what an invented authority answered at a step, without what dates and results say."""
    _, answers = invented.authorities()[like]
    ticks: dict[str, dict[str, list[str]]] = defaultdict(dict)
    passed = skipped(answers)
    for (key, line), ticked in answers.ticks.items():
        item = items()[key]
        is_said = item.kind is not Kind.RESULT and not item.asks_whether_embedded and key not in passed
        if item.step == step and is_said:
            ticks[key][line] = sorted(ticked)
    return ticks


def _support(cast: Cast, found: Round, most: int = 99) -> None:
    """Point to evidence of what is achieved, and set a task for each gap; so many at most."""
    stands = queries.standing(cast.officer(KIRKLEES, "see how a round stands"), found)
    answered = [(step, one) for step, one in stands.steps.items() if one.is_answered]
    for number, (step, one) in enumerate(answered[:most]):
        act = cast.officer(KIRKLEES, "add evidence or a task")
        if one.is_reached:
            words = PLACES[number % len(PLACES)]
            actions.point_to_evidence(
                act, found=found, step=step, words=words, kind="elsewhere", place="Shared drive of the team"
            )
            continue
        actions.set_task(
            act,
            found=found,
            step=step,
            kind=TaskKind.ASK if one.is_not_known else TaskKind.CLOSE,
            what="Agree with the partners what is missing, and write it down.",
            owner="Olu Placeholder (invented)",
            due_on=act.on + timedelta(days=DUE_DAYS),
        )


def _leader(cast: Cast) -> Act:
    return cast.leader(KIRKLEES, "sign a round")
