"""The codes by date: every letter of both lists, what a clerk's words find, and why a mark cannot stand."""

from datetime import date

import pytest

from onroll.rules.attendance_codes import (
    CATEGORY_WORDS,
    Category,
    FaultCode,
    Session,
    codes_on,
    every_code,
    fault_of,
    find_codes,
    letters_where,
)

OLD_DAY, NEW_DAY = date(2024, 8, 18), date(2024, 8, 19)


def test_the_new_list_is_in_force_from_the_nineteenth_of_august_2024() -> None:
    new = "/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z #"

    assert set(codes_on(NEW_DAY)) == set(new.split())
    assert {"J", "H", "Y"} <= set(codes_on(OLD_DAY))
    assert not {"K", "Q", "C1", "C2", "J1", "Y1"} & set(codes_on(OLD_DAY))


def test_an_interview_was_attendance_and_is_now_authorised_absence() -> None:
    assert codes_on(OLD_DAY)["J"].category is Category.APPROVED
    assert codes_on(NEW_DAY)["J1"].category is Category.AUTHORISED


def test_no_two_rows_of_a_letter_hold_on_one_day() -> None:
    for code in every_code():
        again = [one for one in every_code() if one.letter == code.letter and one.covers(code.valid_from)]
        assert again == [code]


def test_what_counts_as_absence_is_possible_and_never_attending() -> None:
    for code in every_code():
        assert not (code.is_absence and code.is_attending)
        assert code.is_possible is (code.is_absence or code.is_attending)
        assert code.is_absence is (code.category in {Category.AUTHORISED, Category.UNAUTHORISED})
        assert code.category in CATEGORY_WORDS


def test_only_g_n_o_and_u_count_for_the_ten_day_return() -> None:
    assert {letter for letter, code in codes_on(NEW_DAY).items() if code.is_ten_day} == set("GNOU")
    assert letters_where(NEW_DAY, category=Category.UNAUTHORISED) == frozenset("GNOU")


def test_a_pupil_who_came_late_breaks_a_run_of_ground_i() -> None:
    assert codes_on(NEW_DAY)["U"].breaks_run is True
    assert codes_on(NEW_DAY)["N"].breaks_run is False
    assert codes_on(NEW_DAY)["#"].breaks_run is None


@pytest.mark.parametrize(
    ("letter", "session", "on", "code"),
    [
        ("J", Session.AM, NEW_DAY, FaultCode.NOT_IN_FORCE),
        ("K", Session.AM, OLD_DAY, FaultCode.NOT_IN_FORCE),
        ("A", Session.AM, NEW_DAY, FaultCode.UNKNOWN),
        ("", Session.AM, NEW_DAY, FaultCode.UNKNOWN),
        ("/", Session.PM, NEW_DAY, FaultCode.WRONG_SESSION),
        ("\\", Session.AM, NEW_DAY, FaultCode.WRONG_SESSION),
        ("N", Session.AM, date(2006, 8, 31), FaultCode.NOT_IN_FORCE),
    ],
)
def test_a_letter_that_cannot_stand_is_refused_with_a_code(letter, session, on, code) -> None:
    found = fault_of(letter, session, on)

    assert found is not None
    assert found.code is code


def test_a_code_that_ended_says_what_to_use_instead() -> None:
    found = fault_of("H", Session.AM, NEW_DAY)

    assert found is not None
    assert found.words == "The code H was not in force on this day. Use C."


def test_a_good_mark_has_no_fault() -> None:
    assert fault_of("/", Session.AM, NEW_DAY) is None
    assert fault_of("C1", Session.PM, NEW_DAY) is None


@pytest.mark.parametrize(
    ("words", "letter"),
    [
        ("dentist", "M"),
        ("poorly", "I"),
        ("holiday not granted", "G"),
        ("part-time timetable", "C2"),
        ("after register closed", "U"),
        ("snow", "Y2"),
        ("n", "N"),
        ("suspended", "E"),
        ("funeral", "C"),
        ("tuition", "K"),
    ],
)
def test_a_clerks_own_words_find_the_code(words, letter) -> None:
    assert find_codes(words, NEW_DAY)[0].letter == letter


def test_without_words_every_code_of_the_day_is_shown_and_nonsense_finds_none() -> None:
    assert len(find_codes(" ", NEW_DAY)) == len(codes_on(NEW_DAY))
    assert find_codes("zzzz", NEW_DAY) == ()


def test_every_code_of_today_says_when_to_use_it() -> None:
    assert all(code.use_when for code in codes_on(NEW_DAY).values())
