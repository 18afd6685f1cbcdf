"""A big area's lists are kept for some minutes, renewed beside the requests, and say of which moment they are."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from onroll.audit.act import Act
from onroll.insight import presenters, queries
from onroll.insight.queries import counting
from onroll.registry import actions as registry_actions
from onroll.registry.models import Child, ShieldReason
from onroll.rules.missing import List, RuleName
from tests.cast import Cast
from tests.integration.casework import world as casework_world
from tests.integration.insight import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep nothing from before; another process would not see what a test has not committed."""
    monkeypatch.setattr(counting, "place_elsewhere", counting.place_area)
    counting.forget()
    yield
    counting.forget()


def leaver(cast: Cast, number: int) -> Child:
    left_on = cast.officer.act().on - timedelta(days=40)
    began_on = left_on - timedelta(days=400)
    child = world.child(cast.clerk, number, on=began_on)
    world.on_roll(cast.clerk, child, began_on, told_on=began_on)
    world.on_roll(cast.clerk, child, began_on, left_on, told_on=left_on)
    return child


def act_after(cast: Cast, minutes: int) -> Act:
    now = cast.officer.act().at
    return casework_world.at(
        cast.officer, now.replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
    )


def missing(act: Act) -> queries.ListPage:
    return queries.list_page(act, queries.asked_of(act, rule=RuleName.RETURN_2025), which=List.MISSING)


def test_a_small_area_is_worked_out_each_time(cast: Cast) -> None:
    leaver(cast, 0)
    assert missing(act_after(cast, 0)).numbers.missing == 1

    leaver(cast, 1)

    assert missing(act_after(cast, 0)).numbers.missing == 2


def test_a_big_area_is_worked_out_again_after_a_quarter_of_an_hour_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    leaver(cast, 0)
    first = act_after(cast, 0)
    missing(first)
    leaver(cast, 1)

    soon, later = missing(act_after(cast, 1)), missing(act_after(cast, 16))

    assert (soon.numbers.missing, later.numbers.missing) == (1, 2)
    assert soon.asked.known_by == first.at
    made = presenters.lists_page(act_after(cast, 1), soon, queries.local_tag(first)).how
    assert any("from what was known at" in words for words in made)
    assert not any("from what was known at" in w for w in presenters.lists.how_made(act_after(cast, 16), later.asked))


def test_whoever_asks_after_five_minutes_waits_for_nothing_and_has_the_list_renewed_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    put_off: list[Callable[[], None]] = []
    monkeypatch.setattr(counting, "in_the_background", put_off.append)
    leaver(cast, 0)
    missing(act_after(cast, 0))
    leaver(cast, 1)

    one, another = missing(act_after(cast, 6)), missing(act_after(cast, 6))
    assert (one.numbers.missing, another.numbers.missing, len(put_off)) == (1, 1, 1)
    put_off.pop()()

    renewed = missing(act_after(cast, 7))
    assert renewed.numbers.missing == 2
    assert renewed.asked.known_by == act_after(cast, 6).at
    assert put_off == []


def test_what_was_known_at_a_past_day_is_final_and_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    leaver(cast, 0)
    yesterday = act_after(cast, 0).on - timedelta(days=1)
    asked = queries.asked_of(act_after(cast, 0), known_on=yesterday, rule=RuleName.RETURN_2025)

    first = counting.count_area(act_after(cast, 0), asked)

    assert counting.count_area(act_after(cast, 40), asked) is first


def test_a_list_is_renewed_in_a_thread_of_its_own() -> None:
    done = threading.Event()
    names: list[str] = []

    def work() -> None:
        names.append(threading.current_thread().name)
        done.set()

    counting.in_the_background(work)

    assert done.wait(10)
    assert names == ["lists"]


def test_whom_a_shield_hides_leaves_a_kept_list_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    child = leaver(cast, 0)
    leaver(cast, 1)
    assert missing(act_after(cast, 0)).numbers.missing == 2

    registry_actions.shield_child(
        cast.officer.act(),
        child=child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )

    found = missing(act_after(cast, 1))
    assert (found.numbers.missing, len(found.rows)) == (1, 1)


def test_what_one_area_keeps_is_no_other_areas(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    leaver(cast, 0)
    missing(act_after(cast, 0))

    theirs = casework_world.at(cast.neighbour_officer, act_after(cast, 0).at)

    assert missing(theirs).numbers.missing == 0


@pytest.mark.parametrize("number", [1, 5])
def test_a_kept_list_takes_as_many_readings_however_many_children_there_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, number: int, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(counting, "BIG", 0)
    for each in range(number):
        leaver(cast, each)
    missing(act_after(cast, 0))

    with django_assert_max_num_queries(17):
        missing(act_after(cast, 1))


def test_a_big_area_is_worked_out_here_where_no_other_process_can(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise subprocess.CalledProcessError(1, "elsewhere")

    monkeypatch.setattr(counting, "BIG", 0)
    monkeypatch.setattr(counting, "place_elsewhere", fail)
    leaver(cast, 0)

    assert missing(act_after(cast, 0)).numbers.missing == 1
