"""Bad lists given to `onroll match`, one by one: each is answered in words, none by a crash or by silence."""

import csv

import pytest
from click.testing import CliRunner

from onroll.linkage.command import match
from onroll.linkage.lists import memory
from tests.unit.linkage.lists_for_tests import world

HEADINGS = ("rid", "forename", "surname", "dob", "sex", "postcode", "house", "street")


@pytest.fixture(scope="module")
def lists():
    simulated, _ = world(persons=90)
    return {
        name: [[each[field] or "" for field in HEADINGS] for each in simulated.records if each["list"] == name]
        for name in "AB"
    }


@pytest.fixture
def given(lists, tmp_path):
    """Two good lists as files, and a way to write others beside them."""

    def write(name, rows, headings=HEADINGS, encoding="utf-8"):
        path = tmp_path / f"{name}.csv"
        with path.open("w", newline="", encoding=encoding) as file:
            csv.writer(file).writerows([headings, *rows])
        return path

    return write, write("A", lists["A"]), write("B", lists["B"]), tmp_path / "out"


def _matched(out, *files):
    done = CliRunner().invoke(match, [*map(str, files), "--yes", "--out", str(out)])
    pairs = out / "pairs.csv"
    return done, list(csv.DictReader(pairs.read_text(encoding="utf-8").splitlines())) if pairs.exists() else []


def _changed(rows, heading, value):
    place = HEADINGS.index(heading)
    return [[*row[:place], value(row[place]), *row[place + 1 :]] for row in rows]


def test_a_list_with_no_names_is_refused_and_says_so(given, lists):
    write, _, other, out = given
    nameless = write("nameless", [[*row[:1], *row[3:]] for row in lists["A"]], (*HEADINGS[:1], *HEADINGS[3:]))

    done, pairs = _matched(out, nameless, other)

    assert (done.exit_code, pairs) == (1, [])
    assert "no column with names" in done.output


def test_a_list_whose_names_are_all_empty_gives_no_link_at_all(given, lists):
    write, _, other, out = given
    empty = write("empty-names", _changed(_changed(lists["A"], "forename", lambda _: ""), "surname", lambda _: ""))

    done, pairs = _matched(out, empty, other)

    assert done.exit_code == 0
    assert [each for each in pairs if each["answer"] != "for a person: unlikely"] == []


def test_a_list_of_one_birth_date_is_matched_by_the_rest_and_it_is_said(given, lists):
    write, first, _, out = given
    one_date = write("one-date", _changed(lists["B"], "dob", lambda _: "2010-01-01"))

    done, pairs = _matched(out, first, one_date)

    assert done.exit_code == 0
    assert "one and the same dob" in done.output
    assert pairs


def test_a_header_that_comes_twice_is_left_out_and_it_is_said(given, lists):
    write, first, _, out = given
    twice = write("twice", [*lists["B"][:20], HEADINGS, *lists["B"][20:]])

    done, pairs = _matched(out, first, twice)

    assert done.exit_code == 0
    assert "headings came again" in done.output
    assert "rid" not in {each["id_b"] for each in pairs}


def test_mixed_encodings_are_read_line_by_line_and_match_as_one(given, lists):
    _, first, second, out = given
    _, plain = _matched(out, first, second)
    lines = second.read_text(encoding="utf-8").splitlines(keepends=True)
    second.write_bytes(b"".join(line.encode(("utf-8", "cp1252")[n % 2], "replace") for n, line in enumerate(lines)))
    with second.open("ab") as file:
        file.write("B9999,Zoë,Brontë,2011-02-03,F,BS5 1AA,3,mill lane\r\n".encode("cp1252"))

    done, pairs = _matched(out, first, second)

    assert done.exit_code == 0
    assert "cp1252" in done.output
    assert len(pairs) == pytest.approx(len(plain), rel=0.1)


def test_more_rows_than_memory_holds_are_refused_before_anything_is_begun(given, monkeypatch):
    _, first, second, out = given
    monkeypatch.setattr(memory, "free_memory", lambda: 50_000)

    done, pairs = _matched(out, first, second)

    assert (done.exit_code, pairs) == (1, [])
    assert "match at most" in done.output


def test_a_column_of_free_text_for_a_name_is_said_and_hurts_nobody(given, lists):
    write, first, _, out = given
    told = "came with an aunt from the north in May and left again"
    text = write("text", _changed(lists["B"], "forename", lambda name: f"{name} {told}"))

    done, _ = _matched(out, first, text)

    assert done.exit_code == 0
    assert "free text" in done.output


def test_two_lists_that_are_the_same_are_matched_and_the_mistake_is_asked_about(given, lists):
    write, first, _, out = given
    again = write("again", lists["A"])

    done, pairs = _matched(out, first, again)

    assert done.exit_code == 0
    assert "hold the same rows" in done.output
    assert sum(each["id_a"] == each["id_b"] for each in pairs) > 0.95 * len(lists["A"])


def test_an_empty_list_is_refused_by_its_name(given):
    write, first, _, out = given

    done, pairs = _matched(out, first, write("nobody", []))

    assert (done.exit_code, pairs) == (1, [])
    assert "nobody.csv holds no rows" in done.output


def test_the_order_in_which_files_are_named_changes_no_pair(given):
    _, first, second, out = given

    _, one = _matched(out, first, second)
    _, other = _matched(out, second, first)

    assert one == other
