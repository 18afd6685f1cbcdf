"""Groups at risk: several a child, one primary, and monitoring lists that say which sources they join."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, queries
from onroll.casework.models import AtRisk, CarePlacement, Case, GroupSource, WhoPays
from onroll.casework.telling import Route, Told
from onroll.registry import actions as registry_actions
from onroll.rules import groups
from tests.cast import Cast, Member
from tests.integration.casework import world
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import address, errors, text


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast)


def recorded(cast: Cast, case: Case, code: str = "ABSENTEE", **change: object) -> AtRisk:
    given = {"source": GroupSource.SCHOOL, "source_words": "Head of year", "from_on": date(2026, 9, 1), **change}
    return actions.record_group(cast.officer.act(), case=case, code=code, **given)


def test_a_child_is_in_several_groups_and_one_is_primary(cast: Cast, case: Case) -> None:
    first, second = recorded(cast, case), recorded(cast, case, "GRT", source=GroupSource.FAMILY)
    assert (first.is_primary, second.is_primary, second.list_version) == (
        True,
        False,
        groups.groups_on(cast.officer.act().on).version,
    )

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


def placed_here(cast: Cast, case: Case, **change: object) -> AtRisk:
    given = {"placed_by": cast.testbury, "home": "Larch House", "pays": WhoPays.NOT_AGREED, **change}
    return recorded(
        cast,
        case,
        groups.PLACED_HERE,
        source=GroupSource.SOCIAL_CARE,
        from_on=cast.officer.act().on,
        care=actions.Care(**given),
    )


def told_by(cast: Cast, teller: Member) -> Case:
    told = actions.receive_notification(
        teller.act(), authority=cast.exampleton, told=Told(words="A girl was placed with us"), route=Route.AGENCY
    )
    notification = told.notification
    return actions.open_case(cast.officer.act(), notification=notification, expected_version=notification.version)


def test_children_placed_here_by_other_authorities_are_followed_with_whose_they_are_and_who_pays(
    cast: Cast, case: Case
) -> None:
    placed_here(cast, case, told_on=None)

    (line,) = queries.monitoring_list(cast.officer.act(), groups.PLACED_HERE)

    assert (line.child_id, line.sources) == (case.child_id, ("Recorded by an officer, from: social care",))
    assert [(care.placed_by, care.home, care.pays, care.told_on) for care in line.cares] == [
        (cast.testbury, "Larch House", WhoPays.NOT_AGREED, None)
    ]
    (also,) = queries.monitoring_list(cast.officer.act(), "LOOKED_AFTER")
    assert also.sources == ("Groups at risk: recorded as placed here by another authority",)


def test_the_list_of_children_placed_here_joins_officers_homes_and_social_care_of_other_areas(cast: Cast) -> None:
    of_home = told_by(cast, reporter("homestaff", "Children’s home"))
    of_social_worker = told_by(cast, reporter("socialworker", "Social care", la_code="838"))
    told_by(cast, reporter("ownsocialworker", "Social care"))
    told_by(cast, reporter("nurse", "Health", la_code="838"))
    placed_here(cast, of_home)

    found = queries.monitoring_list(cast.officer.act(), groups.PLACED_HERE)

    home = "Notices: a children’s home told of the child"
    assert [(line.case, line.sources) for line in found] == [
        (of_home, (home, "Recorded by an officer, from: social care")),
        (of_social_worker, ("Notices: social care of another area told of the child",)),
    ]
    assert queries.monitoring_list(cast.neighbour_officer.act(), groups.PLACED_HERE) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"home": "  "}, "where the child lives"),
        ({"told_on": date(2199, 1, 1)}, "were told is in the future"),
        ({"placed_by": "exampleton"}, "Choose another authority"),
        ({"placed_by": "school"}, "Choose another authority"),
    ],
)
def test_a_placement_from_another_area_that_cannot_be_is_refused(
    cast: Cast, case: Case, change: dict, words: str
) -> None:
    if "placed_by" in change:
        change = {"placed_by": getattr(cast, change["placed_by"])}

    with pytest.raises(actions.GroupNotPossible, match=words):
        placed_here(cast, case, **change)

    assert not AtRisk.objects.exists()


def test_who_looks_after_the_child_is_said_of_children_placed_here_and_of_no_others(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.GroupNotPossible, match="and must be"):
        recorded(cast, case, groups.PLACED_HERE, from_on=cast.officer.act().on)
    with pytest.raises(actions.GroupNotPossible, match="placed here, and must be"):
        recorded(cast, case, care=actions.Care(placed_by=cast.testbury, home="A home", pays=WhoPays.PLACING))

    assert not CarePlacement.objects.exists()


def test_a_placement_from_another_area_is_recorded_on_its_page_and_stands_on_list_and_case(
    cast: Cast, case: Case, signed_in: Callable[[Member], Client]
) -> None:
    officer = signed_in(cast.officer)
    day = cast.officer.act().on
    parts = {"day": day.day, "month": day.month, "year": day.year}
    where = address("record-placed-here", case)
    assert "record-placed-here" in officer.get(address("case", case)).content.decode()
    assert len(errors(officer.post(where, {"home": ""}))) == 6

    page = text(
        officer.post(
            where,
            {
                "placed_by": cast.testbury.pk,
                "home": "Larch House",
                "pays": "placing",
                "source": "social_care",
                "source_words": "The home’s manager",
                **{f"{name}_{part}": value for name in ("from_on", "told_on") for part, value in parts.items()},
            },
            follow=True,
        )
    )

    said = f"Placed by {cast.testbury.name}: Larch House. Pays for education: The placing authority. It told us on"
    assert said in page
    assert said in text(officer.get(reverse("casework:monitoring-list", args=[groups.PLACED_HERE])))
    assert signed_in(cast.neighbour_officer).get(where).status_code == 404
    assert "Placed here by another" not in text(officer.get(address("record-group", case)))
