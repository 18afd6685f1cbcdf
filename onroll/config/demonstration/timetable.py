"""Plays many stories side by side in order of time, so that the ledger grows as it would have grown.

A story is a generator: it acts, then yields how many days it waits. A story whose next day has not come by the
demonstration's clock simply stands where it is.
"""

import dataclasses
import heapq
from collections.abc import Generator, Iterable
from datetime import datetime, time, timedelta
from random import Random

from onroll.access.models import Organisation, Person
from onroll.audit.act import LONDON, Act

Story = Generator[int, None, None]
FIRST_MINUTE, LAST_MINUTE = 8 * 60 + 20, 16 * 60
SATURDAY, MONDAY_NEXT_WEEK = 5, 7  # as date.weekday() counts, on into the next week


@dataclasses.dataclass
class Clock:
    """The moment at which the story is; every act takes one second, so that no two are at the same time."""

    now: datetime
    acts: int = 0

    def act(self, person: Person, organisation: Organisation, role: str, purpose: str) -> Act:
        """Return a person's act at this moment of the story."""
        self.acts += 1
        self.now += timedelta(seconds=1)
        return Act(
            actor_id=person.pk,
            organisation_id=organisation.pk,
            organisation_kind=organisation.kind,
            la_code=organisation.la_code,
            role=role,
            at=self.now,
            purpose=purpose,
            request_id=f"demonstration{self.acts:05d}",
        )


def play(clock: Clock, stories: Iterable[tuple[int, Story]], *, until: datetime, random: Random) -> None:
    """Play stories, each from so many days before `until`, in order of time."""
    waiting = [
        (_first_moment(until - timedelta(days=days_ago), until, random), number, story)
        for number, (days_ago, story) in enumerate(stories)
    ]
    heapq.heapify(waiting)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        clock.now = max(clock.now, moment)
        days = next(story, None)
        if days is None:
            continue
        following = _working_moment(clock.now + timedelta(days=days), random)
        if following < until:
            heapq.heappush(waiting, (max(following, clock.now), number, story))


def _first_moment(day: datetime, until: datetime, random: Random) -> datetime:
    """Return a working moment about that day: the week before, where the Monday after it has not come yet."""
    moment = _working_moment(day, random)
    return moment if moment < until else _working_moment(day - timedelta(days=3), random)


def _working_moment(day: datetime, random: Random) -> datetime:
    """Return a moment in the office hours of that day, or of the Monday after it."""
    on = day.astimezone(LONDON).date()
    if on.weekday() >= SATURDAY:
        on += timedelta(days=MONDAY_NEXT_WEEK - on.weekday())
    minute = random.randrange(FIRST_MINUTE, LAST_MINUTE)
    return datetime.combine(on, time(minute // 60, minute % 60), tzinfo=LONDON)
