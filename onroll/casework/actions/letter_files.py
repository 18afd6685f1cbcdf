"""Making the files of a letter: its text as a PDF and as a Word document."""

import io
import re
from importlib import resources

import docx
from fpdf import FPDF

# Line breaks that are none in a document, and what XML 1.0 does not allow (section 2.2, Char).
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NOT_PRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_pdf(text: str, title: str = "Letter") -> bytes:
    """Return a letter as a PDF, its first line the heading; the font has the letters of Latin, Greek and Cyrillic.

    A paragraph all in capitals is a heading below it.
    """
    heading, _, body = _printable(text).partition("\n")
    paper = FPDF(format="A4")
    paper.set_title(title)
    paper.set_lang("en-GB")
    paper.set_margin(25)
    paper.add_page()
    for style, file in (("", "Roboto-Regular.ttf"), ("B", "Roboto-Bold.ttf")):
        paper.add_font("Roboto", style=style, fname=str(resources.files("font_roboto") / "files" / file))
    paper.set_font("Roboto", style="B", size=15)
    paper.multi_cell(0, 8, heading.strip(), align="L")
    paper.ln(4)
    for paragraph in body.strip().split("\n\n"):
        paper.set_font("Roboto", style="B" if paragraph.isupper() else "", size=11)
        paper.multi_cell(0, 6, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(6)
    return bytes(paper.output())


def _printable(text: str) -> str:
    """Return a text with no sign that a document cannot hold: what is pasted from Word breaks its lines with some."""
    return NOT_PRINTABLE.sub("", LINE_BREAKS.sub("\n", text))


def as_docx(text: str) -> bytes:
    """Return a letter as a Word document."""
    heading, _, body = _printable(text).partition("\n")
    document, out = docx.Document(), io.BytesIO()
    document.add_heading(heading.strip(), level=1)
    for paragraph in body.strip().split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()
