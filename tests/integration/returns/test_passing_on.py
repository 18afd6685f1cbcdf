"""A child of the register of children not in school moves: new s436F. One authority passes on, the other answers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import Shield
from onroll.returns import actions, queries
from onroll.returns.models import NotInSchool, NotInSchoolEnd, NotInSchoolPassing
from tests.cast import Cast, Member
from tests.integration.returns import world
from tests.integration.returns.test_home_education import registered
from tests.integration.returns.test_not_in_school import EVERYTHING, TOLD, TUTOR, _boxes, entered, opened
from tests.integration.returns.world import PUPIL, TODAY, at

SignIn = Callable[[Member], Client]
MOVED_ON = TODAY - timedelta(days=3)
__all__ = ["opened"]


def whole(cast: Cast) -> NotInSchool:
    """An entry of which everything is held, with a tutor."""
    entry, act = entered(cast), at(cast.officer)
    actions.change_not_in_school(
        act, entry=entry, held=EVERYTHING, volunteered=("sen",), expected_version=entry.version
    )
    actions.add_provider(act, entry=entry, provider=TUTOR, expected_version=entry.version)
    return entry


def passed_on(cast: Cast, entry: NotInSchool, **change: object) -> NotInSchoolPassing:
    given = {
        "entry": entry,
        "to_authority": cast.testbury,
        "moved_on": MOVED_ON,
        "address": "2 New Street",
        "postcode": "ZZ9 9ZZ",
        "expected_version": entry.version,
        **change,
    }
    return actions.pass_on_not_in_school(at(cast.officer), **given)


def taken(cast: Cast, passing: NotInSchoolPassing) -> NotInSchool:
    return actions.take_over_not_in_school(
        at(cast.neighbour_officer), passing=passing, expected_version=passing.version
    )


@pytest.mark.usefixtures("opened")
def test_s436f_all_that_is_held_goes_along_and_the_child_is_on_one_register_at_a_time(cast: Cast) -> None:
    entry = whole(cast)
    passing = passed_on(cast, entry)
    there = at(cast.neighbour_officer)
    assert queries.not_in_school(there) == []
    assert [each.pk for each in queries.not_in_school(at(cast.officer))] == [entry.pk]
    assert queries.waiting_passings(there) == ([passing], [])
    assert queries.waiting_passings(at(cast.officer)) == ([], [passing])

    kept = taken(cast, passing)

    entry.refresh_from_db()
    assert (entry.ended_as, entry.ended_on) == ("moved", TODAY)  # no day before the one of the entry
    assert queries.not_in_school(at(cast.officer)) == []
    assert [each.pk for each in queries.not_in_school(there)] == [kept.pk]
    assert (kept.authority, kept.entered_from, kept.told_on) == (cast.testbury, "other_authority", TODAY)
    assert (kept.ground, kept.volunteered) == (entry.ground, ["sen"])
    at_home = {"home_address": "2 New Street, ZZ9 9ZZ", "previous_address": "held"}
    assert kept.held == {**EVERYTHING, **at_home}
    (tutor,) = kept.providers.all()
    assert (tutor.name, tutor.hours, tutor.hours_alone) == (TUTOR.name, TUTOR.hours, TUTOR.hours_alone)
    assert kept.sighting is not None
    assert (kept.sighting.child_id, kept.sighting.told_by) == (entry.child_id, cast.testbury)
    assert (kept.sighting.address, kept.sighting.address_from) == ("2 New Street", MOVED_ON)
    passing.refresh_from_db()
    assert (passing.state, passing.receiver_entry) == ("taken", kept)
    told = LedgerEntry.objects.filter(name__startswith="returns.NotInSchoolPass").order_by("pk")
    assert [each.name for each in told] == ["returns.NotInSchoolPassed", "returns.NotInSchoolPassingAnswered"]
    assert "sen" in told[0].details["fields"]


@pytest.mark.usefixtures("opened")
def test_without_a_new_address_the_old_one_is_no_home_there(cast: Cast) -> None:
    kept = taken(cast, passed_on(cast, whole(cast), address="", postcode=""))

    assert kept.held.get("home_address", "") == ""
    assert kept.held["previous_address"] == "held"
    assert "home_address" in [field.code for field in queries.missing_of(kept)]


@pytest.mark.usefixtures("opened")
def test_a_child_whom_the_other_authority_has_already_stands_there_once(cast: Cast) -> None:
    passing = passed_on(cast, whole(cast))
    there = at(cast.neighbour_officer)
    own = actions.enter_not_in_school(there, facts=PUPIL, entering=TOLD, child=passing.of.child)
    actions.change_not_in_school(there, entry=own, held={"sen": "Told here"}, expected_version=own.version)
    actions.add_provider(there, entry=own, provider=TUTOR, expected_version=own.version)

    kept = taken(cast, passing)

    assert kept.pk == own.pk
    assert (kept.held["sen"], kept.held["looked_after"]) == ("Told here", "held")
    assert kept.providers.count() == 1
    assert NotInSchool.objects.filter(child=own.child, ended_on=None).count() == 1


@pytest.mark.usefixtures("opened")
def test_a_child_who_comes_back_is_taken_over_into_the_entry_of_before(cast: Cast) -> None:
    entry = whole(cast)
    there = taken(cast, passed_on(cast, entry))
    later = world.on(cast.neighbour_officer, TODAY + timedelta(days=40))
    back = actions.pass_on_not_in_school(
        later, entry=there, to_authority=cast.exampleton, moved_on=later.on, expected_version=there.version
    )

    again = actions.take_over_not_in_school(
        world.on(cast.officer, later.on), passing=back, expected_version=back.version
    )

    assert (again.pk, again.ended_on, again.registered_on) == (entry.pk, None, later.on)
    there.refresh_from_db()
    assert (there.ended_as, there.ended_on) == ("moved", later.on)


@pytest.mark.usefixtures("opened")
def test_a_child_who_is_not_there_stays_with_the_first_authority_which_reads_why(cast: Cast) -> None:
    entry = whole(cast)
    passing = passed_on(cast, entry)
    there = at(cast.neighbour_officer)
    with pytest.raises(actions.RegisterEntryNotPossible, match="how you know"):
        actions.say_not_here(there, passing=passing, reason="  ", expected_version=passing.version)

    actions.say_not_here(there, passing=passing, reason="The flat is empty.", expected_version=passing.version)

    assert [each.pk for each in queries.not_in_school(at(cast.officer))] == [entry.pk]
    assert not NotInSchool.objects.filter(authority=cast.testbury).exists()
    (said,) = queries.passings_of(at(cast.officer), entry)
    assert (said.state, said.reason) == ("not_here", "The flat is empty.")
    entry.refresh_from_db()
    assert passed_on(cast, entry).state == "passed"  # and it can be passed on again


@pytest.mark.usefixtures("opened")
def test_of_two_answers_the_second_is_told_what_happened_and_saves_nothing(cast: Cast) -> None:
    entry = whole(cast)
    passing = passed_on(cast, entry)
    stale = NotInSchoolPassing.objects.get(pk=passing.pk)
    here, there = at(cast.officer), at(cast.neighbour_officer)

    actions.take_back_passing(here, passing=passing, reason="Wrong authority", expected_version=passing.version)

    for attempt in (
        lambda: actions.take_over_not_in_school(there, passing=stale, expected_version=stale.version),
        lambda: actions.say_not_here(there, passing=stale, reason="Empty", expected_version=stale.version),
        lambda: actions.take_back_passing(here, passing=stale, reason="Again", expected_version=stale.version),
    ):
        with pytest.raises(actions.PassingIsOver, match=r"Exampleton answered on .*: taken back") as refused:
            attempt()
        assert "Nothing of yours was saved" in str(refused.value)
    assert not NotInSchool.objects.filter(authority=cast.testbury).exists()
    assert NotInSchool.objects.get(pk=entry.pk).ended_on is None


@pytest.mark.usefixtures("opened")
def test_two_tabs_pass_an_entry_on_once_and_what_waits_is_not_changed(cast: Cast) -> None:
    entry = whole(cast)
    stale = entry.version
    passed_on(cast, entry)
    act = at(cast.officer)

    with pytest.raises(actions.RegisterEntryNotPossible, match="passed on to Testbury"):
        passed_on(cast, entry, expected_version=stale)
    for attempt in (
        lambda: actions.change_not_in_school(act, entry=entry, held={"sen": ""}, expected_version=entry.version),
        lambda: actions.end_not_in_school(
            act, entry=entry, ended_on=TODAY, ended_as=NotInSchoolEnd.SCHOOL, expected_version=entry.version
        ),
    ):
        with pytest.raises(actions.RegisterEntryNotPossible, match="Take it back first"):
            attempt()
    assert NotInSchoolPassing.objects.count() == 1


@pytest.mark.usefixtures("opened")
def test_the_database_holds_one_passing_that_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests that both read that none waits: the index decides, and the loser is told that it is stale."""
    entry = whole(cast)
    passed_on(cast, entry)
    monkeypatch.setattr("onroll.returns.actions.register_passing.change_entry", lambda *_: None)

    with pytest.raises(Stale):
        passed_on(cast, entry)
    assert NotInSchoolPassing.objects.count() == 1


