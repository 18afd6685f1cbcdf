"""Sweeps raise one alert for each cause, end it when the cause is gone, and tell the rooms above."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from onroll.attendance import actions
from onroll.attendance.actions.alerting import OutcomeMissing
from onroll.attendance.alert_states import AlertMoveForbidden, AlertState
from onroll.attendance.models import Alert, MarkChange, PlaceKind, PlaceMarks, Placement
from onroll.attendance.queries import watching
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry.models import EducationFact, EducationKind
from onroll.rolls.models import RollEntry
from onroll.rules.school_days import england
from onroll.rules.sweeps import Watched, findings, rules_on
from tests.cast import Cast, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, days, mark, pupil
from tests.integration.insight import world as insight_world

TENTH = SCHOOL_DAYS[9]


def sweep(on: date = TENTH):
    return actions.sweep(world.system(on), on=on)


def standing(rule: str = "TEN_DAYS") -> Alert:
    return Alert.objects.get(rule=rule)


@pytest.fixture
def absent(cast: Cast) -> RollEntry:
    """A pupil of the clerk's school, linked to a child, absent without permission for ten school days."""
    child = insight_world.child(cast.clerk, 0, on=date(2026, 9, 1))
    insight_world.on_roll(cast.clerk, child, date(2026, 9, 1), told_on=date(2026, 9, 1))
    entry = pupil(cast.school, 1, child=child)
    mark(world.system(TENTH), entry, days(*["O"] * 10))
    return entry


def test_one_alert_for_each_cause_however_often_it_is_swept(cast: Cast, absent: RollEntry) -> None:
    assert sweep().raised == 1
    again = sweep()

    assert (again.raised, again.kept) == (0, 1)
    assert standing().facts == [["O", "20 sessions"]]
    assert LedgerEntry.objects.filter(name="attendance.AlertRaised").count() == 1


def test_a_fresh_cause_of_the_same_rule_is_an_alert_of_its_own_also_after_the_first_was_closed(
    cast: Cast, absent: RollEntry
) -> None:
    sweep()
    actions.close_alert(world.at(cast.officer, TENTH), alert=standing(), outcome="Visited.", expected_version=1)
    mark(world.system(SCHOOL_DAYS[20]), absent, days("P", *["O"] * 9, first=10))
    assert sweep(SCHOOL_DAYS[19]).raised == 0  # nine days of the new run: not yet

    mark(world.system(SCHOOL_DAYS[20]), absent, days("O", first=20))
    assert sweep(SCHOOL_DAYS[20]).raised == 1
    assert sweep(SCHOOL_DAYS[20]).raised == 0
    assert list(Alert.objects.filter(rule="TEN_DAYS").order_by("pk").values_list("state", "since")) == [
        ("closed", SCHOOL_DAYS[0]),
        ("open", SCHOOL_DAYS[11]),
    ]


def test_the_evidence_grows_with_the_run_and_the_alert_stays_one(cast: Cast, absent: RollEntry) -> None:
    sweep()
    mark(world.system(SCHOOL_DAYS[11]), absent, days("O", "O", first=10))

    sweep(SCHOOL_DAYS[11])

    assert (standing().number, standing().until) == (12, SCHOOL_DAYS[11])


def test_marks_that_came_late_before_the_run_make_no_second_alert(cast: Cast, absent: RollEntry) -> None:
    sweep()
    mark(world.system(TENTH), absent, days("P")[:0])
    before = absent.marks.create(
        on=SCHOOL_DAYS[0] - timedelta(days=3),
        am="O",
        pm="O",
        is_plain=False,
        known_at=world.system(TENTH).at,
        source="file",
    )

    sweep()

    assert Alert.objects.filter(rule="TEN_DAYS").count() == 1
    assert standing().since == before.on


def test_an_alert_ends_by_itself_when_the_pupil_is_back(cast: Cast, absent: RollEntry) -> None:
    sweep()
    mark(world.system(SCHOOL_DAYS[10]), absent, days("P", first=10))

    assert sweep(SCHOOL_DAYS[10]).passed == 1
    assert standing().state == AlertState.PASSED


def test_an_alert_stands_again_when_the_marks_that_ended_it_are_changed_back(cast: Cast, absent: RollEntry) -> None:
    sweep()
    mark(world.system(TENTH), absent, days("P", first=9))
    sweep()
    assert standing().state == AlertState.PASSED
    mark(world.system(TENTH), absent, days("O", first=9))

    assert sweep().raised == 1
    assert standing().state == AlertState.OPEN
    assert MarkChange.objects.count() == 4


def test_a_run_that_was_over_before_anybody_swept_is_told_of_and_over(cast: Cast, absent: RollEntry) -> None:
    mark(world.system(SCHOOL_DAYS[10]), absent, days("P", first=10))
    done = sweep(SCHOOL_DAYS[10])

    assert (done.raised, done.passed) == (1, 1)
    (raised,) = LedgerEntry.objects.filter(name="attendance.AlertRaised").values_list("details", flat=True)
    assert (raised["rule"], raised["entry_id"], raised["child_id"]) == ("TEN_DAYS", absent.pk, absent.child_id)


