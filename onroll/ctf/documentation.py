"""The generated pages of `docs/reference` about transfer files, made from the tables so that they cannot disagree."""

from collections.abc import Iterable, Sequence

from onroll.ctf import marks, problems, versions
from onroll.ctf.elements import Element, elements

_NOTICE = "Made from the tables of `onroll.ctf`; do not edit by hand. `onroll docs` writes it anew."

_SEVERITIES = (
    "Codes never change their meaning. **error** stops the file, **pupil** stops the pupil (the sender may say that it "
    "is known, and send on), **warning** stops nothing, **note** says what was tolerated."
)
_VERSIONS = (
    f"Versions 12.0 to {versions.LAST}.0 are read, {versions.FIRST}.0 to {versions.LAST}.0 are written. An element "
    "that a version does not have is read all the same, with a note; when that version is written the element is left "
    "out, and the writer says how often. `Sex` and `Gender` are one item under two names: it is renamed, never left "
    "out. Versions without a row of their own have no change that is known."
)


def pages() -> dict[str, str]:
    """Return the generated pages: path under docs/ to Markdown."""
    return {
        "reference/ctf-elements.md": _elements_page(),
        "reference/ctf-problems.md": _problems_page(),
        "reference/ctf-versions.md": _versions_page(),
    }


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", _NOTICE, *parts)) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    lines += [f"| {' | '.join(cell.replace('|', ' or ') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _marks() -> str:
    words = "; ".join(f"**{mark}** {meaning}" for mark, meaning in marks.WORDS.items())
    return f"How sure each fact is: {words}. A fact marked K or P never stops a file or a pupil: it warns."


def _length(row: Element) -> str:
    if not row.longest:
        return ""
    span = f"{row.longest}" if row.shortest == row.longest else f"{row.shortest} to {row.longest}"
    return f"{span} ({row.length_mark})" if row.length_mark else span


def _needed(row: Element) -> str:
    return {"always": "in its block", "full": "in a full file", "ctf": "in a transfer file"}.get(row.required, "")


def _elements_page() -> str:
    rows = (
        (
            f"`{row.path}`",
            row.label,
            row.format,
            _length(row),
            "many" if row.is_repeatable else "one",
            f"`{row.code_set}`" if row.code_set else "",
            row.versions,
            _needed(row),
            row.mark,
            row.source,
            row.note,
        )
        for row in elements().values()
    )
    head = ("Path", "Label", "Format", "Length", "How many", "Codes", "Versions", "Needed", "Mark", "Source", "Note")
    return _page("Elements of a transfer file", "In the order in which they are written.", _marks(), _table(head, rows))


def _problems_page() -> str:
    parts = [
        _SEVERITIES,
        _marks(),
    ]
    for phase in dict.fromkeys(row.phase for row in problems.catalogue().values()):
        rows = (
            (f"`{row.code}`", row.severity.value, row.message, row.action, row.source, row.mark)
            for row in problems.catalogue().values()
            if row.phase == phase
        )
        head = ("Code", "Severity", "Words", "What to do", "Source", "Mark")
        parts += [f"## Found in: {phase}", _table(head, rows)]
    return _page("Problems of a transfer file", *parts)


def _versions_page() -> str:
    rows = [
        (f"{number}.0", _paths(row for row in elements().values() if row.since == number), _gone(number))
        for number in range(12, versions.LAST + 1)
    ]
    shown = [row for row in rows if row[1] or row[2]]
    return _page("Differences between versions", _VERSIONS, _table(("Version", "New", "No longer"), shown))


def _paths(rows: Iterable[Element]) -> str:
    return ", ".join(f"`{row.path}` ({row.mark})" for row in rows)


def _gone(number: int) -> str:
    return _paths(row for row in elements().values() if row.until == number - 1)
