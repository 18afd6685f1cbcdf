"""Loads the demonstration: register, people, then the stories, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.test.utils import override_settings

from onroll.audit.act import by_the_system
from onroll.config.demonstration import handouts, people, places, today
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.children import Children
from onroll.config.demonstration.programme import programme
from onroll.config.demonstration.timetable import Clock, play

PURPOSE = "load the demonstration"
FIRST_DAY_DAYS = 392  # before the clock: a week before the earliest story


def load(act_clock: datetime, *, seed: int) -> list[str]:
    """Load the demonstration into an empty installation, as it would stand at `act_clock`; say who can sign in.

    All or nothing: stopped half-way, it leaves the installation empty.
    """
    with _no_mail(), transaction.atomic():
        cast = _cast(act_clock - timedelta(days=FIRST_DAY_DAYS), seed, until=act_clock)
        play(cast.clock, programme(cast), until=act_clock, random=cast.random)
        today.catch_up(cast)
        found = handouts.write_handouts(cast, act_clock)
    return [*people.who_can_sign_in(), f"Files to try out, with a note: {found.folder.name}/README.txt in var/"]


def who_can_sign_in() -> list[str]:
    """Return, in lines for the console, who can sign in; empty where no demonstration is loaded."""
    return people.who_can_sign_in()


def _cast(starts_at: datetime, seed: int, *, until: datetime) -> Cast:
    act = by_the_system(at=starts_at, purpose=PURPOSE)
    places.load_register(act)
    where = places.places(act)
    since: date = act.on
    staff = people.engage(act, where, since=since)
    random = Random(seed)  # noqa: S311 - invented data, no secret
    children = Children(seed)
    return Cast(clock=Clock(starts_at), places=where, staff=staff, children=children, random=random, until=until)


@contextmanager
def _no_mail() -> Iterator[None]:
    """Keep the notices of past months off the console: they count as sent on their day."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        yield
