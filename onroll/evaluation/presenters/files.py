"""A report as a PDF and as a workbook, from the same parts as its page."""

import io
import re
from importlib import resources

import xlsxwriter
from fpdf import FPDF
from fpdf.fonts import FontFace

from onroll.evaluation.presenters.report import ReportPage, Section
from onroll.web.parts import Link, Table, Tag

_FONT = "Roboto"
_BODY, _HEADING, _TITLE, _SMALL = 10, 14, 18, 8  # points
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31  # characters, the format's own limit
WIDEST = 60  # characters


def as_pdf(found: ReportPage) -> bytes:
    """Return a report as a PDF on A4, upright; a table goes on over pages with its heading repeated."""
    paper = FPDF(format="A4")
    paper.set_title(found.title)
    paper.set_lang("en-GB")
    paper.set_margin(18)
    for style, file in (("", "Roboto-Regular.ttf"), ("B", "Roboto-Bold.ttf")):
        paper.add_font(_FONT, style=style, fname=str(resources.files("font_roboto") / "files" / file))
    paper.add_page()
    _words(paper, found.title, size=_TITLE, style="B")
    for fact in found.facts:
        _words(paper, f"{fact.key}: {_plain(fact.value)}")
    for section in found.sections:
        paper.ln(4)
        _words(paper, section.heading, size=_HEADING, style="B")
        for words in section.words:
            _words(paper, words)
        if section.table:
            _table(paper, section.table)
    paper.ln(4)
    _words(paper, found.made, size=_SMALL)
    return bytes(paper.output())


def _words(paper: FPDF, words: str, *, size: int = _BODY, style: str = "") -> None:
    paper.set_font(_FONT, style=style, size=size)
    paper.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(1)


def _table(paper: FPDF, item: Table) -> None:
    paper.set_font(_FONT, size=_SMALL)
    widths = [
        max(6, min(WIDEST, *(_longest(row[place]) for row in (item.head, *item.rows)))) for place in _places(item)
    ]
    with paper.table(
        col_widths=widths, headings_style=FontFace(emphasis="BOLD"), line_height=4, text_align="LEFT", padding=1
    ) as drawn:
        for cells in (item.head, *item.rows):
            row = drawn.row()
            for value in cells:
                row.cell(_plain(value))


def _places(item: Table) -> range:
    return range(len(item.head))


def _longest(value: str | Link | Tag) -> int:
    return len(_plain(value))


def _plain(value: str | Link | Tag) -> str:
    if isinstance(value, Link):
        return value.text
    return value.words if isinstance(value, Tag) else value


def as_workbook(found: ReportPage) -> bytes:
    """Return a report as an xlsx workbook: a sheet of facts, then one for each section with a table.

    Every text is written as text, so that nothing that somebody typed is ever taken for a formula.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write_string(0, 0, found.title, bold)
    for place, fact in enumerate(found.facts, start=1):
        sheet.write_string(place, 0, fact.key, bold)
        sheet.write_string(place, 1, _plain(fact.value))
    at = len(found.facts) + 2
    sheet.write_string(at, 0, found.made)
    for section in found.sections:
        _sheet(book, section, bold, wrapped)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, section: Section, bold: object, wrapped: object) -> None:
    sheet = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", section.heading)[:LONGEST_SHEET_NAME])
    for place, words in enumerate(section.words):
        sheet.write_string(place, 0, words)
    if section.table is None:
        return
    first = len(section.words) + 1
    for column, words in enumerate(section.table.head):
        longest = max([len(words), *(_longest(row[column]) for row in section.table.rows)])
        sheet.set_column(column, column, min(WIDEST, longest + 2), wrapped)
        sheet.write_string(first, column, words, bold)
    for place, cells in enumerate(section.table.rows, start=first + 1):
        for column, value in enumerate(cells):
            text = _plain(value)
            if column in section.table.numeric and text.isdecimal():
                sheet.write_number(place, column, int(text))
            else:
                sheet.write_string(place, column, text)
