"""Limits by person and by organisation: exact, even for those who knock at the same moment."""

import threading

import pytest
import time_machine
from django.utils import timezone

from onroll.access import limits
from onroll.audit.act import by_the_system
from tests.cast import Cast


def goes(act, times: int, **rates) -> int:
    passed = 0
    for _ in range(times):
        try:
            limits.check_limit(act, key="try", **rates)
        except limits.TooOften:
            continue
        passed += 1
    return passed


def test_a_person_may_go_as_often_as_the_limit_says(cast: Cast) -> None:
    assert goes(cast.officer.act(), 5, per_person=(3, 60)) == 3


def test_one_person_at_her_limit_does_not_stop_a_colleague(cast: Cast) -> None:
    goes(cast.officer.act(), 5, per_person=(3, 60))

    assert goes(cast.administrator.act(), 5, per_person=(3, 60)) == 3


def test_colleagues_share_the_limit_of_their_organisation(cast: Cast) -> None:
    goes(cast.officer.act(), 3, per_organisation=(4, 60))

    assert goes(cast.administrator.act(), 3, per_organisation=(4, 60)) == 1
    assert goes(cast.neighbour_officer.act(), 5, per_organisation=(4, 60)) == 4


def test_limits_of_different_things_do_not_add_up(cast: Cast) -> None:
    goes(cast.officer.act(), 3, per_person=(3, 60))

    limits.check_limit(cast.officer.act(), key="other", per_person=(3, 60))


def test_the_refusal_says_whose_limit_it_is_and_carries_no_name(cast: Cast) -> None:
    goes(cast.officer.act(), 1, per_organisation=(1, 60))

    with pytest.raises(limits.TooOften, match="Your organisation") as refusal:
        limits.check_limit(cast.administrator.act(), key="try", per_organisation=(1, 60))

    assert "Invented" not in str(refusal.value)


def test_a_go_is_given_back_after_its_time(cast: Cast) -> None:
    with time_machine.travel("2026-09-07T09:00:00Z", tick=False) as clock:
        goes(cast.officer.act(), 3, per_person=(3, 60))
        clock.shift(59)
        early = goes(cast.officer.act(), 1, per_person=(3, 60))
        clock.shift(2)
        later = goes(cast.officer.act(), 5, per_person=(3, 60))

    assert (early, later) == (0, 3)


def test_the_system_is_not_limited(db: None) -> None:
    act = by_the_system(at=timezone.now(), purpose="test")

    assert goes(act, 5, per_person=(1, 60), per_organisation=(1, 60)) == 5


def test_twenty_who_knock_at_once_get_no_more_than_the_limit() -> None:
    passed: list[bool] = []
    together = threading.Barrier(20)

    def knock() -> None:
        together.wait()
        passed.append(limits.take_slot("race", (7, 60)))

    threads = [threading.Thread(target=knock) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(passed) == 7


def test_the_database_cache_of_a_real_installation_counts_the_same(cast: Cast, settings) -> None:
    from django.core.management import call_command

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onroll_cache_tried"}
    }
    call_command("createcachetable", verbosity=0)

    assert goes(cast.officer.act(), 5, per_person=(3, 60)) == 3
