"""Writes a workbook (.xlsx) of plain sheets, so that no library has to be trusted for it.

Source: ECMA-376, part 1, 18.3 (worksheets with inline strings); checked by reading it back in the tests.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

SPACES = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?", re.ASCII)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31

Sheet = tuple[str, Sequence[Sequence[str]]]  # its name, and its rows


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook. A cell that is a number, or a per cent, is stored as one: a per cent by its number."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "[Content_Types].xml", _content_types(len(sheets)))
        _add(archive, "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        _add(archive, "xl/workbook.xml", _book(names([name for name, _rows in sheets])))
        parts = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
        _add(archive, "xl/_rels/workbook.xml.rels", _relations(parts))
        for at, (_name, rows) in enumerate(sheets, 1):
            _add(archive, f"xl/worksheets/sheet{at}.xml", _sheet(rows))
    return out.getvalue()


def names(given: Sequence[str]) -> list[str]:
    """Return names that a workbook takes: at most 31 characters, without brackets, stars and slashes, no two alike."""
    found: list[str] = []
    for name in given:
        plain = _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME].strip() or "Sheet"
        taken = {each.casefold() for each in found}
        number = 2
        unique = plain
        while unique.casefold() in taken:
            unique = f"{plain[: LONGEST_NAME - 3]} {number}"
            number += 1
        found.append(unique)
    return found


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    # A fixed time, so that the same figures give the same bytes.
    archive.writestr(zipfile.ZipInfo(name, (2006, 1, 1, 0, 0, 0)), _HEAD + text, zipfile.ZIP_DEFLATED)


def _content_types(sheets: int) -> str:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{main}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{SPACES}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>{parts}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="r{at}" Type="{SPACES}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{SPACES}/package/2006/relationships">{lines}</Relationships>'


def _book(sheets: Sequence[str]) -> str:
    lines = "".join(
        f'<sheet name="{_escaped(name)}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{SPACES}/spreadsheetml/2006/main" '
        f'xmlns:r="{SPACES}/officeDocument/2006/relationships"><sheets>{lines}</sheets></workbook>'
    )


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(f'<row r="{at}">{"".join(_cell(words) for words in row)}</row>' for at, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{SPACES}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData></worksheet>'


def _cell(words: str) -> str:
    if _NUMBER.fullmatch(words):
        return f"<c><v>{words.removesuffix('%')}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_escaped(words)}</t></is></c>'


def _escaped(words: str) -> str:
    return escape(_NOT_IN_XML.sub("", words), {'"': "&quot;"})
