"""The pages of attendance: the register, calls, alerts, both sides of a child, places, and numbers of a school."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from onroll.attendance import actions, queries
from onroll.attendance.actions.calling import CallNotPossible, CallTakenAlready
from onroll.attendance.actions.lettering import LetterMadeAlready
from onroll.attendance.actions.placing import Arranged, PlacementNotPossible
from onroll.attendance.models import (
    Alert,
    Call,
    CallResult,
    DayMarks,
    LetterMade,
    MarkChange,
    PlaceKind,
    PlaceMarks,
    Placement,
)
from onroll.attendance.queries import Verdict
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry.models import Child, Shield, ShieldReason
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, days, mark, marks_of, pupil

SignIn = Callable[[Member], Client]
TODAY = SCHOOL_DAYS[29]


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def arranged(newcomers: Newcomers, **given: object) -> Arranged:
    values = {
        "kind": PlaceKind.ALTERNATIVE, "place": newcomers.provider, "place_name": "", "hours": Decimal(15),
        "main_hours": Decimal(10), "pattern": "1" * 10, "from_on": SCHOOL_DAYS[20],
    }  # fmt: skip
    return Arranged(**{**values, **given})  # type: ignore[arg-type]


@pytest.fixture
def placed(cast: Cast, newcomers: Newcomers) -> Placement:
    """A pupil of the clerk's school with a place at the provider."""
    act = world.at(newcomers.attendance_clerk, TODAY)
    return actions.record_placement(act, entry=pupil(cast.school, 1), arranged=arranged(newcomers))


def test_a_register_is_kept_on_a_page_and_the_rest_marked_present_at_once(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    one, two = pupil(cast.school, 1), pupil(cast.school, 2)
    client = signed_in(newcomers.attendance_clerk)
    page = text_of(client, "/attendance/register/?form=7A")
    seen = page.split('name="seen" value="')[1].split('"')[0]

    answer = client.post(
        "/attendance/register/?form=7A", {"seen": seen, f"am_{one.pk}": "N", "rest": "AM"}, follow=True
    )

    assert "Saved. 2 new marks, 0 changed." in answer.content.decode()
    assert (marks_of(one), marks_of(two)) == ([("N", "")], [("/", "")])
    again = client.post("/attendance/register/?form=7A", {"seen": seen, f"am_{one.pk}": "I"})
    assert again.status_code == 409
    assert marks_of(one) == [("N", "")]


def test_a_register_of_a_day_ahead_or_of_another_school_is_refused(cast: Cast, newcomers: Newcomers) -> None:
    act = world.at(newcomers.attendance_clerk, TODAY)
    theirs = actions.marking.NewMarks(pupil(cast.other_school, 3).pk, TODAY, "/", "")

    with pytest.raises(Hidden):
        actions.enter_register(act, on=TODAY, marks=[theirs], seen="")
    with pytest.raises(actions.MarkWrong):
        actions.enter_register(act, on=TODAY + timedelta(days=1), marks=[], seen="")
    with pytest.raises(NotAllowed):
        actions.enter_register(cast.clerk.act(), on=TODAY, marks=[], seen="")


def test_a_mark_that_cannot_stand_is_named_and_nothing_is_written(cast: Cast, newcomers: Newcomers) -> None:
    one, two = pupil(cast.school, 1), pupil(cast.school, 2)
    act = world.at(newcomers.attendance_clerk, TODAY)
    new = actions.marking.NewMarks
    seen = actions.marking.seen_of([])

    with pytest.raises(actions.MarkWrong) as refused:
        actions.enter_register(
            act, on=TODAY, marks=[new(one.pk, TODAY, "/", ""), new(two.pk, TODAY, "\\", "")], seen=seen
        )

    assert [(wrong.entry_id, wrong.session.value) for wrong in refused.value.wrong] == [(two.pk, "AM")]
    assert not DayMarks.objects.exists()


def test_a_call_is_taken_by_one_covered_by_another_and_settles_the_mark(cast: Cast, newcomers: Newcomers) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(TODAY), entry, days("N", first=29))
    clerk, cover = world.at(newcomers.attendance_clerk, TODAY, 10), world.at(cast.clerk, TODAY, 10)

    call = actions.take_call(clerk, entry_reference=entry.reference, on=TODAY)
    with pytest.raises(CallTakenAlready):
        actions.take_call(cover, entry_reference=entry.reference, on=TODAY)
    later = world.at(cast.clerk, TODAY, 11)
    call = actions.take_call(later, entry_reference=entry.reference, on=TODAY)
    with pytest.raises(CallTakenAlready):
        actions.end_call(clerk, call=call, result=CallResult.NO_ANSWER)
    with pytest.raises(CallNotPossible):
        actions.end_call(later, call=call, result=CallResult.REASON, code="N")
    actions.end_call(later, call=call, result=CallResult.REASON, code="I", note="Flu")

    assert marks_of(entry) == [("I", "I")]
    assert MarkChange.objects.filter(before="N", after="I", source="call").count() == 2
    assert actions.read_call_queue(later, on=TODAY).waiting == ()


