"""Two at the same moment about one school's roll. Real transactions, real threads."""

from datetime import date, timedelta

import pytest
from django.db import connection

from onroll.audit.refusals import Refusal
from onroll.rolls import actions
from onroll.rolls.models import RollEntry, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotMoveNotAllowed, SnapshotState
from tests.cast import Cast, make_cast
from tests.integration.rolls.files import load, pupils, table
from tests.integration.transfer.test_races import at_the_same_moment

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 9, 7)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        raise AssertionError("threads need a database in a file: see DATABASES TEST NAME")
    return make_cast()


def received(cast: Cast, numbers: range) -> Snapshot:
    load(cast.clerk, pupils(range(1, 6)), MONDAY)
    act = cast.clerk.act()
    return actions.receive_roll(act, school=cast.school, as_on=TUESDAY, content=table(pupils(numbers)), form="csv")


def take(cast: Cast, snapshot: Snapshot) -> actions.Outcome:
    mine = Snapshot.objects.get(pk=snapshot.pk)
    mine.state = SnapshotState.RECEIVED  # as it stood when the page was asked for
    return actions.take_received(cast.clerk.act(), snapshot=mine, expected_version=snapshot.version)


def test_of_two_clicks_on_take_one_takes_the_file(cast: Cast) -> None:
    snapshot = received(cast, range(1, 8))

    results = at_the_same_moment(lambda: take(cast, snapshot), lambda: take(cast, snapshot))

    assert sorted(isinstance(one, Refusal) for one in results) == [False, True]
    assert RollEntry.objects.filter(until_on=None).count() == 7
    assert RollEvent.objects.filter(snapshot=snapshot).count() == 2


def test_a_file_put_aside_while_its_taking_waited_is_not_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = received(cast, range(1, 8))
    held_feed = actions.feeding.held_feed

    def wait_for_another(*given: object, **how: bool) -> object:
        monkeypatch.setattr(actions.feeding, "held_feed", held_feed)
        load(cast.clerk, pupils(range(1, 7)), TUESDAY)  # of who held the feed before us
        return held_feed(*given, **how)

    monkeypatch.setattr(actions.feeding, "held_feed", wait_for_another)
    with pytest.raises(SnapshotMoveNotAllowed):
        take(cast, snapshot)

    assert not RollEvent.objects.filter(snapshot=snapshot).exists()
