import pytest

from onroll.selfeval import baseline, checklist


def test_all_243_published_figures_are_imported() -> None:
    assert len(baseline.figures()) == 243


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, 1), (21, 16), (22, 17), (43, 33), (45, 35), (129, 100)])
def test_percentages_are_rounded_as_printed(number: int, expected: int) -> None:
    assert baseline.percent(number) == expected


def test_half_a_per_cent_is_rounded_up_and_an_empty_base_gives_nothing() -> None:
    assert baseline.percent(1, 200) == 1
    assert baseline.percent(0, 0) == 0


def test_a_figure_that_is_not_printed_is_none() -> None:
    assert baseline.figure("B1", "level", "embedded") is None


def test_whether_a_figure_agrees_is_worked_out_as_the_reference_marks_it() -> None:
    marked = {(row["step"], row["item"]) for row in baseline.rows("results-2006") if row["agrees"] == "NO"}

    found = {(each.step, each.item) for each in baseline.figures() if each.contradicts_itself}

    assert found == marked


def test_every_step_has_a_percentage_in_chapter_4() -> None:
    assert all(0 < baseline.chapter_percentage(step) <= 94 for step in checklist.steps())


def test_chapter_4_gives_the_whole_or_the_sum_of_two_levels() -> None:
    assert baseline.chapter_percentage("A1") == 17
    assert baseline.chapter_percentage("A2") == 24 + 19