def test_nobody_answered_keeps_the_pupil_in_the_queue_behind_those_not_tried(cast: Cast, newcomers: Newcomers) -> None:
    tried, new = pupil(cast.school, 1), pupil(cast.school, 2)
    for entry in (tried, new):
        mark(world.system(TODAY), entry, days("N", first=29))
    act = world.at(newcomers.attendance_clerk, TODAY)
    call = actions.take_call(act, entry_reference=tried.reference, on=TODAY)
    actions.end_call(act, call=call, result=CallResult.NO_ANSWER)

    waiting = actions.read_call_queue(act, on=TODAY).waiting

    assert [(each.entry, len(each.calls)) for each in waiting] == [(new, 0), (tried, 1)]
    with pytest.raises(NotAllowed):
        actions.read_call_queue(cast.officer.act(), on=TODAY)


def test_the_pages_of_a_call_ask_before_they_take_and_lead_back(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    entry, today = pupil(cast.school, 1), timezone.localdate()
    mark(world.system(today), entry, [world.Day(today, "N", "")])
    mark(world.system(today), pupil(cast.school, 2), [world.Day(today, "/", "")])  # there is school, also on a Sunday
    client = signed_in(newcomers.attendance_clerk)

    assert "1 pupil absent without a known reason" in text_of(client, "/attendance/calls/")
    text_of(client, f"/attendance/calls/{entry.reference}/take/")
    assert not Call.objects.exists()
    client.post(f"/attendance/calls/{entry.reference}/take/")
    call = Call.objects.get()
    assert "What came of the call?" in text_of(client, f"/attendance/calls/{call.pk}/")
    client.post(f"/attendance/calls/{call.pk}/", {"result": "worried"})
    assert "Tell the safeguarding lead" in text_of(client, "/attendance/calls/")


def test_a_provider_marks_once_and_school_and_authority_see_it(
    cast: Cast, newcomers: Newcomers, placed: Placement
) -> None:
    there = world.at(newcomers.provider_clerk, TODAY)
    seen = queries.seen_of_place([])
    actions.enter_place_marks(there, on=TODAY, marks={placed.pk: ("here", "absent")}, seen=seen)

    for member in (newcomers.attendance_clerk, cast.officer, cast.safeguarding_lead):
        (child,) = actions.read_seen(world.at(member, TODAY), on=TODAY)
        assert [one.verdict for one in child.sessions] == [Verdict.SEEN, Verdict.NOBODY]
    for member in (cast.neighbour_officer, cast.other_clerk):
        assert actions.read_seen(world.at(member, TODAY), on=TODAY) == ()
    with pytest.raises(Stale):
        actions.enter_place_marks(there, on=TODAY, marks={placed.pk: ("here", "here")}, seen=seen)
    assert PlaceMarks.objects.count() == 1


def test_a_provider_marks_nobody_elses_children(cast: Cast, newcomers: Newcomers, placed: Placement) -> None:
    other = Placement.objects.create(
        reference="P-2", entry=pupil(cast.other_school, 5), kind=PlaceKind.TUITION, code="K", place_name="At home",
        commissioner=cast.exampleton, hours=5, pattern="1" * 10, from_on=SCHOOL_DAYS[0],
        recorded_at=world.system(TODAY).at,
    )  # fmt: skip
    there = world.at(newcomers.provider_clerk, TODAY)

    with pytest.raises(Hidden):
        actions.enter_place_marks(there, on=TODAY, marks={other.pk: ("here", "")}, seen="")
    with pytest.raises(Hidden):
        actions.read_week(there, reference=other.entry.reference, monday=SCHOOL_DAYS[25])
    assert actions.read_week(there, reference=placed.entry.reference, monday=SCHOOL_DAYS[25]).entry == placed.entry


def test_the_register_offers_the_code_of_a_place_that_saw_the_pupil(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    today = timezone.localdate()
    act = newcomers.attendance_clerk.act()
    entry = pupil(cast.school, 1)
    one = actions.record_placement(act, entry=entry, arranged=arranged(newcomers, from_on=today))
    client = signed_in(newcomers.provider_clerk)
    page = text_of(client, "/attendance/our-place/")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post("/attendance/our-place/", {"seen": seen, f"am_{one.pk}": "here", f"pm_{one.pk}": "absent"})

    register = text_of(signed_in(newcomers.attendance_clerk), "/attendance/register/?form=7A")

    assert '<option value="B" selected>' in register
    assert '<option value="N" selected>' in register
    assert "Workshop Off Site: Was here, Did not come" in register


def test_the_code_of_a_place_follows_from_who_arranged_it(cast: Cast, newcomers: Newcomers) -> None:
    clerk, officer = world.at(newcomers.attendance_clerk, TODAY), world.at(cast.officer, TODAY)
    entry = RollEntry.objects.get(pk=pupil(cast.school, 1).pk)
    second = arranged(newcomers, kind=PlaceKind.SECOND_SCHOOL, place=cast.other_school)

    assert actions.record_placement(clerk, entry=entry, arranged=arranged(newcomers)).code == "B"
    assert actions.record_placement(clerk, entry=entry, arranged=second).code == "D"
    with pytest.raises(Hidden):  # an officer sees the children that her area knows, and this one is not linked yet
        actions.record_placement(world.at(cast.neighbour_officer, TODAY), entry=entry, arranged=arranged(newcomers))
    assert actions.record_placement(officer, entry=entry, arranged=arranged(newcomers)).code == "K"


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": None},
        {"hours": Decimal(0)},
        {"hours": Decimal(46)},
        {"main_hours": Decimal(-1)},
        {"until_on": SCHOOL_DAYS[1]},
        {"pattern": "0" * 10},
        {"pattern": "1"},
    ],
)
def test_a_placement_that_cannot_be_right_is_refused(cast: Cast, newcomers: Newcomers, wrong: dict) -> None:
    act, entry = world.at(newcomers.attendance_clerk, TODAY), pupil(cast.school, 1)

    with pytest.raises(PlacementNotPossible):
        actions.record_placement(act, entry=entry, arranged=arranged(newcomers, **wrong))


