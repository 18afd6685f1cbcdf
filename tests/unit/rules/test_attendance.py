"""Percentages as the Department counts them, and runs of codes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onroll.rules.attendance import Day, Tally, is_persistent, is_severe, runs, tally, tally_days
from onroll.rules.attendance_codes import codes_on

TODAY = date(2026, 9, 7)
GNOU = frozenset("GNOU")


def days(*marks: str, first: date = TODAY) -> list[Day]:
    """Return days from texts of two codes, as in "N O"; "-" is no mark."""
    pairs = [[("" if one == "-" else one) for one in text.split()] for text in marks]
    return [Day(first + timedelta(days=n), *pair) for n, pair in enumerate(pairs)]


def test_sessions_count_as_the_department_counts_them() -> None:
    found = tally({"/": 5, "\\": 5, "L": 2, "B": 1, "I": 3, "G": 1, "U": 1, "D": 4, "X": 2, "Q": 1, "??": 1}, TODAY)

    assert found == Tally(attended=13, authorised=3, unauthorised=2, late=2, not_counted=7, unknown=1)
    assert (found.possible, found.absent) == (18, 5)


def test_a_session_at_the_other_school_is_in_no_percentage() -> None:
    assert tally({"D": 10}, TODAY).attendance_percent is None
    assert tally({"D": 10}, TODAY).absence_percent is None


def test_ten_percent_exactly_is_persistent_and_half_exactly_is_severe() -> None:
    assert is_persistent(Tally(attended=90, authorised=10), TODAY)
    assert not is_persistent(Tally(attended=91, authorised=9), TODAY)
    assert is_severe(Tally(attended=50, unauthorised=50), TODAY)
    assert not is_severe(Tally(attended=51, unauthorised=49), TODAY)


def test_the_threshold_is_that_of_the_day() -> None:
    twelve = Tally(attended=88, authorised=12)

    assert is_persistent(twelve, date(2015, 9, 1))
    assert not is_persistent(twelve, date(2015, 8, 31))
    assert not is_persistent(Tally(authorised=9), date(2004, 9, 1))


def test_nobody_without_a_possible_session_is_persistently_absent() -> None:
    assert not is_persistent(Tally(not_counted=10), TODAY)
    assert not is_severe(Tally(), TODAY)


def test_each_day_is_read_by_the_list_of_its_own_day() -> None:
    interview = [Day(date(2024, 7, 1), "J", "\\"), Day(date(2024, 9, 9), "J1", "\\")]

    found = tally_days(interview)

    assert (found.attended, found.authorised) == (3, 1)


def test_a_run_needs_every_session_and_ends_at_another_code() -> None:
    (run,) = runs(days("N N", "O U", "G N", "/ N", "/ \\"), GNOU)

    assert (run.first_on, run.last_on, run.days, run.is_over) == (TODAY, TODAY + timedelta(days=2), 3, True)
    assert dict(run.letters) == {"N": 3, "O": 1, "U": 1, "G": 1}


def test_a_closed_school_and_a_missing_mark_break_nothing_and_count_for_nothing() -> None:
    (run,) = runs(days("N N", "# #", "- -", "N -", "N N"), GNOU)

    assert (run.days, run.unmarked, run.is_over) == (2, 2, False)


def test_a_half_day_on_which_the_school_met_is_a_day() -> None:
    (run,) = runs(days("N #", "N N"), GNOU)

    assert run.days == 2


def test_an_illness_between_makes_two_runs() -> None:
    assert [run.days for run in runs(days("N N", "I I", "N N", "N N"), GNOU)] == [1, 2]


@given(st.lists(st.tuples(st.sampled_from(sorted(codes_on(TODAY))), st.sampled_from(sorted(codes_on(TODAY))))))
def test_every_session_is_counted_once_and_runs_never_overlap(pairs) -> None:
    marked = [Day(TODAY + timedelta(days=n), am, pm) for n, (am, pm) in enumerate(pairs)]
    found = tally_days(marked)

    assert found.possible + found.not_counted + found.unknown == 2 * len(marked)
    edges = [edge for run in runs(marked, GNOU) for edge in (run.first_on, run.last_on)]
    assert edges == sorted(edges)
    assert sum(run.days for run in runs(marked, GNOU)) <= len(marked)
