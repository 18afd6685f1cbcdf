"""Rules for rows of history: dates in order, schools that overlap, figures that add, results that fit their scale.

Source: the format notes, sections 1.2, 7 and 13 (H01 to H04, T01, R01). Removal grounds are read with the leaving date:
their letters changed their meaning on 19 August 2024.
"""

import re
from collections.abc import Mapping
from datetime import date

from onroll.ctf import codes, values
from onroll.ctf.elements import tree
from onroll.ctf.header import Header
from onroll.ctf.walk import Block, Walker

Blocks = Mapping[str, list[Block]]

_SPANS = (
    ("Pupil/FSMhistory/FSMinstance", "FSMstartDate", "FSMendDate"),
    ("Pupil/SENhistory/SEN", "StartDate", "EndDate"),
    ("Pupil/SENhistory/SENneeds/SENneed", "NeedStartDate", "NeedEndDate"),
    ("Pupil/SchoolHistory/School", "EntryDate", "LeavingDate"),
)
_DATED_CODES = (
    ("Pupil/SENhistory/SEN", "SENprovision", "StartDate"),
    ("Pupil/SchoolHistory/School", "RemovalGrounds", "LeavingDate"),
    ("Pupil/StageAssessments/KeyStage/StageAssessment", "Component", "Year"),
)
_SCHOOLS = "Pupil/SchoolHistory/School"
_YEARS = "Pupil/Attendance/YearData"
_RESULTS = "Pupil/StageAssessments/KeyStage/StageAssessment"
_ASSESSMENTS = "Pupil/StageAssessments"
BLOCKS = frozenset({*(path for path, _, _ in _SPANS), _SCHOOLS, _YEARS, _RESULTS, _ASSESSMENTS})
"""The blocks that these rules ask for."""

_MOST_SESSIONS = 400
_SESSIONS = ("SessionsPossible", "SessionsAttended", "SessionsAuthorised", "SessionsUnauthorised")
_SCALES = {
    "FD": ("result_eyfsp", None),
    "MT": ("result_mtc", range(26)),
    "NC": ("result_key_stage_ta", None),
}
_LEVELS = re.compile(r"[1-8W][ABCabc]?|[ABDEFLMNPQSTUWXZ]")


def check_history(walker: Walker, blocks: Blocks, on: date, header: Header) -> None:
    """Report what is wrong in and between the rows of history."""
    for path, start, end in _SPANS:
        rows = blocks.get(path)
        if rows is not None:
            for row in rows:
                _check_span(walker, row, path, (start, end), on)
            if len(rows) > 1:
                _check_twice(walker, rows, path)
    for path, tag, dated_by in _DATED_CODES:
        for row in blocks.get(path, ()):
            _check_dated_code(walker, row, f"{path}/{tag}", row.values.get(tag), row.values.get(dated_by))
    _check_schools(walker, blocks.get(_SCHOOLS, []), header)
    for row in blocks.get(_YEARS, ()):
        _check_attendance(walker, row)
    for row in blocks.get(_RESULTS, ()):
        _check_result(walker, row)
    for block in blocks.get(_ASSESSMENTS, ()):
        if not block.values:
            walker.tell("assessments-empty", block.element, tree()[_ASSESSMENTS].element)


def _check_span(walker: Walker, row: Block, path: str, tags: tuple[str, str], on: date) -> None:
    texts = (row.values.get(tags[0]), row.values.get(tags[1]))
    if not walker.is_new(path, texts):
        return
    starts, ends = walker.day(texts[0]), walker.day(texts[1])
    start, end = tree()[f"{path}/{tags[0]}"].element, tree()[f"{path}/{tags[1]}"].element
    is_good = True
    if starts is not None and starts > on:
        walker.tell("history-future", row.element, start)
        is_good = False
    if starts is not None and ends is not None and ends < starts:
        words = {"later": end.label, "earlier": start.label[0].lower() + start.label[1:]}
        walker.tell("dates-reversed", row.element, end, **words)
        is_good = False
    if ends is not None and ends > on:
        walker.tell("leaving-planned" if path == _SCHOOLS else "history-future", row.element, end)
        is_good = False
    if is_good:
        walker.settle(path, texts)


