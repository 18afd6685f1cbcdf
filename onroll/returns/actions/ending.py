"""What a deletion return does to the school's roll: the row ends on that day, at once or by the clock."""

import dataclasses
from datetime import date

from onroll.access.models import Organisation
from onroll.audit import act as acts
from onroll.audit.act import Act
from onroll.registry import queries as registry_queries
from onroll.returns.models import Return, Route
from onroll.rolls import actions as rolls_actions
from onroll.rolls import permissions as rolls_permissions
from onroll.rolls.models import RollEntry


def for_school(act: Act, school: Organisation, purpose: str) -> Act:
    """Return the act of the product for a school, whoever sent the file: what a feed says is the school's word."""
    own = acts.by_the_system(at=act.at, purpose=purpose)
    return dataclasses.replace(
        own,
        organisation_id=school.pk,
        organisation_kind=school.kind,
        la_code=school.la_code,
        request_id=act.request_id,
    )


def end_on_roll(act: Act, made: Return, *, deleted_on: date, destination: str = "") -> None:
    """End the pupil's row of the school's roll, where it has one; on a day to come, announce it for the clock."""
    entry = _row_of(made)
    if entry is None:
        return
    own = _keeper(act, made)
    last_on = max(deleted_on, entry.from_on or deleted_on)
    if last_on > act.on:
        rolls_actions.announce_leaving(
            own, entry=entry, leaving_on=last_on, destination=destination, expected_version=entry.version
        )
    else:
        rolls_actions.say_left(
            own, entry=entry, last_on=last_on, destination=destination, expected_version=entry.version
        )


def keep_on_roll(act: Act, withdrawn: Return) -> None:
    """Take back the last day that a deletion return announced and that has not ended the row; a feed's own stays."""
    entry = _row_of(withdrawn)
    if entry is None or withdrawn.route == Route.FEED or entry.leaving_on != withdrawn.trigger_on:
        return
    rolls_actions.announce_leaving(
        _keeper(act, withdrawn), entry=entry, leaving_on=None, expected_version=entry.version
    )


def _row_of(law_return: Return) -> RollEntry | None:
    found: RollEntry | None = (
        RollEntry.objects.filter(
            school_id=law_return.school_id, child_id__in=registry_queries.one_with(law_return.child_id)
        )
        .current()
        .order_by("-from_on", "-pk")
        .first()
    )
    return found


def _keeper(act: Act, law_return: Return) -> Act:
    """Return who changes the roll: the person, where she keeps it; else the product, on the school's word."""
    if rolls_permissions.may_send_roll(act, law_return.school_id):
        return act
    own = acts.by_the_system(at=act.at, purpose="a deletion ends a pupil's time on the roll")
    return dataclasses.replace(own, request_id=act.request_id)
