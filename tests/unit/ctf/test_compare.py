from onroll import ctf
from tests.unit.ctf.files import OTHER_PUPIL, PUPIL, text


def compared(older, newer):
    return ctf.compare(ctf.read(older.encode()), ctf.read(newer.encode()))


def test_a_file_does_not_differ_from_itself():
    assert compared(text(), text()) == []


def test_a_changed_value_is_told_before_and_after():
    (difference,) = compared(text(), text(("Trialla", "Triala")))

    assert (difference.older, difference.newer) == (1, 1)
    assert [(change.label, change.before, change.after) for change in difference.changes] == [
        ("Forename", "Trialla", "Triala")
    ]


def test_a_value_added_or_taken_away_has_one_side():
    (difference,) = compared(text(), text(("<Sex>F</Sex>", "<Sex>F</Sex><House>Red</House>"), ("Dunmere", "")))

    assert {(change.path, change.before, change.after) for change in difference.changes} == {
        ("House", None, "Red"),
        ("Surname", "Dunmere", None),
    }


def test_a_row_of_history_that_changed_is_told_as_a_whole():
    (difference,) = compared(text(), text(("2025-11-10", "2025-11-11")))

    assert [bool(change.before) for change in difference.changes] == [True, False]
    assert "Left: 11 November 2025" in (difference.changes[1].after or "")


def test_unknown_parts_of_history_are_compared_too():
    (difference,) = compared(text(), text(("</LeavingDate>", "</LeavingDate><Odd>1</Odd>")))

    assert "Odd: 1" in (difference.changes[1].after or "")


def test_pupils_are_paired_by_number_whatever_their_order():
    assert compared(text(pupils=PUPIL + OTHER_PUPIL), text(pupils=OTHER_PUPIL + PUPIL)) == []


def test_pupils_without_a_number_are_paired_by_name_and_birth():
    without = PUPIL.replace("<UPN>W999400114007</UPN>", "")

    (difference,) = compared(text(pupils=without), text())

    assert [(change.label, change.before) for change in difference.changes] == [("Unique pupil number", None)]


def test_a_pupil_in_one_file_only_is_told():
    found = compared(text(pupils=PUPIL), text(pupils=OTHER_PUPIL))

    assert [(difference.older, difference.newer) for difference in found] == [(None, 1), (1, None)]


def test_pupils_who_cannot_be_told_apart_stay_alone():
    nobody = "<Pupil><Surname>A</Surname></Pupil>"

    assert len(compared(text(pupils=nobody), text(pupils=nobody))) == 2
