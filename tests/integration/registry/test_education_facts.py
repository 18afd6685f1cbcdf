"""Dated facts of a child's education: never changed, corrected by later ones, the same for ever as at a moment."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.registry import actions, queries
from onroll.registry.actions import EducationFactNotPossible, Facts, Said
from onroll.registry.models import Child, EducationFact, EducationKind
from onroll.rules.missing import List, RuleName, answer
from tests.cast import Cast, Member

MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
ADA = Facts(surname="Invented", forename="Ada", birth_date=date(2014, 5, 17))
HOME = Said(
    kind=EducationKind.HOME_EDUCATION, from_on=date(2026, 9, 1), suitability="not_assessed", evidence="Parent’s letter."
)


def at(member: Member, days: int):
    """Return an act of a member so many days after the first Monday."""
    return dataclasses.replace(member.act(), at=MONDAY + timedelta(days=days))


@pytest.fixture
def child(cast: Cast) -> Child:
    return actions.note_sighting(at(cast.clerk, 0), facts=ADA, source="file", source_reference="F-1").child


def known(child: Child, days: int) -> queries.EducationKnown:
    (found,) = queries.education_known(
        Child.objects.filter(pk=child.pk).values("pk"), known_by=MONDAY + timedelta(days=days)
    )
    return found


def list_on(child: Child, on: date, *, known_on: int) -> List:
    moment = MONDAY + timedelta(days=known_on)
    return answer(known(child, known_on).facts, on=on, rule=RuleName.RETURN_2025, known_by=moment).list


def test_a_correction_counts_from_when_it_was_made_and_the_earlier_fact_stays(cast: Cast, child: Child) -> None:
    first = actions.record_education_fact(at(cast.officer, 1), child=child, said=HOME)
    unsuitable = dataclasses.replace(HOME, suitability="unsuitable", evidence="Report of the visit.")
    actions.correct_education_fact(at(cast.officer, 30), fact=first, said=unsuitable)

    assert [list_on(child, date(2026, 9, 9), known_on=days) for days in (2, 29, 30)] == [
        *(List.NONE, List.NONE, List.MISSING)
    ]
    first.refresh_from_db()
    assert (first.suitability, first.recorded_by) == ("not_assessed", cast.officer.person)
    entry = LedgerEntry.objects.filter(name="registry.EducationFactRecorded").last()
    assert (entry.details["supersedes_id"], entry.details["kind"]) == (first.pk, "home_education")
    assert "letter" not in str(entry.details)


def test_a_fact_that_was_wrong_counts_no_more_from_when_that_was_said(cast: Cast, child: Child) -> None:
    first = actions.record_education_fact(at(cast.officer, 1), child=child, said=HOME)
    actions.void_education_fact(at(cast.officer, 5), fact=first, why="It was another child’s letter.")

    assert known(child, 4).facts.otherwise[0].replaced_at is None
    (spell,) = known(child, 5).facts.otherwise
    assert spell.replaced_at == MONDAY + timedelta(days=5)


def test_of_two_corrections_the_second_is_told_that_it_is_too_late(cast: Cast, child: Child) -> None:
    first = actions.record_education_fact(at(cast.officer, 1), child=child, said=HOME)
    actions.correct_education_fact(at(cast.officer, 2), fact=first, said=HOME)

    with pytest.raises(Stale):
        actions.correct_education_fact(at(cast.officer, 3), fact=first, said=HOME)

    assert EducationFact.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until_on": date(2026, 8, 31)}, "The last day is before the first one"),
        ({"from_on": date(2026, 9, 9)}, "The first day has not come yet"),
        ({"until_on": date(2026, 9, 9)}, "The last day has not come yet"),
        ({"from_on": date(2013, 9, 9)}, "before the child was born"),
        ({"evidence": " "}, "Write what shows it"),
        ({"evidence": "x" * 501}, "no more than 500 characters"),
        ({"suitability": ""}, "Say whether the education was found suitable"),
        ({"kind": EducationKind.OFFER_MADE}, "and of nothing else"),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_with_its_words(
    cast: Cast, child: Child, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(EducationFactNotPossible, match=words):
        actions.record_education_fact(at(cast.officer, 1), child=child, said=dataclasses.replace(HOME, **changes))

    assert not EducationFact.objects.exists()


def test_a_first_day_may_be_agreed_ahead(cast: Cast, child: Child) -> None:
    said = Said(kind=EducationKind.START_AGREED, from_on=date(2026, 9, 21), evidence="The school’s letter.")

    fact = actions.record_education_fact(at(cast.officer, 1), child=child, said=said)

    assert fact.from_on == date(2026, 9, 21)


def test_only_an_officer_or_what_follows_from_her_acts_records_facts(cast: Cast, child: Child) -> None:
    for name, member in cast.members().items():
        if name in {"officer", "neighbour_officer"}:
            continue
        with pytest.raises(NotAllowed):
            actions.record_education_fact(at(member, 1), child=child, said=HOME)

    assert not EducationFact.objects.exists()


def test_the_database_itself_refuses_days_in_the_wrong_order(cast: Cast, child: Child) -> None:
    fact = actions.record_education_fact(at(cast.officer, 1), child=child, said=HOME)

    with pytest.raises(IntegrityError), transaction.atomic():
        EducationFact.objects.filter(pk=fact.pk).update(until_on=date(2026, 8, 1))


def test_an_end_on_a_roll_that_becomes_known_later_overwrites_nothing(cast: Cast, child: Child) -> None:
    def enrol(days: int, until_on: date | None) -> None:
        actions.record_enrolment(
            at(cast.clerk, days),
            child=child,
            organisation=cast.school,
            from_on=date(2026, 9, 1),
            until_on=until_on,
            source="file",
            source_reference="F-1",
            is_confirmed=True,
        )

    enrol(0, None)
    asked = [(date(2026, 9, 20), 20), (date(2026, 9, 20), 29)]
    before = [list_on(child, on, known_on=days) for on, days in asked]
    enrol(30, date(2026, 9, 15))

    assert before == [List.NONE, List.NONE]
    assert [list_on(child, on, known_on=days) for on, days in asked] == before
    assert list_on(child, date(2026, 9, 20), known_on=30) is List.MISSING


def test_the_readings_are_as_many_for_many_children_as_for_one(
    cast: Cast, child: Child, django_assert_num_queries
) -> None:
    for number in range(5):
        facts = dataclasses.replace(ADA, surname=f"Invented{number}", forename=f"Quv{number}")
        other = actions.note_sighting(at(cast.clerk, 0), facts=facts, source="file", source_reference="F-2").child
        actions.record_education_fact(at(cast.officer, 1), child=other, said=HOME)

    with django_assert_num_queries(5):
        found = queries.education_known(
            queries.children_tied_to([cast.exampleton.la_code]), known_by=MONDAY + timedelta(days=2)
        )

    assert len(found) == 6
    assert {tie.la_code for each in found for tie in each.ties} == {"820"}
