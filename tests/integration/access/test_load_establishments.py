"""Loading the national register: real column names, both encodings, in sets, nothing removed."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from django.utils import timezone

from onroll.access import actions, queries, register
from onroll.access.models import Organisation
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry

SAMPLE = Path(str(resources.files("onroll.access.tables").joinpath("establishments-2017.csv")))
TITLES = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "Postcode",
)
FIRST = ("990101", "820", "Exampleton", "1234", "Fixture School", "01", "Community school", "Open", "", "", "ZZ1 2BB")
SECOND = (
    *("990102", "838", "Testbury", "4001", "Café Road Academy", "34", "Academy converter", "Closed"),
    *("01-09-2012", "31-08-2020", "ZZ1 2BD"),
)


def extract(folder: Path, *rows: tuple[str, ...], encoding: str = "cp1252", titles: tuple[str, ...] = TITLES) -> Path:
    """Write a small extract as the register does: all values in quotes, carriage return and line feed."""
    lines = [",".join(f'"{value}"' for value in row) for row in (titles, *rows)]
    path = folder / "edubasealldata.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def load(path: Path) -> actions.Loaded:
    act = by_the_system(at=timezone.now(), purpose="test")
    return actions.load_establishments(act, lines=register.read_register(path), register_id="test")


def with_(row: tuple[str, ...], **changes: str) -> tuple[str, ...]:
    """Change values of a row by the column's place: `place_4="New name"`."""
    values = list(row)
    for place, value in changes.items():
        values[int(place.removeprefix("place_"))] = value
    return tuple(values)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_an_extract_is_read_in_each_encoding(db: None, tmp_path: Path, encoding: str) -> None:
    loaded = load(extract(tmp_path, FIRST, SECOND, encoding=encoding))

    school = Organisation.objects.get(urn="990102")
    assert (loaded.new, loaded.new_authorities, loaded.problems) == (2, 3, [])
    assert (school.name, school.code, school.type_name) == ("Café Road Academy", "8384001", "Academy converter")
    assert (school.status, school.opened_on, school.closed_on) == ("closed", date(2012, 9, 1), date(2020, 8, 31))
    assert queries.organisation_with_code("820LLLL", date(2026, 9, 7)).found.name == "Exampleton"


def test_loading_the_same_file_again_changes_nothing(db: None, tmp_path: Path) -> None:
    path = extract(tmp_path, FIRST, SECOND)
    load(path)
    before = list(Organisation.objects.order_by("pk").values())

    again = load(path)

    assert (again.new, again.changed, again.unchanged, again.new_authorities) == (0, 0, 2, 0)
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_what_changed_is_changed_and_what_is_gone_stays(db: None, tmp_path: Path) -> None:
    load(extract(tmp_path, FIRST, SECOND))
    number = Organisation.objects.get(urn="990101").pk

    loaded = load(extract(tmp_path, with_(FIRST, place_7="Closed", place_9="31-08-2026")))

    school = Organisation.objects.get(urn="990101")
    assert (loaded.new, loaded.changed, loaded.unchanged) == (0, 1, 0)
    assert (school.pk, school.status, school.closed_on) == (number, "closed", date(2026, 8, 31))
    assert Organisation.objects.filter(urn="990102").exists()


def test_a_load_keeps_the_notice_address_and_columns_that_the_file_has_not(db: None, tmp_path: Path) -> None:
    load(extract(tmp_path, SECOND))
    Organisation.objects.filter(urn="990102").update(notices_to="office@onroll.example", town="Mockham")

    load(extract(tmp_path, with_(SECOND, place_4="New Name Academy")))

    school = Organisation.objects.get(urn="990102")
    assert (school.name, school.notices_to, school.town) == ("New Name Academy", "office@onroll.example", "Mockham")


def test_an_authority_takes_its_new_name(db: None, tmp_path: Path) -> None:
    load(extract(tmp_path, FIRST))

    load(extract(tmp_path, with_(FIRST, place_2="Exampleton and Mockham")))

    assert queries.authority("820").name == "Exampleton and Mockham"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (with_(FIRST, place_0=""), "R01"),
        (with_(FIRST, place_1="000"), "R02"),
        (with_(FIRST, place_3=""), "R03"),
        (SECOND, "R04"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named_with_its_line(
    db: None, tmp_path: Path, row: tuple[str, ...], code: str
) -> None:
    loaded = load(extract(tmp_path, SECOND, row))

    assert [(one.code, one.severity, one.line) for one in loaded.problems] == [(code, "refused", 3)]
    assert (loaded.new, loaded.refused) == (1, 1)


def test_a_row_without_type_or_status_is_kept_with_warnings(db: None, tmp_path: Path) -> None:
    loaded = load(extract(tmp_path, with_(FIRST, place_6="", place_7="")))

    assert {(one.code, one.severity, one.line) for one in loaded.problems} == {
        ("R05", "warning", 2),
        ("R06", "warning", 2),
    }
    assert Organisation.objects.get(urn="990101").status == "open"
    assert (loaded.new, loaded.refused) == (1, 0)


def test_empty_and_short_lines_do_no_harm(db: None, tmp_path: Path) -> None:
    loaded = load(extract(tmp_path, (), FIRST, FIRST[:3]))

    assert (loaded.new, [one.code for one in loaded.problems]) == (1, ["R03"])


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04\x00\x00", b"\x00\x01\x02", b"a;b\n1;2\n"])
def test_a_file_of_another_kind_changes_nothing(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    with pytest.raises(register.NotARegister):
        load(path)

    assert not Organisation.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_file_that_breaks_off_in_the_middle_changes_nothing(db: None, tmp_path: Path) -> None:
    path = extract(tmp_path, FIRST)
    path.write_bytes(path.read_bytes() + b'"' + b"x" * 200_000)

    with pytest.raises(register.NotARegister, match="Line"):
        load(path)

    assert not Organisation.objects.exists()


def test_the_load_is_in_the_ledger_with_its_counts(db: None, tmp_path: Path) -> None:
    load(extract(tmp_path, FIRST, with_(SECOND, place_0="")))

    assert LedgerEntry.objects.get().details == {
        "register_id": "test",
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "new_authorities": 2,
    }


def test_a_long_load_tells_how_far_it_has_come(db: None, tmp_path: Path) -> None:
    rows = [with_(FIRST, place_0=str(900000 + number), place_3=f"{number:04}") for number in range(4500)]
    told: list[int] = []
    act = by_the_system(at=timezone.now(), purpose="test")

    path = extract(tmp_path, *rows)
    actions.load_establishments(act, lines=register.read_register(path), register_id="test", progress=told.append)

    assert told == [2000, 4000, 4500]


def test_the_sample_gives_6022_real_schools_in_152_authorities_in_few_questions(
    db: None, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(200):
        loaded = load(SAMPLE)

    assert (loaded.new, loaded.new_authorities, loaded.refused) == (6022, 152, 1)
    assert [one.line for one in loaded.problems] == [6024]
    assert queries.organisation_with_code("2022036", date(2026, 9, 7)).found.name == "Beckford Primary School"
    assert queries.organisation_with_code("420LLLL", date(2026, 9, 7)).found.name == "Isles Of Scilly"
