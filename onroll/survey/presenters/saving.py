"""The national report as a PDF and as a workbook, and the answers as a file that can be taken in again."""

import csv
import io
from collections.abc import Iterator
from importlib import resources

from fpdf import FPDF
from fpdf.fonts import FontFace

from onroll.selfeval.reading import COLUMNS
from onroll.survey.presenters.comparing import HEAD, inconsistencies_table
from onroll.survey.presenters.results import Part, ReportPage, comparison_rows
from onroll.survey.presenters.workbook import Sheet, workbook
from onroll.survey.queries import Results
from onroll.web.parts import Cell, Table

_WIDE = 8  # columns from which a table is put on a page lying down
_BLUE = (29, 112, 184)


def report_xlsx(page: ReportPage, found: Results) -> bytes:
    """Return the report as a workbook: how it was made, a sheet for each part, and each printed figure beside ours."""
    how = [(words,) for words in (page.title, page.lead, *page.how)]
    sheets: list[Sheet] = [("How this was made", [*how, *((row.key, _text(row.value)) for row in page.facts)])]
    sheets += [(part.title, [*_lines(part.table), (), (part.words,)]) for part in (*page.parts, *page.steps)]
    sheets.append(("2006 beside ours", [HEAD, *comparison_rows(found)]))
    sheets.append(("2006 against itself", list(_lines(inconsistencies_table()))))
    return workbook(sheets)


def report_pdf(page: ReportPage) -> bytes:
    """Return the report as a PDF (A4), its tables with their bars."""
    paper = FPDF(format="A4")
    paper.set_title(page.title)
    paper.set_lang("en-GB")
    paper.set_margin(18)
    paper.add_font("Roboto", fname=_font("Regular"))
    paper.add_font("Roboto", style="B", fname=_font("Bold"))
    paper.add_page()
    _write(paper, page.title, size=18, style="B")
    _write(paper, page.lead)
    for row in page.facts:
        _write(paper, f"{row.key}: {_text(row.value)}")
    for part in (*page.parts, *page.steps):
        _add_part(paper, part)
    paper.add_page()
    _write(paper, "How this was made", size=14, style="B")
    for words in page.how:
        _write(paper, words)
    return bytes(paper.output())


def answers_csv(found: Results) -> str:
    """Return every answer of every authority, as `onroll selfeval` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found.sets:
        for (item, line), ticked in each.answers.ticks.items():
            writer.writerows((each.respondent.name, item, line, option) for option in sorted(ticked))
    return out.getvalue()


def _add_part(paper: FPDF, part: Part) -> None:
    is_wide = len(part.table.head) > _WIDE
    if is_wide:
        paper.add_page(orientation="L")
    elif paper.will_page_break(20 + 7 * len(part.table.rows) + 6 * len(part.bars)):
        paper.add_page(orientation="P")
    _write(paper, part.title, size=13, style="B")
    if part.words:
        _write(paper, part.words)
    _draw(paper, part)
    paper.set_font("Roboto", size=8)
    with paper.table(
        text_align=tuple("RIGHT" if at in part.table.numeric else "LEFT" for at in range(len(part.table.head))),
        headings_style=FontFace(emphasis="BOLD"),
    ) as table:
        for line in _lines(part.table):
            table.row(line)
    paper.ln(5)


def _draw(paper: FPDF, part: Part) -> None:
    if not part.bars or len(part.table.head) > _WIDE:
        return
    paper.set_font("Roboto", size=8)
    paper.set_fill_color(*_BLUE)
    left = paper.l_margin
    for label, number in part.bars:
        top = paper.get_y()
        paper.cell(60, 5, label)
        paper.rect(left + 62, top + 0.8, number * 0.9, 3.4, style="F")
        paper.set_xy(left + 64 + number * 0.9, top)
        paper.cell(15, 5, f"{number}{part.unit}", new_x="LMARGIN", new_y="NEXT")
    paper.ln(2)


def _write(paper: FPDF, words: str, *, size: int = 10, style: str = "") -> None:
    paper.set_font("Roboto", style=style, size=size)
    paper.multi_cell(0, size * 0.55, words, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(1.5)


def _lines(table: Table) -> Iterator[tuple[str, ...]]:
    yield table.head
    for row in table.rows:
        yield tuple(_text(value) for value in row)


def _text(value: Cell) -> str:
    return value if isinstance(value, str) else getattr(value, "text", "") or getattr(value, "words", "")


def _font(kind: str) -> str:
    return str(resources.files("font_roboto") / "files" / f"Roboto-{kind}.ttf")
