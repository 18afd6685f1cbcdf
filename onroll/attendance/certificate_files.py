"""Certificates as PDF: a sheet of A4 for each, its lines in the middle, with a frame around them."""

import dataclasses
from collections.abc import Iterable
from importlib import resources

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

HEADING, LARGE, PLAIN = 30, 34, 15  # points
SMALLEST = 0.3  # of these sizes; the longest text that may be saved fits
MARGIN, FRAME = 25, 10  # millimetres
MM_OF_A_POINT = 0.3528


@dataclasses.dataclass(frozen=True, slots=True)
class Certificate:
    """One page: its first line is the heading, and a line that is `large` alone is written large."""

    large: str
    text: str


def as_pdf(certificates: Iterable[Certificate], title: str) -> bytes:
    """Return the pages as one PDF; the font has the letters of Latin, Greek and Cyrillic."""
    paper = FPDF(format="A4", orientation="landscape")
    paper.set_title(title)
    paper.set_lang("en-GB")
    paper.set_margin(MARGIN)
    paper.set_auto_page_break(auto=False)
    paper.add_font("Roboto", fname=str(resources.files("font_roboto") / "files" / "Roboto-Regular.ttf"))
    for certificate in certificates:
        _page(paper, certificate)
    return bytes(paper.output())


def _page(paper: FPDF, certificate: Certificate) -> None:
    paper.add_page()
    paper.set_line_width(1.2)
    paper.rect(FRAME, FRAME, paper.w - 2 * FRAME, paper.h - 2 * FRAME)
    lines = certificate.text.strip().splitlines()
    sizes = [HEADING, *(LARGE if line.strip() == certificate.large else PLAIN for line in lines[1:])]
    room, share = paper.h - 2 * MARGIN, 1.0
    while (height := _write(paper, lines, sizes, share, is_dry_run=True)) > room and share > SMALLEST:
        share -= 0.1
    paper.set_y(max(MARGIN, (paper.h - height) / 2))
    _write(paper, lines, sizes, share, is_dry_run=False)


def _write(paper: FPDF, lines: list[str], sizes: list[int], share: float, *, is_dry_run: bool) -> float:
    """Write the lines in the middle, or only measure them. Returns their height in millimetres."""
    total = 0.0
    for line, size in zip(lines, sizes, strict=True):
        paper.set_font("Roboto", size=size * share)
        step = size * share * MM_OF_A_POINT * 1.4
        height = paper.multi_cell(
            0, step, line.strip() or " ", align="C", new_x="LMARGIN", new_y="NEXT", dry_run=is_dry_run,
            output=MethodReturnValue.HEIGHT,
        )  # fmt: skip
        total += float(height)  # type: ignore[arg-type]  # a height was asked for
    return total
