"""Movement between rounds, a checklist that changed, and the comparison with anonymous peers and with 2006."""

import dataclasses

import pytest

from onroll.audit.refusals import NotAllowed
from onroll.evaluation import actions, queries
from onroll.evaluation.models import Round
from onroll.evaluation.queries.comparing import comparison
from onroll.selfeval import checklist
from tests.cast import Cast, Member, Newcomers
from tests.integration.evaluation import world


def moved(member: Member, found: Round) -> queries.Movement:
    stands = queries.standing(member.act(), found)
    levels = {key: each.counted for key, each in stands.steps.items()}
    return queries.movement(member.act(), found, levels, stands.score.total)


def test_the_first_round_has_nothing_to_move_from(cast: Cast) -> None:
    assert moved(cast.officer, world.opened(cast.officer)) is None


def test_each_round_is_kept_and_movement_shown(cast: Cast, newcomers: Newcomers) -> None:
    first = world.signed_round(cast.officer, newcomers.leader)
    second = world.achieved_round(cast.officer)
    world.answer(cast.officer, second, "B1", actions.Given(ticks={"B1a": {"": ["some"]}}), after=1)

    found = moved(cast.officer, second)

    assert (found.since, found.points, found.why_not) == (first, -1, "")
    line = next(each for each in found.steps if each.step == "B1")
    assert (line.was, line.now, line.words_changed) == ("achieved", "working_towards", False)
    assert first.results.get(step="B1").counted == "achieved"


def test_an_abandoned_round_is_no_round_to_move_from(cast: Cast, newcomers: Newcomers) -> None:
    first = world.signed_round(cast.officer, newcomers.leader)
    given_up = world.opened(cast.officer)
    actions.abandon_round(cast.officer.act(), found=given_up, expected_version=1)

    assert moved(cast.officer, world.opened(cast.officer)).since == first


def test_scores_of_two_checklists_are_never_set_against_each_other(cast: Cast, newcomers: Newcomers) -> None:
    world.signed_round(cast.officer, newcomers.leader)
    found = moved(cast.officer, world.opened(cast.officer, "2026"))

    assert found.points is None
    assert "different checklists" in found.why_not
    by_step = {each.step: each for each in found.steps}
    assert (by_step["N-B3"].of, by_step["N-B3"].was) == ("B3", "achieved")
    assert (by_step["N-C6"].of, by_step["N-C6"].was) == ("", None)


def test_a_checklist_that_changed_between_rounds_is_said_and_not_compared(cast: Cast, newcomers: Newcomers) -> None:
    first = world.signed_round(cast.officer, newcomers.leader)
    first.steps = {key: dict(step) for key, step in first.steps.items() if key != "E6"}
    first.steps["A1"]["question"] = "Is there a policy?"
    first.save()

    assert queries.set_change(first) == dataclasses.replace(
        queries.set_change(first), added=("E6",), gone=(), reworded=("A1",)
    )
    found = moved(cast.officer, world.achieved_round(cast.officer))
    assert found.points is None
    assert "changed between" in found.why_not
    assert [each.step for each in found.steps if each.words_changed] == ["A1"]


def test_rounds_that_count_partly_achieved_differently_are_not_compared(cast: Cast, newcomers: Newcomers) -> None:
    world.signed_round(cast.officer, newcomers.leader)
    found = actions.open_round(cast.officer.act(), set_key="2006", partly=2)

    assert moved(cast.officer, found).points is None


def test_a_set_that_the_product_no_longer_has_can_still_be_read(
    cast: Cast, newcomers: Newcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = world.opened(cast.officer, "2026")
    only_2006 = {"2006": checklist.sets()["2006"]}
    monkeypatch.setattr(checklist, "sets", lambda: only_2006)

    assert len(queries.set_change(found).gone) == len(found.steps)
    assert queries.standing(cast.officer.act(), found).steps["N-A1"].step.question.startswith("Is there a written")


def test_fewer_than_five_peers_are_not_shown_at_all(cast: Cast, newcomers: Newcomers) -> None:
    world.peers(4)
    found = world.signed_round(cast.officer, newcomers.leader)

    beside = comparison(cast.officer.act(), found)

    assert (beside.peers, beside.median_total, beside.fewest) == (0, None, 5)
    assert all(each.peers_pct is None for each in beside.steps)


def test_five_peers_are_counted_together_by_their_newest_signed_round(cast: Cast, newcomers: Newcomers) -> None:
    rounds = world.peers(5)
    rounds[0].results.filter(step="D3").update(counted="no")
    found = world.opened(cast.officer)

    beside = {each.step: each for each in comparison(cast.officer.act(), found).steps}

    assert comparison(cast.officer.act(), found).peers == 5
    assert comparison(cast.officer.act(), found).median_total == 44
    assert (beside["D3"].peers_pct, beside["A1"].peers_pct) == (80, 100)


def test_peers_of_another_checklist_or_with_other_steps_do_not_count(cast: Cast) -> None:
    rounds = world.peers(5)
    Round.objects.filter(pk=rounds[0].pk).update(set_key="2026")

    assert comparison(cast.officer.act(), world.opened(cast.officer)).peers == 0


def test_2006_is_shown_as_printed_twice_and_never_for_another_checklist(cast: Cast) -> None:
    found = world.opened(cast.officer)
    beside = {each.step: each for each in comparison(cast.officer.act(), found).steps}
    assert (beside["A2"].table1_pct, beside["A2"].chapter_pct) == (44, 43)
    actions.abandon_round(cast.officer.act(), found=found, expected_version=1)

    todays = comparison(cast.officer.act(), world.opened(cast.officer, "2026"))
    assert not todays.is_with_2006
    assert all(each.table1_pct is None and each.chapter_pct is None for each in todays.steps)


def test_another_authority_is_never_compared_for_somebody_else(cast: Cast) -> None:
    found = world.opened(cast.officer)

    with pytest.raises(NotAllowed):
        comparison(cast.clerk.act(), found)