@pytest.mark.usefixtures("opened")
def test_an_entry_is_not_ended_as_moved_without_being_passed_on(cast: Cast) -> None:
    entry = entered(cast)

    with pytest.raises(actions.RegisterEntryNotPossible, match="Pass the entry on"):
        actions.end_not_in_school(
            at(cast.officer),
            entry=entry,
            ended_on=TODAY,
            ended_as=NotInSchoolEnd.MOVED,
            expected_version=entry.version,
        )


@pytest.mark.usefixtures("opened")
def test_only_another_authority_in_england_and_no_day_to_come(cast: Cast) -> None:
    entry = entered(cast)
    for change, words in (
        ({"to_authority": cast.exampleton}, "other local authority"),
        ({"to_authority": cast.school}, "other local authority"),
        ({"moved_on": TODAY + timedelta(days=1)}, "has not come"),
    ):
        with pytest.raises(actions.RegisterEntryNotPossible, match=words):
            passed_on(cast, entry, **change)
    assert not NotInSchoolPassing.objects.exists()


@pytest.mark.usefixtures("opened")
def test_a_shielded_child_is_neither_passed_on_nor_seen_nor_taken_over(cast: Cast) -> None:
    entry = whole(cast)
    passing = passed_on(cast, entry)
    Shield.objects.create(
        reference="S-1",
        child=entry.child,
        organisation=cast.exampleton,
        officer=cast.officer.person,
        reason_code="at_risk",
        from_on=TODAY,
        placed_at=world.NOW,
    )

    there = at(cast.neighbour_officer)
    assert queries.waiting_passings(there) == ([], [])
    with pytest.raises(Hidden):
        queries.passing_with(there, passing.pk)
    with pytest.raises(actions.RegisterEntryNotPossible, match="safeguarding lead"):
        taken(cast, passing)
    NotInSchoolPassing.objects.all().delete()
    with pytest.raises(actions.RegisterEntryNotPossible, match="safeguarding lead"):
        passed_on(cast, entry)


