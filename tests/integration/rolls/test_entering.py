"""A pupil changed on a page that is older than what stands: refused with words, and nothing half done."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onroll.audit.refusals import Stale
from onroll.rolls import actions
from onroll.rolls.actions.entering import EntryNotPossible
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member
from tests.integration.rolls.files import load, pupils

SignIn = Callable[[Member], Client]
FIRST, SECOND = date(2026, 9, 7), date(2026, 9, 8)
AFTER = {
    "surname": "Madeup", "forename": "Ada", "born_on_day": "1", "born_on_month": "2", "born_on_year": "2015",
    "sex": "F", "status": "main", "from_on_day": "9", "from_on_month": "9", "from_on_year": "2026",
}  # fmt: skip


@pytest.fixture
def left(cast: Cast) -> RollEntry:
    load(cast.clerk, pupils(range(1, 6)), FIRST)
    load(cast.clerk, pupils(range(1, 5)), SECOND)
    return RollEntry.objects.get(pupil_key="000005")


def test_a_first_day_after_the_last_one_is_refused_with_words(cast: Cast, left: RollEntry) -> None:
    values = {"surname": left.surname, "forename": left.forename, "from_on": "2026-09-09"}
    with pytest.raises(EntryNotPossible, match="has left your roll"):
        actions.change_pupil(cast.clerk.act(), entry=left, values=values, expected_version=left.version)

    left.refresh_from_db()
    assert (left.from_on, left.until_on) == (date(2019, 9, 1), FIRST)


def test_the_page_of_a_pupil_who_left_says_so_and_leads_to_the_pupil(
    cast: Cast, left: RollEntry, signed_in: SignIn
) -> None:
    client = signed_in(cast.clerk)
    path = f"/rolls/pupils/{left.reference}/change/"

    answer = client.post(path, {**AFTER, "version": left.version})
    shown = client.get(path, follow=True)

    assert answer.status_code == 200
    assert "This pupil has left your roll" in answer.content.decode()
    assert shown.redirect_chain == [(f"/rolls/pupils/{left.reference}/", 302)]
    assert "This pupil has left your roll: the record stays as it was." in shown.content.decode()


def test_a_page_from_before_the_pupil_left_overwrites_nothing(cast: Cast, left: RollEntry, signed_in: SignIn) -> None:
    with pytest.raises(Stale):
        actions.change_pupil(
            cast.clerk.act(), entry=left, values={"surname": "Other"}, expected_version=left.version - 1
        )

    answer = signed_in(cast.clerk).post(
        f"/rolls/pupils/{left.reference}/change/", {**AFTER, "version": left.version - 1}
    )
    assert answer.status_code == 409
    assert "Someone else changed this" in answer.content.decode()
    left.refresh_from_db()
    assert left.surname != "Other"
