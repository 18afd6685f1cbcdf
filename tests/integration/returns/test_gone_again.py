"""A pupil told of as deleted, back on the roll and gone again is told of again; a feed that lags asks for nothing."""

import dataclasses
from datetime import date, datetime

import pytest

from onroll.audit.act import LONDON
from onroll.identifiers import upn as upns
from onroll.registry.actions import Facts
from onroll.returns import actions
from onroll.returns.models import Return
from onroll.rolls import actions as rolls_actions
from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.test_by_feed import FIRST, HEAD
from tests.integration.returns.test_by_feed import STAYS as UNNUMBERED
from tests.integration.returns.world import PUPIL, at, on

MONDAY, TUESDAY, WEDNESDAY = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)
THURSDAY = date(2026, 10, 15)
TOLD = date(2026, 10, 9)
STAYS = [f"{upns.make('820', '1234', 2015, n)},{row}" for n, row in enumerate(UNNUMBERED)]
NO_FIRST_DAYS = [row.replace(",2019-09-01,", ",,") for row in STAYS]


def feed(cast: Cast, rows: list[str], day: date) -> None:
    """A file that the school's own system sends on a day."""
    act = at(cast.clerk, datetime(day.year, day.month, day.day, 12, tzinfo=LONDON))
    content = ("upn," + HEAD + "".join(rows)).encode()
    outcome = rolls_actions.load_roll(act, school=cast.school, as_on=day, content=content, form="csv")
    assert [one for one in outcome.problems if one.is_error] == []


def told_by_page(cast: Cast, rows: list[str]) -> Return:
    """Pupil 1 of the feed was deleted on a Friday, lawfully and on the page."""
    feed(cast, rows, FIRST)
    facts = Facts(surname="Stays1", forename="Ada", birth_date=date(2014, 5, 11), upn=rows[1].split(",")[0])
    made = actions.make_deletion_return(at(cast.clerk), facts=facts, given=world.leaving())
    assert RollEntry.objects.get(pupil_key="1").until_on == TOLD
    assert made.child_id == RollEntry.objects.get(pupil_key="1").child_id
    return made


def deletions() -> list[tuple[str, date]]:
    return list(Return.objects.filter(kind="deletion").order_by("trigger_on").values_list("state", "trigger_on"))


def but(rows: list[str], number: int) -> list[str]:
    return [row for n, row in enumerate(rows) if n != number]


def test_a_pupil_who_came_back_with_a_new_first_day_and_left_again_is_told_of_again(cast: Cast) -> None:
    first = told_by_page(cast, STAYS)
    back = [*but(STAYS, 1), STAYS[1].replace("2019-09-01", "2026-10-13")]
    feed(cast, back, TUESDAY)
    feed(cast, back, WEDNESDAY)

    feed(cast, but(STAYS, 1), THURSDAY)

    assert deletions() == [("made", TOLD), ("owed", WEDNESDAY)]
    again = Return.objects.get(kind="deletion", state="owed")
    assert again.child_id == first.child_id
    assert list(Return.objects.missing(THURSDAY)) == [again]


def test_a_feed_that_still_has_the_pupil_some_days_after_the_deletion_told_asks_for_no_second_one(cast: Cast) -> None:
    told_by_page(cast, STAYS)
    feed(cast, STAYS, MONDAY)
    feed(cast, STAYS, TUESDAY)
    assert RollEntry.objects.current().filter(pupil_key="1").exists()

    feed(cast, but(STAYS, 1), THURSDAY)

    assert deletions() == [("made", TOLD)]


def test_a_feed_without_first_days_that_lags_asks_for_no_second_one(cast: Cast) -> None:
    told_by_page(cast, NO_FIRST_DAYS)
    feed(cast, NO_FIRST_DAYS, MONDAY)
    assert RollEntry.objects.current().get(pupil_key="1").from_on == MONDAY

    feed(cast, but(NO_FIRST_DAYS, 1), TUESDAY)

    assert deletions() == [("made", TOLD)]


def test_a_feed_without_first_days_that_had_left_the_pupil_out_once_asks_again(cast: Cast) -> None:
    told_by_page(cast, NO_FIRST_DAYS)
    feed(cast, but(NO_FIRST_DAYS, 1), TUESDAY)
    feed(cast, NO_FIRST_DAYS, WEDNESDAY)

    feed(cast, but(NO_FIRST_DAYS, 1), THURSDAY)

    assert deletions() == [("made", TOLD), ("owed", WEDNESDAY)]


@pytest.mark.parametrize("is_back", [True, False])
def test_a_new_pupil_return_between_says_that_the_pupil_was_back(cast: Cast, is_back: bool) -> None:
    numbered = dataclasses.replace(PUPIL, upn="A820100112001")
    row = world.entry(cast, facts=numbered, from_on=date(2026, 9, 1))
    world.left(cast, row, date(2026, 10, 1))
    owed = Return.objects.get()
    actions.make_deletion_return(
        at(cast.clerk),
        facts=numbered,
        given=world.leaving(
            deleted_on=date(2026, 10, 1),
            was_done_before=True,
            answers={**world.HOME_ANSWERS, "notice_on": date(2026, 9, 30), "educated_from": date(2026, 10, 1)},
        ),
        owed=owed,
        expected_version=owed.version,
    )
    if is_back:
        actions.make_new_pupil_return(
            on(cast.clerk, date(2026, 10, 6)), facts=numbered, given=world.new_pupil(started_on=date(2026, 10, 5))
        )

    world.left(cast, row, date(2026, 10, 9))

    assert [when for _, when in deletions()][1:] == ([date(2026, 10, 9)] if is_back else [])