@pytest.mark.usefixtures("opened")
def test_where_an_address_is_sealed_none_goes_along(cast: Cast) -> None:
    entry = whole(cast)
    sealed = Facts(
        surname=PUPIL.surname,
        forename=PUPIL.forename,
        birth_date=PUPIL.birth_date,
        address="9 Hidden Close",
        is_address_sealed=True,
    )
    registry_actions.note_sighting_of(
        at(cast.officer), child=entry.child, facts=sealed, source="home_education", source_reference="S"
    )
    with pytest.raises(actions.RegisterEntryNotPossible, match="sealed"):
        passed_on(cast, entry)

    passing = passed_on(cast, entry, address="", postcode="")

    assert passing.without_addresses
    assert (passing.address, passing.postcode, passing.providers) == ("", "", [])
    assert set(EVERYTHING) - set(passing.held) == {"home_address", "previous_address", "further_addresses", "parents"}
    kept = taken(cast, passing)
    assert not {"home_address", "previous_address", "parents"} & set(kept.held)


@pytest.mark.usefixtures("opened")
def test_strangers_neither_answer_nor_see_and_the_sender_does_not_answer_for_the_other(cast: Cast) -> None:
    passing = passed_on(cast, whole(cast))
    version = passing.version

    with pytest.raises(NotAllowed):
        actions.take_over_not_in_school(at(cast.officer), passing=passing, expected_version=version)
    with pytest.raises(NotAllowed):
        actions.take_back_passing(at(cast.neighbour_officer), passing=passing, reason="Mine", expected_version=version)
    for stranger in (cast.clerk, cast.auditor):
        with pytest.raises(Hidden):
            queries.passing_with(at(stranger), passing.pk)
        with pytest.raises(NotAllowed):
            actions.take_over_not_in_school(at(stranger), passing=passing, expected_version=version)


