"""The directory of agencies: a tree, contacts with deputies, hand-overs, gaps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework.actions import directory as actions
from onroll.casework.models import Agency, Contact, Standing
from onroll.casework.queries import directory as queries
from tests.cast import Cast, Member
from tests.integration.casework import directory_world as world
from tests.integration.casework.directory_world import DESK, NOW, NURSE, at
from tests.integration.casework.test_pages import errors, text

SignIn = Callable[[Member], Client]
DAY = {"confirmed_on_day": 2, "confirmed_on_month": 11, "confirmed_on_year": 2026}


def test_health_is_a_tree_of_bodies_each_with_its_own_route_and_contact(cast: Cast) -> None:
    trust = world.agency(cast)
    hospital = world.agency(cast, "Invented Hospital", parent=trust, route="")
    ward = world.agency(cast, "Emergency department", parent=hospital, route="By telephone, at once")
    mental_health = world.agency(cast, "CAMHS", parent=trust)
    world.contact(cast, ward)

    lines = queries.tree(at(cast.officer))

    assert [(line.agency.name, line.depth) for line in lines] == [
        ("Invented Health Trust", 0),
        ("CAMHS", 1),
        ("Invented Hospital", 1),
        ("Emergency department", 2),
    ]
    assert lines[-1].main.contact.role_name == "Named nurse"
    assert mental_health.route == "By the form for agencies, the same day"


def test_an_agency_cannot_stand_below_itself_by_any_number_of_steps(cast: Cast) -> None:
    trust = world.agency(cast)
    hospital = world.agency(cast, "Invented Hospital", parent=trust)
    ward = world.agency(cast, "Emergency department", parent=hospital)

    for below in (trust, hospital, ward):
        with pytest.raises(actions.AgencyImpossible, match="cannot stand below itself"):
            actions.keep_agency(
                at(cast.officer), agency=trust, name=trust.name, kind="health", parent=below, expected_version=1
            )

    trust.refresh_from_db()
    assert (trust.parent, trust.version) == (None, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "  "}, "Enter the name"),
        ({"name": "x" * 201}, "no more than 200"),
        ({"kind": "circus"}, "what kind of body"),
        ({"parts": ("juggle",)}, "parts of the process from the list"),
        ({"route": "x" * 601}, "no more than 600 characters"),
        ({"name": "INVENTED health trust"}, "has this name"),
    ],
)
def test_an_agency_that_cannot_be_is_refused(cast: Cast, change: dict, words: str) -> None:
    world.agency(cast)

    with pytest.raises(actions.AgencyImpossible, match=words):
        world.agency(cast, **{"name": "Another", **change})

    assert Agency.objects.count() == 1


def test_a_contact_is_a_role_with_a_deputy_and_both_were_confirmed_on_a_day(cast: Cast) -> None:
    trust = world.agency(cast)
    world.contact(cast, trust)
    world.contact(cast, trust, Standing.DEPUTY, when=NOW, **DESK)

    (line,) = queries.tree(at(cast.officer))

    assert (line.main.contact.role_name, line.main.last_confirmed_on, line.main.is_due) == (
        "Named nurse",
        world.YEARS_AGO.date(),
        True,
    )
    assert (line.deputy.contact.role_name, line.deputy.is_due) == ("Duty desk", False)
    (named,) = queries.named_contacts(at(cast.officer))
    assert (named.kind, named.has_deputy, named.is_person_named) == ("health", True, True)
    assert "Qvoxcanary" not in str(named)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"role_name": " "}, "Enter the role"),
        ({"phone": "", "email": ""}, "phone number or an email"),
        ({"role_name": "x" * 151}, "no more than 150"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(cast: Cast, details: dict, words: str) -> None:
    trust = world.agency(cast)

    with pytest.raises(actions.ContactImpossible, match=words):
        world.contact(cast, trust, **details)

    assert not Contact.objects.exists()


def test_a_contact_cannot_be_confirmed_in_the_future_or_before_it_was_last(cast: Cast) -> None:
    trust = world.agency(cast)
    nurse = world.contact(cast, trust, when=NOW)

    for days, words in ((1, "in the future"), (-1, "confirmed later than that")):
        with pytest.raises(actions.ContactImpossible, match=words):
            actions.keep_contact(
                at(cast.officer),
                agency=trust,
                standing=Standing.MAIN,
                details=NURSE,
                may_publish=False,
                confirmed_on=NOW.date() + timedelta(days=days),
                expected_version=nurse.version,
            )

    assert nurse.confirmations.get().confirmed_on == NOW.date()


@pytest.mark.parametrize("change", [{}, {"person_name": "qvoxcanary invented", "email": "other@agency.example"}])
def test_contact_and_deputy_cannot_be_the_same_person(cast: Cast, change: dict) -> None:
    trust = world.agency(cast)
    world.contact(cast, trust)

    with pytest.raises(actions.ContactImpossible, match="same person"):
        world.contact(cast, trust, Standing.DEPUTY, **change)


def test_when_a_contact_leaves_the_free_place_is_a_task_with_what_the_next_must_know(cast: Cast) -> None:
    trust = world.agency(cast)
    nurse = world.contact(cast, trust)
    act = at(cast.officer)
    actions.record_leaving(
        act, contact=nurse, left_on=act.on, handover="Calls on Mondays", expected_version=nurse.version
    )

    (free,) = queries.free_places(act)
    assert (free.agency, free.standing, free.handover) == (trust, "main", "Calls on Mondays")
    assert [gap.code for gap in queries.gaps(act) if gap.agency] == ["contact_missing", "deputy_missing"]

    world.contact(cast, trust, when=NOW, person_name="Somebody Else")
    assert queries.free_places(act) == []
    assert Contact.objects.filter(agency=trust).count() == 2


def test_a_day_of_leaving_in_the_future_or_before_the_beginning_is_refused(cast: Cast) -> None:
    nurse = world.contact(cast, world.agency(cast))
    act = at(cast.officer)

    for day in (act.on + timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(actions.ContactImpossible, match="between the day"):
            actions.record_leaving(act, contact=nurse, left_on=day, handover="", expected_version=1)


def test_a_stale_tab_overwrites_neither_agency_nor_contact(cast: Cast) -> None:
    trust = world.agency(cast)
    nurse = world.contact(cast, trust)
    act = at(cast.officer)
    given = {"agency": trust, "name": "Renamed", "kind": "health"}
    actions.keep_agency(act, **given, expected_version=1)

    with pytest.raises(Stale):
        actions.keep_agency(act, **given | {"name": "Stale"}, expected_version=1)
    for version in (0, 7):
        with pytest.raises(Stale):
            actions.keep_contact(
                act,
                agency=trust,
                standing=Standing.MAIN,
                details=DESK,
                may_publish=True,
                confirmed_on=act.on,
                expected_version=version,
            )

    nurse.refresh_from_db()
    assert (nurse.role_name, Agency.objects.get().name) == ("Named nurse", "Renamed")


def test_gaps_name_the_kinds_of_body_that_nobody_entered_and_what_lacks_at_each(cast: Cast) -> None:
    trust = world.agency(cast, route="", parts=())
    world.contact(cast, trust, person_name="")

    gaps = queries.gaps(at(cast.officer))

    missing = [gap.words.split(":")[0] for gap in gaps if gap.code == "kind_missing"]
    assert {"Police", "Housing", "Early help"} <= set(missing)
    assert "Health" not in missing
    assert [gap.code for gap in gaps if gap.agency == trust] == [
        "person_missing",
        "deputy_missing",
        "confirmation_due",
        "route_missing",
        "parts_missing",
    ]


def test_an_agency_with_others_below_it_cannot_be_ended_and_an_ended_one_leaves_the_tree(cast: Cast) -> None:
    trust = world.agency(cast)
    hospital = world.agency(cast, "Invented Hospital", parent=trust)
    act = at(cast.officer)
    with pytest.raises(actions.AgencyImpossible, match="stand below this one"):
        actions.end_agency(act, agency=trust, expected_version=1)

    actions.end_agency(act, agency=hospital, expected_version=1)

    assert [line.agency for line in queries.tree(act)] == [trust]
    with pytest.raises(actions.ContactImpossible, match="not in the directory"):
        world.contact(cast, hospital)
    with pytest.raises(actions.AgencyImpossible, match="not in the directory"):
        world.agency(cast, "Ward", parent=hospital)
    assert world.agency(cast, "Invented Hospital").pk != hospital.pk


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "neighbour_officer", "safeguarding_lead"])
def test_nobody_but_the_authoritys_officer_keeps_the_directory(cast: Cast, who: str) -> None:
    trust = world.agency(cast)
    nurse = world.contact(cast, trust)
    act = at(cast.members()[who])

    with pytest.raises((Hidden, NotAllowed)):
        actions.keep_agency(act, agency=trust, name="Mine", kind="health", expected_version=1)
    with pytest.raises((Hidden, NotAllowed)):
        actions.record_leaving(act, contact=nurse, left_on=act.on, handover="", expected_version=1)

    assert queries.tree(act) == []
    assert Contact.objects.get().left_on is None


def test_a_parent_of_another_authority_is_hidden(cast: Cast) -> None:
    theirs = actions.keep_agency(at(cast.neighbour_officer), agency=None, name="Theirs", kind="police")

    with pytest.raises(Hidden):
        world.agency(cast, parent=theirs)


def test_an_agency_is_added_named_and_handed_over_through_its_pages(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    assert "No agency yet" in text(officer.get(reverse("directory:directory")))
    assert len(errors(officer.post(reverse("directory:add-agency"), {"version": 0}))) == 2
    page = officer.post(
        reverse("directory:add-agency"),
        {"version": 0, "name": "Invented Police", "kind": "police", "parts": ["receive"], "route": "Call the desk"},
        follow=True,
    )
    assert "Receive information" in text(page)
    police = Agency.objects.get()
    where = reverse("directory:contact", args=[police.reference, "main"])
    assert "Enter the role" in errors(officer.post(where, {"version": 0, **DAY}))[0]
    page = text(officer.post(where, {"version": 0, **DESK, **DAY, "may_publish": "on"}, follow=True))
    assert "Duty desk. 01632 960222. desk@agency.example. Confirmed on 2 November 2026. May be published." in page
    contact = Contact.objects.get()

    left = reverse("directory:contact-left", args=[contact.pk])
    day = {"left_on_day": 3, "left_on_month": 11, "left_on_year": 2026}
    page = text(officer.post(left, {"version": 1, "handover": "Ask the desk", **day}, follow=True))
    assert "Contact of Invented Police: free since 3 November 2026. Left behind: Ask the desk" in page
    changed = reverse("directory:change-agency", args=[police.reference])
    assert officer.get(changed).status_code == 200
    assert officer.post(changed, {"version": 7, "name": "Stale", "kind": "police"}).status_code == 409
    page = text(officer.post(reverse("directory:end-agency", args=[police.reference]), {"version": 1}, follow=True))
    assert "is not in the directory any more" in page
    assert officer.get(reverse("directory:agency", args=[police.reference])).status_code == 404
    assert LedgerEntry.objects.filter(name__in=["casework.AgencyKept", "casework.ContactKept"]).count() == 4


def test_the_pages_of_the_directory_are_the_officers_alone(cast: Cast, signed_in: SignIn) -> None:
    trust = world.agency(cast)
    here = reverse("directory:agency", args=[trust.reference])

    assert signed_in(cast.clerk).get(reverse("directory:directory")).status_code == 403
    assert signed_in(cast.neighbour_officer).get(here).status_code == 404
    assert "No deputy is named" in text(signed_in(cast.officer).get(reverse("directory:gaps")))
