from datetime import date

import pytest

from onroll.rules import grounds
from onroll.rules.rulesets import RuleNotInForce

LAST_OLD_DAY = date(2024, 8, 18)
FIRST_NEW_DAY = date(2024, 8, 19)


@pytest.mark.parametrize(
    ("letter", "left_on", "code"),
    [
        ("D", LAST_OLD_DAY, "EHE"),
        ("D", FIRST_NEW_DAY, "SAO_CHANGED"),
        ("F", FIRST_NEW_DAY, "EHE"),
        ("H", LAST_OLD_DAY, "ABSENT_20"),
        ("H", FIRST_NEW_DAY, "LEAVE_NO_RETURN"),
        ("I", FIRST_NEW_DAY, "ABSENT_20"),
        ("I", LAST_OLD_DAY, "DETAINED"),
        ("A", LAST_OLD_DAY, "SAO_CHANGED|SAO_REVOKED"),
    ],
)
def test_the_same_letter_is_another_ground_before_and_after_19_august_2024(
    letter: str, left_on: date, code: str
) -> None:
    assert grounds.ground_for(letter, left_on).code == code


def test_a_letter_is_read_in_either_case_and_with_space_around_it() -> None:
    assert grounds.ground_for(" i ", FIRST_NEW_DAY) is grounds.ground_for("I", FIRST_NEW_DAY)


def test_only_leave_and_twenty_days_need_joint_enquiries() -> None:
    old = {each.letter for each in grounds.grounds_on(LAST_OLD_DAY) if each.needs_joint_enquiries}
    new = {each.letter for each in grounds.grounds_on(FIRST_NEW_DAY) if each.needs_joint_enquiries}

    assert old == {"F", "H"}
    assert new == {"H", "I"}


def test_each_set_has_the_letters_a_to_o() -> None:
    for day in (LAST_OLD_DAY, FIRST_NEW_DAY):
        assert "".join(each.letter for each in grounds.grounds_on(day)) == "ABCDEFGHIJKLMNO"


def test_unpaid_boarding_fees_became_a_ground_in_september_2011() -> None:
    assert grounds.ground_for("O", date(2011, 9, 1)).code == "BOARDING_FEES"
    with pytest.raises(grounds.UnknownGround, match="registration-2006 has no ground 'O'"):
        grounds.ground_for("O", date(2011, 8, 31))


def test_a_letter_that_no_ground_has_is_refused() -> None:
    with pytest.raises(grounds.UnknownGround, match="registration-2024 has no ground 'P'"):
        grounds.ground_for("P", FIRST_NEW_DAY)


def test_no_ground_is_known_before_the_2006_regulations() -> None:
    assert grounds.ground_for("B", date(2006, 9, 1)).words == "Registered at another school"
    with pytest.raises(RuleNotInForce):
        grounds.ground_for("B", date(2006, 8, 31))
