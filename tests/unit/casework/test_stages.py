"""The moves of a case: which leave a stage out, and the lists that a stage, a risk and an ending are asked by."""

import pytest

from onroll.casework import tables
from onroll.casework.models import Outcome
from onroll.casework.stages import WORKING, SkipReason, Stage, StageSkipped, check_skip, skipped
from onroll.rules.stage_clocks import every_stage_clock


def test_the_next_stage_a_stage_back_and_the_one_that_opening_ended_leave_nothing_out() -> None:
    assert skipped(Stage.LOCATE, Stage.NEEDS) == ()
    assert skipped(Stage.MONITOR, Stage.LOCATE) == ()
    assert skipped(Stage.CHECK, Stage.LOCATE) == ()  # opening the case logged the child
    assert skipped(Stage.LOCATE, Stage.CLOSED) == ()


def test_a_stage_skipped_is_refused_by_name_without_a_reason_and_taken_with_one() -> None:
    assert skipped(Stage.LOCATE, Stage.ACCESS_PROVISION) == (Stage.NEEDS, Stage.IDENTIFY_PROVISION)
    with pytest.raises(StageSkipped, match="leaves out “Determine needs” and “Identify provision and places”"):
        check_skip(Stage.LOCATE, Stage.ACCESS_PROVISION, None)

    check_skip(Stage.LOCATE, Stage.ACCESS_PROVISION, SkipReason.DONE_BEFORE)


def test_every_stage_has_a_checklist_and_a_clock_with_their_sources() -> None:
    for stage in WORKING:
        lines = tables.lines_of(stage.value)
        assert lines
        assert all(line.words and line.source for line in lines)
        assert every_stage_clock()[stage.value].source
    assert {line.stage for line in tables.checklist().values()} == set(WORKING)


def test_every_outcome_has_a_kind_of_evidence_that_fits_the_column() -> None:
    assert all(tables.kinds_for(outcome.value) for outcome in Outcome)
    assert {kind.outcome for kind in tables.evidence_kinds().values()} == set(Outcome.values)
    assert all(len(code) <= 30 for code in (*tables.evidence_kinds(), *tables.checklist()))


def test_urgent_signs_are_those_of_safeguarding_and_each_names_its_source() -> None:
    prompts = tables.risk_prompts().values()

    assert {prompt.source for prompt in prompts if prompt.is_urgent} == {"process note section 14: refer at once"}
    assert all(prompt.source for prompt in prompts)
