"""Reading attendance leaves a trace: one entry for a page, with how many pupils stood on it."""

from datetime import date
from typing import cast

from django.db import transaction

from onroll.attendance import queries
from onroll.attendance.events import MarksRead, WeekRead
from onroll.attendance.queries import Analysis, Checks, ChildSeen, Letters, Register
from onroll.audit import ledger
from onroll.audit.act import Act


@transaction.atomic
def read_register(act: Act, *, form_group: str, on: date) -> Register:
    """Return a form's register, and record that it was read. Raises: NotAllowed."""
    found = queries.register_of(act, form_group=form_group, on=on)
    _note(act, "register", on, len(found.lines))
    return found


@transaction.atomic
def read_seen(act: Act, *, on: date) -> tuple[ChildSeen, ...]:
    """Return who has seen each child with more than one place. Raises: NotAllowed."""
    found = queries.seen_on(act, on)
    _note(act, "seen", on, len(found))
    return found


@transaction.atomic
def read_week(act: Act, *, reference: str, monday: date) -> ChildSeen:
    """Return one child's week across places. Raises: NotAllowed; Hidden."""
    found = queries.week_of(act, reference=reference, monday=monday)
    ledger.record(act, WeekRead(entry_id=found.entry.pk, monday=monday))
    return found


@transaction.atomic
def read_analysis(act: Act, *, number: int | None) -> Analysis | None:
    """Return a half term in numbers, and record that it was read: movers are named. Raises: NotAllowed."""
    found = queries.analysis(act, number=number)
    _note(act, "analysis", act.on, found.total.pupils if found else 0)
    return found


@transaction.atomic
def read_checks(act: Act) -> Checks:
    """Return what the school should look at. Raises: NotAllowed."""
    found = queries.checks(act)
    _note(act, "checks", act.on, len(found.old) + len(found.late) + len(found.runs))
    return found


@transaction.atomic
def read_letters(act: Act) -> Letters:
    """Return which letters are due and who missed nothing. Raises: NotAllowed."""
    found = queries.letters(act)
    _note(act, "letters", act.on, len(found.due) + len(found.full))
    return found


def _note(act: Act, what: str, on: date, pupils: int) -> None:
    event = MarksRead(organisation_id=cast("int", act.organisation_id), what=what, on=on, pupils=pupils)
    ledger.record(act, event)