def test_ten_days_become_an_attendance_concern_of_the_child_and_end_with_the_alert(
    cast: Cast, absent: RollEntry
) -> None:
    sweep()

    fact = EducationFact.objects.get(child=absent.child)
    assert (fact.kind, fact.from_on, fact.until_on) == (EducationKind.ATTENDANCE_CONCERN, SCHOOL_DAYS[0], None)
    assert fact.told_by == cast.exampleton

    mark(world.system(SCHOOL_DAYS[10]), absent, days("P", first=10))
    sweep(SCHOOL_DAYS[10])
    newest = EducationFact.objects.get(child=absent.child, superseded_by__isnull=True)
    assert (newest.supersedes_id, newest.until_on) == (fact.pk, TENTH)


def test_a_pupil_who_left_the_roll_has_no_standing_alert(cast: Cast, absent: RollEntry) -> None:
    sweep()
    RollEntry.objects.filter(pk=absent.pk).update(until_on=TENTH)

    sweep(SCHOOL_DAYS[10])

    assert standing().state == AlertState.PASSED


def test_a_person_takes_an_alert_up_and_closes_it_and_it_is_not_raised_again(cast: Cast, absent: RollEntry) -> None:
    sweep()
    act = world.at(cast.officer, TENTH)
    alert = actions.open_alert(act, reference=standing().reference)
    actions.take_alert(act, alert=alert, expected_version=1)
    with pytest.raises(OutcomeMissing):
        actions.close_alert(act, alert=alert, outcome=" ", expected_version=2)
    actions.close_alert(act, alert=alert, outcome="Visited. At home, unwell; school told.", expected_version=2)

    assert sweep().raised == 0
    assert standing().state == AlertState.CLOSED
    with pytest.raises(AlertMoveForbidden):
        actions.take_alert(act, alert=alert, expected_version=3)


def test_of_two_who_take_an_alert_up_the_second_is_told(cast: Cast, absent: RollEntry) -> None:
    sweep()
    one, two = standing(), standing()
    actions.take_alert(world.at(cast.officer, TENTH), alert=one, expected_version=1)

    with pytest.raises(Stale):
        actions.take_alert(world.at(cast.safeguarding_lead, TENTH), alert=two, expected_version=1)


def test_an_alert_is_seen_by_the_school_and_its_authority_and_by_nobody_else(
    cast: Cast, newcomers: Newcomers, absent: RollEntry
) -> None:
    sweep()
    reference = standing().reference

    for member in (cast.officer, newcomers.leader, cast.clerk, cast.safeguarding_lead, newcomers.attendance_clerk):
        assert actions.open_alert(member.act(), reference=reference).reference == reference
    for member in (cast.neighbour_officer, cast.other_clerk, cast.neighbour_clerk):
        with pytest.raises(Hidden):
            actions.open_alert(member.act(), reference=reference)
    for member in (newcomers.provider_clerk, cast.auditor):
        with pytest.raises(NotAllowed):
            actions.open_alert(member.act(), reference=reference)


def test_what_goes_to_the_school_alone_is_hidden_from_the_authority(cast: Cast) -> None:
    entry = pupil(cast.school, 2)
    mark(world.system(TENTH), entry, days("N", *["P"] * 9))
    sweep()

    assert standing("N_UNRESOLVED").number == 2
    with pytest.raises(Hidden):
        actions.open_alert(cast.officer.act(), reference=standing("N_UNRESOLVED").reference)


def test_places_are_swept_too(cast: Cast) -> None:
    entry = pupil(cast.school, 3)
    Placement.objects.create(
        reference="P-1", entry=entry, kind=PlaceKind.ALTERNATIVE, code="B", place_name="Workshop", pattern="1" * 10,
        commissioner=cast.school, hours=Decimal("10.0"), main_hours=Decimal(0), from_on=SCHOOL_DAYS[0],
        recorded_at=world.system(TENTH).at,
    )  # fmt: skip

    sweep()

    assert set(Alert.objects.values_list("rule", flat=True)) == {"UNDER_25", "PLACE_SILENT"}
    PlaceMarks.objects.create(
        placement_id=Placement.objects.get().pk, on=TENTH, am="here", known_at=world.system(TENTH).at
    )
    sweep()
    assert standing("PLACE_SILENT").state == AlertState.PASSED


def test_only_the_system_sweeps(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.sweep(cast.officer.act(), on=TENTH)


def test_looking_at_few_finds_what_looking_at_everybody_finds(cast: Cast) -> None:
    patterns = ["P" * 30, "N" * 9 + "P" * 21, "I" * 16 + "P" * 14, "E" * 6 + "P" * 24, "EENN" + "N" * 26, "PU" * 15]
    for number, pattern in enumerate(patterns):
        mark(world.system(SCHOOL_DAYS[29]), pupil(cast.school, number), days(*pattern))
    on = SCHOOL_DAYS[29]

    ids = tuple(RollEntry.objects.values_list("pk", flat=True))
    illness = {pk: {"I": 16.0} if n == 2 else {} for n, pk in enumerate(sorted(ids))}
    everybody = watching.days_of(ids, on - timedelta(days=watching.LOOK_BACK_DAYS), on)
    expected = {
        (pk, found.rule, found.cause)
        for pk in ids
        for rule in rules_on(on)
        if rule.is_alert
        for found in findings(rule, Watched(on, everybody[pk], (), england(), illness[pk]))
    }
    sweep(on)

    assert set(Alert.objects.values_list("entry_id", "rule", "cause")) == expected
    assert len(expected) >= 5
