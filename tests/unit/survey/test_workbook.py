"""A workbook holds what was put into it: numbers as numbers, words as words."""

import io
import zipfile

from lxml import etree

from onroll.survey.presenters.workbook import names, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_cells_come_back_as_numbers_and_words() -> None:
    data = workbook([("Scores: all", [("Band", "Per cent"), ("Low & <poor>", "33%"), ("=1+1", "-2.5")])])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        shared = etree.fromstring(archive.read("xl/sharedStrings.xml"))
        book = etree.fromstring(archive.read("xl/workbook.xml"))
        assert archive.testzip() is None
    words = ["".join(each.itertext()) for each in shared.iter(f"{MAIN}si")]
    cells = [(cell.findtext(f"{MAIN}v"), cell.get("t"), cell.find(f"{MAIN}f")) for cell in sheet.iter(f"{MAIN}c")]
    assert [(words[int(value)] if kind == "s" else float(value)) for value, kind, _ in cells] == [
        "Band",
        "Per cent",
        "Low & <poor>",
        33.0,
        "=1+1",
        -2.5,
    ]
    assert all(formula is None for _, _, formula in cells)  # words, never a formula
    assert [each.get("name") for each in book.iter(f"{MAIN}sheet")] == ["Scores  all"]


def test_names_of_sheets_are_short_plain_and_different() -> None:
    found = names(["A1. Is there a written policy on this?", "A1. Is there a written policy on that?", "[]", "Sheet"])

    assert len({name.casefold() for name in found}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in found)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert workbook([("One", [("a", "1")])]) == workbook([("One", [("a", "1")])])
