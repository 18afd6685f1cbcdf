"""The authority that arranged a place gets the alerts about it: these alone, to read, and never a shielded child's."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from onroll.attendance import actions, queries
from onroll.attendance.models import Alert, PlaceKind, Placement
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.registry.models import Child, Shield, ShieldReason
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, days, mark, pupil

SignIn = Callable[[Member], Client]
TODAY = SCHOOL_DAYS[12]
OF_PLACES = {"PLACE_SILENT", "UNDER_25", "PLACE_ENDING"}


def place(cast: Cast, entry: RollEntry, **given: object) -> Placement:
    """Put a pupil at a place that the neighbouring authority arranged, that is silent, short, and ends soon."""
    values = {
        "reference": f"P-{entry.pk}", "entry": entry, "kind": PlaceKind.ALTERNATIVE, "code": "K",
        "place_name": "Workshop", "pattern": "1" * 10, "commissioner": cast.testbury, "hours": Decimal(10),
        "main_hours": Decimal(0), "from_on": SCHOOL_DAYS[0], "until_on": SCHOOL_DAYS[15],
        "recorded_at": world.system(SCHOOL_DAYS[0]).at,
    }  # fmt: skip
    return Placement.objects.create(**{**values, **given})


@pytest.fixture
def entry(cast: Cast) -> RollEntry:
    """A pupil of Exampleton with such a place, who is absent without a reason too; everything is swept."""
    entry = pupil(cast.school, 1)
    place(cast, entry)
    mark(world.system(TODAY), entry, days(*["N"] * 12))
    actions.sweep(world.system(TODAY), on=TODAY)
    assert set(Alert.objects.values_list("rule", flat=True)) == OF_PLACES | {"TEN_DAYS", "N_UNRESOLVED"}
    return entry


def seen_by(member: Member) -> set[str]:
    return set(queries.alerts(world.at(member, TODAY)).values_list("rule", flat=True))


def test_the_authority_that_arranged_a_place_gets_its_alerts_and_no_other_of_the_pupil(
    cast: Cast, newcomers: Newcomers, entry: RollEntry
) -> None:
    assert seen_by(cast.neighbour_officer) == OF_PLACES
    assert seen_by(cast.officer) == {"PLACE_SILENT", "UNDER_25", "TEN_DAYS"}
    assert seen_by(newcomers.attendance_clerk) == OF_PLACES | {"TEN_DAYS", "N_UNRESOLVED"}
    for alert in Alert.objects.all():
        abroad = world.at(cast.neighbour_officer, TODAY)
        if alert.rule in OF_PLACES:
            assert actions.open_alert(abroad, reference=alert.reference) == alert
        else:
            with pytest.raises(Hidden):
                actions.open_alert(abroad, reference=alert.reference)


def test_another_place_of_the_same_pupil_that_somebody_else_arranged_is_not_told(
    cast: Cast, newcomers: Newcomers, entry: RollEntry
) -> None:
    place(cast, entry, reference="P-OTHER", commissioner=cast.exampleton, place_name="Elsewhere")
    actions.sweep(world.system(TODAY), on=TODAY)

    silent = Alert.objects.filter(rule="PLACE_SILENT")
    assert silent.count() == 2
    assert queries.alerts(world.at(cast.neighbour_officer, TODAY)).filter(rule="PLACE_SILENT").count() == 1


def test_a_shielded_childs_place_tells_the_other_authority_nothing(cast: Cast, entry: RollEntry) -> None:
    child = Child.objects.create(reference="C-PLACED", first_seen_at=world.system(SCHOOL_DAYS[0]).at)
    RollEntry.objects.filter(pk=entry.pk).update(child=child)
    assert seen_by(cast.neighbour_officer) == OF_PLACES
    at = world.system(SCHOOL_DAYS[0]).at
    Shield.objects.create(
        child=child, reference="S-1", organisation=cast.school, placed_at=at, officer=cast.clerk.person,
        reason_code=ShieldReason.AT_RISK, from_on=SCHOOL_DAYS[0],
    )  # fmt: skip

    assert seen_by(cast.neighbour_officer) == set()
    with pytest.raises(Hidden):
        actions.open_alert(world.at(cast.neighbour_officer, TODAY), reference=Alert.objects.all()[0].reference)


def test_who_only_arranged_reads_it_and_cannot_close_it_for_the_others(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, entry: RollEntry
) -> None:
    alert = Alert.objects.get(rule="PLACE_SILENT")
    abroad = world.at(cast.neighbour_officer, TODAY)
    with pytest.raises(NotAllowed):
        actions.take_alert(abroad, alert=alert, expected_version=1)
    with pytest.raises(NotAllowed):
        actions.close_alert(abroad, alert=alert, outcome="Mine", expected_version=1)

    actions.close_alert(world.at(cast.officer, TODAY), alert=alert, outcome="Seen by an aunt.", expected_version=1)
    client = signed_in(cast.neighbour_officer)
    text = client.get(f"/attendance/alerts/{alert.reference}/").content.decode()
    assert "Seen by an aunt." not in text
    assert "Your authority arranged this place" in text
    assert "Close the alert" not in text
    assert client.post(f"/attendance/alerts/{alert.reference}/", {"outcome": "x", "version": "2"}).status_code == 403


def test_each_alert_says_to_whom_it_goes(cast: Cast, newcomers: Newcomers, signed_in: SignIn, entry: RollEntry) -> None:
    names = {one.rule: queries.goes_to(one) for one in Alert.objects.all()}

    assert names["PLACE_SILENT"] == (cast.school.name, cast.exampleton.name, cast.testbury.name)
    assert names["PLACE_ENDING"] == (cast.school.name, cast.testbury.name)
    assert names["TEN_DAYS"] == (cast.school.name, cast.exampleton.name)
    assert names["N_UNRESOLVED"] == (cast.school.name,)
    silent = Alert.objects.get(rule="PLACE_SILENT")
    text = signed_in(newcomers.attendance_clerk).get(f"/attendance/alerts/{silent.reference}/").content.decode()
    assert f"{cast.school.name}, {cast.exampleton.name} and {cast.testbury.name}" in text


def test_nobody_else_sees_an_alert_of_a_place(cast: Cast, newcomers: Newcomers, entry: RollEntry) -> None:
    reference = Alert.objects.get(rule="PLACE_SILENT").reference

    for member in (cast.other_clerk, cast.neighbour_clerk):
        with pytest.raises(Hidden):
            actions.open_alert(world.at(member, TODAY), reference=reference)
    for member in (newcomers.provider_clerk, cast.auditor):
        with pytest.raises(NotAllowed):
            actions.open_alert(world.at(member, TODAY), reference=reference)
