import pytest

from onroll.selfeval import checklist
from onroll.selfeval.levels import Level


def test_the_set_of_2006_has_22_steps_in_five_areas() -> None:
    found = checklist.checklist("2006")

    areas = [step.area for step in found.steps.values()]
    assert {area: areas.count(area) for area in checklist.AREAS} == {"A": 3, "B": 4, "C": 5, "D": 4, "E": 6}
    assert list(found.steps) == list(checklist.steps())


def test_numbers_restart_in_each_area_in_both_sets() -> None:
    for each in checklist.sets().values():
        for area in checklist.AREAS:
            numbers = [step.number for step in each.steps.values() if step.area == area]
            assert numbers == list(range(1, len(numbers) + 1))


def test_every_step_of_2006_has_its_evidence_and_four_printed_rules() -> None:
    for step in checklist.checklist("2006").steps.values():
        assert step.evidence
        assert set(step.rule_words) == {Level.NO, Level.WORKING_TOWARDS, Level.ACHIEVED, Level.EMBEDDED}
        assert all(step.rule_words.values())


def test_every_step_of_todays_set_names_its_law_and_grows_from_a_step_that_was() -> None:
    today = checklist.checklist("2026")

    assert not today.is_scored_by_rule
    assert all(step.source and step.evidence for step in today.steps.values())
    assert {step.replaces for step in today.steps.values()} - {""} <= set(checklist.steps())


def test_scores_of_different_sets_are_not_comparable() -> None:
    assert checklist.are_comparable("2006", "2006")
    assert not checklist.are_comparable("2006", "2026")


def test_a_set_that_is_not_there_is_refused_by_its_key() -> None:
    with pytest.raises(checklist.UnknownSet, match="1999"):
        checklist.checklist("1999")