def test_a_placement_gets_its_last_day_once(cast: Cast, newcomers: Newcomers, placed: Placement) -> None:
    act = world.at(newcomers.attendance_clerk, TODAY)
    with pytest.raises(PlacementNotPossible):
        actions.end_placement(act, placement=placed, until_on=TODAY, why="", expected_version=1)
    actions.end_placement(act, placement=placed, until_on=TODAY, why="Back full time", expected_version=1)

    with pytest.raises(Stale):
        actions.end_placement(act, placement=placed, until_on=TODAY, why="Again", expected_version=1)


def test_a_child_on_two_rolls_is_seen_on_both_sides(cast: Cast, newcomers: Newcomers) -> None:
    from tests.integration.insight import world as insight_world

    child = insight_world.child(cast.clerk, 0, on=date(2026, 9, 1))
    main = pupil(cast.school, 1, child=child, status="main_dual")
    second = pupil(cast.other_school, 2, child=child, status="subsidiary")
    mark(world.system(TODAY), main, days("D", first=29))
    mark(world.system(TODAY), second, days("N|\\", first=29))

    (found,) = actions.read_seen(world.at(newcomers.attendance_clerk, TODAY), on=TODAY)

    assert [one.verdict for one in found.sessions] == [Verdict.NOBODY, Verdict.SEEN]
    week = actions.read_week(
        world.at(newcomers.attendance_clerk, TODAY), reference=main.reference, monday=SCHOOL_DAYS[25]
    )
    assert {side.place for side in week.sessions[0].sides} == {cast.school.name, cast.other_school.name}


def test_checks_find_old_n_late_changes_and_runs(cast: Cast, newcomers: Newcomers) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(SCHOOL_DAYS[0]), entry, days("N", *["D"] * 12))
    mark(world.system(TODAY), entry, days("N|\\"))

    found = actions.read_checks(world.at(newcomers.attendance_clerk, TODAY))

    assert [(row.am, age) for _, row, age in found.old] == [("N", 29)]
    assert [(one.before, one.after) for one in found.late] == [("N", "\\")]
    assert [(rule.code, finding.number) for _, rule, finding in found.runs] == [("RUN_D", 12)]


