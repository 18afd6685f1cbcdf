"""What is destroyed, when, and what stays: never early, never twice, never in silence."""

import pytest

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal
from onroll.search.models import Posting
from onroll.transfer import actions
from onroll.transfer.models import Destruction, LostPupil, Notice
from onroll.transfer.states import State
from tests.integration.transfer import steps
from tests.integration.transfer.clock import is_kept, state_of, tick, tick_two_days, why


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("organisation__name", flat=True))


def test_a_held_file_that_nobody_decides_on_is_destroyed_after_30_days_with_a_certificate(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    digest, size = message.stored_file.sha256, message.stored_file.size
    tick_two_days(61)

    tick_two_days(91)
    assert is_kept(message)
    done = tick_two_days(93)

    certificate = Destruction.objects.get()
    assert done.destroyed == 1
    assert (state_of(message), is_kept(message)) == (State.EXPIRED, False)
    assert (certificate.message, certificate.sha256, certificate.size) == (message, digest, size)
    assert certificate.rule.startswith("Uncollected file held for the authority: kept 30 days")
    assert certificate.person is None
    assert why(message)[-1] == f"Destroyed: certificate {certificate.reference}"
    assert told("file_destroyed") == {"Fixture Primary School", "Testbury High School", "Testbury"}
    assert LedgerEntry.objects.get(name="transfer.FileDestroyed").details["certificate"] == certificate.reference
    assert list(ledger.broken_links()) == []


def test_a_collected_file_is_kept_30_days_and_its_log_stays(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)

    tick_two_days(29)
    assert steps.collect(cast.neighbour_clerk, message)
    tick_two_days(31)

    assert (state_of(message), is_kept(message)) == (State.COLLECTED, False)
    with pytest.raises(Refusal, match="its time ran out"):
        steps.collect(cast.neighbour_clerk, message)
    assert "Downloaded" in why(message)
    assert Destruction.objects.count() == 1
    assert told("file_destroyed") == set()


def test_a_child_can_still_be_confirmed_after_the_content_is_gone(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    tick_two_days(31)
    message.refresh_from_db()

    assert steps.confirm(cast.neighbour_clerk, message).state == State.CONFIRMED


def test_the_time_of_a_collected_file_runs_from_its_first_collection(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    message.refresh_from_db()
    steps.confirm(cast.neighbour_clerk, message)

    tick_two_days(31)

    assert (state_of(message), is_kept(message)) == (State.CONFIRMED, False)


def test_a_lost_pupils_file_is_warned_of_and_then_destroyed(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    message = lost_pupil.message
    days = (lost_pupil.keep_until - cast.clerk.act().on).days

    assert tick(days - 31).warned == 0
    assert tick(days - 30).warned == 1
    assert tick(days - 29).warned == 0
    assert told("lost_file_ends") == {"Fixture Primary School", "Exampleton"}
    tick_two_days(days - 1)
    assert is_kept(message)
    tick_two_days(days + 1)

    assert (state_of(message), is_kept(message)) == (State.EXPIRED, False)
    assert not Posting.objects.filter(kind="lost_pupil").exists()
    assert LostPupil.objects.count() == 1
    assert told("file_destroyed") == {"Fixture Primary School", "Exampleton"}
    assert Destruction.objects.get().rule.startswith("Lost-pupil file: kept 12 months")


def test_a_lost_pupils_file_is_never_destroyed_without_30_days_of_warning(cast) -> None:
    message = steps.file_lost(cast.clerk).message

    for day in (400, 401, 402, 429):
        tick(day)
    assert is_kept(message)
    tick(430)

    assert state_of(message) == State.EXPIRED


def test_one_day_alone_never_destroys_anything(cast) -> None:
    waiting, collected = steps.send(cast.clerk, "8384001"), steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, collected)
    lost = steps.file_lost(cast.other_clerk).message

    for _ in range(3):
        tick(800)  # the clock jumps more than two years forward, and ticks all day

    assert is_kept(waiting)
    assert is_kept(collected)
    assert is_kept(lost)
    assert not Destruction.objects.exists()


def test_what_a_wrong_clock_found_due_counts_for_nothing_once_it_is_right_again(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    tick(400)

    tick_two_days(1)
    tick(31)
    assert is_kept(message)
    tick(32)

    assert not is_kept(message)


def test_a_clock_that_goes_back_a_day_does_not_count_the_same_day_twice(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)

    tick(33)
    tick(32)
    assert is_kept(message)
    tick(33)

    assert not is_kept(message)


def test_nothing_is_destroyed_twice(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)

    destroyed = [tick(day).destroyed for day in range(31, 40)]

    assert sum(destroyed) == 1
    assert Destruction.objects.count() == 1
    assert not is_kept(message)


def test_a_file_that_waits_or_was_claimed_is_not_destroyed(cast) -> None:
    claimed = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))

    tick_two_days(59)

    assert (state_of(claimed), is_kept(claimed)) == (State.WAITING, True)


def test_a_file_that_its_sender_has_still_to_decide_on_is_left_alone(cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    actions.pass_on_file(cast.clerk.act(), message=message, are_problems_known=True)

    tick_two_days(200)

    assert (state_of(message), is_kept(message)) == (State.HELD, True)
