"""Whatever bytes come: problems in plain words, never a crash, never a pupil's words in a problem, bounded memory."""

import io
import json
import tracemalloc
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rolls import reading
from tests.unit.rolls import bundles

AS_ON = date(2026, 9, 7)
FORMS = ("csv", "oneroster", "ctf", "json")
HEAD = b"Pupil number,Surname,Forename,Date of birth\n"
TABLE_BYTES = 2_000_000
MOST_MEMORY = 40_000_000


def read(content: bytes, form: str = "csv") -> reading.Read:
    return reading.read(content, form=form, school_code="8201234", as_on=AS_ON)


cells = st.text(max_size=30)
tables = st.lists(st.lists(cells, max_size=5), max_size=5).map(lambda rows: "\n".join(map(",".join, rows)).encode())
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(content=st.binary(max_size=400) | tables.map(lambda rows: HEAD + rows), form=st.sampled_from(FORMS))
def test_any_bytes_give_pupils_or_problems_and_never_a_crash(content: bytes, form: str) -> None:
    found = read(content, form)

    assert found.pupils or found.problems


@given(
    pupils=st.lists(st.dictionaries(st.sampled_from([*reading.FIELDS, "other"]), json_values, max_size=6), max_size=4)
)
def test_any_values_in_json_give_pupils_or_problems(pupils: list[dict[str, object]]) -> None:
    found = read(json.dumps({"pupils": pupils}).encode(), "json")

    assert found.pupils or found.problems


@given(name=st.sampled_from(["users.csv", "orgs.csv", "roles.csv", "manifest.csv", "classes.csv"]), content=tables)
def test_any_table_in_a_bundle_gives_pupils_or_problems(name: str, content: bytes) -> None:
    packed = io.BytesIO(bundles.packed({key: rows for key, rows in bundles.version_1_2().items() if key != name}))
    with zipfile.ZipFile(packed, "a") as bundle:
        bundle.writestr(name, content)

    found = read(packed.getvalue(), "oneroster")

    assert found.pupils or found.problems


def test_a_bundle_cut_short_is_refused() -> None:
    found = read(bundles.packed(bundles.version_1_1())[:-40], "oneroster")

    assert [one.code for one in found.problems] == ["R14"]


def test_a_first_line_that_is_a_pupil_is_never_said_again() -> None:
    found = read(b"Quillon,Zelphine,14/03/2015\nMarchbank,Oswin,02/11/2014\n")

    assert [one.code for one in found.problems] == ["R05"]
    assert "Quillon" not in found.problems[0].words


@pytest.mark.parametrize("said", ['"false"', "0", '"no"', "null", "[]"])
def test_a_list_is_taken_as_complete_only_by_true_or_false(said: str) -> None:
    found = read(f'{{"complete": {said}, "pupils": []}}'.encode(), "json")

    assert [one.code for one in found.problems] == ["R03"]


def bundle_of_rows(name: str, row: bytes) -> bytes:
    """Return a bundle in which one table holds as many short rows as fit."""
    packed = io.BytesIO(bundles.packed({key: rows for key, rows in bundles.version_1_1().items() if key != name}))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as bundle:
        bundle.writestr(name, b"sourcedId,orgSourcedIds,role\n" + row * (TABLE_BYTES // len(row)))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(HEAD + b"1,A,B,C\n" * (TABLE_BYTES // 8), "csv", id="short rows"),
        pytest.param(HEAD + b"1\n" * (TABLE_BYTES // 2), "csv", id="rows that are too short"),
        pytest.param(bundle_of_rows("users.csv", b"x,o1,student\n"), "oneroster", id="users"),
        pytest.param(bundle_of_rows("demographics.csv", b"strange\n"), "oneroster", id="a table of strangers"),
    ],
)
def test_a_file_of_a_great_many_rows_is_left_before_it_fills_the_memory(content: bytes, form: str) -> None:
    tracemalloc.start()
    try:
        found = read(content, form)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found.has_errors or found.pupils
    assert most < MOST_MEMORY


def test_what_is_said_of_a_boarder_and_of_a_number_that_passed_on_are_two_codes() -> None:
    found = read(b"Pupil number,Surname,Forename,Boarder\n1,Quillon,Zelphine,perhaps\n")

    assert [one.words for one in found.problems] == [
        "Whether the pupil boards is neither yes nor no. It was left empty."
    ]
    assert reading.problem("R52", 2).words.startswith("This pupil number was another pupil’s until now.")
