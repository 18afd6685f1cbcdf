"""New pupil returns of schools that give the particulars on a page, and of schools that have no boarders."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.returns.models import Return
from onroll.rolls import actions as rolls_actions
from onroll.rolls.models import Boarding, RollEntry
from tests.cast import Cast, Member
from tests.integration.returns.test_by_feed import FIRST, JOINS, STAYS, feed
from tests.integration.returns.world import TODAY, at

SignIn = Callable[[Member], Client]
PUPIL = {
    "surname": "Quillon", "forename": "Zelphine", "born_on_day": "14", "born_on_month": "3", "born_on_year": "2015",
    "sex": "F", "status": "main", "address": "1 Invented Lane", "from_on_day": "2", "from_on_month": "9",
    "from_on_year": "2025",
}  # fmt: skip
GIVEN = {
    "last_school": "none", "boarder": "no", "parent_name": "Ottoline Quillon", "parent_telephone": "01632 960001",
    "second_parent_name": "Tam Quillon", "second_parent_telephone": "01632 960002", "name_used": "Zel",
}  # fmt: skip
UNSAID = JOINS.replace("Some Primary,no", "Some Primary,")


def test_a_pupil_put_on_the_roll_on_a_page_with_every_particular_makes_the_return(
    cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.clerk).post("/rolls/pupils/add/", {**PUPIL, **GIVEN})

    assert answer.status_code == 302, answer.content.decode()
    made = Return.objects.get()
    assert (made.state, made.lacks, made.is_boarder, made.last_school, made.name_used) == (
        "made", [], False, "none", "Zel",
    )  # fmt: skip
    assert sorted(made.contacts.values_list("name", "telephone")) == [
        ("Ottoline Quillon", "01632 960001"),
        ("Tam Quillon", "01632 960002"),
    ]


def test_what_was_not_given_at_first_is_given_on_the_same_page_later(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    client.post("/rolls/pupils/add/", PUPIL)
    owed = Return.objects.get()
    assert (owed.state, owed.lacks) == ("owed", ["last_school", "boarder", "parent"])
    entry = RollEntry.objects.get()

    shown = client.get(f"/rolls/pupils/{entry.reference}/change/").content.decode()
    client.post(f"/rolls/pupils/{entry.reference}/change/", {**PUPIL, **GIVEN, "version": entry.version})

    assert "Is the pupil a boarder?" in shown
    assert Return.objects.get().state == "made"
    assert "Tam Quillon, 01632 960002" in client.get(f"/rolls/pupils/{entry.reference}/").content.decode()


def test_a_school_without_boarders_says_so_once_and_its_returns_are_complete(cast: Cast) -> None:
    rolls_actions.say_boarders(at(cast.clerk), has_none=True, on=date(2026, 9, 1))
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, UNSAID], TODAY)

    made = Return.objects.get()
    assert (made.state, made.is_boarder, made.boarding) == ("made", False, Boarding.objects.get())
    assert LedgerEntry.objects.filter(name="rolls.BoardersSaid").count() == 1


def test_returns_that_waited_for_it_alone_are_made_when_the_school_says_it(cast: Cast, signed_in: SignIn) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, UNSAID], TODAY)
    assert Return.objects.get().lacks == ["boarder"]
    client = signed_in(cast.clerk)

    asked = client.get("/rolls/boarders/").content.decode()
    said = {"has_none": "yes", "on_day": "1", "on_month": "9", "on_year": "2026"}
    answer = client.post("/rolls/boarders/", said)

    assert "Does your school have boarders?" in asked
    assert answer.status_code == 302
    made = Return.objects.get()
    assert (made.state, made.is_boarder) == ("made", False)
    page = client.get(f"/returns/{made.reference}/").content.decode()
    assert "that it has no boarders from 1 September 2026 on" in page
    assert "no boarders from 1 September 2026 on" in client.get("/rolls/boarders/").content.decode()


@pytest.mark.parametrize("column", ["yes", "no"])
def test_what_the_feed_says_of_a_pupil_counts_first(cast: Cast, column: str) -> None:
    rolls_actions.say_boarders(at(cast.clerk), has_none=True, on=date(2026, 9, 1))
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, JOINS.replace("Some Primary,no", f"Some Primary,{column}")], TODAY)

    made = Return.objects.get()
    assert (made.is_boarder, made.boarding) == (column == "yes", None)


def test_it_holds_from_its_day_until_another_word(cast: Cast) -> None:
    def word(day: int, *, has_none: bool) -> None:
        rolls_actions.say_boarders(at(cast.clerk), has_none=has_none, on=date(2026, 10, day))

    word(1, has_none=True)
    word(7, has_none=False)  # the pupil starts on the eighth
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, UNSAID], TODAY)
    assert Return.objects.get().lacks == ["boarder"]

    word(8, has_none=True)
    assert Return.objects.get().state == "made"


def test_only_the_schools_own_clerk_says_it_and_not_of_a_day_to_come(cast: Cast) -> None:
    act = at(cast.clerk, datetime(2026, 10, 9, 12, tzinfo=LONDON))
    with pytest.raises(rolls_actions.BoardingNotPossible, match="has not come yet"):
        rolls_actions.say_boarders(act, has_none=True, on=date(2026, 10, 10))
    with pytest.raises(NotAllowed):
        rolls_actions.say_boarders(at(cast.officer), has_none=True, on=FIRST)
    assert not Boarding.objects.exists()
