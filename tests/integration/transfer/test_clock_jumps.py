"""A clock that jumps destroys nothing without a person, and leaves ledger, steps and tokens in their order."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.config import commands as config_commands
from onroll.doors.commands import doors
from onroll.doors.mesh import actions as mesh_actions
from onroll.transfer import actions, commands, queries
from onroll.transfer.actions import Ticked
from onroll.transfer.models import ClockReading, Message
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.doors.caller import Software, codes
from tests.integration.transfer import steps
from tests.integration.transfer.clock import is_kept, moment, state_of

YEAR = 365


def tick(at: datetime, *, is_clock_right: bool = False) -> Ticked:
    return actions.tick(acts.by_the_system(at=at, purpose="test"), is_clock_right=is_clock_right)


def tick_twice(days: int) -> None:
    """Let the clock tick on that day and the next, as it does by itself where it is wrong for more than a day."""
    tick(moment(days))
    tick(moment(days + 1))


@pytest.fixture
def collected(cast: Cast) -> Message:
    """A file that was collected today."""
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    return message


@pytest.fixture
def waiting(cast: Cast) -> Message:
    """A file that waits since today."""
    return steps.send(cast.clerk, "8384001")


def test_a_year_forwards_neither_holds_nor_destroys_however_often_it_ticks(
    waiting: Message, collected: Message
) -> None:
    tick(moment(0))

    for days in range(YEAR, YEAR + 40):
        done = tick(moment(days))

        assert (done.held, done.destroyed, done.jumped_from is not None) == (0, 0, True)
    assert (state_of(waiting), is_kept(collected)) == (State.WAITING, True)


def test_once_the_clock_is_put_right_everything_has_its_own_day_again(waiting: Message, collected: Message) -> None:
    tick(moment(0))
    tick_twice(YEAR)

    for days in range(1, 31):
        assert tick(moment(days)).jumped_from is None
    assert is_kept(collected)
    for days in range(31, 60):
        tick(moment(days))
    assert (state_of(waiting), is_kept(collected)) == (State.WAITING, False)
    for days in range(60, 63):
        tick(moment(days))

    assert state_of(waiting) == State.HELD


def test_a_person_who_says_that_the_clock_is_right_is_believed(collected: Message) -> None:
    tick(moment(0))
    tick_twice(YEAR)

    done = [tick(moment(YEAR + 2), is_clock_right=True), tick(moment(YEAR + 3))]

    assert ([each.jumped_from for each in done], [each.destroyed for each in done]) == ([None, None], [0, 1])


def test_a_day_backwards_is_doubted_and_an_hour_is_not(collected: Message) -> None:
    tick(moment(0))

    assert tick(moment(0, hours=-1) + timedelta(minutes=1)).jumped_from is None
    assert tick(moment(-1)).jumped_from is not None
    assert tick(moment(0)).jumped_from is None


def test_a_long_weekend_without_a_tick_is_no_jump_and_four_days_are(waiting: Message) -> None:
    tick(moment(0))

    assert tick(moment(2, hours=23)).jumped_from is None
    assert tick(moment(7, hours=1)).jumped_from is not None


def test_doubt_and_belief_stand_in_the_ledger_once_each(waiting: Message) -> None:
    tick(moment(0))
    tick_twice(YEAR)
    tick(moment(YEAR), is_clock_right=True)

    entries = LedgerEntry.objects.filter(subject_kind="reading").order_by("sequence")
    assert list(entries.values_list("name", flat=True)) == ["transfer.ClockDoubted", "transfer.ClockBelieved"]
    assert entries[1].details["is_said_by_a_person"] is True


def test_the_ledger_and_a_files_steps_keep_their_order_when_the_clock_goes_back(cast: Cast, collected: Message) -> None:
    yesterday = acts.by_the_system(at=moment(-1), purpose="test")
    message = Message.objects.get(pk=collected.pk)
    message.events.create(at=yesterday.at, state=message.state, why="Written while the clock was a day behind")
    tick(yesterday.at)
    steps.confirm(cast.other_clerk, message)

    assert list(ledger.broken_links()) == []
    numbers = list(LedgerEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    states = [event.state for event in message.events.all()]
    assert states[-3:] == ["collected", "collected", "confirmed"]


def test_the_command_tells_the_operator_what_to_do(collected: Message) -> None:
    tick(moment(-YEAR))

    doubted = CliRunner().invoke(commands.exchange, ["tick"])
    believed = CliRunner().invoke(commands.exchange, ["tick", "--clock-is-right"])
    again = CliRunner().invoke(commands.exchange, ["tick"])

    assert doubted.exit_code == 1
    assert "The clock jumped" in doubted.output
    assert "onroll exchange tick --clock-is-right" in doubted.output
    assert (believed.exit_code, again.exit_code) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "words"), [(doors, ["tidy"]), (config_commands.vault, ["sweep"])])
def test_nothing_is_tidied_away_by_its_age_while_the_clock_may_be_wrong(command, words) -> None:
    tick(moment(-YEAR))

    refused = CliRunner().invoke(command, words)
    tick(moment(0), is_clock_right=True)
    allowed = CliRunner().invoke(command, words)

    assert (refused.exit_code, allowed.exit_code) == (1, 0)
    assert "--clock-is-right" in refused.output


def test_tokens_stay_spent_when_the_clock_jumps_ahead_and_is_set_right(cast: Cast) -> None:
    software = Software(cast.school)
    token = software.token()
    tick(timezone.now())
    assert software.call("GET", "/count", token=token).status_code == 200

    assert mesh_actions.forget_old_tokens(moment(YEAR)) == 0
    tick(moment(YEAR))
    assert mesh_actions.forget_old_tokens(moment(YEAR)) == 0

    again = software.call("GET", "/count", token=token)
    assert (again.status_code, codes(again)) == (403, ["DuplicatedAuthToken"])


@pytest.mark.django_db
def test_without_a_tick_there_is_nothing_to_measure_a_moment_by() -> None:
    at = timezone.now()

    assert not ClockReading.objects.exists()
    assert (queries.is_clock_doubtful(at), queries.surely_past(at)) == (False, at)
