"""Who is missing education in an area on a day: three lists apart, as known at any day."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.test import Client

from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.casework import actions as casework_actions
from onroll.insight import actions, queries
from onroll.insight.models import LocalTag
from onroll.insight.queries import asked_of
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Said
from onroll.registry.models import EducationKind, ShieldReason
from onroll.rules.missing import List, RuleName
from tests.cast import Cast, Member
from tests.integration.casework import world as casework_world
from tests.integration.insight import world

SEPTEMBER, LEFT, TODAY = date(2025, 9, 1), date(2025, 10, 31), date(2026, 3, 2)
CURRENT = RuleName.RETURN_2025


def numbers(cast: Cast, *, on: date = TODAY, known_on: date = TODAY, by: Member | None = None) -> tuple[int, int, int]:
    act = world.at(by or cast.officer, TODAY)
    found = queries.list_page(act, asked_of(act, on=on, known_on=known_on, rule=CURRENT), which=List.MISSING)
    return found.numbers.missing, found.numbers.suspected, found.numbers.attendance_concern


def names(cast: Cast, which: List = List.MISSING, *, rule: RuleName = CURRENT, on: date = TODAY) -> list[str]:
    act = world.at(cast.officer, TODAY)
    rows = queries.list_page(act, asked_of(act, on=on, rule=rule), which=which).rows
    return [row.sighting.surname for row in rows if row.sighting]


@pytest.fixture
def three(cast: Cast) -> None:
    """A child who left a roll, one who is not identified, and one on a roll who does not attend."""
    out = world.child(cast.clerk, 0, on=SEPTEMBER)
    world.on_roll(cast.clerk, out, SEPTEMBER, told_on=SEPTEMBER)
    world.on_roll(cast.clerk, out, SEPTEMBER, LEFT, told_on=LEFT + timedelta(days=20))
    world.child(cast.clerk, 1, on=SEPTEMBER, surname="", forename="", born_on=None)
    absent = world.child(cast.clerk, 2, on=SEPTEMBER)
    world.on_roll(cast.clerk, absent, SEPTEMBER, told_on=SEPTEMBER)
    worry = Said(kind=EducationKind.ATTENDANCE_CONCERN, from_on=date(2026, 1, 5), evidence="Return of the school.")
    registry_actions.record_education_fact(world.at(cast.officer, date(2026, 1, 6)), child=absent, said=worry)


def test_the_three_lists_stay_apart(cast: Cast, three: None) -> None:
    assert numbers(cast) == (1, 1, 1)
    assert names(cast) == ["Quillon"]
    assert names(cast, List.ATTENDANCE_CONCERN) == ["Fennimore"]


def test_a_list_can_be_asked_as_it_was_known_at_any_past_day(cast: Cast, three: None) -> None:
    day = LEFT + timedelta(days=5)

    assert numbers(cast, on=day) == (1, 1, 0)
    assert numbers(cast, on=day, known_on=day) == (0, 1, 0)


def test_whom_an_officer_says_later_that_a_notification_is_about_changes_no_earlier_list(cast: Cast) -> None:
    """Said to be a known child, said to be a new one after all, joined to a case and taken out again."""
    known = world.child(cast.clerk, 3, on=SEPTEMBER)
    world.on_roll(cast.clerk, known, SEPTEMBER, told_on=SEPTEMBER)
    told_at = world.at(cast.officer, date(2025, 10, 1)).at
    told = casework_world.file_as_lost(cast, when=told_at, left_on=date(2025, 9, 26))
    other = casework_world.opened_case(cast, when=world.at(cast.officer, date(2025, 10, 2)).at)
    sayings: list[tuple[date, Callable[[Act], object]]] = [
        (date(2025, 11, 3), partial(casework_actions.say_known_child, notification=told, of=known.reference)),
        (date(2025, 11, 5), partial(casework_actions.say_new_child, notification=told)),
        (date(2025, 11, 7), partial(casework_actions.say_known_child, notification=told, of=other.reference)),
        (
            date(2025, 11, 9),
            partial(casework_actions.separate_notification, notification=told, reason="A mistake of mine"),
        ),
    ]
    asked: dict[date, list[tuple[int, str, date | None]]] = {}

    def shown(on: date) -> list[tuple[int, str, date | None]]:
        act = world.at(cast.officer, TODAY)
        lists = queries.whole_lists(act, asked_of(act, on=on, known_on=on, rule=CURRENT))
        return sorted((row.child.pk, row.which.value, row.answer.out_since) for row in lists)

    for day, say in sayings:
        asked[day - timedelta(days=1)] = shown(day - timedelta(days=1))
        told.refresh_from_db()
        say(world.at(cast.officer, day), expected_version=told.version)
        asked[day] = shown(day)

    assert {day: shown(day) for day in asked} == asked
    assert asked[date(2025, 11, 2)] != asked[date(2025, 11, 3)]


def test_another_authority_sees_nothing_of_it(cast: Cast, three: None) -> None:
    assert numbers(cast, by=cast.neighbour_officer) == (0, 0, 0)


def test_a_child_who_moved_is_in_the_new_area_from_then_on(cast: Cast) -> None:
    moved = world.child(cast.clerk, 0, on=SEPTEMBER)
    world.on_roll(cast.clerk, moved, SEPTEMBER, LEFT, told_on=LEFT)
    world.on_roll(cast.neighbour_clerk, moved, date(2026, 1, 5), date(2026, 2, 6), told_on=date(2026, 2, 9))

    assert (numbers(cast), numbers(cast, by=cast.neighbour_officer)) == ((0, 0, 0), (1, 0, 0))
    assert numbers(cast, on=date(2025, 12, 1)) == (1, 0, 0)


def test_a_child_whom_another_authority_accepted_is_on_no_list_here(cast: Cast, three: None) -> None:
    out = registry_actions.Said(
        kind=EducationKind.LEFT_AREA, from_on=date(2026, 2, 2), evidence="Accepted in writing by the other authority."
    )
    child = world.child(cast.clerk, 4, on=SEPTEMBER)
    world.on_roll(cast.clerk, child, SEPTEMBER, LEFT, told_on=LEFT)
    before = numbers(cast)
    registry_actions.record_education_fact(world.at(cast.officer, date(2026, 2, 3)), child=child, said=out)

    assert (before[0], numbers(cast)[0]) == (2, 1)


def test_a_shielded_child_is_on_no_list_from_then_on(cast: Cast, three: None) -> None:
    out = world.child(cast.clerk, 5, on=SEPTEMBER)
    world.on_roll(cast.clerk, out, SEPTEMBER, LEFT, told_on=LEFT)
    assert numbers(cast)[0] == 2
    registry_actions.shield_child(
        world.at(cast.officer, date(2026, 2, 1)),
        child=out,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )

    assert numbers(cast)[0] == 1
    assert numbers(cast, known_on=date(2026, 1, 1))[0] == 1  # not even by asking about the time before


def test_the_four_weeks_of_2004_leave_out_who_left_last_week(cast: Cast, three: None) -> None:
    late = world.child(cast.clerk, 3, on=SEPTEMBER)
    world.on_roll(cast.clerk, late, SEPTEMBER, date(2026, 2, 20), told_on=date(2026, 2, 23))

    assert names(cast) == ["Quillon", "Oakhurst"]  # out longest first
    assert names(cast, rule=RuleName.GUIDE_2004) == ["Quillon"]


def test_a_notification_puts_a_child_on_the_list_whose_roll_nobody_knows(cast: Cast) -> None:
    when = world.at(cast.clerk, date(2026, 2, 2)).at
    casework_world.file_as_lost(cast, when=when, left_on=None)
    act = world.at(cast.officer, TODAY)

    (row,) = queries.list_page(act, asked_of(act, rule=CURRENT), which=List.MISSING).rows

    assert (row.answer.out_since, row.days_out) == (date(2026, 2, 2), 28)
    assert row.notification is not None


def test_the_local_tag_marks_and_never_counts(cast: Cast, three: None) -> None:
    act = world.at(cast.officer, TODAY)
    before = numbers(cast)

    actions.set_local_tag(act, after_days=28, expected_version=0)

    (row,) = actions.read_list(act, asked=asked_of(act, rule=CURRENT), which=List.MISSING).rows
    assert (row.is_tagged, numbers(cast)) == (True, before)
    actions.set_local_tag(act, after_days=200, expected_version=1)
    (row,) = actions.read_list(act, asked=asked_of(act, rule=CURRENT), which=List.MISSING).rows
    assert row.is_tagged is False


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_choice_of_the_tag_overwrites_nothing(cast: Cast, version: int) -> None:
    act = world.at(cast.officer, TODAY)
    actions.set_local_tag(act, after_days=28, expected_version=0)

    with pytest.raises(Stale):
        actions.set_local_tag(act, after_days=5, expected_version=version)

    assert LocalTag.objects.get().after_days == 28


@pytest.mark.parametrize("days", [0, 366])
def test_a_tag_after_a_senseless_number_of_days_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(actions.TagNotPossible, match="from 1 to 365"):
        actions.set_local_tag(world.at(cast.officer, TODAY), after_days=days, expected_version=0)


def test_only_officers_see_lists_and_choose_tags(cast: Cast) -> None:
    for name, member in cast.members().items():
        act = world.at(member, TODAY)
        asked = asked_of(act, rule=CURRENT)
        if name in {"officer", "neighbour_officer"}:
            actions.read_list(act, asked=asked, which=List.MISSING)
            continue
        with pytest.raises(NotAllowed):
            actions.read_list(act, asked=asked, which=List.MISSING)
        with pytest.raises(NotAllowed):
            actions.save_lists(act, asked=asked)
        with pytest.raises(NotAllowed):
            actions.set_local_tag(act, after_days=28, expected_version=0)


def test_a_day_that_has_not_come_is_refused(cast: Cast) -> None:
    act = world.at(cast.officer, TODAY)
    for day in ({"on": TODAY + timedelta(days=1)}, {"known_on": TODAY + timedelta(days=1)}):
        with pytest.raises(queries.NotYet, match="has not come yet"):
            asked_of(act, rule=CURRENT, **day)


def test_the_readings_are_as_many_for_many_children_as_for_one(
    cast: Cast, three: None, django_assert_max_num_queries
) -> None:
    for number in range(6, 16):
        other = world.child(cast.clerk, number, on=SEPTEMBER)
        world.on_roll(cast.clerk, other, SEPTEMBER, LEFT, told_on=LEFT)

    with django_assert_max_num_queries(27):
        found = numbers(cast)

    assert found[0] == 11


def test_the_page_shows_a_list_with_its_rule_and_records_that_it_was_read(
    cast: Cast, three: None, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(cast.officer)

    answer = client.get("/missing/", {"on_day": 2, "on_month": 3, "on_year": 2026, "which": "missing"})

    text = answer.content.decode()
    assert "Zelphine Quillon" in text
    assert "1 November 2025" in text
    assert "Rule: The Department’s return 2025/26" in text
    entry = LedgerEntry.objects.filter(name="insight.MissingListRead").last()
    assert (entry.details["which"], entry.details["children"], entry.details["is_saved"]) == ("missing", 1, False)
    assert "Quillon" not in str(entry.details)


def test_a_future_day_on_the_page_is_an_error_of_the_form(cast: Cast, signed_in: Callable[[Member], Client]) -> None:
    answer = signed_in(cast.officer).get("/missing/", {"on_day": 1, "on_month": 1, "on_year": 2199})

    assert "This day has not come yet" in answer.content.decode()


def test_the_saved_table_holds_all_three_lists_and_asks_for_the_password_again(
    cast: Cast, three: None, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(cast.officer)
    assert client.get("/missing/lists.csv").status_code == 302  # to the second proof
    act = dataclasses.replace(world.at(cast.officer, TODAY))

    rows = actions.save_lists(act, asked=asked_of(act, rule=CURRENT))

    assert [row.which for row in rows] == [List.MISSING, List.SUSPECTED, List.ATTENDANCE_CONCERN]
    entry = LedgerEntry.objects.filter(name="insight.MissingListRead").last()
    assert (entry.details["which"], entry.details["children"], entry.details["is_saved"]) == ("all", 3, True)


def test_the_tag_is_chosen_on_its_page(cast: Cast, signed_in: Callable[[Member], Client]) -> None:
    client = signed_in(cast.officer)

    refused = client.post("/missing/local-tag/", {"after_days": "900", "version": "0"})
    done = client.post("/missing/local-tag/", {"after_days": "28", "version": "0"}, follow=True)

    assert "from 1 to 365" in refused.content.decode()
    assert "marks children who are out for 28 days or more" in done.content.decode()
