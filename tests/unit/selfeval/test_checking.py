from onroll.selfeval.answers import Answers
from onroll.selfeval.checking import check
from onroll.selfeval.notation import answers
from onroll.selfeval.problems import Severity
from tests.unit.selfeval.cases import ACHIEVED

COMPLETE = answers("; ".join(ACHIEVED.values()))


def found(given: Answers) -> list[tuple[str, str]]:
    return [(problem.code, problem.item) for problem in check(given)]


def test_complete_answers_without_contradiction_have_no_problem() -> None:
    assert check(COMPLETE) == []


def test_an_answer_to_an_item_that_routing_skips_is_named_with_the_answer_that_skips_it() -> None:
    (problem,) = check(COMPLETE.plus("D3a", "", "no").plus("D3b", "mean_mode_range"))[:1]

    assert (problem.code, problem.item) == ("skipped_by_routing", "D3b")
    assert "D3a=no" in problem.message


def test_contradicting_answers_are_shown_both() -> None:
    (problem,) = check(COMPLETE.plus("B1a", "", "all", "some"))

    assert problem.code == "contradiction"
    assert "B1a=all; B1a=some" in problem.message


def test_a_doubt_is_a_query_and_no_error() -> None:
    (problem,) = check(COMPLETE.plus("E3a", "agreed_system", "no").plus("E3a", "all_school_authorities", "no"))

    assert (problem.code, problem.severity) == ("doubt", Severity.QUERY)
    assert "E3a agreed_system=no; E3a staff_familiar=yes" in problem.message


def test_a_step_without_any_answer_is_reported_once() -> None:
    without = Answers({cell: ticked for cell, ticked in COMPLETE.ticks.items() if cell[0] != "C4a"})

    assert found(without) == [("step_unanswered", "C4a")]


def test_a_missing_answer_is_reported_where_the_result_hangs_on_it() -> None:
    assert found(COMPLETE.plus("A1b", "housing")) == [("answer_missing", "A1b")]
    assert found(COMPLETE.plus("A3c", "")) == [("answer_missing", "A3c")]
    assert found(COMPLETE.plus("C1b", "")) == [("answer_missing", "C1b")]


def test_a_missing_answer_that_could_change_nothing_is_not_asked_for() -> None:
    assert found(COMPLETE.plus("A3a", "", "working_towards").plus("A3c", "")) == []
    assert found(COMPLETE.plus("C4a", "more_than_one_source", "no").plus("C4a", "method_of_identifying")) == []


def test_c2_is_not_missed_where_there_is_no_database() -> None:
    nothing = COMPLETE.plus("C1a", "", "no").plus("C1b", "").plus("C2a", "")

    assert found(nothing) == []
