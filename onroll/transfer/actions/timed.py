"""Taking a step of the clock once: which were taken, which one day has found due, and which two days have."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit.act import LONDON, Act
from onroll.transfer import notices, queries, timers
from onroll.transfer.actions import steps
from onroll.transfer.models import Message, Notice, TimedStep
from onroll.transfer.queries import Timed


def not_taken(act: Act, step: str, found: list[Timed]) -> list[Timed]:
    """Return the files on which a step has not been taken yet, the longest waiting first."""
    trusted = act.at + timedelta(days=timers.CLOCK_TRUSTED_DAYS)
    taken = queries.steps_taken(step, trusted)
    left = [each for each in found if (each.message_id, each.since) not in taken]
    return sorted(left, key=lambda each: (each.since, each.message_id))


def take_each(
    act: Act, step: str, found: list[Timed], take: Callable[[Message, Timed], bool], *, after_two_days: bool = False
) -> int:
    """Take a step on each file in a transaction of its own, and return on how many it was taken.

    `after_two_days`: only where ticks of two different days have both found it due, since what takes a file from a
    school, or destroys it, must not follow from a clock that was wrong once.
    """
    return sum(_take_one(act, step, each, take, after_two_days) for each in not_taken(act, step, found))


@transaction.atomic
def _take_one(act: Act, step: str, timed: Timed, take: Callable[[Message, Timed], bool], after_two_days: bool) -> bool:
    message = Message.objects.select_for_update().get(pk=timed.message_id)
    # The file is locked: of two ticks at once, the second sees here what the first has done.
    row, is_new = TimedStep.objects.get_or_create(
        message=message, step=step, since=timed.since, defaults={"found_on": act.on}
    )
    if row.done_at is not None and row.done_at <= act.at + timedelta(days=timers.CLOCK_TRUSTED_DAYS):
        return False
    if after_two_days and (is_new or row.found_on >= act.on):
        if row.found_on > act.on:  # found by a clock that has gone back since: it counts from today
            TimedStep.objects.filter(pk=row.pk).update(found_on=act.on)
        return False
    if not take(message, timed):
        return False
    TimedStep.objects.filter(pk=row.pk).update(done_at=act.at)
    return True


def tell_once_a_day(act: Act, message: Message, to: list[Organisation], kind: notices.Kind) -> tuple[int, ...]:
    """Owe each organisation a notice, but one of a kind in a day at most: it stands for all files. Returns all told."""
    told = {one.pk: one for one in to}
    for organisation in told.values():
        role = message.part_role if organisation.pk == message.recipient_id else ""
        earlier = Notice.objects.filter(organisation=organisation, kind=kind, role=role)
        newest = earlier.order_by("-created_at").first()
        if newest is None or newest.created_at.astimezone(LONDON).date() != act.on:
            steps.owe_notice(act, message, to=organisation, kind=kind, role=role)
    return tuple(sorted(told))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What one tick did: how many files each step was taken on, and how many notices went out or are still owed.

    `passed_on`: machines' files that a crash had left ready to send.
    `jumped_from`: the last tick that was believed, where the clock has jumped since and nothing was held or destroyed.
    """

    passed_on: int
    reminded: int
    reported: int
    held: int
    warned: int
    destroyed: int
    notices_sent: int
    notices_owed: int
    jumped_from: datetime | None = None