def test_before_the_day_of_the_register_nothing_is_passed_on(cast: Cast) -> None:
    entry = NotInSchool(pk=1, authority=cast.exampleton, registered_on=TODAY)
    passing = NotInSchoolPassing(pk=1, of=entry, receiver=cast.testbury)

    for attempt in (
        lambda: passed_on(cast, entry),
        lambda: taken(cast, passing),
        lambda: actions.say_not_here(at(cast.neighbour_officer), passing=passing, reason="Empty", expected_version=1),
        lambda: actions.take_back_passing(at(cast.officer), passing=passing, reason="Wrong", expected_version=1),
    ):
        with pytest.raises(actions.RegisterNotKeptYet):
            attempt()


@pytest.mark.usefixtures("opened")
def test_a_move_told_on_the_register_of_home_education_passes_the_entry_on_too(cast: Cast) -> None:
    home = registered(cast)
    entry = actions.record_not_in_school(at(cast.officer), home=home, held={"name": "A name"})

    there = actions.tell_of_move(
        at(cast.officer),
        home=home,
        to_authority=cast.testbury,
        moved_on=MOVED_ON,
        address="2 New Street",
        expected_version=home.version,
    )

    passing = NotInSchoolPassing.objects.get()
    assert (passing.of, passing.receiver, passing.state) == (entry, cast.testbury, "passed")
    kept = taken(cast, passing)
    assert kept.home == there


def test_before_its_day_a_move_of_home_education_passes_nothing_on(cast: Cast) -> None:
    home = registered(cast)

    actions.tell_of_move(
        at(cast.officer),
        home=home,
        to_authority=cast.testbury,
        moved_on=MOVED_ON,
        address="",
        expected_version=home.version,
    )

    assert not NotInSchoolPassing.objects.exists()


@pytest.mark.usefixtures("opened")
def test_the_whole_path_by_page_for_both_authorities(cast: Cast, signed_in: SignIn) -> None:
    ours = signed_in(cast.officer)
    entry = whole(cast)
    today = ours_today(cast)
    NotInSchool.objects.update(registered_on=today, held={**entry.held, "name": "Zelphine Qvoxcanary"})
    base = f"/returns/not-in-school/{entry.pk}/"
    given = {"version": str(entry.version), "to_authority": cast.testbury.la_code, "address": "2 New Street"}

    def pass_on() -> NotInSchoolPassing:
        entry.refresh_from_db()
        assert ours.get(base + "pass-on/").status_code == 200
        answer = ours.post(base + "pass-on/", {**given, "version": str(entry.version), **_boxes("moved_on", today)})
        assert answer.status_code == 302, answer.text
        return NotInSchoolPassing.objects.get(state="passed")

    first = pass_on()
    assert "has not answered" in ours.get(base).text
    assert "not answered yet" in ours.get("/returns/not-in-school/").text
    page = f"/returns/not-in-school/passed-on/{first.pk}/"
    assert ours.get(page + "take-back/").status_code == 200
    assert ours.post(page + "take-back/", {"version": "1", "reason": "Wrong one"}).status_code == 302

    theirs = signed_in(cast.neighbour_officer)
    gone = theirs.get(page)
    assert "Nothing of it is shown" in gone.text
    assert "Qvoxcanary" not in gone.text
    late = theirs.post(page + "take-over/", {"version": "1"})
    assert "taken back" in late.text

    second = pass_on()
    page = f"/returns/not-in-school/passed-on/{second.pk}/"
    assert "take over, or say that the child is not here" in theirs.get("/returns/not-in-school/").text
    assert "2 New Street" in theirs.get(page).text
    assert LedgerEntry.objects.filter(name="returns.NotInSchoolRead", details__which=f"passed on {second.pk}").exists()
    assert theirs.get(page + "not-here/").status_code == 200
    assert theirs.post(page + "not-here/", {"version": "1", "reason": "The flat is empty."}).status_code == 302
    assert "The flat is empty." in ours.get(base).text

    third = pass_on()
    page = f"/returns/not-in-school/passed-on/{third.pk}/"
    assert theirs.get(page + "take-over/").status_code == 200
    answer = theirs.post(page + "take-over/", {"version": "1"})
    kept = NotInSchool.objects.get(authority=cast.testbury)
    assert answer["Location"] == f"/returns/not-in-school/{kept.pk}/"
    shown = theirs.get(answer["Location"]).text
    assert "Taken over" in shown
    assert "Qvoxcanary" not in shown.split("</title>")[0]
    assert "Ended" in ours.get(base).text


def ours_today(cast: Cast) -> date:
    """The day of the pages, which ask the clock."""
    return cast.officer.act().on
