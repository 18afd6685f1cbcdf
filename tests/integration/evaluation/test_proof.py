"""Each step that the system can prove is measured from the authority's own data, with its query and numbers."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.access.models import Membership
from onroll.audit.models import LedgerEntry
from onroll.casework import actions as casework_actions
from onroll.casework.actions import directory_papers
from onroll.casework.models import AgencyRequest, Case, EnquiryLine, EnquiryList, GroupSource, HarmReferral, Policy
from onroll.evaluation import actions, proof, queries
from onroll.evaluation.frozen import frozen, thawed
from onroll.evaluation.models import Finding
from onroll.evaluation.proof import strategy
from tests.cast import Cast, Member, Newcomers
from tests.integration.casework import directory_world
from tests.integration.casework import world as casework_world
from tests.integration.evaluation import world


def measured(member: Member, step: str, *, set_key: str = "2006", days: int = 0) -> tuple[str, dict[str, str]]:
    """Return the finding and the numbers of a step."""
    found = proof.measure(world.later(member, days), thawed(frozen(set_key))[step])
    assert found.query
    return found.finding.value, dict(found.numbers)


@pytest.fixture
def case(cast: Cast) -> Case:
    return casework_world.opened_case(cast)


@pytest.mark.parametrize("set_key", ["2006", "2026"])
def test_every_step_is_measured_or_says_how_it_will_be(cast: Cast, set_key: str) -> None:
    for step in thawed(frozen(set_key)).values():
        found = proof.measure(cast.officer.act(), step)
        assert found.query
        if step.key not in proof.MEASURES and step.replaces not in proof.MEASURES:
            assert found.query.startswith("Not measured")
            assert found.finding is Finding.NOT_MEASURED


def test_b3_needs_people_an_address_and_a_contact_that_was_confirmed(cast: Cast, newcomers: Newcomers) -> None:
    numbers = {"Named people": "2", "Address for notices": "set", "Contact in the directory": "none"}
    assert measured(cast.officer, "B3") == ("in_part", numbers)
    directory_world.contact(
        cast, directory_world.agency(cast, "Our team", "cme"), when=cast.officer.act().at, role_name="Duty officer"
    )
    assert measured(cast.officer, "B3") == ("shows", {**numbers, "Contact in the directory": "confirmed"})
    assert measured(cast.officer, "B3", days=400)[1]["Contact in the directory"] == "to be confirmed"

    Membership.objects.filter(organisation=cast.exampleton).update(until_on=date(2021, 1, 1))

    assert measured(cast.officer, "B3")[0] == "not_shown"


def test_b1_counts_the_kinds_of_body_that_the_directory_lacks(cast: Cast) -> None:
    assert measured(cast.officer, "B1")[0] == "not_shown"
    directory_world.agency(cast)

    finding, numbers = measured(cast.officer, "B1")
    assert (finding, numbers["Bodies in the directory"], numbers["Bodies without a contact"]) == ("in_part", "1", "1")


def test_b2_asks_for_published_routes_that_several_bodies_read(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "B2")[0] == "not_shown"
    assert measured(cast.officer, "B2")[1]["Told by: A lost pupil’s file"] == "1"
    directory_world.team(cast)
    routes = directory_papers.publish_routes(cast.officer.act(), opening="", expected_number=0)
    assert measured(cast.officer, "B2")[0] == "in_part"

    for school in (cast.school, cast.other_school):
        routes.readings.create(organisation=school, read_at=cast.officer.act().at)

    finding, numbers = measured(cast.officer, "B2")
    assert (finding, numbers["Bodies that read it"]) == ("shows", "2")
    assert measured(cast.neighbour_officer, "B2")[0] == "not_shown"


def test_a1_asks_for_four_sections_and_five_kinds_of_reader(cast: Cast) -> None:
    assert measured(cast.officer, "A1")[0] == "not_shown"
    act = cast.officer.act()
    policy = Policy.objects.create(
        authority=cast.exampleton,
        number=1,
        title="Policy",
        text="Our policy",
        sections=["current_position", "scale_and_nature", "multi_agency", "monitoring"],
        in_force_from=act.on,
        review_by=act.on,
        published_at=act.at,
        published_by=cast.officer.person,
    )
    policy.readings.create(organisation=cast.school, read_at=act.at)
    finding, numbers = measured(cast.officer, "A1")
    assert (finding, numbers["Sections"], numbers["Kinds of body reached"]) == ("in_part", "4 of 4", "1 of 5")

    for kind in ("health", "social_care", "police", "housing"):
        policy.readings.create(agency=directory_world.agency(cast, f"Invented {kind}", kind), read_at=act.at)

    assert measured(cast.officer, "A1")[0] == "shows"


def test_c1_finds_a_database_and_whether_it_is_a_month_old(cast: Cast) -> None:
    assert measured(cast.officer, "C1")[0] == "not_shown"
    casework_world.opened_case(cast)

    assert measured(cast.officer, "C1")[0] == "shows"
    finding, numbers = measured(cast.officer, "C1", days=40)
    assert (finding, numbers["Open cases worked on within a month"]) == ("in_part", "0 of 1")
    assert measured(cast.neighbour_officer, "C1")[0] == "not_shown"


def test_c2_asks_for_a_date_only_of_cases_that_have_come_that_far(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "C2") == (
        "shows",
        {
            "Cases with the day notified": "1 of 1",
            "With a place, and the day determined": "0 of 0",
            "Attending, and the day accessed": "0 of 0",
        },
    )
    Case.objects.filter(pk=case.pk).update(stage="monitor", provision_determined_on=case.notified_on)

    finding, numbers = measured(cast.officer, "C2")
    assert (finding, numbers["Attending, and the day accessed"]) == ("in_part", "0 of 1")


def test_c3_and_a3_count_the_numbers_that_were_given(cast: Cast) -> None:
    assert (measured(cast.officer, "C3")[0], measured(cast.officer, "A3")[0]) == ("not_shown", "not_shown")

    for _ in range(3):
        actions.record_numbers_given(cast.officer.act(), audience="senior_officers", given_to="Director")

    assert measured(cast.officer, "C3") == ("shows", {"Times given": "3"})
    assert measured(cast.officer, "A3") == (
        "in_part",
        {
            "Terms with numbers to senior officers": "1 of 3",
            "Terms with numbers to elected members": "0 of 3",
        },
    )


def test_a3_is_shown_by_numbers_to_both_in_each_of_three_terms(cast: Cast) -> None:
    act = cast.officer.act()
    for start in strategy.term_starts(act.on):
        moment = dataclasses.replace(act, at=act.at.replace(year=start.year, month=start.month, day=start.day))
        for audience in ("senior_officers", "elected_members"):
            actions.record_numbers_given(moment, audience=audience, given_to="Cabinet")

    assert measured(cast.officer, "A3")[0] == "shows"


@pytest.mark.parametrize(
    ("on", "starts"),
    [
        (date(2026, 11, 22), [date(2026, 9, 1), date(2026, 4, 1), date(2026, 1, 1)]),
        (date(2026, 2, 1), [date(2026, 1, 1), date(2025, 9, 1), date(2025, 4, 1)]),
        (date(2026, 4, 1), [date(2026, 4, 1), date(2026, 1, 1), date(2025, 9, 1)]),
    ],
)
def test_a_year_has_three_terms(on: date, starts: list[date]) -> None:
    assert strategy.term_starts(on) == starts


def test_c4_looks_for_groups_from_more_than_one_source(cast: Cast, case: Case) -> None:
    given = {"source_words": "Said so", "from_on": date(2026, 9, 1), "code": "SEN"}
    casework_actions.record_group(cast.officer.act(), case=case, source=GroupSource.SCHOOL, **given)
    assert measured(cast.officer, "C4")[0] == "in_part"

    casework_actions.record_group(cast.officer.act(), case=case, source=GroupSource.HEALTH, **given)

    finding, numbers = measured(cast.officer, "C4")
    assert (finding, numbers["Groups with more than one source"]) == ("shows", "1 of 1")


def test_c5_needs_recorded_readings_and_a_case_drawn_at_random(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "C5")[0] == "not_shown"
    casework_actions.open_case_record(cast.officer.act(), case=case)
    assert measured(cast.officer, "C5")[0] == "in_part"

    actions.draw_case(cast.officer.act())

    finding, numbers = measured(cast.officer, "C5")
    assert (finding, numbers["Times a case was read, each recorded"], numbers["Of them, without the role today"]) == (
        "shows",
        "1",
        "0",
    )


def asked(cast: Cast, case: Case, **columns: object) -> AgencyRequest:
    enquiries = EnquiryList.objects.create(
        reference="Q-1",
        child=case.child,
        sighting=case.notification.sighting,
        school=cast.school,
        authority=cast.exampleton,
        begun_by=cast.exampleton,
        begun_at=cast.officer.act().at,
    )
    today = cast.officer.act().on
    given = {"asked_on": today, "due_on": today, "body": "health", "asked_of": "Clinic", "question": "?", "power": "?"}
    return AgencyRequest.objects.create(
        reference="A-1", enquiries=enquiries, asked_for=cast.exampleton, **(given | columns)
    )


def test_d1_counts_requests_to_other_bodies_and_their_answers(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "D1")[0] == "not_shown"
    request = asked(cast, case)
    assert measured(cast.officer, "D1")[0] == "in_part"
    assert measured(cast.officer, "D1", days=2)[1]["Waiting beyond the day due"] == "1 of 1"

    AgencyRequest.objects.filter(pk=request.pk).update(state="answered", replied_on=request.due_on, reply="Known")

    assert measured(cast.officer, "D1")[0] == "shows"
    assert measured(cast.neighbour_officer, "D1")[0] == "not_shown"


def test_n_a4_asks_whether_harm_was_acted_on_the_same_day(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "N-A4", set_key="2026")[0] == "not_measured"
    enquiries = asked(cast, case).enquiries
    act = cast.officer.act()
    made = {"made_on": act.on, "method": "visit", "result": "lead", "words": "A worry", "is_sign_of_harm": True}
    line = EnquiryLine.objects.create(
        enquiries=enquiries, code="VISIT", party="authority", organisation=cast.exampleton, recorded_at=act.at, **made
    )
    assert measured(cast.officer, "N-A4", set_key="2026")[0] == "not_shown"

    HarmReferral.objects.create(
        line=line, decision="police", organisation=cast.exampleton, at=act.at, told="Duty desk", words="Told"
    )

    assert measured(cast.officer, "N-A4", set_key="2026")[0] == "shows"


def test_d3_works_out_the_pace_and_asks_whether_senior_officers_had_it(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "D3") == (
        "not_shown",
        {"Days": "no case closed on a roll", "Times given in four months": "0"},
    )
    enrolment = casework_world.confirm(case.notification, clerk=cast.clerk, on_roll_from=case.notified_on)
    Case.objects.filter(pk=case.pk).update(
        stage="closed",
        outcome="on_roll",
        confirmed_by=enrolment,
        evidence="x",
        closed_at=cast.officer.act().at,
        provision_accessed_on=case.notified_on,
    )
    assert measured(cast.officer, "D3")[0] == "in_part"

    actions.record_numbers_given(cast.officer.act(), audience="senior_officers", given_to="Director")

    finding, numbers = measured(cast.officer, "D3")
    assert (finding, numbers["Days"]) == ("shows", "mean 0, mode 0, range 0 to 0, median 0, from 1 cases")


@pytest.mark.parametrize("step", ["D2", "D4"])
def test_places_are_not_measured_and_say_how_they_will_be(cast: Cast, step: str) -> None:
    assert measured(cast.officer, step) == ("not_measured", {})


def test_e1_counts_leavers_whom_schools_filed_as_lost(cast: Cast) -> None:
    assert measured(cast.officer, "E1")[0] == "not_shown"
    casework_world.file_as_lost(cast)

    assert measured(cast.officer, "E1") == (
        "in_part",
        {"Filed as lost": "1", "By how many schools": "1", "Still in the repository": "1 of 1"},
    )
    assert measured(cast.neighbour_officer, "E1")[0] == "not_shown"


def test_e2_needs_a_named_person_and_a_monthly_step(cast: Cast) -> None:
    assert measured(cast.officer, "E2")[0] == "not_measured"
    casework_world.opened_case(cast)
    assert measured(cast.officer, "E2")[0] == "shows"

    assert measured(cast.officer, "E2", days=60)[0] == "in_part"
    Membership.objects.filter(pk=cast.officer.membership.pk).update(until_on=date(2021, 1, 1))
    assert measured(cast.officer, "E2")[1]["With a named person in the role"] == "0 of 1"


def test_e3_counts_enquiries_that_both_signed_as_they_stand(cast: Cast, case: Case) -> None:
    assert measured(cast.officer, "E3")[0] == "not_shown"
    enquiries = asked(cast, case).enquiries
    assert measured(cast.officer, "E3") == (
        "in_part",
        {"Lists shared": "1", "Signed by both": "0 of 1", "Schools that took part": "1 of 2"},
    )

    for party, member in (("school", cast.clerk), ("authority", cast.officer)):
        enquiries.signatures.create(
            party=party,
            person=member.person,
            organisation=member.organisation,
            at=member.act().at,
            on_version=enquiries.version,
        )

    assert measured(cast.officer, "E3")[0] == "shows"
    EnquiryList.objects.update(version=2)
    assert measured(cast.officer, "E3")[0] == "in_part"


def test_e4_counts_the_schools_that_used_the_exchange(cast: Cast) -> None:
    assert measured(cast.officer, "E4") == (
        "not_shown",
        {"Schools that used the exchange": "0 of 2", "Schools where somebody has access": "2 of 2"},
    )
    casework_world.file_as_lost(cast)

    assert measured(cast.officer, "E4")[0] == "in_part"
    casework_world.file_as_lost(cast, clerk=cast.other_clerk)
    assert measured(cast.officer, "E4")[0] == "shows"


def test_e5_counts_administrators_and_e6_months_with_both_ways(cast: Cast) -> None:
    assert measured(cast.officer, "E5") == ("shows", {"Named administrators": "1"})
    assert measured(cast.neighbour_officer, "E5")[0] == "not_shown"
    assert measured(cast.officer, "E6")[0] == "not_shown"

    act = cast.officer.act()
    month = timedelta(days=31)
    filed = casework_world.file_as_lost(cast, when=act.at - month)
    filed.message.events.create(at=act.at - month, state="collected", why="x", organisation=cast.school)
    filed.message.recipient = cast.school
    filed.message.save()

    finding, numbers = measured(cast.officer, "E6")
    assert (finding, numbers["Months with both"]) == ("in_part", "1 of 12")


def test_a_measurement_stands_beside_the_answer_with_the_disagreement(cast: Cast) -> None:
    found = world.opened(cast.officer)
    world.answer(cast.officer, found, "E5", actions.Given(ticks={"E5a": {"": ["no"]}}))
    world.answer(cast.officer, found, "C4", world.given("C4"))
    world.answer(cast.officer, found, "E2", world.given("E2"))

    counted = actions.measure_round(cast.officer.act(), found=found)

    steps = queries.standing(cast.officer.act(), found).steps
    assert counted == sum(each.measured.finding != Finding.NOT_MEASURED for each in steps.values())
    assert {key for key, each in steps.items() if each.disagrees} == {"E5", "C4"}
    assert steps["D2"].measured.query.startswith("Not measured yet: it will be")
    assert steps["E2"].measured.measured_on == cast.officer.act().on
    assert LedgerEntry.objects.filter(name="evaluation.StepsMeasured").count() == 1
