"""Files of marks in words: what one would change or did, what is wrong row by row, and how fresh schools are."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.attendance.actions import Loaded, Looked
from onroll.attendance.file_states import MEANINGS, FileState
from onroll.attendance.models import MarksFile, MarksForm
from onroll.attendance.presenters.days import TODAY
from onroll.attendance.presenters.sheets import Section, Sheet, name_of
from onroll.attendance.queries import Freshness
from onroll.attendance.reading import Problem
from onroll.audit.act import Act
from onroll.web.parts import Cell, Link, ProblemLine, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendPage:
    """The page to send a file from, with the files that came."""

    title: str
    fresh: str
    files: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class FilePage:
    """One file. `may_take`: it waits, and nothing forbids it; `columns_href` empty where it has none to name."""

    title: str
    lead: str
    rows: tuple[Row, ...]
    problems: tuple[ProblemLine, ...]
    more: str
    changes: Table | None
    may_take: bool
    columns_href: str
    back: Link


def send_page(files: Sequence[MarksFile], fresh: Freshness) -> SendPage:
    """Present the page to send a file from."""
    rows = tuple(
        (
            Link(text=f"File of {day_words(one.as_on)}", href=reverse("attendance:file", args=[one.reference])),
            moment_words(one.received_at),
            one.given_by.name if one.given_by else "Your own system",
            _tag(one),
        )
        for one in files
    )
    table = Table(caption="Files that came", head=("File", "Received", "From", "State"), rows=rows) if rows else None
    return SendPage(title="Send an attendance file", fresh=fresh.words, files=table)


def file_page(its: MarksFile, looked: Looked | None, *, is_own: bool) -> FilePage:
    """Present a file; `looked` is what it would do, while it waits."""
    loaded = looked.loaded if looked else None
    problems = loaded.problems if loaded else tuple(Problem(**one) for one in its.problems)
    count = loaded.problem_count if loaded else its.problem_count
    back = Link(text="Back to files", href=reverse("attendance:send")) if is_own else _SCHOOLS
    return FilePage(
        title=f"Attendance file of {day_words(its.as_on)}",
        lead=_lead(loaded),
        rows=_rows(its, loaded),
        problems=tuple(_problem(one) for one in problems),
        more=f"{count - len(problems):,} more are not listed." if count > len(problems) else "",
        changes=_changes(looked) if looked and looked.changes else None,
        may_take=loaded is not None and not loaded.is_refused,
        columns_href=reverse("attendance:columns", args=[its.reference])
        if loaded is not None and its.form == MarksForm.CSV
        else "",
        back=back,
    )


_SCHOOLS = Link(text="Back to schools", href="/attendance/schools/")


def _lead(loaded: Loaded | None) -> str:
    if loaded is None:
        return ""
    if loaded.is_refused:
        return "This file cannot be taken. Nothing was changed. Put right what is marked “error”, and send it again."
    if not loaded.written and not loaded.changed:
        return "Everything in this file stands in your register already. Taking it changes nothing."
    return "This is what the file would change. Nothing has been changed yet."


def _tag(its: MarksFile) -> Tag:
    meaning = MEANINGS[FileState(its.state)]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def _rows(its: MarksFile, loaded: Loaded | None) -> tuple[Row, ...]:
    names = {"rows": "Rows", "pupils": "Pupils", "written": "New marks", "changed": "Marks changed"}
    numbers = {name: getattr(loaded, name) for name in names} if loaded and not loaded.is_refused else its.counts
    left_out = loaded.left_out if loaded else its.counts.get("left_out", 0)
    rows = [
        Row(key="School", value=its.school.name),
        Row(key="State", value=_tag(its)),
        Row(key="Form", value=MarksForm(its.form).label),
        Row(key="Received", value=moment_words(its.received_at)),
        Row(key="Given by", value=its.given_by.name if its.given_by else "The school’s own system, or an operator"),
        Row(key="Reference", value=its.reference),
        *(Row(key=words, value=f"{numbers[name]:,}") for name, words in names.items() if name in numbers),
    ]
    if loaded and loaded.first_on and loaded.last_on and not loaded.is_refused:
        rows.append(Row(key="Days", value=f"{day_words(loaded.first_on)} to {day_words(loaded.last_on)}"))
    if left_out:
        rows.append(Row(key="Left out", value=count_words(left_out, "row")))
    return tuple(rows)


def _problem(one: Problem) -> ProblemLine:
    where = ", ".join(filter(None, (f"Row {one.row}", one.column)))
    return ProblemLine(severity="error" if one.is_error else "warning", message=one.words, where=where, code=one.code)


def _changes(looked: Looked) -> Table:
    rows = tuple(
        (name_of(entry), f"{day_words(change.on)}, {change.session}", change.before, change.after or "empty")
        for entry, change in looked.changes
    )
    changed, shown = looked.loaded.changed, len(rows)
    caption = "Marks that would change" + (f" (the first {shown} of {changed:,})" if changed > shown else "")
    return Table(caption=caption, head=("Pupil", "Session", "Stands now", "Would be"), rows=rows)


def fresh_sheet(act: Act, feeds: Sequence[tuple[Organisation, Freshness]]) -> Sheet:
    """Return how fresh the marks of each school of an area are, the stalest first."""
    rows: list[tuple[Cell, ...]] = []
    for school, one in feeds:
        state = _NEVER if one.last_on is None else _STOPPED if one.has_stopped else _LATE if one.is_late else _FRESH
        of = day_words(one.last_on) if one.last_on else "–"
        received = moment_words(one.last_at) if one.last_at else "–"
        how = MarksForm(one.form).label if one.form else "–"
        rows.append((school.name, state, of, received, how))
    head = ("School", "Marks", "Up to", "Received", "How they come")
    stopped = sum(one.has_stopped for _, one in feeds)
    return Sheet(
        title="How fresh the marks of your schools are",
        lead="Whatever is said of attendance is as old as the marks behind it.",
        notice=f"The marks of {count_words(stopped, 'school')} have stopped coming." if stopped else "",
        sections=(
            Section(
                heading=count_words(len(rows), "school"),
                table=Table(caption="Schools", head=head, rows=tuple(rows), hide_caption=True) if rows else None,
                empty="There is no school in your area yet.",
            ),
        ),
        back=TODAY,
        how=(
            (
                "Late: more school days than agreed since the newest marked day. Stopped: two more; the school’s "
                "contact and you are told. School days are those of a usual calendar in England."
            ),
            f"Made on {moment_words(act.at)}.",
        ),
    )


_NEVER = Tag(words="None yet", colour="grey")
_STOPPED = Tag(words="Stopped", colour="red")
_LATE = Tag(words="Late", colour="yellow")
_FRESH = Tag(words="Fresh", colour="green")
