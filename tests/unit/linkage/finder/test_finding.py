"""The dictionary forgives slips and sounds, a question is read whatever is typed, and the order of words is nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from onroll.linkage.finder import Birth, Dictionary, Entry, Question, parse_typed, terms_of, weigh
from onroll.linkage.skeleton import skeletons

ON = date(2026, 11, 22)
WORDS = ("hossain", "hussein", "fatima", "fatimah", "nowak", "novak", "maryam", "li", "zofia", "kowalski", "łukasz")


def dictionary(*words: str) -> Dictionary:
    made = Dictionary()
    made.add({word: skeletons(word) for word in words})
    return made


HELD = dictionary(*WORDS)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("ali 2014", Birth(date(2014, 1, 1), date(2014, 12, 31))),
        ("March 2015 ali", Birth(date(2015, 3, 1), date(2015, 3, 31))),
        ("december 2015", Birth(date(2015, 12, 1), date(2015, 12, 31))),
        ("12/3/15 ali", Birth(date(2015, 3, 12), date(2015, 3, 12))),
        ("12.3.2015", Birth(date(2015, 3, 12), date(2015, 3, 12))),
        ("2015-03-12", Birth(date(2015, 3, 12), date(2015, 3, 12))),
        ("2nd march 2015", Birth(date(2015, 3, 2), date(2015, 3, 2))),
        ("1/1/99", Birth(date(1999, 1, 1), date(1999, 1, 1))),
        ("ali about 8", Birth(date(2016, 11, 22), date(2019, 11, 22))),
        ("ali aged 8", Birth(date(2017, 11, 22), date(2018, 11, 22))),
        ("8 years old ali", Birth(date(2017, 11, 22), date(2018, 11, 22))),
        ("31/2/2015 ali", None),
        ("about 99", None),
    ],
)
def test_a_birth_date_is_read_however_it_is_said(typed: str, birth: Birth | None) -> None:
    assert parse_typed(typed, on=ON).birth == birth


def test_numbers_and_places_are_told_from_names() -> None:
    asked = parse_typed("Smith zz11aa 820/1234 H820123415001 Fatima", on=ON)

    assert asked == Question(
        words=("smith", "fatima"), postcode="ZZ1 1AA", upns=("H820123415001",), school_code="8201234"
    )
    assert parse_typed("khan SR10", on=ON).district == "SR10"


@given(st.text())
def test_anything_at_all_can_be_typed(typed: str) -> None:
    assert len(parse_typed(typed, on=ON).words) <= 8


@given(typed=st.text(alphabet="aefhimnostu", min_size=2, max_size=8))
def test_no_word_within_its_slips_is_passed_over(typed: str) -> None:
    near = {each.text: each for each in HELD.near(typed)}

    for word in WORDS:
        if OSA.distance(typed, word) <= int(max(len(typed), len(word)) * 0.4 + 1e-9):
            assert word in near


def test_words_added_later_are_found_as_well() -> None:
    held = dictionary("hossain")
    held.add({"hussain": skeletons("hussain"), "hossain": skeletons("hossain")})

    assert {each.text for each in held.near("hossein")} == {"hossain", "hussain"}
    assert len(held) == 2


@given(order=st.permutations(["husein", "fatma", "n", "zofia"]))
def test_the_order_of_words_changes_nothing(order: list[str]) -> None:
    terms = terms_of(Entry(names=("Hossain", "Fatima Nour"), birth_date=date(2014, 3, 12)))
    near = {word: {each.text: each for each in HELD.near(word)} for word in order}

    found = weigh(Question(words=tuple(order)), terms, None, near)
    sorted_words = weigh(Question(words=tuple(sorted(order))), terms, None, near)

    assert found.bits == pytest.approx(sorted_words.bits)
    assert sorted(found.reasons) == sorted(sorted_words.reasons)


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2014, 3, 12), "born 12 March 2014"),
        (date(2014, 3, 13), "born 13 March 2014, one day off"),
        (date(2014, 12, 3), "born 3 December 2014, day and month changed round"),
        (date(2015, 3, 12), "born 12 March 2015, one year off"),
        (date(2014, 3, 22), "born 22 March 2014, another day"),
        (date(2014, 7, 20), "born 20 July 2014, the same year"),
        (date(2010, 7, 20), "born 20 July 2010, another date"),
        (None, "no birth date is known"),
    ],
)
def test_each_slip_of_a_date_is_said(born: date | None, words: str) -> None:
    asked = Question(birth=Birth(date(2014, 3, 12), date(2014, 3, 12)))

    assert weigh(asked, (), born, {}).reasons == (words,)
