"""Making the files of a letter: its text as a PDF and as a Word document."""

import io
import re
from functools import cache
from importlib import resources

import docx
from fpdf import FPDF
from fpdf.fonts import TTFFont

from onroll.audit.refusals import RuleBroken

FONTS = resources.files("font_roboto") / "files"
# Line breaks that are none in a document, and what XML 1.0 does not allow (section 2.2, Char).
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NOT_PRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotWholeAsPdf(RuleBroken):
    """A letter holds letters of a script that the font of our PDF has not."""

    code = "letter_not_whole_as_pdf"
    default_words = (
        "The PDF cannot show every letter of this text: a name in it is written in another script. Take the Word "
        "document, which has them all."
    )


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
        paper.add_font("Roboto", style=style, fname=str(FONTS / file))
    paper.set_font("Roboto", style="B", size=15)
    paper.multi_cell(0, 8, heading.strip(), align="L")
    paper.ln(4)
    for paragraph in body.strip().split("\n\n"):
        paper.set_font("Roboto", style="B" if paragraph.isupper() else "", size=11)
        paper.multi_cell(0, 6, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(6)
    return bytes(paper.output())


def letters_missing(text: str) -> str:
    """Return the letters of a text that the font of the PDF has not, each once: those of an Arabic or Chinese name."""
    known = _letters_of_the_font()
    return "".join(sorted({one for one in _printable(text) if not one.isspace() and ord(one) not in known}))


def check_whole_as_pdf(text: str, form: str) -> None:
    """Refuse a letter as PDF where letters would be left out of it: nobody may be sent half a name.

    Raises: NotWholeAsPdf.
    """
    if form == "pdf" and letters_missing(text):
        raise NotWholeAsPdf


@cache
def _letters_of_the_font() -> frozenset[int]:
    paper = FPDF()
    paper.add_font("Roboto", fname=str(FONTS / "Roboto-Regular.ttf"))
    known: set[int] = set()
    for font in paper.fonts.values():
        if isinstance(font, TTFFont):
            known |= font.cmap.keys()
            font.close()
    return frozenset(known)


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
