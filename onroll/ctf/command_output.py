"""How the command line shows reports, pupils and differences: plain text for people, plain values for JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from onroll.ctf.compare import PupilDifference
from onroll.ctf.header import Header, SchoolReference
from onroll.ctf.problems import Problem, Severity
from onroll.ctf.report import Report
from onroll.ctf.sections import Section

_COLOURS = {Severity.ERROR: "red", Severity.PUPIL: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WORDS = {Severity.ERROR: "error", Severity.PUPIL: "pupil", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PLURALS = {Severity.ERROR: "errors", Severity.PUPIL: "pupil problems", Severity.WARNING: "warnings"}


def print_json(value: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _reference(reference: SchoolReference) -> dict[str, str | None]:
    return {
        "code": reference.code or None,
        "la": reference.la,
        "number": reference.number,
        "urn": reference.urn,
        "name": reference.name,
        "academic_year": reference.academic_year,
    }


def header_as_json(header: Header | None) -> dict[str, object] | None:
    """Return a header as plain values."""
    if header is None:
        return None
    return {
        "kind": header.frame.kind,
        "version": header.version,
        "written_at": header.written_at.isoformat() if header.written_at else None,
        "qualifier": header.qualifier,
        "data_qualifier": header.data_qualifier,
        "data_descriptor": header.data_descriptor,
        "supplier": header.supplier,
        "source": _reference(header.source),
        "destination": _reference(header.destination),
    }


def report_as_json(label: str, report: Report) -> dict[str, object]:
    """Return a report as plain values."""
    return {
        "file": label,
        "name": report.file_name.text if report.file_name else None,
        "readable": report.is_readable,
        "worst": report.worst,
        "pupils": report.pupils,
        "sha256": report.digest,
        "header": header_as_json(report.header),
        "counts": dict(sorted(report.counts.items())),
        "problems": [problem.as_json() for problem in report.problems],
    }


def summary(report: Report) -> str:
    """Return one line on a report: what the file is and how many problems of each kind it has."""
    counts = Counter(problem.severity for problem in report.problems)
    kinds = [
        f"{counts[severity]:,} {_WORDS[severity] if counts[severity] == 1 else plural}"
        for severity, plural in _PLURALS.items()
        if counts[severity]
    ]
    found = ", ".join(kinds) or "no problems"
    parts = [f"{report.pupils:,} pupil" + ("" if report.pupils == 1 else "s")]
    if report.header is not None:
        parts.append(f"version {report.header.version or 'not given'}")
        parts.append(f"from {report.header.source.code or 'nobody'} to {report.header.destination.code or 'nobody'}")
    return f"{', '.join(parts)}: {found}"


def report_lines(label: str, report: Report, *, with_notes: bool = True) -> Iterator[str]:
    """Give the lines of a report: the summary, then the file's problems, then those of each pupil."""
    yield f"{click.style(label, bold=True)}: {summary(report)}"
    shown = [problem for problem in report.problems if with_notes or problem.severity is not Severity.NOTE]
    yield from _problem_lines(problem for problem in shown if problem.pupil is None)
    for position in sorted({problem.pupil for problem in shown if problem.pupil is not None}):
        yield f"  Pupil {position}"
        yield from _problem_lines(problem for problem in shown if problem.pupil == position)


def _problem_lines(found: Iterable[Problem]) -> Iterator[str]:
    for problem in found:
        word = click.style(f"{_WORDS[problem.severity]:8}", fg=_COLOURS[problem.severity])
        yield f"    {word} {problem.message}  [{', '.join(_place(problem))}]"
        if problem.action != "Nothing." and problem.severity is not Severity.NOTE:
            yield f"             {problem.action}"


def _place(problem: Problem) -> Iterator[str]:
    yield problem.code
    if problem.path:
        yield problem.path
    if problem.line:
        yield f"line {problem.line}" + (f" column {problem.column}" if problem.column else "")


def section_lines(section: Section) -> Iterator[str]:
    """Give the lines of a section."""
    yield ""
    yield click.style(section.title, bold=True)
    width = max((len(row.label) for row in section.rows), default=0)
    for row in section.rows:
        code = (
            f" ({row.code})" if row.code and not row.value.startswith(f"{row.code} (") and row.code != row.value else ""
        )
        yield f"  {row.label:{width}}  {row.value}{code}"
    for table in section.tables:
        yield f"  {table.caption}"
        used = [place for place in range(len(table.head)) if any(row[place] for row in table.rows)]
        for cells in table.rows:
            yield "    - " + "; ".join(f"{table.head[place]}: {cells[place]}" for place in used if cells[place])


def section_as_json(section: Section) -> dict[str, object]:
    """Return a section as plain values."""
    return {
        "title": section.title,
        "rows": [{"label": row.label, "value": row.value, "code": row.code} for row in section.rows],
        "tables": [{"caption": table.caption, "head": table.head, "rows": table.rows} for table in section.tables],
    }


def difference_lines(difference: PupilDifference) -> Iterator[str]:
    """Give the lines on one pupil of two files."""
    if difference.older is None:
        yield f"Pupil {difference.newer} is only in the second file."
    elif difference.newer is None:
        yield f"Pupil {difference.older} of the first file is not in the second."
    else:
        yield f"Pupil {difference.older} of the first file, {difference.newer} of the second:"
    for change in difference.changes:
        if change.before is None:
            yield click.style(f"  + {change.label}: {change.after}", fg="green")
        elif change.after is None:
            yield click.style(f"  - {change.label}: {change.before}", fg="red")
        else:
            yield f"  ~ {change.label}: {change.before} -> {change.after}"
