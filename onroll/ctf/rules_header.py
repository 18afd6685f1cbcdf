"""Rules for a header and for a file's name: what they say, and whether they agree.

Source: the format notes, sections 1.3, 3, 4 and 13 (F03 to F09).
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from onroll.ctf import access, authorities, codes
from onroll.ctf.filenames import FileName, name_for, parse_file_name
from onroll.ctf.header import Header
from onroll.ctf.problems import Problem, make
from onroll.identifiers.establishment import Kind, parse

Tell = Callable[[Problem], None]


def current_version(on: date) -> int:
    """Return the version in use: that of the year, from 1 August on. Source: format notes, section 1.3."""
    return on.year % 100 if on.month >= 8 else on.year % 100 - 1


def check_header(header: Header, on: date, tell: Tell) -> None:
    """Report what is strange about the header by itself. Missing and ill-formed items the walk reports."""
    _check_version(header, on, tell)
    if header.qualifier and codes.describe("document_qualifier", header.qualifier.lower()) is None:
        tell(_at(header, "header-qualifier-unknown", "DocumentQualifier"))
    if header.frame.kind == "CTF" and header.document_name and header.document_name != "Common Transfer File":
        tell(_at(header, "header-document-name", "DocumentName"))
    _check_time(header, on, tell)
    for path, reference in (("SourceSchool", header.source), ("DestSchool", header.destination)):
        la = reference.la or ""
        if la.isdecimal() and not authorities.is_known(la):
            tell(_at(header, "header-la-unknown", f"{path}/LEA", la=la[:3]))
    source = parse(header.source.code)
    if source is not None and source.kind in (Kind.UNKNOWN, Kind.OUTSIDE):
        tell(_at(header, "header-source-placeholder", "SourceSchool/LEA"))


def _check_version(header: Header, on: date, tell: Tell) -> None:
    if header.version is None or header.frame.kind == "ATF":
        return
    head, _, tail = header.version.partition(".")
    current = current_version(on)
    if not (head.isdecimal() and len(head) <= 2 and tail == "0"):
        tell(_at(header, "header-version-form", "CTFversion"))
    if header.year is not None and header.year not in (current, current - 1):
        values: dict[str, Any] = {"previous": f"{current - 1}.0", "current": f"{current}.0"}
        tell(_at(header, "header-version-unusual", "CTFversion", version=f"{header.year}.0", **values))


def _check_time(header: Header, on: date, tell: Tell) -> None:
    if header.written_at is None:
        return
    written_on = header.written_at.date()
    if written_on - on > timedelta(days=1):
        tell(_at(header, "header-written-later", "DateTime"))
    year = header.source.academic_year or ""
    # Systems turn the year over on 1 August, two central programs on 1 September: either fits in August.
    fitting = {str(written_on.year if written_on.month >= 8 else written_on.year - 1)}
    if written_on.month == 8:
        fitting.add(str(written_on.year - 1))
    if year.isdecimal() and year not in fitting:
        tell(_at(header, "header-academic-year", "SourceSchool/AcademicYear", found=year[:4]))


def check_name(name: str | None, header: Header, tell: Tell) -> FileName | None:
    """Report how name and header disagree, and return the parts of the name (of the header, where it has none)."""
    if name is None:
        return _derived(header, tell, is_needed=False)
    parsed, found = parse_file_name(name)
    for problem in found:
        tell(problem)
    if parsed is None:
        derived = _derived(header, tell, is_needed=True)
        if derived is not None:
            tell(make("name-unlike", name=derived.text))
        return derived
    _compare(header, "source", parsed.source, tell)
    _compare(header, "destination", parsed.destination, tell)
    return parsed


def _derived(header: Header, tell: Tell, *, is_needed: bool) -> FileName | None:
    try:
        return name_for(header)
    except ValueError:
        if is_needed:
            tell(make("name-underivable"))
        else:
            _tell_missing(header, tell)
        return None


def _tell_missing(header: Header, tell: Tell) -> None:
    for direction, path, reference in (
        ("from", "SourceSchool", header.source),
        ("for", "DestSchool", header.destination),
    ):
        if parse(reference.code) is None:
            tell(_at(header, "header-parties-missing", path, direction=direction))


def _compare(header: Header, side: str, named: str, tell: Tell) -> None:
    is_source = side == "source"
    path = "SourceSchool" if is_source else "DestSchool"
    found = parse((header.source if is_source else header.destination).code)
    if found is None:
        tell(_at(header, "header-incomplete", path, direction="from" if is_source else "for"))
    elif found.code != named:
        wanted = parse(named)
        are_placeholders = wanted is not None and {wanted.kind, found.kind} <= {Kind.UNKNOWN, Kind.OUTSIDE}
        code = "name-placeholder-differs" if are_placeholders else f"name-{side}-differs"
        tell(_at(header, code, path, named=named, found=found.code))


def _at(header: Header, code: str, path: str, **words: Any) -> Problem:
    """Return a problem at the line of an item of the header, where it has one."""
    where = None if header.element is None else next(access.along(header.element, path), None)
    line = None if where is None else access.line_of(where)
    return make(code, path=f"Header/{path}", line=line, **words)
