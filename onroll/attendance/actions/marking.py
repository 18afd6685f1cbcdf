"""The register as it is kept on a page: a day of a form, by the school's clerk, never over another's change."""

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.attendance import permissions
from onroll.attendance.actions import feeding
from onroll.attendance.actions.writing import NewMarks, Written, write_marks
from onroll.attendance.events import RegisterKept
from onroll.attendance.models import DayMarks, MarksForm, Source
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.rolls.models import RollEntry
from onroll.rules.attendance_codes import Session, fault_of


@dataclasses.dataclass(frozen=True, slots=True)
class WrongMark:
    """A mark that cannot stand: of which pupil and session, and why in plain words."""

    entry_id: int
    session: Session
    words: str


class MarkWrong(RuleBroken):
    """Marks were to be written that cannot stand; nothing was written."""

    code = "mark_wrong"
    default_words = "Some marks cannot stand. Nothing was saved: correct them and save again."

    def __init__(self, wrong: Sequence[WrongMark] = (), words: str = "") -> None:
        super().__init__(words)
        self.wrong = tuple(wrong)


def seen_of(days: Iterable[DayMarks]) -> str:
    """Return a digest of marks as they were shown: what a page sends back so that no change of another is lost."""
    text = ";".join(sorted(f"{day.entry_id}:{day.am}:{day.pm}" for day in days))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def enter_register(act: Act, *, on: date, marks: Sequence[NewMarks], seen: str) -> Written:
    """Write one day of some pupils of the acting school. `seen` is of the marks that the page showed.

    Raises: NotAllowed; Hidden, for pupils who are not on this school's roll that day; MarkWrong; Stale.
    """
    permissions.check(permissions.may_keep_register(act))
    if on > act.on:
        raise MarkWrong(words="This day has not come yet. A register is kept on the day itself.")
    school = access_queries.acting_organisation(act)
    feed = feeding.held_feed(act, school, MarksForm.FORM)
    ids = {mark.entry_id for mark in marks}
    here = RollEntry.objects.visible_to(act).on_roll(on).filter(pk__in=ids)
    if here.select_for_update().count() != len(ids):
        raise Hidden
    if seen_of(DayMarks.objects.filter(on=on, entry_id__in=ids)) != seen:
        raise Stale
    wrong = [*_wrong(marks, on)]
    if wrong:
        raise MarkWrong(wrong)
    done = write_marks(act, marks, Source.PAGE)
    event = RegisterKept(
        school_id=school.pk,
        first_on=on,
        last_on=on,
        written=done.written,
        changed=done.changed,
        source=Source.PAGE.value,
    )
    ledger.record(act, event)
    if done.written or done.changed:
        feeding.note_marks(act, feed, on)
    return done


def _wrong(marks: Iterable[NewMarks], on: date) -> Iterable[WrongMark]:
    for mark in marks:
        for session, letter in ((Session.AM, mark.am), (Session.PM, mark.pm)):
            fault = fault_of(letter, session, on) if letter else None
            if fault is not None:
                yield WrongMark(mark.entry_id, session, fault.words)
