"""What a tick of the clock has to look at: files by state, with the moment each came into it. For the system alone."""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from onroll.access.models import Organisation
from onroll.audit.act import LONDON, Act
from onroll.transfer.models import Door, Kind, LostPupil, Message, MessageEvent, TimedStep
from onroll.transfer.queries.messages import with_since
from onroll.transfer.states import State


@dataclasses.dataclass(frozen=True, slots=True)
class Timed:
    """A file on which a clock runs, and since when."""

    message_id: int
    since: datetime

    @property
    def began_on(self) -> date:
        """The day, in England, on which the clock began."""
        return self.since.astimezone(LONDON).date()


def waiting_files() -> list[Timed]:
    """Return the files that wait to be collected."""
    return timed_rows(with_since(Message.objects.filter(state=State.WAITING)).values_list("pk", "since"))


def waiting_for_closed(act: Act) -> list[Timed]:
    """Return the files that wait for an organisation that is not open on the day of the act."""
    still_open = Organisation.objects.open_on(act.on).values("pk")
    waiting = Message.objects.filter(state=State.WAITING).exclude(recipient__in=still_open)
    return timed_rows(with_since(waiting).values_list("pk", "since"))


def left_checked(*, before: datetime) -> QuerySet[Message]:
    """Return the files of machines that were received before a moment and, though ready, neither sent nor held.

    What a person split off a machine's file waits for that person.
    """
    machines = Message.objects.filter(kind=Kind.TRANSFER_FILE, state=State.CHECKED, split_from=None).exclude(
        door=Door.PAGE
    )
    left: QuerySet[Message] = machines.filter(received_at__lt=before).select_related("sender").order_by("pk")
    return left


def held_files() -> list[Timed]:
    """Return the sent files that an authority has to decide on; what a content check keeps apart is not among them."""
    held = Message.objects.filter(state=State.HELD, sent_at__isnull=False).not_kept_apart()
    return timed_rows(with_since(held).values_list("pk", "since"))


def collected_files() -> list[Timed]:
    """Return the collected files whose content is still kept, and when each was first collected.

    A claimed file that came back to the repository, and was claimed again, counts anew.
    """
    collected = Message.objects.filter(
        state__in=[State.COLLECTED, State.CONFIRMED], stored_file__destroyed_at__isnull=True
    )
    came_back = MessageEvent.objects.filter(message=OuterRef("pk"), state=State.HELD_AS_LOST).order_by("-pk")
    since = Coalesce(Subquery(came_back.values("pk")[:1]), 0)
    first = Min("events__at", filter=Q(events__state=State.COLLECTED, events__pk__gt=since))
    return timed_rows(collected.annotate(collected_at=first).values_list("pk", "collected_at"))


def lost_files() -> list[tuple[Timed, date]]:
    """Return the files of the lost-pupil repository, each with the last day on which it is kept."""
    rows = LostPupil.objects.held().values_list("message_id", "filed_at", "keep_until")
    return [(Timed(message_id, filed_at), keep_until) for message_id, filed_at, keep_until in rows]


def steps_taken(step: str, until: datetime) -> set[tuple[int, datetime]]:
    """Return the files on which a step was taken, with the moment their clock began; none after `until` counts."""
    rows = TimedStep.objects.filter(step=step, done_at__lte=until)
    return set(rows.values_list("message_id", "since"))


def warned_on(message: Message, since: datetime, step: str) -> date | None:
    """Return the day on which a step was taken on a file, if it was."""
    taken = TimedStep.objects.filter(message=message, step=step, since=since).values_list("done_at", flat=True).first()
    return taken.astimezone(LONDON).date() if taken else None


def timed_rows(rows: Iterable[tuple[int, datetime | None]]) -> list[Timed]:
    """Return rows of a file and a moment as files on which a clock runs."""
    return [Timed(message_id, since) for message_id, since in rows if since is not None]