def test_attendance_by_form_compares_half_terms_and_names_who_moved(cast: Cast, newcomers: Newcomers) -> None:
    better, worse = pupil(cast.school, 1, form="7A"), pupil(cast.school, 2, form="7B")
    first = [n for n, day in enumerate(SCHOOL_DAYS) if day < date(2026, 10, 23)]
    second = [n for n, day in enumerate(SCHOOL_DAYS) if date(2026, 11, 1) < day < date(2026, 12, 1)]
    for entry, before, now in ((better, "I", "P"), (worse, "P", "O")):
        mark(world.system(date(2026, 12, 1)), entry, days(*[before] * 12, first=first[0]))
        mark(world.system(date(2026, 12, 1)), entry, days(*[now] * 12, first=second[0]))

    found = actions.read_analysis(world.at(newcomers.attendance_clerk, date(2026, 12, 1)), number=None)

    assert found is not None
    assert found.term.name == "Autumn, second half"
    assert [(one.form_group, one.now.attendance_percent, one.severe) for one in found.forms] == [
        ("7A", 100, 0),
        ("7B", 0, 1),
    ]
    assert found.total.now.attendance_percent == 50
    assert [(one.entry, one.points) for one in (*found.improved, *found.fell)] == [(better, 100), (worse, -100)]


def test_a_letter_is_offered_at_its_threshold_and_made_once(cast: Cast, newcomers: Newcomers) -> None:
    december = date(2026, 12, 1)
    entry, full = pupil(cast.school, 1), pupil(cast.school, 2)
    recent = [day for day in SCHOOL_DAYS if date(2026, 11, 1) < day < december][:12]
    mark(world.system(december), entry, [world.Day(day, "O", "O") for day in recent])
    mark(world.system(december), full, [world.Day(day, "/", "\\") for day in recent])
    act = world.at(newcomers.attendance_clerk, december)

    found = actions.read_letters(act)
    assert [(one.entry, one.letter.code, one.made) for one in found.due] == [(entry, "SEVERE", None)]
    assert [one for one, _ in found.full] == [full]
    made = actions.make_letter(act, reference=entry.reference)
    assert "24 possible sessions, 24 missed, of these 24 without permission" in made.text
    assert LetterMade.objects.get().letter == "SEVERE"
    assert actions.read_letters(act).due[0].made == made
    with pytest.raises(LetterMadeAlready):
        actions.make_letter(act, reference=entry.reference)
    with pytest.raises(Hidden):
        actions.make_letter(act, reference=full.reference)


def test_letters_are_made_and_certificates_shown_on_pages(cast: Cast, newcomers: Newcomers, signed_in: SignIn) -> None:
    today = timezone.localdate()
    entry = pupil(cast.school, 1, from_on=today - timedelta(days=60))
    recent = [day for day in world.england().school_days if day <= today][-12:]
    mark(world.system(today), entry, [world.Day(day, "O", "O") for day in recent])
    client = signed_in(newcomers.attendance_clerk)

    assert client.get("/attendance/letters/").status_code == 200
    assert client.post("/attendance/letters/nothing-here/").status_code == 404
    assert f"{entry.forename} {entry.surname}" not in text_of(client, "/attendance/certificates/")


def test_an_alert_is_worked_on_from_its_page(cast: Cast, signed_in: SignIn) -> None:
    today = timezone.localdate()
    entry = pupil(cast.school, 1, from_on=today - timedelta(days=60))
    recent = [day for day in world.england().school_days if day <= today][-10:]
    mark(world.system(today), entry, [world.Day(day, "O", "O") for day in recent])
    actions.sweep(world.system(today), on=today)
    client, reference = signed_in(cast.officer), Alert.objects.get(rule="TEN_DAYS").reference

    assert "Ten school days of unauthorised absence" in text_of(client, "/attendance/alerts/")
    assert "20 sessions" in text_of(client, f"/attendance/alerts/{reference}/")
    client.post(f"/attendance/alerts/{reference}/", {"take": "yes", "version": "1"})
    assert client.post(f"/attendance/alerts/{reference}/", {"outcome": "x", "version": "1"}).status_code == 409
    client.post(f"/attendance/alerts/{reference}/", {"outcome": "Visited at home.", "version": "2"})
    assert "Visited at home." in text_of(client, f"/attendance/alerts/{reference}/")
    assert "There is nothing to look at." in text_of(client, "/attendance/alerts/")
    assert "Closed" in text_of(client, "/attendance/alerts/?over=yes")


@pytest.mark.parametrize(
    "path", ["", "register/", "codes/?words=dentist", "calls/", "checks/", "by-form/", "seen/", "places/"]
)
def test_every_page_of_the_clerk_opens_on_an_empty_school(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, path: str
) -> None:
    text_of(signed_in(newcomers.attendance_clerk), f"/attendance/{path}")


