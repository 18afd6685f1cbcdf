"""Reading a roll from a table (CSV, whatever separates its columns) and from JSON."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from onroll.rolls.reading.columns import NOT_READ, guess, lacking
from onroll.rolls.reading.problems import Problem, problem
from onroll.rolls.reading.rows import MOST_LINES, MOST_PUPILS, Rows

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
NO_TEXT_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
EXCEL_WORDS = "It looks like an Excel workbook or another program’s own file: save it as CSV (comma delimited)."
MOST_CELL = 10_000
MOST_JSON_BYTES = 20_000_000  # opened, JSON takes up to twenty times its size in memory


def read_table(content: bytes, mapping: Mapping[str, str], school_code: str) -> Rows:
    """Return the rows of a CSV file. Titles stand in the first line; which is which is remembered or guessed."""
    del school_code  # other forms need it
    if content.startswith(NO_TEXT_STARTS) or _has_binary(content):
        return _refused(problem("R03", why=EXCEL_WORDS))
    encoding = _encoding(content)
    first = next((line for line in _lines(content, encoding) if line.strip()), "").strip("\r\n")
    if not first:
        return _refused(problem("R02"))
    separator = _separator(first, mapping)
    titles, found = _titles(first, separator), []
    if separator != ",":
        found.append(problem("R04", what=SEPARATORS[separator]))
    fields = guess(titles, mapping)
    found += _of_titles(titles, fields)
    rows = Rows(problems=found, fields=frozenset(fields.values()) - {"", NOT_READ}, titles=tuple(titles))
    if not any(one.is_error for one in found):
        _read_rows(_lines(content, encoding), separator, [fields[title] for title in titles], rows)
    return rows


def read_json(content: bytes) -> Rows:
    """Return the rows of `{"pupils": [{"surname": …}, …], "complete": true}`, numbered from 1."""
    try:
        sent = json.loads(content)
    except ValueError:  # also text that is no UTF-8, and numbers too long to be meant
        return _refused(problem("R03", why="It is not JSON in UTF-8."))
    except RecursionError:
        return _refused(problem("R03", why="It is nested too deeply."))
    pupils = sent.get("pupils") if isinstance(sent, dict) else None
    if not isinstance(pupils, list) or not all(isinstance(pupil, dict) for pupil in pupils):
        return _refused(problem("R03", why="Send an object with a list “pupils” of objects."))
    complete = sent.get("complete", True)
    if not isinstance(complete, bool):  # a word would else take everybody off the roll who is not in the list
        return _refused(problem("R03", why="“complete” is true or false, and no text."))
    if len(pupils) > MOST_PUPILS:
        return _refused(problem("R08", most=f"{MOST_PUPILS:,}"))
    names = sorted({str(name) for pupil in pupils for name in pupil})
    fields = {name: field if name == field else "" for name, field in guess(names).items()}
    rows = Rows(fields=frozenset(fields.values()) - {""}, is_whole=complete)
    rows.problems += [problem("R49", what=name[:40]) for name in names if not fields[name]]
    lacks = lacking(set(rows.fields)) if pupils else []
    if lacks:
        rows.problems.append(problem("R05", what=", ".join(lacks)))
    for number, pupil in enumerate(pupils, 1):
        rows.rows.append((number, {name: _plain(value) for name, value in pupil.items() if fields.get(name)}))
    return rows


def _plain(value: object) -> str:
    if value is None:
        return ""
    # Half of a pair (\\ud800) is JSON and no letter: it stands as any other sign that cannot be read, as in a table.
    return str(value).replace("\x00", "").encode(errors="replace").decode().strip()[:MOST_CELL]


def _refused(one: Problem) -> Rows:
    return Rows(problems=[one])


def _has_binary(content: bytes) -> bool:
    is_utf_16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return not is_utf_16 and b"\x00" in content[:4096]


def _encoding(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Return the lines, decoded one by one: the text as a whole would take five times the memory of its bytes."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
    return (line.replace("\x00", "") for line in lines) if b"\x00" in content else iter(lines)


def _titles(first: str, separator: str) -> list[str]:
    cells = next(csv.reader([first], delimiter=separator), [])
    while cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def _separator(first: str, mapping: Mapping[str, str]) -> str:
    """Return the separator with which most titles are known; among equals, the one that stands there most often."""

    def known(separator: str) -> tuple[int, int]:
        return sum(map(bool, guess(_titles(first, separator), mapping).values())), first.count(separator)

    return max(SEPARATORS, key=known)


def _of_titles(titles: Sequence[str], fields: Mapping[str, str]) -> list[Problem]:
    said = [field for field in (fields[title] for title in titles) if field not in ("", NOT_READ)]
    has_titles = any(said)  # else the first line may be a pupil's own, and is never said again
    if not has_titles:
        return [problem("R05", what=", ".join(lacking(set())))]
    found = [problem("R49", what=title[:40]) for title in titles if not fields[title] and title]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    found += [problem("R09", what=title[:40]) for title in twice]
    found += [problem("R09", what=field) for field in sorted({one for one in said if said.count(one) > 1})]
    lacks = lacking(set(said))
    if lacks:
        found.append(problem("R05", what=", ".join(lacks)))
    return found


def _read_rows(lines: Iterator[str], separator: str, fields: Sequence[str], rows: Rows) -> None:
    """Add the rows after the first line. A row too short or too long is an error; the last one shows half a file.

    Stops where more pupils have come than any school has, for `files.read` to say so.
    """
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    short: list[tuple[int, int]] = []
    is_first = True
    try:
        for cells in reader:
            if len(rows.rows) + len(short) > MOST_PUPILS or reader.line_num > MOST_LINES:
                break
            if not any(cell.strip() for cell in cells):
                continue
            if is_first:
                is_first = False
                continue
            filled = len(cells) if len(cells) <= len(fields) else len(fields) + sum(map(bool, cells[len(fields) :]))
            if filled != len(fields):
                short.append((reader.line_num, filled))
                continue
            texts = {
                field: cell.strip()
                for field, cell in zip(fields, cells, strict=False)
                if cell and field and field != NOT_READ
            }
            rows.rows.append((reader.line_num, texts))
    except csv.Error as broken:
        is_cut = "unexpected end" in str(broken)
        code = "R06" if is_cut else "R03"
        rows.problems.append(problem(code, reader.line_num, why="A quotation mark or a cell is not as it should be."))
        return
    for line, cells_here in short:
        is_last = line == reader.line_num and cells_here < len(fields)
        rows.problems.append(problem("R06" if is_last else "R07", line, cells=cells_here, titles=len(fields)))
