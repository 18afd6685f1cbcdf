import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import Kind, items
from onroll.selfeval.reading import Unreadable, read
from tests.unit.selfeval.cases import ACHIEVED, as_file, as_rows

WHOLE = as_rows("Ashwick", "; ".join(ACHIEVED.values()))


def codes(*rows: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in read(as_file(*WHOLE, *rows)).problems]


LAST = len(WHOLE) + 2  # the row after the whole set and the heading


def test_a_whole_set_is_read_as_it_was_written() -> None:
    reading = read(as_file(*WHOLE))

    (submission,) = reading.submissions
    assert submission.authority == "Ashwick"
    assert submission.answers == answers("; ".join(ACHIEVED.values()))
    assert reading.problems == ()
    assert reading.errors == ()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(as_file(*WHOLE).decode().encode("utf-8-sig"), id="byte order mark"),
        pytest.param(as_file(*WHOLE).decode().replace(",", "\t").encode("utf-16"), id="unicode text of a spreadsheet"),
        pytest.param(as_file(*WHOLE).replace(b"\n", b"\r\n"), id="windows line ends"),
        pytest.param(as_file(*WHOLE).replace(b"\n", b"\r"), id="old line ends"),
        pytest.param(as_file(*WHOLE).replace(b"\n", b"\n\n, ,,\n"), id="blank lines"),
        pytest.param(as_file(*WHOLE).replace(b",", b";"), id="semicolons"),
        pytest.param(as_file(*WHOLE).replace(b",", b"\t"), id="tabs"),
        pytest.param(as_file(*WHOLE).upper().replace(b"ASHWICK", b"Ashwick"), id="upper case"),
        pytest.param(as_file(*WHOLE).replace(b"_", b" "), id="spaces for underscores"),
        pytest.param(as_file(*WHOLE).replace(b",", b" , "), id="spaces around"),
        pytest.param(as_file(*WHOLE, *WHOLE), id="every row twice"),
        pytest.param(as_file(*WHOLE, "ASHWICK,A1a,,YES"), id="the name in capitals"),
    ],
)
def test_harmless_differences_of_form_are_tolerated(data: bytes) -> None:
    reading = read(data)

    assert [each.answers for each in reading.submissions] == [answers("; ".join(ACHIEVED.values()))]
    assert reading.problems == ()
    assert [each.authority for each in reading.submissions] == ["Ashwick"]


def test_extra_columns_and_another_order_of_columns_are_tolerated() -> None:
    rows = ["note,Answer,line,ITEM,Authority", "x,all,,B1a,Ashwick", "x,yes,health,A1b,Ashwick,more,cells"]

    (submission,) = read("\n".join(rows).encode()).submissions

    assert submission.answers == answers("B1a=all; A1b health=yes")


def test_windows_text_is_read() -> None:
    (submission,) = read("authority,item,line,answer\nÂncrum,G1b,,it’s hard\n".encode("cp1252")).submissions

    assert submission.authority == "Âncrum"
    assert submission.answers == answers("G1b=it’s hard")


@pytest.mark.parametrize("words", ["dk", "DK", "don't know", "Don’t know", "do not know"])
def test_do_not_know_may_be_spelt_out(words: str) -> None:
    (submission,) = read(as_file(f"Ashwick,B1a,,{words}")).submissions

    assert submission.answers == answers("B1a=dk")


def test_a_blank_answer_is_no_answer() -> None:
    assert codes("Ashwick,A1d,,") == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",A1d,,neither", "authority_missing"),
        ("Ashwick,Z9a,,yes", "item_unknown"),
        ("Ashwick,,,yes", "item_unknown"),
        ("Ashwick,A1b,army,yes", "line_unknown"),
        ("Ashwick,A1a,health,yes", "line_unknown"),
        ("Ashwick,A1b,,yes", "line_missing"),
        ("Ashwick,A1d,,perhaps", "answer_unknown"),
        ("Ashwick,A1a,,partly_achieved", "answer_unknown"),
        ("Ashwick,A1a,,no", "contradiction"),
        ("Ashwick,B1b,,neither", None),
    ],
)
def test_a_row_that_cannot_be_used_is_a_problem_with_its_row(row: str, code: str | None) -> None:
    found = codes(row)

    assert (found[0] if found else None) == ((code, LAST) if code else None)


def test_an_answer_that_routing_skips_is_reported_at_its_row() -> None:
    reading = read(as_file("Ashwick,B1a,,some", "Ashwick,B1b,,neither"))

    assert ("skipped_by_routing", 3) in [(problem.code, problem.row) for problem in reading.errors]


def test_contradictory_rows_are_shown_with_both_their_rows() -> None:
    (problem,) = read(as_file(*WHOLE, "Ashwick,B1a,,some")).problems

    first = next(number for number, row in enumerate(WHOLE, start=2) if row.startswith("Ashwick,B1a"))
    assert f"B1a=all (row {first}); B1a=some (row {LAST})" in problem.message


def test_a_step_whose_row_was_refused_is_not_reported_a_second_time() -> None:
    without = [row for row in WHOLE if ",B1a," not in row]

    (problem,) = read(as_file(*without, "Ashwick,B1a,,perhaps")).problems

    assert problem.code == "answer_unknown"


def test_problems_come_in_the_order_of_their_rows_and_those_of_no_row_last() -> None:
    reading = read(as_file("Ashwick,B1a,,all", "Ashwick,B1a,,some", "Ashwick,Z9,,yes", "Elmdale,Z9,,yes"))

    found = [problem.row for problem in reading.problems]
    assert found[:4] == [3, 4, 5, None]
    assert set(found[3:]) == {None}


def test_authorities_come_in_the_order_of_their_first_row() -> None:
    reading = read(as_file("Kestdale,B1a,,all", "Ashwick,B1a,,some", "KESTDALE,B2a,,yes"))

    assert [each.authority for each in reading.submissions] == ["Kestdale", "Ashwick"]


def test_a_heading_alone_holds_no_answers() -> None:
    assert [problem.code for problem in read(as_file()).problems] == ["no_answers"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"authority,item,answer\n", "no column line"),
        (b"\x81\x8d\xff,", "neither UTF-8 nor Windows-1252"),
        (as_file("x" * 200_000 + ",A1a,,yes"), "row 2 cannot be read"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(data)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: as_file(*text.splitlines())))
def test_any_bytes_give_a_reading_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert all(problem.message for problem in read(data).problems)


CELLS = [(item, line) for item in items().values() if item.kind is not Kind.TEXT for line in item.lines or ("",)]


@given(
    st.lists(st.sampled_from(CELLS).flatmap(lambda cell: st.tuples(st.just(cell), st.sampled_from(cell[0].options))))
)
def test_what_is_written_is_read_back(said: list) -> None:
    rows = [f"Ashwick,{item.key},{line},{option}" for (item, line), option in said]

    reading = read(as_file(*rows))

    read_back = {(c, o) for each in reading.submissions for c, ticked in each.answers.ticks.items() for o in ticked}
    assert read_back == {((item.key, line), option) for (item, line), option in said}
