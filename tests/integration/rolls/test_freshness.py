"""How fresh the rolls are is said wherever they are shown, in one wording."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from onroll.access.models import Organisation
from onroll.evaluation import proof
from onroll.evaluation.frozen import frozen, thawed
from onroll.registry.models import Enrolment
from onroll.returns import actions as returns_actions
from onroll.returns.models import Purpose
from onroll.rolls import actions as rolls_actions
from onroll.rolls import queries
from onroll.rolls.models import DatesKind, RollEntry
from tests.cast import Cast, Member
from tests.integration.casework import world
from tests.integration.returns import world as returns_world
from tests.integration.rolls.files import load, pupils

SignIn = Callable[[Member], Client]
CENSUS = b"forename,surname,date_of_birth\nAda,Quillfeather,04/03/2015\n"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_days_of_a_schools_own_holiday_are_no_silence(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 4)), date(2026, 10, 16))
    school, after = cast.clerk.organisation, date(2026, 10, 26)
    assert queries.freshness(school, after).school_days == 5  # Friday to the second Monday

    for first_on, last_on in ((date(2026, 9, 2), date(2026, 10, 16)), (date(2026, 10, 26), date(2026, 12, 18))):
        act = returns_world.on(cast.clerk, date(2026, 10, 16))
        rolls_actions.tell_school_dates(act, kind=DatesKind.TERM, first_on=first_on, last_on=last_on)

    assert queries.freshness(school, after).school_days == 1  # the second Monday itself
    assert dict(queries.feeds_of_area(returns_world.on(cast.officer, after)))[school].school_days == 1


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


@pytest.mark.parametrize(
    "path",
    [
        "/missing/",
        "/missing/figures/",
        "/returns/leavers/",
        "/returns/",
        "/returns/schools/",
        reverse_lazy("transfer:area-leavers"),
        reverse_lazy("casework:monitoring-list", args=["HARM"]),
    ],
)
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


def test_a_story_and_a_case_say_how_fresh_the_rolls_are_on_which_the_child_was_and_those_of_the_area(
    cast: Cast, area: str, signed_in: SignIn
) -> None:
    case = world.opened_case(cast)
    officer, school = signed_in(cast.officer), Organisation.objects.get(pk=cast.school.pk)
    paths = [
        reverse("casework:case", args=[case.reference]),
        reverse("casework:child-story", args=[case.child.reference]),
    ]
    for path in paths:
        assert area in text_of(officer, path)  # no school says that the child is on its roll

    Enrolment.objects.create(
        child=case.child,
        organisation=school,
        from_on=timezone.localdate() - timedelta(days=9),
        source="roll",
        source_reference="R",
        recorded_at=timezone.now(),
    )

    own = f"{school.name}: {queries.freshness(school, timezone.localdate()).words}"
    for path in paths:
        shown = text_of(officer, path)
        assert own in shown
        assert area not in shown


def test_a_schools_own_pages_say_how_fresh_its_roll_is_and_nothing_of_others(
    cast: Cast, area: str, signed_in: SignIn
) -> None:
    school = Organisation.objects.get(pk=cast.school.pk)
    own = f"{school.name}: {queries.freshness(school, timezone.localdate()).words}"

    for path in ("/returns/", reverse("transfer:leavers")):
        shown = text_of(signed_in(cast.clerk), path)
        assert own in shown
        assert cast.other_school.name not in shown


@pytest.mark.parametrize("step", ["C1", "C4"])
def test_what_the_evaluation_measures_from_rolls_says_how_fresh_they_are(cast: Cast, area: str, step: str) -> None:
    found = proof.measure(cast.officer.act(), thawed(frozen("2006"))[step])

    assert dict(found.numbers)["How fresh the rolls behind this are"] == area
