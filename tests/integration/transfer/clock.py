"""The clock in the hands of a test: ticks on chosen days, and how a file stands afterwards."""

from datetime import datetime, timedelta

from django.utils import timezone

from onroll.audit import act as acts
from onroll.audit.act import LONDON
from onroll.transfer import actions
from onroll.transfer.actions import Ticked
from onroll.transfer.models import Message


def tick(days: int, *, hours: int = 0) -> Ticked:
    """Let the clock tick so many days from now; it is right, however far that is from the last tick."""
    return actions.tick(acts.by_the_system(at=moment(days, hours=hours), purpose="test"), is_clock_right=True)


def tick_two_days(days: int) -> Ticked:
    """Let the clock tick on that day and the next; return what the second did."""
    tick(days)
    return tick(days + 1)


def moment(days: int, *, hours: int = 0) -> datetime:
    """Return the moment so many days from now, at the same time by the clock on the wall in England.

    A day by UTC would be another day there after 23:00, as soon as summer time lies between.
    """
    return timezone.now().astimezone(LONDON) + timedelta(days=days, hours=hours)


def state_of(message: Message) -> str:
    """Return a file's state as it is kept."""
    return str(Message.objects.get(pk=message.pk).state)


def is_kept(message: Message) -> bool:
    """Say whether a file's content is still there."""
    return Message.objects.get(pk=message.pk).stored_file.destroyed_at is None


def why(message: Message) -> list[str]:
    """Return what the steps of a file say."""
    return list(message.events.values_list("why", flat=True))
