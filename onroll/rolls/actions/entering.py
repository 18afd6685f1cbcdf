"""A pupil entered on a page, by a school without a system or between two files: the same events, without a file."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.rolls import comparing, permissions, reading
from onroll.rolls.actions import applying, feeding, identifying, planning
from onroll.rolls.comparing import Change
from onroll.rolls.events import RollEntered
from onroll.rolls.models import EventKind, Feed, Form, RollEntry
from onroll.rolls.reading import FIELDS, Pupil, Read


class EntryNotPossible(RuleBroken):
    """What was entered cannot be right, or the pupil is there already."""

    code = "entry_not_possible"


@transaction.atomic
def add_pupil(act: Act, *, school: Organisation, values: dict[str, str]) -> RollEntry:
    """Put a pupil on a school's roll; `values` by our own field names, dates as texts, as a file has them.

    Raises: NotAllowed; EntryNotPossible.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    feed = feeding.held_feed(act, school, Form.FORM)
    pupil = _pupil(act, values)
    if pupil.from_on is None:
        raise EntryNotPossible("Write the first day on your roll.")
    read = Read([pupil], frozenset(values) | {"pupil_key"}, [], is_whole=False)
    plan = planning.plan(school, read, act.on, feed)
    changes = [change for change in plan.changes if change.kind in (EventKind.JOINED, EventKind.CAME_BACK)]
    if not changes:
        raise EntryNotPossible("This pupil is on your roll already. Find the pupil there, and change what is wrong.")
    _enter(act, school, feed, changes)
    return changes[0].entry


@transaction.atomic
def change_pupil(act: Act, *, entry: RollEntry, values: dict[str, str], expected_version: int) -> RollEntry:
    """Change what is known of a pupil on the roll; `values` as in `add_pupil`, only those given are looked at.

    Raises: NotAllowed; EntryNotPossible; Stale.
    """
    permissions.check(permissions.may_send_roll(act, entry.school_id))
    feed = feeding.held_feed(act, entry.school, Form.FORM)
    _lock(entry, expected_version)
    if entry.until_on is not None:
        raise EntryNotPossible(
            "This pupil has left your roll, and the record stays as it was. If the pupil is back, add the pupil again "
            "with the new first day."
        )
    pupil = _pupil(act, {"pupil_key": entry.pupil_key, **values})
    fields = (frozenset(values) | {"pupil_key"}) & frozenset(FIELDS)
    changes = comparing.changes_of([(pupil, entry)], fields, act.on)
    _enter(act, entry.school, feed, changes)
    return entry


@transaction.atomic
def say_left(act: Act, *, entry: RollEntry, last_on: date, destination: str, expected_version: int) -> RollEntry:
    """Keep that a pupil left: the last day on roll, which counts, and where to, as far as is known.

    Raises: NotAllowed; EntryNotPossible; Stale.
    """
    permissions.check(permissions.may_send_roll(act, entry.school_id))
    feed = feeding.held_feed(act, entry.school, Form.FORM)
    _lock(entry, expected_version)
    if entry.until_on is not None:
        raise EntryNotPossible("This pupil has left already.")
    if last_on > act.on:
        raise EntryNotPossible("The last day has not come yet. Write it here on that day, or on the day after.")
    if entry.from_on and last_on < entry.from_on:
        raise EntryNotPossible("The last day is before the first one. Check both days.")
    values: dict[str, object] = {"until_on": last_on, "leaving_on": None, "destination": destination.strip()[:200]}
    _enter(act, entry.school, feed, [Change(entry, EventKind.LEFT, last_on, values)])
    return entry


@transaction.atomic
def announce_leaving(
    act: Act, *, entry: RollEntry, leaving_on: date | None, expected_version: int, destination: str = ""
) -> RollEntry:
    """Keep a last day that is to come (it counts itself): the clock ends the pupil's time then. None takes it back.

    Raises: NotAllowed; EntryNotPossible; Stale.
    """
    permissions.check(permissions.may_send_roll(act, entry.school_id))
    feed = feeding.held_feed(act, entry.school, Form.FORM)
    _lock(entry, expected_version)
    if entry.until_on is not None:
        raise EntryNotPossible("This pupil has left already.")
    if leaving_on is not None and leaving_on < max(act.on, entry.from_on or act.on):
        raise EntryNotPossible("An announced last day lies ahead, and not before the first one. Check both days.")
    values: dict[str, object] = {"leaving_on": leaving_on}
    if destination.strip():
        values["destination"] = destination.strip()[:200]
    if any(getattr(entry, name) != value for name, value in values.items()):
        _enter(act, entry.school, feed, [Change(entry, None, act.on, values)])
    return entry


def _pupil(act: Act, values: dict[str, str]) -> Pupil:
    """Return the pupil that was entered. Raises: EntryNotPossible, with the words of all that is wrong."""
    problems: list[reading.Problem] = []
    pupil = reading.pupil_of(0, known_fields(values), act.on, problems)
    wrong = [one.words for one in problems if one.is_error]
    if wrong:
        raise EntryNotPossible(" ".join(wrong))
    return pupil


def known_fields(values: dict[str, str]) -> dict[str, str]:
    """Return the values that a pupil has a field for."""
    known = {field.name for field in dataclasses.fields(Pupil)} - {"row"}
    return {name: text.strip() for name, text in values.items() if name in known and text}


def _lock(entry: RollEntry, expected_version: int) -> None:
    held = RollEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk, version=expected_version)
    if not held.exists():
        raise Stale
    entry.refresh_from_db()


def _enter(act: Act, school: Organisation, feed: Feed, changes: Iterable[Change]) -> None:
    changes = list(changes)
    if not changes:
        return
    with ledger.gathered():
        applying.apply(act, school=school, changes=changes, snapshot=None)
        identifying.tell_registry(act, school=school, changes=changes)
        ledger.record(act, RollEntered(entry_id=changes[0].entry.pk, school_id=school.pk))
        identifying.link_pupils(act, school=school, most=len(changes))
    if feed.form == Form.FORM:  # a school without a system is fresh by what it enters
        Feed.objects.filter(pk=feed.pk).update(last_taken_at=act.at, last_as_on=act.on, stopped_at=None)
