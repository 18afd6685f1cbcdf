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
        pupil(number, **{"Year": year, "Reg group": group, **called(number, name)})
        for number, (year, group, name) in sorted(numbers.items())
    ]


def called(number: int, surname: str) -> dict[str, str]:
    """Return a pupil's name, and what else is not as usual: 8 and 9 are twins of whom nobody has a number."""
    if number < 8:
        return {"Legal surname": surname}
    same = {"Adno": "", "UPN": "", "Legal surname": "Alike", "DOB": "08/09/2015", "Gender": "F"}
    return {**same, "Legal forename": "Pip" if number == 8 else "Pat"}


one_pupil = st.tuples(st.sampled_from(["5", "6"]), st.sampled_from(["A", "B"]), st.sampled_from(["Madeup", "Invented"]))
snapshots = st.lists(st.dictionaries(st.integers(1, 9), one_pupil, min_size=1, max_size=9), min_size=1, max_size=5)


def current(cast: Cast) -> State:
    entries = RollEntry.objects.filter(school=cast.school, until_on=None)
    return {one.pupil_key: tuple(getattr(one, field) for field in FIELDS) for one in entries}


def children_of_names() -> dict[str, set[int | None]]:
    """Return the children whom the times on the roll are of, by what never changes of a pupil here."""
    found: dict[str, set[int | None]] = defaultdict(set)
    for entry in RollEntry.objects.all():
        found[entry.upn or entry.forename].add(entry.child_id)
    return found


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
        children = children_of_names()
    with undone():
        load(cast.clerk, rows_of(days[-1]), START + timedelta(days=len(days) - 1))
        alone = current(cast)

    assert after == alone
    assert by_events == after
    # Whoever leaves and comes back is the same child, with a UPN or without any number, and nobody is anybody else.
    assert all(len(found) == 1 for found in children.values())
    assert len(set.union(*children.values())) == len(children)
