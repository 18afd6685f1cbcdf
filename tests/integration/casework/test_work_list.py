"""The officer's work list, and the story of a case."""

from datetime import date, datetime, timedelta

import pytest

from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.casework import actions, queries
from onroll.casework.models import Outcome
from onroll.casework.queries import lists
from onroll.casework.stages import Stage
from onroll.registry.models import Sighting
from tests.cast import Cast, make_member
from tests.integration.casework import world

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)


def work(cast: Cast, **filters: object) -> queries.WorkList:
    return queries.work_list(world.at(cast.officer, NOW), queries.Filters(**filters))


def test_new_notifications_come_oldest_first_with_their_age(cast: Cast) -> None:
    younger = world.file_as_lost(cast, when=NOW - timedelta(days=2))
    older = world.file_as_lost(cast, when=NOW - timedelta(days=9))

    lines = work(cast).notifications

    assert [(line.notification, line.age_days) for line in lines] == [(older, 9), (younger, 2)]


def test_open_cases_come_overdue_first_then_confirmed_then_the_rest(cast: Cast) -> None:
    fresh = world.opened_case(cast, when=NOW - timedelta(days=3))
    confirmed = world.opened_case(cast, when=NOW - timedelta(days=60))
    world.confirm(
        confirmed.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 1),
        when=NOW - timedelta(days=1),
    )
    overdue = world.opened_case(cast, when=NOW - timedelta(days=40))
    longest = world.opened_case(cast, when=NOW - timedelta(days=50))

    lines = work(cast).cases

    assert [line.case for line in lines] == [longest, overdue, confirmed, fresh]
    assert [line.age_days for line in lines] == [50, 40, 60, 3]
    assert [line.overdue_days > 0 for line in lines] == [True, True, False, False]


def test_a_case_is_overdue_from_the_day_after_a_month_without_a_step(cast: Cast) -> None:
    on_time = world.opened_case(cast, when=datetime(2026, 10, 20, 23, 59, tzinfo=LONDON))
    late = world.opened_case(cast, when=datetime(2026, 10, 19, 0, 1, tzinfo=LONDON))

    assert {line.case: line.overdue_days for line in work(cast).cases} == {late: 1, on_time: 0}
    assert [line.case for line in work(cast, overdue=True).cases] == [late]


def test_a_note_is_a_follow_up_and_a_claim_by_another_authority_is_not(cast: Cast) -> None:
    followed = world.opened_case(cast, when=NOW - timedelta(days=45))
    actions.add_note(world.at(cast.officer, NOW - timedelta(days=5)), case=followed, words="Visited")
    claimed = world.opened_case(cast, when=NOW - timedelta(days=45))
    world.claim(
        claimed.notification,
        officer=cast.neighbour_officer,
        school=cast.neighbour_school,
        when=NOW - timedelta(days=5),
    )

    assert [line.case for line in work(cast, overdue=True).cases] == [claimed]


def test_the_list_can_be_narrowed_to_ones_own_cases_and_to_a_stage(cast: Cast) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    mine = world.opened_case(cast)
    given = world.opened_case(cast)
    actions.assign_case(cast.officer.act(), case=given, responsible=colleague.person, expected_version=1)
    actions.move_stage(cast.officer.act(), case=mine, stage=Stage.LOCATE, note="x", expected_version=1)

    assert [line.case for line in work(cast, queue=queries.Queue.MINE).cases] == [mine]
    assert [line.case for line in work(cast, stage=Stage.CHECK).cases] == [given]
    assert work(cast, queue=queries.Queue.MINE, stage=Stage.CHECK).cases == ()


def test_closed_cases_leave_the_work_list_and_stand_in_their_own(cast: Cast) -> None:
    case = world.opened_case(cast)
    actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=Outcome.ABROAD,
        evidence_kind="SCHOOL_ABROAD",
        evidence="A letter came",
        expected_version=case.version,
    )

    assert work(cast).case_count == 0
    assert [closed for closed, _ in queries.closed_cases(cast.officer.act())] == [case]
    assert queries.closed_cases(cast.neighbour_officer.act()) == []


def test_a_child_is_shown_as_her_own_file_says_and_not_as_a_later_one(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW - timedelta(days=3))
    Sighting.objects.create(
        child=case.child, source="file", source_reference="F-NEW", seen_at=NOW, surname="Newname", forename="Zelphine"
    )

    assert work(cast).cases[0].child.surname == world.CANARY_SURNAME


@pytest.mark.parametrize("count", [1, 7])
def test_the_work_list_takes_five_readings_however_long_it_is(
    cast: Cast, count: int, django_assert_num_queries
) -> None:
    for _ in range(count):
        world.file_as_lost(cast)
        world.opened_case(cast)

    with django_assert_num_queries(5):
        listed = work(cast)

    assert (len(listed.notifications), len(listed.cases)) == (count, count)


def test_a_long_list_comes_in_pages_and_a_page_beyond_the_last_is_the_last(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CASES_A_PAGE", 2)
    cases = [world.opened_case(cast, when=NOW - timedelta(days=9 - number)) for number in range(5)]

    second, beyond = work(cast, page=2), work(cast, page=99)

    assert ([line.case for line in second.cases], second.page_count, second.case_count) == (cases[2:4], 3, 5)
    assert ([line.case for line in beyond.cases], beyond.page) == (cases[4:], 3)


def test_a_cases_story_is_told_with_the_steps_of_its_file_in_order_of_time(cast: Cast) -> None:
    filed_at = NOW - timedelta(days=20)
    notification = world.file_as_lost(cast, when=filed_at)
    case = actions.open_case(
        world.at(cast.officer, filed_at + timedelta(hours=2)), notification=notification, expected_version=1
    )
    world.confirm(notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 11, 3), when=NOW)

    story = queries.case_story(cast.officer.act(), case)

    assert [(step.title, step.organisation, step.is_of_file) for step in story] == [
        ("File: In the lost-pupil repository", "Fixture Primary School", True),
        ("Case opened", "Exampleton", False),
        ("On a school’s roll", "Testbury High School", False),
    ]
    assert story[1].person == "Officer Invented"


def test_officers_are_those_of_the_authority_today(cast: Cast) -> None:
    colleague = make_member("another", cast.exampleton, Role.CME_OFFICER)

    assert list(queries.officers(cast.officer.act())) == [colleague.person, cast.officer.person]


def test_pace_is_not_known_before_provision_is_accessed_and_never_negative(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW, left_on=date(2026, 9, 1))
    assert queries.pace_of(case) is None

    case.provision_accessed_on = date(2026, 11, 18)

    assert queries.pace_of(case).days == 0
    assert queries.pace_of(case).words == "already on a roll 2 days before the authority was told"
