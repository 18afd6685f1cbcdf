"""An authority's yearly round: answered, embedded by dates, put forward, settled and signed by a second person."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.evaluation import actions, queries
from onroll.evaluation.models import Measurement, Round, StepAnswer
from onroll.evaluation.permissions import NotTheLeader
from onroll.evaluation.round_states import RoundMoveNotAllowed
from tests.cast import Cast, Newcomers
from tests.integration.evaluation import world


@pytest.fixture
def found(cast: Cast) -> Round:
    return world.opened(cast.officer)


def test_a_round_keeps_the_checklist_as_it_stood_when_it_was_opened(cast: Cast, found: Round) -> None:
    assert (found.number, len(found.steps), found.state) == (1, 22, "open")
    assert found.steps["A1"]["question"] == "Is there a written CME policy?"
    assert LedgerEntry.objects.filter(name="evaluation.RoundOpened", subject_id=str(found.pk)).exists()


def test_only_one_round_of_an_authority_is_worked_on_at_a_time(cast: Cast, found: Round) -> None:
    with pytest.raises(actions.RoundAlreadyRuns):
        world.opened(cast.officer)

    actions.abandon_round(cast.officer.act(), found=found, expected_version=found.version)

    assert world.opened(cast.officer).number == 2
    with pytest.raises(actions.NoSuchSet):
        actions.open_round(cast.neighbour_officer.act(), set_key="1999")


def test_the_printed_rule_gives_the_result_of_the_questionnaires_answers(cast: Cast, found: Round) -> None:
    world.answer(cast.officer, found, "A1", world.given("A1"))
    world.answer(cast.officer, found, "B1", actions.Given(ticks={"B1a": {"": ["some"]}}))
    world.answer(cast.officer, found, "C5", actions.Given(ticks={"C5a": {"": ["no"]}}))

    assert [world.level(cast.officer, found, step) for step in ("A1", "B1", "C5")] == [
        "achieved",
        "working_towards",
        "no",
    ]


def test_embedded_is_worked_out_from_dates_and_never_ticked(cast: Cast, found: Round) -> None:
    today = cast.officer.act().on
    half_year = today.replace(year=today.year - 1)
    answered = dataclasses.replace(
        world.given("A1"),
        in_place_from_on=half_year,
        reviewed_on=today,
        reviewed_by="Director",
        review_outcome="No change",
    )
    world.answer(cast.officer, found, "A1", answered)
    assert world.level(cast.officer, found, "A1") == "embedded"

    world.answer(cast.officer, found, "A1", dataclasses.replace(answered, in_place_from_on=today), after=1)
    assert world.level(cast.officer, found, "A1") == "achieved"
    ticked = {**world.met("A1"), "A1d": {"": ["in_place_6_months", "reviewed_since"]}}
    with pytest.raises(actions.AnswerNotPossible):
        world.answer(cast.officer, found, "A1", actions.Given(ticks=ticked), after=2)


def test_an_achieved_step_becomes_embedded_by_itself_when_six_months_are_over(cast: Cast, found: Round) -> None:
    today = cast.officer.act().on
    answered = dataclasses.replace(
        world.given("A1"), in_place_from_on=today, reviewed_on=today, reviewed_by="Director", review_outcome="None"
    )
    world.answer(cast.officer, found, "A1", answered)

    def level_after(days: int) -> str:
        return queries.standing(world.later(cast.officer, days), found).steps["A1"].counted

    assert (level_after(170), level_after(190)) == ("achieved", "embedded")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"in_place_from_on": 1}, "in the future"),
        ({"in_place_from_on": -10, "reviewed_on": -20, "reviewed_by": "x", "review_outcome": "y"}, "before the day"),
        ({"in_place_from_on": -10, "reviewed_on": -5, "review_outcome": "y"}, "who reviewed"),
        ({"in_place_from_on": -10, "reviewed_on": -5, "reviewed_by": "x"}, "what came of"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, found: Round, days: dict, words: str) -> None:
    today = cast.officer.act().on
    dated = {name: today + timedelta(days=value) if isinstance(value, int) else value for name, value in days.items()}

    with pytest.raises((actions.DatesImpossible, actions.WordsMissing), match=words):
        world.answer(cast.officer, found, "A1", dataclasses.replace(world.given("A1"), **dated))

    assert not StepAnswer.objects.exists()


def test_contradictory_answers_are_asked_again_with_both_shown(cast: Cast, found: Round) -> None:
    with pytest.raises(actions.AnswersContradict) as refused:
        world.answer(cast.officer, found, "B4", actions.Given(ticks={"B4a": {"": ["contactable", "none"]}}))

    assert "Can be reached" in refused.value.words
    assert "None of these" in refused.value.words
    assert not StepAnswer.objects.exists()


def test_an_answer_that_routing_skipped_is_refused_and_says_why(cast: Cast, found: Round) -> None:
    ticks = {"A1a": {"": ["no"]}, "A1b": {"health": ["yes"]}}

    with pytest.raises(actions.AnswerWasSkipped, match=r"After .*written policy.*No.* is not asked"):
        world.answer(cast.officer, found, "A1", actions.Given(ticks=ticks))


def test_without_a_database_the_step_of_its_dates_is_answered_by_routing(cast: Cast, found: Round) -> None:
    world.answer(cast.officer, found, "C1", actions.Given(ticks={"C1a": {"": ["no"]}}))

    step = queries.standing(cast.officer.act(), found).steps["C2"]
    assert (step.is_answered, step.skipped_by, step.counted) == (True, "C1a", "no")
    with pytest.raises(actions.AnswerWasSkipped):
        world.answer(cast.officer, found, "C2", world.given("C2"))


def test_an_answer_left_over_from_before_a_jump_is_listed_until_it_is_cleared(cast: Cast, found: Round) -> None:
    world.answer(cast.officer, found, "C2", world.given("C2"))
    world.answer(cast.officer, found, "C1", actions.Given(ticks={"C1a": {"": ["no"]}}))
    assert any(point.startswith("C2: ") for point in queries.open_points(queries.standing(cast.officer.act(), found)))

    world.answer(cast.officer, found, "C2", actions.Given(), after=1)

    problems = queries.standing(cast.officer.act(), found).steps["C2"].problems
    assert problems == ()


@pytest.mark.parametrize(
    "ticks",
    [
        {"B1a": {"": ["maybe"]}},
        {"B1a": {"health": ["all"]}},
        {"A1a": {"": ["yes"]}},
        {"B1a": {"": ["all", "some"]}},
        {"B1c": {"": ["achieved"]}},
    ],
)
def test_what_the_page_does_not_offer_is_refused(cast: Cast, found: Round, ticks: dict) -> None:
    with pytest.raises(actions.AnswerNotPossible):
        world.answer(cast.officer, found, "B1", actions.Given(ticks=ticks))


def test_a_step_without_its_first_answer_is_not_kept(cast: Cast, found: Round) -> None:
    with pytest.raises(actions.StepNotAnswered, match="key stakeholders"):
        world.answer(cast.officer, found, "B1", actions.Given())
    with pytest.raises(actions.NoSuchStep):
        world.answer(cast.officer, found, "Z9", actions.Given())


def test_a_stale_tab_never_overwrites_and_earlier_answers_stay(cast: Cast, found: Round) -> None:
    world.answer(cast.officer, found, "B1", actions.Given(ticks={"B1a": {"": ["some"]}}))
    with pytest.raises(Stale):
        world.answer(cast.officer, found, "B1", actions.Given(ticks={"B1a": {"": ["no"]}}))

    world.answer(cast.officer, found, "B1", world.given("B1"), after=1)

    assert [each.ticks["B1a"][""] for each in found.answers.filter(step="B1")] == [["some"], ["all"]]


def test_gaps_need_a_task_and_achieved_steps_evidence_before_a_round_goes_on(cast: Cast) -> None:
    found = world.achieved_round(cast.officer)
    world.answer(cast.officer, found, "B1", actions.Given(ticks={"B1a": {"": ["dk"]}}), after=1)
    actions.take_evidence_away(cast.officer.act(), evidence=found.evidence.get(step="A1"), why="Wrong document")

    with pytest.raises(actions.RoundNotReady) as refused:
        actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)
    assert refused.value.points == [
        "A1: it counts as achieved, and there is no evidence. Attach some, or say where it is",
        "B1: set a task with an owner and a day, since it is not achieved",
        "B1: somebody does not know. Set a task of whom to ask, and by when",
    ]

    world.evidence(cast.officer, found, "A1")
    act = cast.officer.act()
    actions.set_task(
        act, found=found, step="B1", kind="ask", what="Ask the head of admissions", owner="Officer", due_on=act.on
    )
    found.refresh_from_db()
    actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)
    assert found.state == "waiting"


def test_a_second_person_signs_and_the_results_are_kept(cast: Cast, newcomers: Newcomers) -> None:
    found = world.signed_round(cast.officer, newcomers.leader)

    assert (found.state, found.total, found.band) == ("signed", 44, "medium")
    assert found.results.count() == 22
    assert Measurement.objects.filter(round=found).count() == 22
    assert LedgerEntry.objects.get(name="evaluation.RoundSigned").details["total"] == 44
    with pytest.raises(actions.RoundIsNotOpen, match="Signed"):
        world.answer(cast.officer, found, "A1", world.given("A1"), after=1)
    with pytest.raises(RoundMoveNotAllowed):
        actions.abandon_round(cast.officer.act(), found=found, expected_version=found.version)
    with pytest.raises(RoundMoveNotAllowed):
        actions.measure_round(cast.officer.act(), found=found)


def test_whoever_put_a_round_forward_cannot_sign_it_nor_can_an_officer(cast: Cast, newcomers: Newcomers) -> None:
    found = world.achieved_round(newcomers.leader)
    actions.submit_round(newcomers.leader.act(), found=found, expected_version=found.version)

    with pytest.raises(actions.SecondPersonNeeded):
        actions.sign_round(newcomers.leader.act(), found=found, expected_version=found.version)
    with pytest.raises(NotTheLeader):
        actions.sign_round(cast.officer.act(), found=found, expected_version=found.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(
            state="signed", signed_at=found.submitted_at, signed_by=found.submitted_by, total=1
        )


def test_the_leader_signs_only_what_she_has_seen_or_gives_it_back(cast: Cast, newcomers: Newcomers) -> None:
    found = world.achieved_round(cast.officer)
    actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)
    seen = found.version
    with pytest.raises(actions.WordsMissing):
        actions.give_back_round(newcomers.leader.act(), found=found, why=" ", expected_version=seen)

    actions.give_back_round(newcomers.leader.act(), found=found, why="Ask the police again", expected_version=seen)
    assert (found.state, found.submitted_by, found.given_back_why) == ("open", None, "Ask the police again")
    world.answer(cast.officer, found, "B1", world.given("B1"), after=1)
    actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)

    with pytest.raises(Stale):
        actions.sign_round(newcomers.leader.act(), found=found, expected_version=seen)


def test_evidence_that_goes_while_the_round_waits_stops_the_signature(cast: Cast, newcomers: Newcomers) -> None:
    found = world.achieved_round(cast.officer)
    actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)
    seen = found.version
    actions.take_evidence_away(cast.officer.act(), evidence=found.evidence.get(step="A1"), why="It names a family")
    found.refresh_from_db()
    assert found.version > seen

    with pytest.raises(actions.RoundNotReady, match="A1: it counts as achieved, and there is no evidence"):
        actions.sign_round(newcomers.leader.act(), found=found, expected_version=found.version)


def test_a_difference_between_rule_and_person_is_settled_by_the_leader_with_a_reason(
    cast: Cast, newcomers: Newcomers
) -> None:
    found = world.achieved_round(cast.officer)
    own = dataclasses.replace(world.given("D3"), level="no", reason="The figures were never sent")
    world.answer(cast.officer, found, "D3", own, after=1)
    assert queries.unsettled(queries.standing(cast.officer.act(), found)) == ("D3",)
    actions.submit_round(cast.officer.act(), found=found, expected_version=found.version)
    with pytest.raises(actions.RoundNotReady, match="D3: settle"):
        actions.sign_round(newcomers.leader.act(), found=found, expected_version=found.version)

    leader = newcomers.leader.act()
    settled = {"found": found, "step": "D3", "level": "working_towards"}
    with pytest.raises(actions.WordsMissing):
        actions.settle_step(leader, reason="", expected_number=2, **settled)
    with pytest.raises(Stale):
        actions.settle_step(leader, reason="Sent once", expected_number=1, **settled)
    with pytest.raises(NotTheLeader):
        actions.settle_step(cast.officer.act(), reason="Sent once", expected_number=2, **settled)
    actions.settle_step(leader, reason="Sent once", expected_number=2, **settled)
    with pytest.raises(actions.RoundNotReady, match="D3: set a task"):
        actions.sign_round(leader, found=found, expected_version=found.version)
    task = {"kind": "close", "what": "Send them each term", "owner": "Officer", "due_on": leader.on}
    actions.set_task(leader, found=found, step="D3", **task)
    actions.sign_round(leader, found=found, expected_version=found.version)

    kept = found.results.get(step="D3")
    assert (kept.rule_level, kept.own_level, kept.settled_level, kept.counted) == (
        "achieved",
        "no",
        "working_towards",
        "working_towards",
    )
    assert found.total == 43


def test_a_judgement_of_ones_own_needs_a_reason(cast: Cast, found: Round) -> None:
    with pytest.raises(actions.WordsMissing, match="judge this step differently"):
        world.answer(cast.officer, found, "B1", dataclasses.replace(world.given("B1"), level="no"))


def test_todays_law_is_judged_by_the_team_and_embedded_by_dates(cast: Cast) -> None:
    found = world.opened(cast.officer, "2026")
    today = cast.officer.act().on
    with pytest.raises(actions.StepNotAnswered):
        world.answer(cast.officer, found, "N-C6", actions.Given())
    world.answer(cast.officer, found, "N-C6", actions.Given(level="working_towards", reason="Two of three"))
    dated = {"in_place_from_on": today - timedelta(days=400), "reviewed_on": today}
    words = {"reviewed_by": "Director", "review_outcome": "No change"}
    world.answer(cast.officer, found, "N-B3", actions.Given(level="achieved", **dated, **words))
    world.answer(cast.officer, found, "N-A4", actions.Given(level="dk"))

    stands = queries.standing(cast.officer.act(), found)
    assert (stands.has_band, stands.most, stands.score.total) == (False, 3 * len(found.steps), 4)
    assert stands.steps["N-B3"].counted == "embedded"
    assert stands.steps["N-A4"].is_not_known


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "national_auditor", "neighbour_officer"])
def test_nobody_else_works_on_an_authoritys_round(cast: Cast, found: Round, who: str) -> None:
    act = cast.members()[who].act()

    with pytest.raises((NotAllowed, Hidden)):
        actions.answer_step(act, found=found, step="B1", given=world.given("B1"), expected_number=0)
    with pytest.raises(Hidden):
        queries.round_of(act, found.reference)
    with pytest.raises(Hidden):
        queries.standing(act, found)
    assert list(queries.rounds(act)) == []
