"""Values of a register extract, one reader at a time."""

from datetime import date

import pytest

from onroll.access import register_values as values
from onroll.access.register import NotARegister, columns, places_of


@pytest.mark.parametrize(("text", "value"), [("100009", "100009"), ("", None), ("NA", None), ("010009", None)])
def test_a_urn_has_six_digits(text: str, value: str | None) -> None:
    assert values.read_urn(text)[0] == value


@pytest.mark.parametrize(("text", "value"), [("202", "202"), ("000", None), ("20", None), ("٢٠٢", None)])
def test_an_authority_has_three_digits_and_is_not_none(text: str, value: str | None) -> None:
    assert values.read_la_code(text)[0] == value


@pytest.mark.parametrize(("text", "value"), [("2036", "2036"), ("36", "0036"), ("", None), ("20361", None)])
def test_an_establishment_number_gets_its_noughts_back(text: str, value: str | None) -> None:
    assert values.read_number(text)[0] == value


@pytest.mark.parametrize("text", ["", "31-02-2020", "2020-01-31", "soon", "00-00-0000"])
def test_what_is_no_date_is_left_empty(text: str) -> None:
    value, code, _ = values.read_date(text)

    assert value is None
    assert code == ("" if text == "" else "R07")


@pytest.mark.parametrize("text", ["31-01-2020", "31/01/2020"])
def test_a_date_has_the_day_first(text: str) -> None:
    assert values.read_date(text) == (date(2020, 1, 31), "", "")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Open", "open"),
        ("Open, but proposed to close", "open"),
        ("Closed", "closed"),
        ("Proposed to open", "proposed"),
    ],
)
def test_every_status_of_the_register_is_known(words: str, status: str) -> None:
    assert values.read_status(words) == (status, "", "")


@pytest.mark.parametrize("words", ["", "NA", "Ajar"])
def test_a_status_nobody_knows_counts_as_open_with_a_warning(words: str) -> None:
    assert values.read_status(words)[:2] == ("open", "R06")


def test_the_registers_words_for_none_become_empty() -> None:
    assert [values.read_text(text)[0] for text in ("NA", "Not applicable", "", " Two  words ")] == [
        "",
        "",
        "",
        "Two words",
    ]


def test_words_are_cut_to_what_we_keep() -> None:
    assert len(str(values.READERS["text_60"]("x" * 300)[0])) == 60


@pytest.mark.parametrize(("text", "value"), [("11", 11), ("", None), ("eleven", None), ("120", None), ("1.5", None)])
def test_an_age_is_a_whole_number(text: str, value: int | None) -> None:
    assert values.read_age(text)[0] == value


def test_a_coordinate_is_whole_metres() -> None:
    assert values.read_metres("524823")[0] == 524823
    assert values.read_metres("-1")[1] == "R09"


def test_a_postcode_is_put_in_its_normal_form_or_dropped() -> None:
    assert values.read_postcode("nw61ql")[0] == "NW6 1QL"
    assert values.read_postcode("somewhere")[:2] == ("", "R10")
    assert values.read_postcode("") == ("", "", "")


def test_every_kind_in_the_table_of_columns_has_a_reader() -> None:
    assert {column.kind for column in columns()} <= set(values.READERS)


def test_the_full_extract_is_known_by_its_real_column_names() -> None:
    titles = ["Other", *(column.titles[0] for column in columns())]

    places = places_of(titles)

    assert places["urn"] == (1, "urn")
    assert set(places) == {column.field for column in columns()}


def test_a_file_without_a_needed_column_is_refused_with_its_name() -> None:
    titles = [column.titles[0] for column in columns() if column.field != "number"]

    with pytest.raises(NotARegister, match="EstablishmentNumber"):
        places_of(titles)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(NotARegister, match="no column URN"):
        places_of(["name", "town"])
