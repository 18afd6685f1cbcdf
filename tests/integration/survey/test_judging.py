"""Each step is judged twice, by rule and by the interviewer; a leader settles where they differ, with a reason."""

from collections.abc import Callable

import pytest
from django.test import Client

from onroll.audit.refusals import NotAllowed, Stale
from onroll.selfeval.levels import Level
from onroll.survey import actions, queries
from onroll.survey.interview_states import MoveNotPossible
from onroll.survey.models import Interview, StepJudgement, Survey
from tests.cast import Member, Newcomers
from tests.integration.survey import world

EVERYTHING = "; ".join(world.ACHIEVED.values())


@pytest.fixture
def survey(newcomers: Newcomers) -> Survey:
    return world.survey(newcomers)


@pytest.fixture
def judging(newcomers: Newcomers, survey: Survey) -> Interview:
    interview = world.interview(newcomers, survey)
    world.answer(newcomers.interviewer, interview, EVERYTHING)
    return actions.finish_asking(newcomers.interviewer.act(), interview=interview, expected_version=1)


def judge(newcomers: Newcomers, interview: Interview, **levels: str) -> None:
    now = Interview.objects.get(pk=interview.pk)
    actions.judge_steps(
        newcomers.interviewer.act(),
        interview=now,
        levels=levels,
        notes=dict.fromkeys(levels, "A note."),
        expected_version=now.version,
    )


def done(newcomers: Newcomers, interview: Interview) -> Interview:
    now = Interview.objects.get(pk=interview.pk)
    return actions.finish_interview(newcomers.interviewer.act(), interview=now, expected_version=now.version)


def waiting(newcomers: Newcomers, survey: Survey) -> list[str]:
    return [each.step for each in queries.differences(newcomers.researcher.act(), survey)]


def test_a_difference_is_settled_with_a_reason_and_all_three_stay(
    newcomers: Newcomers, survey: Survey, judging: Interview
) -> None:
    judge(newcomers, judging, B2="working_towards", B3="achieved")
    done(newcomers, judging)
    assert waiting(newcomers, survey) == ["B2"]

    kept = actions.settle_step(
        newcomers.researcher.act(),
        interview=judging,
        step="B2",
        level="working_towards",
        reason="Two stakeholders could not say how they notify.",
        expected_version=1,
    )

    assert waiting(newcomers, survey) == []
    assert (kept.level, kept.final, kept.rule_then) == ("working_towards", "working_towards", "B2-achieved")
    found = queries.results(newcomers.researcher.act(), survey)
    (only,) = found.sets
    judged = only.judged()["B2"]
    assert (judged.rule.level, judged.counted) == (Level.ACHIEVED, Level.WORKING_TOWARDS)
    assert found.national.steps["B2"].levels[Level.WORKING_TOWARDS].n == 1


def test_the_rule_counts_until_the_difference_is_settled(
    newcomers: Newcomers, survey: Survey, judging: Interview
) -> None:
    judge(newcomers, judging, B2="no")
    done(newcomers, judging)

    assert queries.results(newcomers.researcher.act(), survey).national.steps["B2"].reached.n == 1


def test_a_step_on_which_the_printed_rules_are_silent_needs_a_person(newcomers: Newcomers, survey: Survey) -> None:
    interview = world.interview(newcomers, survey)
    world.answer(newcomers.interviewer, interview, EVERYTHING)
    world.answer(newcomers.interviewer, interview, "A3a=claimed_no_evidence")
    actions.finish_asking(newcomers.interviewer.act(), interview=interview, expected_version=1)
    done(newcomers, interview)

    assert waiting(newcomers, survey) == ["A3"]
    actions.settle_step(
        newcomers.researcher.act(),
        interview=interview,
        step="A3",
        level="working_towards",
        reason="Monitoring is shown by nobody.",
        expected_version=0,
    )
    assert waiting(newcomers, survey) == []


def test_settling_needs_a_reason_a_leader_and_something_to_settle(
    newcomers: Newcomers, survey: Survey, judging: Interview
) -> None:
    judge(newcomers, judging, B2="no")
    leader, given = newcomers.researcher.act(), {"interview": judging, "level": "no", "expected_version": 1}
    with pytest.raises(actions.JudgementMissing):
        actions.settle_step(leader, step="B2", reason="  ", **given)
    with pytest.raises(actions.JudgementMissing):
        actions.settle_step(leader, step="B2", reason="So.", **{**given, "level": "needs_a_person"})
    with pytest.raises(NotAllowed):
        actions.settle_step(newcomers.interviewer.act(), step="B2", reason="So.", **given)
    with pytest.raises(actions.NothingToSettle):
        actions.settle_step(leader, step="B3", reason="So.", **{**given, "expected_version": 0})
    with pytest.raises(Stale):
        actions.settle_step(leader, step="B2", reason="So.", **{**given, "expected_version": 0})
    assert not StepJudgement.objects.exclude(final="").exists()


def test_a_stale_judgement_overwrites_nothing(newcomers: Newcomers, judging: Interview) -> None:
    judge(newcomers, judging, B2="no")

    with pytest.raises(Stale):
        actions.judge_steps(
            newcomers.interviewer.act(),
            interview=judging,
            levels={"B2": "achieved"},
            notes={},
            expected_version=judging.version,
        )
    assert StepJudgement.objects.get().level == "no"


def test_what_is_not_asked_out_cannot_be_judged_nor_be_done(newcomers: Newcomers, survey: Survey) -> None:
    interview = world.interview(newcomers, survey)

    with pytest.raises(MoveNotPossible):
        judge(newcomers, interview, B2="no")
    with pytest.raises(MoveNotPossible):
        done(newcomers, interview)


def test_an_unknown_level_or_step_is_refused(newcomers: Newcomers, judging: Interview) -> None:
    with pytest.raises(actions.JudgementMissing):
        judge(newcomers, judging, B2="splendid")
    with pytest.raises(actions.JudgementMissing):
        judge(newcomers, judging, Z9="no")


def test_the_rule_is_shown_only_beside_a_step_that_was_judged(
    newcomers: Newcomers, survey: Survey, judging: Interview, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    address = f"/survey/interviews/{judging.pk}/judge/"
    assert "The printed rule" not in client.get(address).content.decode()

    form = {"version": str(judging.version), "B2": "working_towards", "note_B2": "Not shown to all."}
    page = client.post(address, form, follow=True).content.decode()

    assert "To be settled" in page
    now = Interview.objects.get(pk=judging.pk)
    client.post(f"/survey/interviews/{judging.pk}/finish/", {"version": str(now.version)})
    leader = signed_in(newcomers.researcher)
    assert "Ashwick, B2" in leader.get(f"/survey/{survey.pk}/differences/").content.decode()
    settle = f"/survey/interviews/{judging.pk}/settle/B2/"
    assert "Not shown to all." in leader.get(settle).content.decode()
    leader.post(settle, {"level": "working_towards", "reason": "Agreed.", "version": "1"})
    assert "There is nothing to settle" in leader.get(f"/survey/{survey.pk}/differences/").content.decode()
