"""A child who is looked for turns up on a school's roll: files and cases follow, and in doubt a person looks."""

from datetime import date, datetime, timedelta

from onroll.audit.act import LONDON
from onroll.casework.models import Case
from onroll.casework.stages import Stage
from onroll.insight import queries as insight_queries
from onroll.registry import actions as registry_actions
from onroll.registry.models import PairReview
from onroll.rolls.models import RollEntry
from onroll.rules.missing import List, RuleName
from onroll.transfer.models import LostPupil
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.casework import world
from tests.integration.rolls.files import load, pupil, pupils

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)
CAME_ON = date(2026, 11, 2)
SAME = {
    "UPN": "R201100018042",
    "Legal surname": world.CANARY_SURNAME,
    "Legal forename": world.CANARY_FORENAME,
    "DOB": "17/05/2014",
    "DOA": "02/11/2026",
}


def known(cast: Cast):
    """The child as the sending school's file named her, so that the matcher can find her."""
    return registry_actions.note_sighting(
        world.at(cast.clerk, FILED_AT),
        facts=registry_actions.Facts(
            surname=world.CANARY_SURNAME,
            forename=world.CANARY_FORENAME,
            upn="R201100018042",
            birth_date=date(2014, 5, 17),
        ),
        source="file",
        source_reference="F-TEST",
    )


def test_a_roll_with_a_lost_pupil_claims_the_file_and_offers_the_case_to_be_closed(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT, sighting=known(cast))

    load(cast.neighbour_clerk, [pupil(1, **SAME), *pupils(range(2, 6))], CAME_ON)

    case = Case.objects.select_related("confirmed_by").get(pk=case.pk)
    assert case.confirmed_by.organisation == cast.neighbour_school
    assert (case.stage, case.provision_accessed_on) == (Stage.MONITOR, CAME_ON)
    lost = LostPupil.objects.select_related("message").get()
    assert (lost.message.state, lost.message.recipient) == (State.WAITING, cast.neighbour_school)
    assert lost.claimed_by == cast.testbury
    assert RollEntry.objects.get(pupil_key="000001").child == case.child


def test_another_name_with_the_same_number_changes_no_case_and_waits_for_a_person(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT, sighting=known(cast))

    load(cast.neighbour_clerk, [pupil(1, **{**SAME, "Legal forename": "Barnaby", "DOB": "01/02/2012"})], CAME_ON)

    assert Case.objects.get(pk=case.pk).confirmed_by is None
    assert PairReview.objects.count() == 1
    assert LostPupil.objects.get().message.state == State.HELD_AS_LOST


def test_a_first_day_before_the_child_was_lost_is_a_hint_and_no_date(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT, sighting=known(cast))

    load(cast.neighbour_clerk, [pupil(1, **{**SAME, "DOA": "01/09/2021"})], CAME_ON)

    found = Case.objects.get(pk=case.pk)
    assert found.confirmed_by is None
    assert found.events.filter(kind="hint").count() == 1
    assert LostPupil.objects.get().message.state == State.HELD_AS_LOST


def test_a_leaver_ends_the_enrolment_and_stands_on_the_list_of_the_missing(cast: Cast) -> None:
    first = cast.clerk.act().on - timedelta(days=40)
    load(cast.clerk, pupils(range(1, 6)), first)

    load(cast.clerk, pupils(range(1, 5)), first + timedelta(days=1))

    act = cast.officer.act()
    found = insight_queries.list_page(act, insight_queries.asked_of(act, rule=RuleName.RETURN_2025), which=List.MISSING)
    assert found.numbers.of(List.MISSING) == 1