def _check_twice(walker: Walker, rows: list[Block], path: str) -> None:
    seen = set()
    for row in rows:
        key = tuple(row.values.items())
        if key in seen:
            walker.tell("history-row-twice", row.element, tree()[path].element)
        seen.add(key)


def _check_dated_code(walker: Walker, row: Block, path: str, code: str | None, dated: str | None) -> None:
    if code is None or dated is None or not walker.is_new(path, (code, dated)):
        return
    element = tree()[path].element
    on = walker.day(dated if len(dated) != 4 else f"{dated}-06-30")
    found = codes.rows_of(element.code_set, code.strip().upper())
    if on is not None and found and not any(each.is_in_force(on) for each in found):
        walker.tell("code-not-in-force", row.element, element, value=code[:10])
    else:
        walker.settle(path, (code, dated))


def _check_schools(walker: Walker, rows: list[Block], header: Header) -> None:
    for row in rows:
        if not row.values.get("LeavingDate"):
            for tag in ("LeavingReason", "RemovalGrounds"):
                if row.text(tag):
                    element = tree()[f"{_SCHOOLS}/{tag}"].element
                    walker.tell("leaving-words-without-date", row.element, element, label=element.label.lower())
    if len(rows) > 1:
        _check_overlap(walker, rows)
    la, number = header.source.la, header.source.number
    if not (walker.expected.is_full and header.frame.kind == "CTF" and (la or "").isdecimal()):
        return
    own = [row for row in rows if row.text("LEA") == la and row.text("Estab") == number]
    element = tree()[_SCHOOLS].element
    if rows and not own:
        walker.tell("history-sender-missing", rows[0].element, element)
    elif own and all(row.text("LeavingDate") is None for row in own):
        walker.tell("history-sender-not-left", own[0].element, element)


def _check_overlap(walker: Walker, rows: list[Block]) -> None:
    spells = []
    for row in rows:
        entered = walker.day(row.values.get("EntryDate"))
        left = walker.day(row.values.get("LeavingDate")) or date.max
        if entered is not None and entered <= left:
            spells.append((entered, left, (row.text("LEA"), row.text("Estab")), row))
    spells.sort(key=lambda spell: spell[:2])
    latest: tuple[date, tuple[str | None, str | None]] | None = None
    for entered, left, code, row in spells:
        if latest is not None and entered < latest[0] and code != latest[1]:
            walker.tell("history-overlap", row.element, tree()[_SCHOOLS].element)
        if latest is None or left > latest[0]:
            latest = (left, code)


def _check_attendance(walker: Walker, row: Block) -> None:
    texts = row.values
    try:
        possible, *parts = (int(texts[tag] or "") for tag in _SESSIONS)
    except (KeyError, ValueError):
        return
    if possible == sum(parts) and possible <= _MOST_SESSIONS:
        return
    year = (row.text("Year") or "one year")[:8]
    element = tree()[f"{_YEARS}/SessionsPossible"].element
    if possible > _MOST_SESSIONS:
        walker.tell("attendance-range", row.element, element, year=year, possible=possible)
    if possible != sum(parts):
        walker.tell("attendance-sum", row.element, element, year=year, added=sum(parts), possible=possible)


def _check_result(walker: Walker, row: Block) -> None:
    key = (row.values.get("ResultQualifier"), row.values.get("Result"))
    if not walker.is_new("result", key):
        return
    qualifier, result = row.text("ResultQualifier"), row.text("Result")
    if qualifier is None or result is None:
        return
    code_set, marks = _SCALES.get(qualifier, ("", None))
    if qualifier in ("NF", "NL"):
        fits = _LEVELS.fullmatch(result) is not None
    elif code_set == "":
        fits = True
    else:
        number = values.as_integer(result)
        fits = bool(codes.rows_of(code_set, result)) or (marks is not None and number in marks)
    if fits:
        walker.settle("result", key)
    else:
        element = tree()[f"{_RESULTS}/Result"].element
        walker.tell("result-off-scale", row.element, element, qualifier=qualifier[:4])
