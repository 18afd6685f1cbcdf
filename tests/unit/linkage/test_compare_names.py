import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.linkage import Field, Kind, compare_names, compare_people

names = st.text(alphabet="abehilmnorsuyAO'’- łé", max_size=18)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Łuczak", "LUCZAK", Kind.SAME),
        ("O'Brien", "O Brien", Kind.SAME),
        ("Mac Donald", "McDonald", Kind.SAME),
        ("al-Hassan", "Hassan", Kind.SAME),
        ("Abdul Rahman", "Abdulrahman", Kind.SAME),
        ("Smith-Jones", "Jones Smith", Kind.SAME),
        ("Smith-Jones", "Jones", Kind.PART),
        ("Hussein", "Hossain", Kind.SOUNDS_ALIKE),
        ("Hussain Ahmed", "Hossein", Kind.SOUNDS_ALIKE),
        ("Okonkwo", "Okonwo", Kind.NEARLY),
        ("Fernandez", "Fernandes-Silva", Kind.SOUNDS_ALIKE),
        ("Bartholomew", "Bartholomewson", Kind.NEARLY),
        ("Jaden", "Kaden", Kind.RHYMES),
        ("Hassan", "Hussein", Kind.CONSONANTS),
        ("Amin", "Amina", Kind.CONSONANTS),
        ("Mohammed Ali", "Mohammed Hassan", Kind.OVERLAP),
        ("Alex", "Alexander", Kind.SHORT),
        ("A", "Alexander", Kind.INITIAL),
        ("Al", "Albertine", Kind.DIFFERENT),
        ("Lee", "Leo", Kind.SOUNDS_ALIKE),
        ("Kim", "Tim", Kind.ROUGHLY),
        ("Martin", "Matinn", Kind.ROUGHLY),
        ("Bo", "Jo", Kind.DIFFERENT),
        ("Khan", "Okafor", Kind.DIFFERENT),
        ("", "Khan", Kind.MISSING),
        ("Khan", " - ", Kind.MISSING),
    ],
)
def test_two_names_agree_or_differ_in_the_kind_that_people_would_say(a: str, b: str, kind: Kind) -> None:
    assert compare_names(a, b).kind is kind
    assert compare_names(b, a).kind is kind


def test_the_reason_is_a_sentence_about_both_names() -> None:
    assert compare_names("Hussein", "Hossain").reason == "surname Hussein / Hossain sounds alike"
    assert compare_names("Sam", "Sam", Field.FORENAME).reason == "same forename Sam"
    assert compare_names("Khan", "{a}").reason == "surname Khan / {a} is different"


def test_forename_and_surname_changed_round_agree_and_say_so() -> None:
    surname, forename = compare_people("Nguyen", "Anh", "Anh", "Nguyen")

    assert (surname.field, surname.kind, surname.value) == (Field.SURNAME, Kind.SAME, 0.9)
    assert (forename.field, forename.kind) == (Field.FORENAME, Kind.SAME)
    assert surname.reason == "same surname Nguyen (names in the other order)"


def test_one_name_alone_can_agree_in_the_other_order() -> None:
    surname, forename = compare_people("Nguyen", "Anh", "Okafor", "Nguyen")

    assert (surname.kind, forename.kind) == (Kind.SAME, Kind.DIFFERENT)
    assert "other order" not in forename.reason


def test_names_that_agree_in_no_order_are_compared_as_they_stand() -> None:
    surname, forename = compare_people("Nguyen", "Anh", "Okafor", "Chidi")

    assert (surname.kind, forename.kind) == (Kind.DIFFERENT, Kind.DIFFERENT)
    assert surname.reason == "surname Nguyen / Okafor is different"


def test_names_are_not_crossed_when_one_agrees_as_it_stands() -> None:
    surname, forename = compare_people("James", "Thomas", "James", "James")

    assert (surname.kind, forename.kind) == (Kind.SAME, Kind.DIFFERENT)


@given(names, names)
def test_which_name_comes_first_changes_neither_kind_nor_value(a: str, b: str) -> None:
    one, other = compare_names(a, b), compare_names(b, a)

    assert (one.kind, one.value) == (other.kind, other.value)
    assert 0.0 <= one.value <= 1.0


@given(names.filter(lambda name: any(map(str.isalpha, name))))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name).kind is Kind.SAME
