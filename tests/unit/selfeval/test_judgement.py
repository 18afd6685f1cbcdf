import pytest

from onroll.selfeval.judgement import FinalResult, InterviewerResult, Judgement, ReasonMissing
from onroll.selfeval.levels import Level
from onroll.selfeval.notation import answers
from onroll.selfeval.rules import result

TOWARDS = result("B1", answers("B1a=some"))
NO = result("B1", answers("B1a=no"))
NOT_KNOWN = result("B1", answers("B1a=dk"))
SILENT = result("B2", answers("B2a=claimed_no_evidence"))


@pytest.mark.parametrize(
    ("rule", "said", "differs", "counted"),
    [
        pytest.param(TOWARDS, None, False, Level.WORKING_TOWARDS, id="no interviewer"),
        pytest.param(TOWARDS, Level.WORKING_TOWARDS, False, Level.WORKING_TOWARDS, id="the same"),
        pytest.param(TOWARDS, Level.PARTLY_ACHIEVED, False, Level.PARTLY_ACHIEVED, id="more finely"),
        pytest.param(TOWARDS, Level.ACHIEVED, True, Level.WORKING_TOWARDS, id="against the rule"),
        pytest.param(NO, Level.PARTLY_ACHIEVED, True, Level.NO, id="partly against a no"),
        pytest.param(NOT_KNOWN, Level.DK, False, Level.DK, id="not known, more finely"),
        pytest.param(NO, Level.DK, True, Level.NO, id="not known, where it was known"),
        pytest.param(SILENT, Level.WORKING_TOWARDS, False, Level.WORKING_TOWARDS, id="where the rule is silent"),
        pytest.param(SILENT, None, False, Level.NEEDS_A_PERSON, id="silence unsettled"),
    ],
)
def test_the_rule_counts_until_a_difference_is_settled(rule, said, differs: bool, counted: Level) -> None:
    judged = Judgement(rule, InterviewerResult(said) if said else None)

    assert judged.differs is differs
    assert judged.counted is counted
    assert judged.needs_a_person is (differs or counted is Level.NEEDS_A_PERSON)


def test_a_final_result_with_its_reason_settles_a_difference_and_keeps_both_sides() -> None:
    judged = Judgement(
        TOWARDS, InterviewerResult(Level.ACHIEVED, "list seen"), FinalResult(Level.ACHIEVED, "list seen")
    )

    assert judged.counted is Level.ACHIEVED
    assert not judged.needs_a_person
    assert judged.differs
    assert judged.rule.level is Level.WORKING_TOWARDS


def test_a_final_result_without_a_reason_is_refused() -> None:
    with pytest.raises(ReasonMissing):
        FinalResult(Level.ACHIEVED, "  ")
