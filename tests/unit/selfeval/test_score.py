import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import Level, points
from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import embedded_item
from onroll.selfeval.score import Band, Cuts, band, judgements, score, thirds
from tests.unit.selfeval.cases import ACHIEVED


def everything(*ticks: str) -> Answers:
    return answers(
        "; ".join([*ACHIEVED.values(), *(f"{embedded_item(step).key}={'+'.join(ticks)}" for step in ACHIEVED)])
    )


@pytest.mark.parametrize(
    ("level", "worth"),
    [
        ("no", 0),
        ("working_towards", 1),
        ("partly_achieved", 1),
        ("achieved", 2),
        ("embedded", 3),
        ("dk", 0),
        ("needs_a_person", 0),
    ],
)
def test_each_level_is_worth_its_points(level: str, worth: int) -> None:
    assert points(Level(level)) == worth
    assert points(Level(level), partly=2) == (2 if level == "partly_achieved" else worth)


@pytest.mark.parametrize(
    ("total", "expected"),
    [(0, "low"), (35, "low"), (36, "medium"), (44, "medium"), (45, "high"), (66, "high")],
)
def test_bands_end_where_the_report_ends_them(total: int, expected: str) -> None:
    assert band(total) == expected


def test_all_embedded_scores_66_and_all_achieved_44() -> None:
    assert score(judgements(everything("in_place_6_months", "reviewed_since"))).total == 66
    assert score(judgements(everything("neither"))).total == 44


def test_nothing_answered_scores_0_and_could_become_66() -> None:
    found = score(judgements(Answers()))

    assert (found.total, found.at_most, found.band) == (0, 66, Band.LOW)


def test_a_partly_achieved_step_counts_1_or_2_by_the_setting() -> None:
    judged = judgements(answers("B1a=some; B1c=partly_achieved"))

    assert (score(judged).total, score(judged, partly=2).total) == (1, 2)


def test_a_step_coded_in_two_ways_has_no_coded_result() -> None:
    assert judgements(answers("B1a=some; B1c=partly_achieved+achieved"))["B1"].interviewer is None


def test_thirds_part_any_set_as_evenly_as_equal_totals_allow() -> None:
    assert thirds([1, 2, 3, 4, 5, 6]) == Cuts(2, 4)
    assert thirds([10, 10, 10, 10, 20, 30]) == Cuts(10, 20)


def test_fewer_than_three_different_totals_keep_the_cuts_of_2006() -> None:
    assert thirds([7, 7, 9]) == Cuts(35, 44)
    assert thirds([]) == Cuts(35, 44)


@given(st.lists(st.integers(min_value=0, max_value=66), min_size=3, unique=True, max_size=30))
def test_thirds_of_different_totals_differ_by_one_at_most(totals: list[int]) -> None:
    cuts = thirds(totals)

    sizes = [[cuts.band(total) for total in totals].count(each) for each in Band]

    assert max(sizes) - min(sizes) <= 1
