import pytest

from onroll.selfeval import survey
from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import Level
from onroll.selfeval.notation import answers
from onroll.selfeval.score import Band

THREE = [
    answers("B1a=all; C1a=yes; C2a=date_notified"),
    answers("B1a=some; C1a=no"),
    answers("B1a=some; B1c=partly_achieved"),
]


def test_levels_of_a_step_are_counted_over_all_authorities() -> None:
    table = survey.national(THREE).steps["B1"]

    assert (table.reached.n, table.reached.pct) == (1, 33)
    assert {level: count.n for level, count in table.levels.items() if count.n} == {
        Level.ACHIEVED: 1,
        Level.WORKING_TOWARDS: 1,
        Level.PARTLY_ACHIEVED: 1,
    }
    assert table.by_rule[Level.WORKING_TOWARDS].n == 2


def test_an_authority_without_an_answer_is_at_no_level_and_stays_in_the_base() -> None:
    table = survey.national(THREE).steps["E1"]

    assert (table.at_no_level.n, table.at_no_level.base) == (3, 3)


def test_an_authority_can_be_at_two_levels_of_a_step() -> None:
    both = answers("D4a school_places=yes; D4a alternative_provision=working_towards; D4a within_one_month=no")

    table = survey.national([both]).steps["D4"]

    assert table.levels[Level.WORKING_TOWARDS].n == table.levels[Level.PARTLY_ACHIEVED].n == 1


def test_key_dates_count_those_without_a_database() -> None:
    dates = survey.national(THREE).key_dates()

    assert {name: count.n for name, count in dates.items() if count.n} == {"date_notified": 1, "no_database": 1}


def test_agencies_are_counted_over_all_authorities() -> None:
    shared = answers("A1a=yes; A1b health=yes; A1b police=no")

    found = survey.national([shared, Answers()]).policy_shared_with()

    assert (found["health"].n, found["health"].pct, found["police"].n) == (1, 50, 0)


def test_totals_are_counted_in_bands_and_groups() -> None:
    found = survey.national(THREE, partly=2)

    assert [each.total for each in found.scores] == [2 + 1 + 1, 1, 2]
    assert found.bands[Band.LOW].n == 3
    assert found.groups[0, 10].n == 3
    assert found.at_least(2).n == 2
    assert [count.n for count in found.third_bands.values()] == [1, 1, 1]


def test_no_authorities_give_empty_tables() -> None:
    found = survey.national([])

    assert (found.authorities, found.bands[Band.LOW].pct, found.steps["A1"].reached.n) == (0, 0, 0)


def test_the_response_rate_of_2006_is_87_per_cent() -> None:
    rate = survey.response_rate(answered=129, invited=149)

    assert (rate.n, rate.base, rate.pct) == (129, 149, 87)


def test_more_answers_than_invitations_are_refused() -> None:
    with pytest.raises(ValueError, match="154 answered but only 153 were invited"):
        survey.response_rate(answered=154, invited=153)
