"""Any sequence of snapshots leaves the roll as the last one alone does, and the events explain the way there."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import hypothesis.strategies as st
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from onroll.rolls.models import EventKind, RollEntry, RollEvent
from tests.cast import Cast
from tests.integration.rolls.files import load, pupil

START = date(2026, 3, 2)
FIELDS = ("upn", "surname", "forename", "born_on", "sex", "year_group", "form_group", "postcode", "from_on")
State = dict[str, tuple[object, ...]]


@contextmanager
def undone() -> Iterator[None]:
    """Take back the rows of one example."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of(numbers: dict[int, tuple[str, str, str]]) -> list[dict[str, str]]:
    return [
        pupil(number, **{"Year": year, "Reg group": group, "Legal surname": name})
        for number, (year, group, name) in sorted(numbers.items())
    ]


one_pupil = st.tuples(st.sampled_from(["5", "6"]), st.sampled_from(["A", "B"]), st.sampled_from(["Madeup", "Invented"]))
snapshots = st.lists(st.dictionaries(st.integers(1, 7), one_pupil, min_size=1, max_size=7), min_size=1, max_size=5)


def current(cast: Cast) -> State:
    entries = RollEntry.objects.filter(school=cast.school, until_on=None)
    return {one.pupil_key: tuple(getattr(one, field) for field in FIELDS) for one in entries}


def explained(before: State) -> State:
    """Return the roll that the events of all snapshots after the first one make of what it was."""
    first = RollEvent.objects.order_by("pk").first()
    assert first is not None
    entries = {entry.pk: entry for entry in RollEntry.objects.all()}
    on_roll = dict(before)
    changes: dict[str, dict[str, object]] = defaultdict(dict)
    for event in RollEvent.objects.exclude(snapshot=first.snapshot).order_by("pk"):
        entry = entries[event.entry_id]
        changes[entry.pupil_key].update(event.after)
        if event.kind == EventKind.LEFT:
            on_roll.pop(entry.pupil_key)
        elif event.kind in (EventKind.JOINED, EventKind.CAME_BACK):
            on_roll[entry.pupil_key] = tuple(getattr(entry, field) for field in FIELDS)
    return {
        key: tuple(changes[key].get(field, value) for field, value in zip(FIELDS, values, strict=True))
        for key, values in on_roll.items()
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=snapshots)
def test_any_sequence_of_snapshots_is_the_last_one_and_the_events_that_explain_it(
    cast: Cast, days: list[dict[int, tuple[str, str, str]]]
) -> None:
    with undone():
        for number, numbers in enumerate(days):
            load(cast.clerk, rows_of(numbers), START + timedelta(days=number))
            if number == 0:
                before = current(cast)
        after = current(cast)
        by_events = explained(before)
    with undone():
        load(cast.clerk, rows_of(days[-1]), START + timedelta(days=len(days) - 1))
        alone = current(cast)

    assert after == alone
    assert by_events == after
