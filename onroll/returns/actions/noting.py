"""What feeds and sweeps say makes a return owed; where they carry what the law asks, it is made at once.

The system acts because of what somebody else did, in the same transaction; the ledger ties the two together.
"""

import dataclasses

from onroll.attendance.events import AlertRaised
from onroll.audit import act as acts
from onroll.audit.act import Act
from onroll.returns.actions.feeding import make_absence_by_feed, make_by_feed
from onroll.returns.actions.owing import owe_return
from onroll.returns.models import Return, Route
from onroll.rolls.events import PupilJoined, PupilLeft
from onroll.rolls.models import RollEntry
from onroll.rules.returns import ReturnKind

ALERTS = {"TEN_DAYS": ReturnKind.ATTENDANCE, "SICK_15": ReturnKind.SICKNESS}


def note_joined(act: Act, event: PupilJoined) -> None:
    """A feed says that a child joined a roll: the new pupil return is made, or owed with what the feed lacks."""
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    joined_on = event.on or entry.from_on
    if joined_on is None or entry.child is None or event.is_taking_on:
        return  # there before the school's first file came: told of then, or before our time
    owed = owe_return(
        _system(act, "a feed says that a child joined"),
        kind=ReturnKind.NEW_PUPIL,
        school=entry.school,
        child=entry.child,
        trigger_on=joined_on,
        route=Route.FEED,
        entry=entry,
        born_on=entry.born_on,
    )
    if owed is not None:
        make_by_feed(act, owed)


def note_left(act: Act, event: PupilLeft) -> None:
    """A feed says that a child left a roll: unless the deletion was told already, the return is owed, and late.

    One that waits since the last day was announced follows to the day on which the pupil really left.
    """
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    if entry.child is None:
        return
    owed = owe_return(
        _system(act, "a feed says that a child left"),
        kind=ReturnKind.DELETION,
        school=entry.school,
        child=entry.child,
        trigger_on=event.on,
        route=Route.FEED,
        entry=entry,
        born_on=entry.born_on,
    )
    waiting = Return.objects.owed().filter(entry=entry, kind=ReturnKind.DELETION)
    waiting.exclude(trigger_on=event.on).update(trigger_on=event.on, due_on=event.on)
    if owed is not None:
        make_by_feed(act, owed)


def note_alert(act: Act, event: AlertRaised) -> None:
    """A sweep finds ten days of unauthorised absence, or fifteen of illness: the school owes the return for it."""
    kind = ALERTS.get(event.rule)
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    if kind is None or entry.child is None:
        return
    owed = owe_return(
        _system(act, "a sweep of the registers finds what a return is owed for"),
        kind=kind,
        school=entry.school,
        child=entry.child,
        trigger_on=event.until,
        route=Route.FEED,
        entry=entry,
    )
    if owed is not None:
        Return.objects.filter(pk=owed.pk).update(period_from=event.since, period_until=event.until)
        owed.refresh_from_db()
        make_absence_by_feed(act, owed, event.alert_id)


def _system(act: Act, purpose: str) -> Act:
    own = acts.by_the_system(at=act.at, purpose=purpose)
    return dataclasses.replace(own, request_id=act.request_id, la_code=act.la_code)
