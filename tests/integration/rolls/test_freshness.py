"""How fresh the rolls are is said wherever they are shown, in one wording."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onroll.access.models import Organisation
from onroll.returns import actions as returns_actions
from onroll.returns.models import Purpose
from onroll.rolls import queries
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member
from tests.integration.rolls.files import load, pupils

SignIn = Callable[[Member], Client]
CENSUS = b"forename,surname,date_of_birth\nAda,Quillfeather,04/03/2015\n"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def area(cast: Cast) -> str:
    """A fresh roll and one that stopped long ago; returns the words that an officer's pages say of them."""
    today = timezone.localdate()
    load(cast.clerk, pupils(range(1, 4)), today)
    load(cast.other_clerk, pupils(range(20, 23)), today - timedelta(days=90))
    return queries.freshness_words(cast.officer.act())


def test_the_words_of_an_area_count_its_schools_and_name_the_oldest_roll(cast: Cast, area: str) -> None:
    assert area.startswith(
        "Rolls of your area today: of 2 schools and places off site 1 are fresh, 0 late, 1 stopped, and 0 have sent "
        f"none. The oldest, of {cast.other_school.name}: Roll of "
    )
    assert "a file was agreed every" in area


def test_an_area_none_of_whose_schools_has_sent_a_roll_says_so_and_one_without_an_area_says_nothing(cast: Cast) -> None:
    said = queries.freshness_words(cast.neighbour_officer.act())

    assert said.endswith("1 have sent none.")
    assert queries.freshness_words(cast.national_auditor.act()) == ""


@pytest.mark.parametrize("path", ["/missing/", "/missing/figures/", "/returns/leavers/"])
def test_a_page_made_from_the_rolls_of_an_area_says_how_fresh_they_are(
    cast: Cast, area: str, signed_in: SignIn, path: str
) -> None:
    assert area in text_of(signed_in(cast.officer), path)


def test_a_list_compared_with_the_rolls_says_how_fresh_they_are(cast: Cast, area: str, signed_in: SignIn) -> None:
    loaded = returns_actions.load_list(
        cast.officer.act(), content=CENSUS, purpose=Purpose.CENSUS, as_on=timezone.localdate(), school=cast.school
    )

    assert area in text_of(signed_in(cast.officer), f"/returns/lists/{loaded.reference}/")


def test_a_roll_and_a_pupil_on_it_say_of_which_day_they_are_and_when_that_came(
    cast: Cast, area: str, signed_in: SignIn
) -> None:
    school = Organisation.objects.get(pk=cast.school.pk)
    said = queries.freshness(school, timezone.localdate()).words
    assert said.startswith("Roll of ")
    assert ", received " in said
    entry = RollEntry.objects.filter(school=school).first()
    assert entry is not None

    for path in ("/rolls/", f"/rolls/pupils/{entry.reference}/"):
        assert said in text_of(signed_in(cast.clerk), path)
