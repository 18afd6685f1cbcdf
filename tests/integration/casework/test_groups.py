"""Groups at risk: several a child, one primary, and monitoring lists that say which sources they join."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, queries
from onroll.casework.models import AtRisk, Case, GroupSource
from onroll.registry import actions as registry_actions
from tests.cast import Cast, Member
from tests.integration.casework import world
from tests.integration.casework.test_pages import address, errors, text


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast)


def recorded(cast: Cast, case: Case, code: str = "ABSENTEE", **change: object) -> AtRisk:
    given = {"source": GroupSource.SCHOOL, "source_words": "Head of year", "from_on": date(2026, 9, 1), **change}
    return actions.record_group(cast.officer.act(), case=case, code=code, **given)


def test_a_child_is_in_several_groups_and_one_is_primary(cast: Cast, case: Case) -> None:
    first, second = recorded(cast, case), recorded(cast, case, "GRT", source=GroupSource.FAMILY)
    assert (first.is_primary, second.is_primary, second.list_version) == (True, False, "1")

    actions.make_group_primary(cast.officer.act(), group=second, expected_version=second.version)

    found = queries.groups_of(cast.officer.act(), case.child_id)
    assert [(each.code, each.is_primary) for each in found] == [("GRT", True), ("ABSENTEE", False)]


def test_an_ended_group_is_primary_no_more_and_stays_with_its_dates(cast: Cast, case: Case) -> None:
    group = recorded(cast, case)

    actions.end_group(cast.officer.act(), group=group, until_on=date(2026, 9, 30), expected_version=group.version)

    assert (group.until_on, group.is_primary) == (date(2026, 9, 30), False)
    with pytest.raises(actions.GroupNotPossible, match="has ended"):
        actions.make_group_primary(cast.officer.act(), group=group, expected_version=group.version)
    assert recorded(cast, case).is_primary


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "NONE_SUCH"}, "not on the list"),
        ({"from_on": date(2199, 1, 1)}, "in the future"),
        ({"source_words": " "}, "Write who says so"),
    ],
)
def test_a_group_that_cannot_be_is_refused(cast: Cast, case: Case, change: dict, words: str) -> None:
    with pytest.raises(actions.GroupNotPossible, match=words):
        recorded(cast, case, **change)


def test_the_same_source_names_a_group_once_and_another_source_beside_it(cast: Cast, case: Case) -> None:
    recorded(cast, case)
    with pytest.raises(actions.GroupNotPossible, match="already"):
        recorded(cast, case)

    recorded(cast, case, source=GroupSource.HEALTH)

    (line,) = queries.monitoring_list(cast.officer.act(), "ABSENTEE")
    assert line.sources == ("Recorded by an officer, from: a school", "Recorded by an officer, from: health")


def test_a_last_day_before_the_first_and_a_stale_tab_change_nothing(cast: Cast, case: Case) -> None:
    group = recorded(cast, case)
    act = cast.officer.act()
    with pytest.raises(actions.GroupNotPossible, match="between the first day and today"):
        actions.end_group(act, group=group, until_on=date(2026, 8, 31), expected_version=1)
    with pytest.raises(Stale):
        actions.end_group(act, group=group, until_on=act.on - timedelta(days=1), expected_version=7)

    group.refresh_from_db()
    assert group.until_on is None


def test_a_monitoring_list_joins_officers_with_facts_and_says_which(cast: Cast, case: Case) -> None:
    actions.begin_for_case(cast.officer.act(), case=case, school=cast.school)
    recorded(cast, case)

    (line,) = queries.monitoring_list(cast.officer.act(), "ABSENTEE")

    assert line.case == case
    assert line.sources == (
        "Reasonable enquiries: a school looks for a pupil who stays away",
        "Recorded by an officer, from: a school",
    )
    assert queries.group_counts(cast.officer.act()) == {"ABSENTEE": 1}


@pytest.mark.parametrize("code", ["HARM", "TEMPORARY_HOME", "MOVED_AREA", "NEVER_ON_ROLL", "LEFT_INDEPENDENT", "SEN"])
def test_a_child_whom_no_source_names_is_on_no_list(cast: Cast, case: Case, code: str) -> None:
    assert queries.monitoring_list(cast.officer.act(), code) == ()


def test_a_shielded_child_and_another_authoritys_groups_are_on_no_list(cast: Cast, case: Case) -> None:
    recorded(cast, case)
    assert queries.monitoring_list(cast.neighbour_officer.act(), "ABSENTEE") == ()
    registry_actions.shield_child(
        cast.officer.act(), child=case.child, reason_code="at_risk", officer=cast.officer.person, until_on=None
    )

    assert queries.monitoring_list(cast.officer.act(), "ABSENTEE") == ()


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "neighbour_officer", "safeguarding_lead"])
def test_nobody_but_the_authoritys_officer_records_a_group(cast: Cast, case: Case, who: str) -> None:
    act = cast.members()[who].act()

    with pytest.raises((Hidden, NotAllowed)):
        actions.record_group(
            act, case=case, code="SEN", source=GroupSource.SCHOOL, source_words="x", from_on=date(2026, 9, 1)
        )

    assert not AtRisk.objects.exists()


def test_groups_are_worked_on_through_their_pages(
    cast: Cast, case: Case, signed_in: Callable[[Member], Client]
) -> None:
    officer = signed_in(cast.officer)
    day = {"from_on_day": 1, "from_on_month": 9, "from_on_year": 2026}
    assert len(errors(officer.post(address("record-group", case), {"code": ""}))) == 4
    for code in ("SEN", "GRT"):
        officer.post(
            address("record-group", case), {"code": code, "source": "family", "source_words": "The mother", **day}
        )
    group = AtRisk.objects.get(code="GRT")
    where = reverse("casework:change-group", args=[case.reference, group.pk])
    assert officer.get(where).status_code == 200
    page = text(officer.post(where, {"version": 1, "primary": "yes"}, follow=True))
    assert (
        "Gypsy, Roma and Traveller families The family or the child: The mother. From 1 September 2026. Primary" in page
    )
    ended = {"version": 2, "until_on_day": 2, "until_on_month": 9, "until_on_year": 2026}
    assert "to 2 September 2026" in text(officer.post(where, ended, follow=True))

    listed = text(officer.get(reverse("casework:monitoring-list", args=["SEN"])))
    assert "Zelphine Qvoxcanary" in listed
    assert "Recorded by an officer, from: the family or the child" in listed
    assert LedgerEntry.objects.filter(name="casework.MonitoringListRead").count() == 1
    assert "Groups at risk" in text(officer.get(reverse("casework:risk-groups")))
    assert officer.get(reverse("casework:monitoring-list", args=["NONE"])).status_code == 404
    assert signed_in(cast.clerk).get(reverse("casework:risk-groups")).status_code == 403
