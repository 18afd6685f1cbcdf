"""The team page: how much each officer has in hand, queues of cover and deputies, and giving many cases over."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from onroll.access.models import Cover, Person, Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions, queries
from onroll.casework.models import Case, CaseEvent, Responsibility
from onroll.casework.queries import Queue
from onroll.casework.risks import Risk
from tests.cast import Cast, Member, Newcomers, make_member
from tests.integration.casework import world

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
REASON = "Long absence of a colleague."


@pytest.fixture
def colleague(cast: Cast) -> Member:
    """Another officer of the authority."""
    return make_member("colleague", cast.exampleton, Role.CME_OFFICER)


def some_cases(cast: Cast, number: int) -> list[Case]:
    return [world.opened_case(cast, when=NOW - timedelta(days=40 - each)) for each in range(number)]


def give(leader: Member, cases: list[Case], to: Member, reason: str = REASON) -> actions.Given:
    seen = {case.reference: case.version for case in cases}
    return actions.reassign_cases(world.at(leader, NOW), versions=seen, responsible=to.person, reason=reason)


def cover(colleague: Member, by: Person, until_on: date = date(2026, 12, 4)) -> Cover:
    return Cover.objects.create(membership=colleague.membership, by=by, from_on=date(2026, 11, 16), until_on=until_on)


def test_many_cases_are_given_with_one_reason_and_one_act_for_each(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    cases = some_cases(cast, 3)

    given = give(newcomers.leader, cases, colleague)

    assert given == actions.Given(count=3, left=())
    entries = LedgerEntry.objects.filter(name="casework.CaseAssigned")
    assert {(entry.subject_id, entry.details["to_person_id"]) for entry in entries} == {
        (str(case.pk), colleague.person.pk) for case in cases
    }
    for case in Case.objects.all():
        assert (case.responsible, case.version) == (colleague.person, 2)
        step = CaseEvent.objects.filter(case=case).last()
        assert (step.kind, step.words) == ("assigned", f"Colleague Invented is now responsible. {REASON}")
        hands = Responsibility.objects.filter(case=case, is_deputy=False)
        assert [(each.person_id, each.until_at) for each in hands] == [
            (cast.officer.person.pk, NOW),
            (colleague.person.pk, None),
        ]


def test_a_given_case_is_as_overdue_as_before(cast: Cast, newcomers: Newcomers, colleague: Member) -> None:
    (case,) = some_cases(cast, 1)

    give(newcomers.leader, [case], colleague)

    assert Case.objects.get().last_worked_at == case.last_worked_at


def test_a_case_changed_meanwhile_is_reported_and_left_as_it_is(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    fresh, stale = some_cases(cast, 2)
    Case.objects.filter(pk=stale.pk).update(version=7)

    given = give(newcomers.leader, [fresh, stale], colleague)

    assert given == actions.Given(count=1, left=(stale.reference,))
    stale.refresh_from_db()
    assert (stale.responsible, stale.version) == (cast.officer.person, 7)


def test_another_authoritys_case_is_left_as_one_that_does_not_exist(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    theirs = world.opened_case(cast)
    Case.objects.filter(pk=theirs.pk).update(authority=cast.testbury)

    given = give(newcomers.leader, [theirs], colleague)

    assert given == actions.Given(count=0, left=(theirs.reference,))


def test_a_deputy_who_becomes_responsible_is_deputy_no_more(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    (case,) = some_cases(cast, 1)
    actions.name_deputy(world.at(cast.officer, NOW), case=case, deputy=colleague.person, expected_version=1)

    give(newcomers.leader, [case], colleague)

    case.refresh_from_db()
    assert (case.responsible, case.deputy) == (colleague.person, None)
    assert not Responsibility.objects.filter(case=case, is_deputy=True, until_at__isnull=True).exists()


def test_only_the_leader_gives_many_and_only_to_an_officer_of_hers_with_a_reason(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    cases = some_cases(cast, 1)

    with pytest.raises(NotAllowed):
        give(cast.officer, cases, colleague)
    with pytest.raises(actions.NotAnOfficerHere):
        give(newcomers.leader, cases, cast.neighbour_officer)
    with pytest.raises(actions.NoteMissing):
        give(newcomers.leader, cases, colleague, reason=" ")
    with pytest.raises(actions.NothingToGive):
        give(newcomers.leader, cases, cast.officer)
    with pytest.raises(actions.TooManyCases):
        actions.reassign_cases(
            newcomers.leader.act(),
            versions={f"K{number}": 1 for number in range(actions.MOST_GIVEN + 1)},
            responsible=colleague.person,
            reason=REASON,
        )
    assert Case.objects.get().responsible == cast.officer.person


@pytest.mark.parametrize("number", [1, 6])
def test_giving_takes_as_many_statements_for_many_cases_as_for_one(
    cast: Cast, newcomers: Newcomers, colleague: Member, number: int, django_assert_max_num_queries
) -> None:
    cases = some_cases(cast, number)

    with django_assert_max_num_queries(16):
        give(newcomers.leader, cases, colleague)


def test_the_team_page_says_load_age_and_overdue_by_officer_most_overdue_first(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    _old, _older, fresh = (world.opened_case(cast, when=NOW - timedelta(days=days)) for days in (40, 50, 3))
    give(newcomers.leader, [fresh], colleague)
    cover(cast.officer, colleague.person)

    loads = queries.team_load(world.at(newcomers.leader, NOW))

    by_name = {load.person.name: load for load in loads}
    assert loads[0].person.name == "Officer Invented"
    hers = by_name["Officer Invented"]
    assert (hers.open_count, hers.overdue_count, hers.oldest_age_days, hers.median_age_days) == (2, 2, 50, 45)
    assert (hers.away_until, hers.covered_by) == (date(2026, 12, 4), "Colleague Invented")
    assert (by_name["Colleague Invented"].open_count, by_name["Leader Invented"].open_count) == (1, 0)
    with pytest.raises(NotAllowed):
        queries.team_load(cast.officer.act())


def test_whoever_has_left_the_team_stands_first_while_she_has_cases(
    cast: Cast, newcomers: Newcomers, colleague: Member
) -> None:
    cases = some_cases(cast, 1)
    give(newcomers.leader, cases, colleague)
    colleague.membership.delete()

    act = world.at(newcomers.leader, NOW)

    assert queries.team_load(act)[0].person == colleague.person
    assert queries.queues(act).counts[Queue.UNATTENDED].open_count == 1
    assert queries.team_member(act, colleague.person.pk) == colleague.person
    with pytest.raises(Hidden):
        queries.team_member(act, cast.neighbour_officer.person.pk)


def test_the_queue_of_who_covers_holds_the_absent_colleagues_cases_while_the_cover_lasts(
    cast: Cast, colleague: Member
) -> None:
    (case,) = some_cases(cast, 1)
    cover(cast.officer, colleague.person)

    during, after = (world.at(colleague, moment) for moment in (NOW, NOW + timedelta(days=30)))

    covered = queries.Filters(queue=Queue.COVERED)
    assert [line.case for line in queries.work_list(during, covered).cases] == [case]
    assert queries.work_list(after, covered).case_count == 0
    assert queries.queues(during).counts[Queue.COVERED] == queries.queues(during).counts[Queue.ALL]
    assert queries.queues(during).away[cast.officer.person.pk].by == colleague.person
    assert queries.queues(after).away == {}


def test_the_queue_of_a_deputy_holds_the_cases_she_is_deputy_for(cast: Cast, colleague: Member) -> None:
    (case, _) = some_cases(cast, 2)
    actions.name_deputy(world.at(cast.officer, NOW), case=case, deputy=colleague.person, expected_version=1)

    act = world.at(colleague, NOW)

    assert [line.case for line in queries.work_list(act, queries.Filters(queue=Queue.DEPUTY)).cases] == [case]
    counts = queries.queues(act).counts
    assert (counts[Queue.DEPUTY].open_count, counts[Queue.MINE].open_count, counts[Queue.ALL].open_count) == (1, 0, 2)


@pytest.mark.parametrize("number", [1, 6])
def test_the_queues_take_three_readings(cast: Cast, number: int, django_assert_num_queries) -> None:
    some_cases(cast, number)

    with django_assert_num_queries(3):
        queries.queues(world.at(cast.officer, NOW))


def test_the_queues_count_as_the_list_does(cast: Cast, newcomers: Newcomers, colleague: Member) -> None:
    cases = some_cases(cast, 5)
    actions.name_deputy(world.at(cast.officer, NOW), case=cases[0], deputy=colleague.person, expected_version=1)
    cover(cast.officer, colleague.person)
    give(newcomers.leader, cases[1:2], newcomers.leader)
    newcomers.leader.membership.delete()
    act = world.at(colleague, NOW)

    counted = queries.queues(act)

    for queue in Queue:
        for is_overdue in (False, True):
            filters = queries.Filters(queue=queue, overdue=is_overdue)
            assert counted.number_of(filters) == queries.work_list(act, filters).case_count, filters
    assert counted.number_of(queries.Filters(risk=Risk.HIGH)) is None
    assert counted.number_of(queries.Filters(queue=Queue.COVERED, overdue=True))


def test_the_work_list_shows_cover_with_its_dates(cast: Cast, colleague: Member, signed_in) -> None:
    world.opened_case(cast)
    today = cast.officer.act().on
    until_on = today + timedelta(days=9)
    Cover.objects.create(membership=cast.officer.membership, by=colleague.person, from_on=today, until_on=until_on)

    answer = signed_in(colleague).get(reverse("casework:work-list"))

    text = answer.content.decode()
    assert f"You cover for Officer Invented until {until_on.day} {until_on:%B %Y}." in text
    assert f"Officer Invented, away until {until_on.day} {until_on:%B %Y}: Colleague Invented covers" in text


def test_the_leader_gives_ticked_cases_then_all_of_them_on_the_page(
    cast: Cast, newcomers: Newcomers, colleague: Member, signed_in
) -> None:
    cases = [world.opened_case(cast) for _ in range(3)]
    client = signed_in(newcomers.leader)
    address = reverse("casework:give-cases", args=[cast.officer.person.pk])
    seen = " ".join(f"{case.reference}:{case.version}" for case in cases)
    assert f'name="seen" value="{cases[0].reference}:1' in client.get(address).content.decode()
    asked = {"seen": seen, "responsible": str(colleague.person.pk), "reason": REASON}

    none_ticked = client.post(address, {**asked, "which": "ticked"})
    ticked = client.post(address, {**asked, "which": "ticked", "ticked": [cases[0].reference]}, follow=True)
    rest = client.post(address, {**asked, "which": "all"}, follow=True)

    assert "Tick at least one case" in none_ticked.content.decode()
    assert "1 case given to Colleague Invented." in ticked.content.decode()
    assert "2 cases given to Colleague Invented." in rest.content.decode()
    assert "1 case changed by someone else meanwhile" in rest.content.decode()
    assert Case.objects.filter(responsible=colleague.person, version=2).count() == 3


def test_an_officer_who_leads_nobody_finds_no_team_page(cast: Cast, signed_in) -> None:
    assert signed_in(cast.officer).get(reverse("casework:team")).status_code == 403
