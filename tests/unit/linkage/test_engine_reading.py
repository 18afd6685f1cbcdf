"""What lists hold brought to numbers: names without titles and stand-ins, dates, postcodes, houses and streets."""

import pytest

from onroll.linkage.engine import addresses
from onroll.linkage.engine.table import MISSING
from onroll.linkage.engine.words import name_words, vocabulary


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Miss Amina", ("amina",)),
        ("Thomas (Tom)", ("thomas",)),
        ("Not Known", ()),
        ("NK", ()),
        ("Baby", ()),
        ("Twin 1", ()),
        ("Wi11iam", ("william",)),
        ("R0bert", ("robert",)),
        ("Smith Jnr", ("smith",)),
        ("M", ()),
        ("Amina F", ("amina", "f")),
        ("", ()),
    ],
)
def test_the_words_of_a_name_leave_out_notes_titles_and_stand_ins(name, words):
    assert name_words(name) == words


def test_spellings_and_short_forms_of_one_name_are_one_family():
    words, numbers = vocabulary([("katherine",), ("kate",), ("mohammed",), ("muhammad",), ("olive",)])

    assert words.family[numbers["katherine"]] == words.family[numbers["kate"]] != MISSING
    assert words.family[numbers["mohammed"]] == words.family[numbers["muhammad"]] != MISSING
    assert words.family[numbers["olive"]] == MISSING


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("2014-03-05", (2014, 3, 5)),
        ("05/03/2014", (2014, 3, 5)),
        ("5.3.2014", (2014, 3, 5)),
        ("20140305", (2014, 3, 5)),
        ("2014-03-05 00:00:00", (2014, 3, 5)),
        ("2014-02-31", (0, 0, 0)),
        ("1900-01-01", (0, 0, 0)),
        ("spring 2014", (0, 0, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_birth_dates_are_read_as_people_write_them_and_stand_ins_are_missing(text, born):
    assert addresses.birth_date(text) == born
    assert tuple(addresses.birth_dates([text])[0]) == born


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("BS5 1AA", "bs51aa", True),
        ("BS5 1AA", "BS5 IAA", True),
        ("BS5 0AA", "BS5 OAA", True),
        ("BS5 1AA", "BS5 1AB", False),
    ],
)
def test_postcodes_are_the_same_whatever_the_spacing_or_letters_that_look_like_digits(one, two, same):
    codes, _, _, _ = addresses.postcodes([one, two])

    assert (codes[0] == codes[1]) is same or bool(codes[0] == codes[1]) == same


def test_a_stand_in_postcode_is_missing_and_half_a_postcode_is_a_district():
    full, sector, district, _ = addresses.postcodes(["ZZ99 3WZ", "BS5", "BS5 1AA", ""])

    assert full.tolist()[:2] == [MISSING, MISSING]
    assert sector.tolist()[:2] == [MISSING, MISSING]
    assert district[1] == district[2] != MISSING
    assert district.tolist()[0] == district.tolist()[3] == MISSING


@pytest.mark.parametrize(
    ("text", "house", "flat"),
    [("flat 28, 14", 14, 28), ("14", 14, -1), ("14a", 14, -1), ("", -1, -1), ("Rose Cottage", -1, -1)],
)
def test_a_house_has_a_number_and_perhaps_a_flat(text, house, flat):
    numbers, flats = addresses.houses([text])

    assert (numbers[0], flats[0]) == (house, flat)


def test_streets_are_written_out_in_full():
    codes, _ = addresses.streets(["Mill Rd", "mill road", "c/o Mill Road", "Mill Lane"])

    assert codes[0] == codes[1] == codes[2] != codes[3]
