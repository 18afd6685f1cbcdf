"""A roll file: what it would change or did change, and what is wrong with it, row by row."""

import dataclasses

from django.urls import reverse

from onroll.audit.act import Act
from onroll.rolls import permissions
from onroll.rolls.actions import Outcome
from onroll.rolls.models import EventKind, Form, Snapshot
from onroll.rolls.snapshot_states import MEANINGS, SnapshotState
from onroll.web.parts import ProblemLine, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

EVENTS_SHOWN = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotPage:
    """What the page of a file shows. `may_take`: it waits, and nothing forbids it."""

    title: str
    rows: tuple[Row, ...]
    lead: str
    counts: Table | None
    events: Table | None
    more: str
    problems: tuple[ProblemLine, ...]
    may_take: bool
    may_decide: bool
    columns_href: str
    decide_href: str
    back_href: str


def snapshot_page(act: Act, snapshot: Snapshot, outcome: Outcome | None) -> SnapshotPage:
    """Present a file; `outcome` is what it would change, while it waits."""
    state = SnapshotState(snapshot.state)
    meaning = MEANINGS[state]
    is_own = permissions.may_send_roll(act, snapshot.school_id)
    problems = outcome.problems if outcome else ()
    counts = outcome.counts if outcome else snapshot.counts
    kept = tuple(_problem(**one) for one in snapshot.problems)
    is_refused = outcome is not None and outcome.state is SnapshotState.REFUSED
    code = snapshot.school.code or f"#{snapshot.school_id}"
    return SnapshotPage(
        title=f"Roll file of {day_words(snapshot.as_on)}",
        rows=_rows(snapshot, Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour), outcome),
        lead=_lead(state, outcome),
        counts=_counts(counts) if counts else None,
        events=_events(outcome) if outcome and outcome.events else None,
        more=_more(outcome) if outcome else "",
        problems=tuple(_problem(**dataclasses.asdict(one)) for one in problems) if outcome else kept,
        may_take=state is SnapshotState.RECEIVED and is_own and not is_refused,
        may_decide=state is SnapshotState.HELD and permissions.may_decide(act, snapshot),
        columns_href=reverse("rolls:columns", args=[snapshot.reference])
        if state is SnapshotState.RECEIVED and is_own and snapshot.form == Form.CSV
        else "",
        decide_href=reverse("rolls:decide", args=[snapshot.reference]),
        back_href=reverse("rolls:roll") if is_own else reverse("rolls:school", args=[code]),
    )


def _rows(snapshot: Snapshot, state: Tag, outcome: Outcome | None) -> tuple[Row, ...]:
    rows = [
        Row(key="School", value=snapshot.school.name),
        Row(key="State", value=state),
        Row(key="Pupils in the file", value=f"{outcome.rows if outcome else snapshot.rows:,}"),
        Row(key="Form", value=Form(snapshot.form).label),
        Row(key="Received", value=moment_words(snapshot.received_at)),
        Row(key="Given by", value=snapshot.given_by.name if snapshot.given_by else "The school’s own system"),
        Row(key="Reference", value=snapshot.reference),
    ]
    if snapshot.decided_by:
        rows.append(Row(key="Decided by", value=f"{snapshot.decided_by.name}: {snapshot.decided_why}"))
    return tuple(rows)


def _lead(state: SnapshotState, outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    if outcome.state is SnapshotState.REFUSED:
        return "This file cannot be taken. Nothing was changed. Put right what is marked “error”, and send it again."
    if outcome.is_again:
        return "The same file was taken for this day before. Taking it again changes nothing."
    if outcome.state is SnapshotState.HELD and state is SnapshotState.RECEIVED:
        return (
            "By this file more than half of your roll has left. Taken, it waits until somebody says that it is right."
        )
    return "This is what the file would change. Nothing has been changed yet."


def _counts(counts: dict[str, int]) -> Table:
    rows = [(EventKind(kind).label, f"{number:,}") for kind, number in counts.items() if kind in EventKind.values]
    rows.append(("Nothing new", f"{counts.get('unchanged', 0):,}"))
    return Table(caption="What the file changes", head=("What", "Pupils"), rows=tuple(rows), numeric=frozenset({1}))


def _events(outcome: Outcome) -> Table:
    rows = [
        (
            one.name or one.pupil_key,
            EventKind(one.kind).label,
            day_words(one.on),
            f"Row {one.row}" if one.row else "In no row",
        )
        for one in outcome.events[:EVENTS_SHOWN]
    ]
    return Table(caption="Pupil by pupil", head=("Pupil", "What", "On", "Where"), rows=tuple(rows))


def _more(outcome: Outcome) -> str:
    rest = len(outcome.events) - EVENTS_SHOWN
    said = [f"{count_words(rest, 'change')} more are not shown here."] if rest > 0 else []
    if outcome.hidden:
        hidden = count_words(outcome.hidden, "change")
        said.append(f"Counted above and not named to you: {hidden} of pupils who are new, or whose place is secret.")
    return " ".join(said)


def _problem(*, code: str, words: str, is_error: bool, row: int, column: str) -> ProblemLine:
    where = ", ".join(filter(None, (f"Row {row}" if row else "", column)))
    return ProblemLine(severity="error" if is_error else "warning", message=words, where=where, code=code)
