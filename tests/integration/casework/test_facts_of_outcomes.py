"""What an officer decides becomes a dated fact of the child's education, and void when it is undone."""

from datetime import date

import pytest
from django.db import transaction

from onroll.audit import ledger
from onroll.casework import actions
from onroll.casework.events import NotificationAnswered
from onroll.casework.models import Case, Outcome
from onroll.registry.models import Child, EducationFact, EducationKind, Sighting
from onroll.registry.queries import education_known
from onroll.rules.missing import List, RuleName, answer
from tests.cast import Cast
from tests.integration.casework.world import child_named, file_as_lost, opened_case

EVIDENCE = "Seen with my own eyes, on paper."
KINDS = {Outcome.ABROAD: "SCHOOL_ABROAD", Outcome.NOT_MISSING: "REGISTER_ENTRY"}


def closed(cast: Cast, outcome: Outcome, sighting: Sighting | None = None) -> Case:
    case = opened_case(cast, sighting=sighting)
    return actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=outcome,
        evidence=EVIDENCE,
        evidence_kind=KINDS.get(outcome, ""),
        expected_version=case.version,
    )


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.EDUCATED_AT_HOME, EducationKind.HOME_EDUCATION),
        (Outcome.OTHER_AUTHORITY, EducationKind.LEFT_AREA),
        (Outcome.ABROAD, EducationKind.ABROAD_CONFIRMED),
        (Outcome.NOT_MISSING, EducationKind.LOOKED_INTO),
    ],
)
def test_an_outcome_is_a_fact_from_the_day_of_closing(cast: Cast, outcome: Outcome, kind: EducationKind) -> None:
    case = closed(cast, outcome)

    fact = EducationFact.objects.get()
    assert (fact.kind, fact.child, fact.from_on) == (kind, case.child, cast.officer.act().on)
    assert (fact.source, fact.source_reference, fact.told_by) == ("case", case.reference, cast.exampleton)
    assert EVIDENCE not in fact.evidence


def test_grown_out_of_school_age_needs_no_fact(cast: Cast) -> None:
    sightings = Sighting.objects
    grown_up = child_named(seen_at=cast.officer.act().at)
    sightings.filter(pk=grown_up.pk).update(birth_date=date(2005, 5, 17))
    closed(cast, Outcome.OVER_AGE, sightings.get(pk=grown_up.pk))

    assert not EducationFact.objects.exists()


def test_a_case_that_is_opened_again_voids_what_its_closing_found(cast: Cast) -> None:
    case = closed(cast, Outcome.EDUCATED_AT_HOME)
    actions.reopen_case(
        cast.officer.act(), case=case, reason="The report was of a brother.", expected_version=case.version
    )

    first, second = EducationFact.objects.order_by("pk")
    assert (second.supersedes, second.is_void) == (first, True)
    (known,) = education_known(Child.objects.filter(pk=case.child_id).values("pk"), known_by=cast.officer.act().at)
    assert all(spell.replaced_at for spell in known.facts.otherwise)


def test_an_answer_in_words_is_a_fact_and_takes_the_child_off_the_list(cast: Cast) -> None:
    told = file_as_lost(cast)
    act = cast.officer.act()
    with transaction.atomic():
        ledger.record(act, NotificationAnswered(notification_id=told.pk, enrolment_id=None))

    fact = EducationFact.objects.get()
    assert (fact.kind, fact.source_reference) == (EducationKind.LOOKED_INTO, told.reference)
    (known,) = education_known(Child.objects.filter(pk=told.child_id).values("pk"), known_by=cast.officer.act().at)
    found = answer(known.facts, on=act.on, rule=RuleName.RETURN_2025, known_by=cast.officer.act().at)
    assert found.list is List.NONE
