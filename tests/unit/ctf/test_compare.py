from onroll import ctf
from tests.unit.ctf.files import OTHER_PUPIL, PUPIL, text, with_block


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

    assert len(compared(text(pupils=nobody), text(pupils=nobody.replace("A", "B")))) == 2


def test_sex_and_gender_are_one_item():
    contact = with_block("<Contacts><Contact><Surname>Dunmere</Surname><Sex>F</Sex></Contact></Contacts>")

    assert compared(text(contact), text(contact, ("<Sex>F</Sex>", "<Gender>F</Gender>"))) == []
    assert compared(text(), text(("<Sex>F</Sex>", "<Gender>F</Gender><Sex>F</Sex>"))) == []
    (difference,) = compared(text(), text(("<Sex>F</Sex>", "<Gender>M</Gender>")))
    assert [(change.label, change.before, change.after) for change in difference.changes] == [("Sex", "F", "M")]


def test_other_capitals_of_a_name_are_no_difference():
    address = "<Address><{}>1234</{}></Address>"

    assert (
        compared(text(with_block(address.format("Zip", "Zip"))), text(with_block(address.format("ZIP", "ZIP")))) == []
    )


def test_the_same_text_twice_is_not_the_same_text_once():
    once, twice = "<Disability>HEAR</Disability>", "<Disability>HEAR</Disability><Disability>HEAR</Disability>"
    block = "<NCyearActual>11</NCyearActual><Disabilities>{}</Disabilities>"
    year = "<NCyearActual>11</NCyearActual>"

    (difference,) = compared(text((year, block.format(once))), text((year, block.format(twice))))

    assert [(change.before, change.after) for change in difference.changes] == [("HEAR", "HEAR; HEAR")]


def test_records_without_number_and_name_that_say_the_same_are_of_one_pupil():
    nameless = "<Pupil><Surname>Dunmere</Surname></Pupil><Pupil/>"

    assert compared(text(pupils=nameless), text(pupils=nameless)) == []


def test_two_pupils_of_one_name_are_both_paired():
    namesake = PUPIL.replace("<UPN>W999400114007</UPN>", "")
    older = namesake + namesake.replace("2021-09-06", "2022-09-05")
    newer = namesake.replace("2021-09-06", "2023-09-04") + namesake.replace("2021-09-06", "2022-09-05")

    (difference,) = compared(text(pupils=older), text(pupils=newer))

    assert (difference.older, difference.newer) == (1, 1)
