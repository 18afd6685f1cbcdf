"""A child's story as a file: the same words as on the page, as JSON, as a table, or on paper (PDF)."""

import csv
import io
import json
from importlib import resources

from fpdf import FPDF

from onroll.casework.presenters.child_story import ChildStoryPage
from onroll.web.parts import Cell, Table

STORY = "What has happened"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_json(page: ChildStoryPage) -> bytes:
    """Return the page as JSON: each table a list of its rows by the words of its head."""
    tables = {
        table.caption: [dict(zip(table.head, _texts(row), strict=True)) for row in table.rows] for table in page.tables
    }
    story = [{"title": each.title, "at": each.at, "by": each.by, "words": each.note} for each in page.story]
    whole = {
        "child": page.caption,
        "name": page.child,
        "answer": page.answer,
        "reasons": page.reasons,
        **tables,
        STORY: story,
        "note": f"{page.lead} {page.made}",
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_csv(page: ChildStoryPage) -> bytes:
    """Return the page as one table: part, and what stands in it. No cell is read as a formula by a spreadsheet."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(("Part", "What", "Value", "When", "Who"))
    write.writerow(_safe(("Child", page.caption, page.child, page.made, "")))
    write.writerow(_safe(("Answer", page.answer, page.reasons, "", "")))
    for table in page.tables:
        for row in table.rows:
            write.writerow(_safe((table.caption, *_texts(row))))
    for each in page.story:
        write.writerow(_safe((STORY, each.title, each.note, each.at, each.by)))
    return out.getvalue().encode("utf-8-sig")


def as_pdf(page: ChildStoryPage) -> bytes:
    """Return the page on paper; the font has the letters of Latin, Greek and Cyrillic."""
    paper = FPDF(format="A4")
    paper.set_title("The story of a child")
    paper.set_margin(20)
    paper.add_page()
    paper.add_font("Roboto", fname=str(resources.files("font_roboto") / "files" / "Roboto-Regular.ttf"))
    _write(paper, page.caption, size=10)
    _write(paper, page.child, size=18)
    for words in (page.lead, f"{page.answer} {page.reasons}".strip()):
        _write(paper, words)
    for table in page.tables:
        _write(paper, table.caption, size=14)
        for words in _lines(table):
            _write(paper, words)
    _write(paper, STORY, size=14)
    for each in page.story:
        _write(paper, f"{each.at}: {each.title}" + (f" ({each.by})" if each.by else ""), size=11)
        _write(paper, each.note)
    _write(paper, page.made, size=9)
    return bytes(paper.output())


def _write(paper: FPDF, words: str, size: int = 10) -> None:
    if words:
        paper.set_font("Roboto", size=size)
        paper.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(1.5)


def _lines(table: Table) -> list[str]:
    """Return each row as one line, each cell after the words of its head."""
    return [
        "; ".join(f"{head}: {text}" for head, text in zip(table.head, _texts(row), strict=True)) for row in table.rows
    ]


def _texts(row: tuple[Cell, ...]) -> list[str]:
    return [cell if isinstance(cell, str) else getattr(cell, "text", "") or getattr(cell, "words", "") for cell in row]


def _safe(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells)


WRITERS = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "pdf": (as_pdf, "application/pdf"),
}