def test_a_list_of_alerts_takes_the_same_readings_for_two_as_for_twenty(
    cast: Cast, django_assert_max_num_queries, signed_in: SignIn
) -> None:
    today = timezone.localdate()
    recent = [day for day in world.england().school_days if day <= today][-10:]
    for number in range(20):
        entry = pupil(cast.school, number, from_on=today - timedelta(days=60))
        mark(world.system(today), entry, [world.Day(day, "O", "O") for day in recent])
    actions.sweep(world.system(today), on=today)
    client = signed_in(cast.officer)

    with django_assert_max_num_queries(14):
        assert "20 alerts" in text_of(client, "/attendance/alerts/")


def test_the_authority_that_arranged_a_place_sees_it_whatever_area_the_school_is_in(
    cast: Cast, newcomers: Newcomers
) -> None:
    clerk, abroad = world.at(newcomers.attendance_clerk, TODAY), world.at(cast.neighbour_officer, TODAY)
    entry = pupil(cast.school, 1)
    by_us = actions.record_placement(clerk, entry=entry, arranged=arranged(newcomers))
    with pytest.raises(Hidden):
        actions.read_week(abroad, reference=entry.reference, monday=SCHOOL_DAYS[25])
    assert list(queries.placements(abroad)) == []

    by_them = actions.record_placement(clerk, entry=entry, arranged=arranged(newcomers, commissioner=cast.testbury))
    assert (by_them.code, by_them.commissioner) == ("K", cast.testbury)
    assert list(queries.placements(abroad)) == [by_them]
    there = world.at(newcomers.provider_clerk, TODAY)
    said = {by_us.pk: ("", ""), by_them.pk: ("here", "here")}
    actions.enter_place_marks(there, on=TODAY, marks=said, seen=queries.seen_of_place([]))
    for member in (newcomers.attendance_clerk, cast.officer, cast.neighbour_officer):
        (child,) = actions.read_seen(world.at(member, TODAY), on=TODAY)
        assert {one.verdict for one in child.sessions} == {Verdict.SEEN}
    for member in (cast.other_clerk, cast.neighbour_clerk):
        assert actions.read_seen(world.at(member, TODAY), on=TODAY) == ()
        with pytest.raises(Hidden):
            actions.read_week(world.at(member, TODAY), reference=entry.reference, monday=SCHOOL_DAYS[25])


def test_a_shielded_childs_place_is_seen_by_no_authority(cast: Cast, newcomers: Newcomers) -> None:
    child = Child.objects.create(reference="C-SHIELDED", first_seen_at=world.system(SCHOOL_DAYS[0]).at)
    entry = pupil(cast.school, 1, child=child)
    clerk = world.at(newcomers.attendance_clerk, TODAY)
    actions.record_placement(clerk, entry=entry, arranged=arranged(newcomers, commissioner=cast.testbury))
    assert queries.placements(world.at(cast.neighbour_officer, TODAY)).count() == 1

    lead = world.at(cast.safeguarding_lead, SCHOOL_DAYS[0])
    Shield.objects.create(
        child=child, reference="S-1", organisation=cast.school, placed_at=lead.at, officer=cast.clerk.person,
        reason_code=ShieldReason.AT_RISK, from_on=SCHOOL_DAYS[0],
    )  # fmt: skip

    assert queries.placements(world.at(cast.neighbour_officer, TODAY)).count() == 0


def test_a_place_sees_the_weeks_of_its_own_time_and_none_after_it(
    cast: Cast, newcomers: Newcomers, placed: Placement
) -> None:
    act = world.at(newcomers.attendance_clerk, TODAY)
    actions.end_placement(act, placement=placed, until_on=SCHOOL_DAYS[22], why="Back full time", expected_version=1)
    there, week = world.at(newcomers.provider_clerk, TODAY), timedelta(days=7)
    last = SCHOOL_DAYS[22] - timedelta(days=SCHOOL_DAYS[22].weekday())

    assert actions.read_week(there, reference=placed.entry.reference, monday=last).entry == placed.entry
    for monday in (last + week, last - 2 * week):
        with pytest.raises(Hidden):
            actions.read_week(there, reference=placed.entry.reference, monday=monday)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon", ""])
def test_a_week_that_no_school_ever_had_is_this_week(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, day: str
) -> None:
    entry = pupil(cast.school, 1, from_on=None)

    assert "Monday" in text_of(
        signed_in(newcomers.attendance_clerk), f"/attendance/week/{entry.reference}/?monday={day}"
    )


def test_only_an_authority_can_have_arranged_a_place_for_somebody_elses_pupil(cast: Cast, newcomers: Newcomers) -> None:
    act = world.at(newcomers.attendance_clerk, TODAY)
    wrong = arranged(newcomers, commissioner=cast.other_school)
    with pytest.raises(PlacementNotPossible):
        actions.record_placement(act, entry=pupil(cast.school, 1), arranged=wrong)
