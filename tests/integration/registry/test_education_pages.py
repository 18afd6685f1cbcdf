"""The pages on which an officer reads, records and corrects what is known of a child's education."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onroll.audit.refusals import NotAllowed
from onroll.registry import actions
from onroll.registry.models import Child, EducationFact
from tests.cast import Cast, Member
from tests.integration.registry.test_education_facts import ADA, HOME

GIVEN = {
    "kind": "home_education",
    "suitability": "not_assessed",
    "from_on_day": "1",
    "from_on_month": "9",
    "from_on_year": "2026",
    "evidence": "Letter of the parent.",
}


@pytest.fixture
def child(cast: Cast) -> Child:
    return actions.note_sighting(cast.clerk.act(), facts=ADA, source="transfer file", source_reference="F-1").child


def test_an_officer_records_a_fact_and_corrects_it(
    cast: Cast, child: Child, signed_in: Callable[[Member], Client]
) -> None:
    client, here = signed_in(cast.officer), f"/children/{child.reference}/education/"
    assert "Nothing has been said yet" in client.get(here).content.decode()

    client.post(f"{here}record/", {**GIVEN, "school": "8201234"})
    first = EducationFact.objects.get()
    client.post(f"{here}{first.reference}/", {**GIVEN, "suitability": "unsuitable", "evidence": "Report of the visit."})
    second = EducationFact.objects.exclude(pk=first.pk).get()
    done = client.post(
        f"{here}{second.reference}/", {**GIVEN, "is_void": "on", "evidence": "A brother’s."}, follow=True
    )

    text = done.content.decode()
    assert "Educated at home. Nobody has decided yet: Fixture Primary School" in text
    assert "Corrected on" in text
    assert "Found wrong on" in text
    assert [fact.is_void for fact in EducationFact.objects.order_by("pk")] == [False, False, True]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from_on_year": "2199"}, "The first day has not come yet"),
        ({"school": "9999999"}, "There is no school with this number"),
        ({"evidence": ""}, "Answer the question: What shows it?"),
        ({"suitability": ""}, "Say whether the education was found suitable"),
    ],
)
def test_what_cannot_be_right_is_told_on_the_form(
    cast: Cast, child: Child, signed_in: Callable[[Member], Client], changes: dict[str, str], words: str
) -> None:
    answer = signed_in(cast.officer).post(f"/children/{child.reference}/education/record/", {**GIVEN, **changes})

    assert words in answer.content.decode()
    assert not EducationFact.objects.exists()


def test_another_authority_neither_sees_the_child_nor_corrects_a_fact(
    cast: Cast, child: Child, signed_in: Callable[[Member], Client]
) -> None:
    fact = actions.record_education_fact(cast.officer.act(), child=child, said=HOME)
    neighbour = signed_in(cast.neighbour_officer)
    here = f"/children/{child.reference}/education/"

    assert [neighbour.get(here + end).status_code for end in ("", "record/", f"{fact.reference}/")] == [404] * 3
    with pytest.raises(NotAllowed):
        actions.correct_education_fact(cast.neighbour_officer.act(), fact=fact, said=HOME)


def test_a_correction_in_a_stale_tab_finds_that_somebody_was_first(
    cast: Cast, child: Child, signed_in: Callable[[Member], Client]
) -> None:
    fact = actions.record_education_fact(cast.officer.act(), child=child, said=HOME)
    actions.correct_education_fact(cast.officer.act(), fact=fact, said=HOME)

    answer = signed_in(cast.officer).post(f"/children/{child.reference}/education/{fact.reference}/", GIVEN)

    assert answer.status_code == 409
    assert EducationFact.objects.count() == 2


def test_dates_in_the_wrong_order_are_refused_on_the_form(
    cast: Cast, child: Child, signed_in: Callable[[Member], Client]
) -> None:
    until = date(2026, 8, 31)
    boxes = {"until_on_day": until.day, "until_on_month": until.month, "until_on_year": until.year}

    answer = signed_in(cast.officer).post(f"/children/{child.reference}/education/record/", {**GIVEN, **boxes})

    assert "The last day is before the first one" in answer.content.decode()
