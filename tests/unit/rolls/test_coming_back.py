"""Who is new on a roll and who only came back: sure where no twin could be meant, a question where one could."""

from dataclasses import replace
from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from onroll.rolls.coming_back import NOBODY, find, is_surely_one, may_be_one
from onroll.rolls.models import RollEntry
from onroll.rolls.reading import FIELDS, Pupil

ADA = Pupil(pupil_key="000001", surname="Madeup", forename="Ada", middle_names="Bo", born_on=date(2015, 3, 14), sex="F")
NUMBERLESS = replace(ADA, pupil_key="n-1")
UPN, OTHER_UPN = "R201100018042", "A820123415001"


def ended(pupil: Pupil, child: int = 1) -> RollEntry:
    values = {name: getattr(pupil, name) for name in FIELDS}
    return RollEntry(**values, until_on=date(2026, 9, 1), child_id=child)


@pytest.mark.parametrize(
    ("new", "former"),
    [
        (NUMBERLESS, ADA),  # the number is lost
        (NUMBERLESS, replace(ADA, pupil_key=UPN, upn=UPN)),  # the UPN is lost
        (replace(ADA, surname="Invented", middle_names=""), ADA),  # another surname under the school's number
        (replace(NUMBERLESS, pupil_key=UPN, upn=UPN, middle_names=""), replace(ADA, upn=UPN)),
        (replace(NUMBERLESS, surname="MADEUP"), NUMBERLESS),
    ],
)
def test_one_name_birth_date_and_sex_or_one_number_is_surely_one_child(new: Pupil, former: Pupil) -> None:
    assert is_surely_one(new, former)
    assert is_surely_one(former, new)
    assert not may_be_one(new, former)


@pytest.mark.parametrize(
    "other",
    [
        {"pupil_key": "000002"},
        {"pupil_key": "n-1", "middle_names": ""},
        {"pupil_key": "n-1", "sex": ""},
        {"upn": OTHER_UPN},
        {"born_on": date(2015, 4, 14)},
        {"forename": "Adah"},
        {"sex": "M"},
        {"middle_names": "Cyd"},
    ],
)
def test_what_speaks_against_it_makes_it_a_question(other: dict[str, Any]) -> None:
    new = replace(ADA, **other)

    assert not is_surely_one(new, replace(ADA, upn=UPN))
    assert may_be_one(new, replace(ADA, upn=UPN))


def test_another_child_of_the_school_is_neither() -> None:
    other = replace(ADA, pupil_key="000009", forename="Dee", born_on=date(2014, 1, 2))

    assert not is_surely_one(other, ADA)
    assert not may_be_one(other, ADA)


def test_of_two_rows_that_could_both_be_one_who_left_neither_surely_is() -> None:
    new = [replace(ADA, pupil_key="n-1"), replace(ADA, pupil_key="n-2")]
    former = ended(ADA)

    found = find(new, {0: [former], 1: [former]}, [])

    assert [(one.surely, one.perhaps) for one in found.values()] == [(None, (former,))] * 2


def test_of_two_children_who_left_under_one_name_neither_is_taken() -> None:
    formers = [ended(NUMBERLESS, 1), ended(NUMBERLESS, 2)]

    found = find([NUMBERLESS], {0: formers}, [])[0]

    assert (found.surely, found.perhaps) == (None, tuple(formers))
    assert find([NUMBERLESS], {0: [formers[0], ended(NUMBERLESS, 1)]}, [])[0].surely is formers[0]
    assert NOBODY.surely is None


words = st.sampled_from(["Ada", "Adah", "Bo", "Cyd", ""])
twins = st.tuples(words.filter(bool), words, st.sampled_from("FM"), st.sampled_from(["", UPN, OTHER_UPN]))


@given(one=twins, other=twins, keys=st.tuples(st.sampled_from("12"), st.sampled_from("12")), by_key=st.booleans())
def test_two_twins_are_never_one_child(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str], keys: tuple[str, str], by_key: bool
) -> None:
    """Twins share surname, birth date and address, and any of the rest: they differ in one thing at least that is said.

    A number of the school is no other child's while both rows have one; a UPN may have been typed for the wrong twin.
    """

    def row(said: tuple[str, str, str, str], key: str) -> Pupil:
        forename, middle, sex, upn = said
        own = f"00000{key}" if by_key else f"n-{forename}"
        return replace(ADA, forename=forename, middle_names=middle, sex=sex, upn=upn, pupil_key=own)

    are_other_names = one[0] != other[0] or bool(one[1] and other[1] and one[1] != other[1]) or one[2] != other[2]
    have_other_numbers = bool(one[3] and other[3] and one[3] != other[3]) or (by_key and keys[0] != keys[1])
    are_told_apart = are_other_names or (have_other_numbers and one[3] != other[3])
    if are_told_apart:
        assert not is_surely_one(row(one, keys[0]), row(other, keys[1]))
