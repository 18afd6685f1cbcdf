"""The clock and a person, or two clocks, at the same moment. Real transactions, real threads."""

import pytest

from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal
from onroll.transfer import actions
from onroll.transfer.models import Destruction, Message
from onroll.transfer.states import State
from tests.cast import make_cast
from tests.integration.transfer import steps
from tests.integration.transfer.clock import is_kept, moment, state_of, tick
from tests.integration.transfer.test_races import at_the_same_moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def everybody():
    return make_cast()


def ticking(days: int):
    return lambda: actions.tick(acts.by_the_system(at=moment(days), purpose="test"))


@pytest.mark.parametrize("_again", range(3))
def test_a_file_is_either_collected_or_held(everybody, _again: int) -> None:
    message = steps.send(everybody.clerk, "8384001")
    tick(61)

    def collect() -> object:
        own = Message.objects.get(pk=message.pk)
        return actions.collect_file(everybody.neighbour_clerk.act(), message=own).size

    collected, done = at_the_same_moment(collect, ticking(62))

    assert done is not None
    if isinstance(collected, Refusal):
        assert state_of(message) == State.HELD
    else:
        assert state_of(message) == State.COLLECTED
    assert LedgerEntry.objects.filter(name="transfer.FileHeld").count() == isinstance(collected, Refusal)


def test_of_two_ticks_at_once_each_step_is_taken_once(everybody) -> None:
    message = steps.send(everybody.clerk, "8384001")
    steps.collect(everybody.neighbour_clerk, message)
    waiting = steps.send(everybody.clerk, "8205678")
    tick(31)

    results = at_the_same_moment(ticking(32), ticking(32), ticking(32))

    assert sum(done.destroyed for done in results) == 1
    assert sum(done.reminded for done in results) == 0
    assert Destruction.objects.count() == 1
    assert not is_kept(message)
    assert state_of(waiting) == State.WAITING
    assert list(ledger.broken_links()) == []


def test_two_ticks_at_once_remind_once(everybody) -> None:
    message = steps.send(everybody.clerk, "8384001")

    at_the_same_moment(ticking(40), ticking(40))

    assert message.events.filter(why__startswith="Reminded").count() == 1
    assert message.events.filter(why__startswith="Reported").count() == 1
