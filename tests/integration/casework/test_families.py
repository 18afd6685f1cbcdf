"""A family found through one child: links with source and certainty, cases for all, facts learnt, sealed addresses."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions, queries
from onroll.casework.models import Case, Notification
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.models import AddressCertainty, Child, FamilyLink, Kinship, KinshipCertainty, Sighting
from tests.cast import Cast, Member, make_member
from tests.integration.casework import world
from tests.integration.casework.test_pages import address, errors, text

SignIn = Callable[[Member], Client]
BOND = actions.Bond(kind=Kinship.SIBLING, certainty=KinshipCertainty.STATED, source="The mother, by telephone")
BROTHER = Facts(surname="Qvoxcanary", forename="Ivo", birth_date=date(2017, 3, 2))
SISTER = Facts(surname="Otherson", forename="Mirabel", birth_date=date(2019, 8, 9))


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast)


def named(cast: Cast, case: Case, facts: Facts) -> FamilyLink:
    return actions.add_family_member(cast.officer.act(), case=case, facts=facts, bond=BOND)


def test_a_family_of_three_is_found_through_one_child_and_one_worry_opens_all(cast: Cast, case: Case) -> None:
    brother, sister = (named(cast, case, facts).second for facts in (BROTHER, SISTER))

    opened = actions.open_family_cases(cast.officer.act(), case=case, children=(brother, sister))

    assert [each.child for each in opened] == [brother, sister]
    assert {each.responsible for each in opened} == {cast.officer.person}
    through_brother = queries.family_of_case(cast.officer.act(), opened[0])
    assert {each.relative.child for each in through_brother} == {case.child, sister}
    assert {each.case for each in through_brother} == {case, opened[1]}
    assert (
        case.events.last().words == f"Cases were opened for the family: {opened[0].reference}, {opened[1].reference}."
    )
    assert opened[0].events.last().words.endswith(f"{case.reference}.")


def test_each_link_says_how_sure_it_is_and_who_says_so(cast: Cast, case: Case) -> None:
    link = named(cast, case, BROTHER)

    assert (link.kind, link.certainty, link.source) == ("sibling", "stated", "The mother, by telephone")
    assert link.told_by == cast.exampleton
    with pytest.raises(registry_actions.FamilyLinkNotPossible, match="already"):
        actions.link_known_child(cast.officer.act(), case=case, other=link.second, bond=BOND)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(surname="", forename=""), "Enter a forename or a surname"),
        (Facts(surname="", forename="Ivo", birth_date=date(2199, 1, 1)), "in the future"),
    ],
)
def test_a_member_without_a_name_or_not_born_yet_is_refused(cast: Cast, case: Case, facts: Facts, words: str) -> None:
    with pytest.raises(actions.FamilyNotPossible, match=words):
        named(cast, case, facts)

    assert not FamilyLink.objects.exists()


def test_cases_are_opened_for_the_family_alone_and_all_or_none(cast: Cast, case: Case) -> None:
    brother = named(cast, case, BROTHER).second
    stranger = world.child_named("Stranger", "Tom", seen_at=cast.officer.act().at).child

    with pytest.raises(Hidden):
        actions.open_family_cases(cast.officer.act(), case=case, children=(brother, stranger))
    with pytest.raises(actions.FamilyNotPossible):
        actions.open_family_cases(cast.officer.act(), case=case, children=())

    assert not Notification.objects.filter(source="family").exists()


def test_children_at_the_same_address_are_suggested_until_they_are_linked(cast: Cast) -> None:
    at_home = Facts(surname="Qvoxcanary", forename="Zelphine", address="1 Invented Lane", postcode="ZZ99 9ZZ")
    clerk = cast.clerk.act()
    one = registry_actions.note_sighting(clerk, facts=at_home, source="school", source_reference="1")
    two = registry_actions.note_sighting(
        clerk,
        facts=dataclasses.replace(at_home, forename="Ivo", surname="Other"),
        source="school",
        source_reference="1",
    )
    case = world.opened_case(cast, sighting=one)
    act = cast.officer.act()
    assert registry_queries.may_be_family(act, one) == [two]

    actions.link_known_child(act, case=case, other=two.child, bond=BOND)

    assert registry_queries.may_be_family(act, one) == []
    Sighting.objects.filter(pk=two.pk).update(is_address_sealed=True)
    FamilyLink.objects.all().delete()
    assert registry_queries.may_be_family(act, one) == []


def test_a_child_whom_the_officer_may_not_see_is_not_linked(cast: Cast, case: Case) -> None:
    elsewhere = registry_actions.note_sighting(
        cast.neighbour_clerk.act(), facts=BROTHER, source="school", source_reference="2"
    )

    with pytest.raises(Hidden):
        actions.link_known_child(cast.officer.act(), case=case, other=elsewhere.child, bond=BOND)


def test_a_wrong_link_is_ended_with_a_reason_and_stays_on_record(cast: Cast, case: Case) -> None:
    link = named(cast, case, BROTHER)
    act = cast.officer.act()

    with pytest.raises(registry_actions.FamilyLinkNotPossible, match="Write why"):
        registry_actions.unlink_family(act, link=link, why=" ")
    with pytest.raises(NotAllowed):
        registry_actions.unlink_family(cast.neighbour_officer.act(), link=link, why="Not theirs")
    registry_actions.unlink_family(act, link=link, why="A cousin")
    with pytest.raises(registry_actions.FamilyLinkNotPossible, match="ended before"):
        registry_actions.unlink_family(act, link=link, why="Again")

    assert queries.family_of_case(act, case) == []
    assert FamilyLink.objects.get().ended_why == "A cousin"
    named(cast, case, SISTER)
    assert len(queries.family_of_case(act, case)) == 1


def test_a_shielded_member_of_the_family_is_shown_to_nobody(cast: Cast, case: Case) -> None:
    link = named(cast, case, BROTHER)
    registry_actions.shield_child(
        cast.officer.act(), child=link.second, reason_code="at_risk", officer=cast.officer.person, until_on=None
    )

    assert queries.family_of_case(cast.officer.act(), case) == []


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "safeguarding_lead", "neighbour_officer"])
def test_nobody_but_the_authoritys_officer_touches_the_family(cast: Cast, case: Case, who: str) -> None:
    act = cast.members()[who].act()
    entries = LedgerEntry.objects.count()
    for change in (
        lambda: actions.add_family_member(act, case=case, facts=BROTHER, bond=BOND),
        lambda: actions.link_known_child(act, case=case, other=case.child, bond=BOND),
        lambda: actions.open_family_cases(act, case=case, children=(case.child,)),
        lambda: actions.learn_facts(act, case=case, facts=BROTHER),
    ):
        with pytest.raises((Hidden, NotAllowed)):
            change()
    assert LedgerEntry.objects.count() == entries


def test_several_addresses_and_birth_dates_stand_beside_each_other_with_their_certainty(cast: Cast, case: Case) -> None:
    learnt = Facts(
        surname="",
        forename="",
        birth_date=date(2014, 5, 18),
        address="2 Other Street",
        address_certainty=AddressCertainty.DOUBTED,
        address_from=date(2026, 1, 1),
    )

    actions.learn_facts(cast.officer.act(), case=case, facts=learnt)

    known = registry_queries.facts_of(case.child, known_at=cast.officer.act().at)
    assert [fact.value for fact in known.birth_dates] == ["2014-05-18", "2014-05-17"]
    assert [fact.certainty for fact in known.addresses] == ["doubted", "stated"]
    assert case.notification.sighting.address == "1 Invented Lane, Exampleton"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(surname="", forename="", is_address_sealed=True), "Enter a name"),
        (Facts(surname="", forename="", birth_date=date(2199, 1, 1)), "in the future"),
        (
            Facts(surname="", forename="", address="x", address_from=date(2020, 2, 1), address_until=date(2020, 1, 1)),
            "before its first day",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused(cast: Cast, case: Case, facts: Facts, words: str) -> None:
    with pytest.raises(actions.FamilyNotPossible, match=words):
        actions.learn_facts(cast.officer.act(), case=case, facts=facts)

    assert Sighting.objects.filter(source="officer").count() == 0


def test_a_sealed_address_is_opened_by_the_named_role_alone_and_each_time_is_recorded(
    cast: Cast, case: Case, signed_in: SignIn
) -> None:
    refuge = Facts(surname="", forename="", address="9 Hidden Road", is_address_sealed=True)
    sighting = actions.learn_facts(cast.officer.act(), case=case, facts=refuge)
    lead = make_member("authoritylead", cast.exampleton, Role.SAFEGUARDING)
    neighbour = make_member("neighbourlead", cast.testbury, Role.SAFEGUARDING)

    page = text(signed_in(cast.officer).get(reverse("registry:child", args=[case.child.reference])))
    assert "9 Hidden Road" not in page
    assert "Sealed: ask your authority’s safeguarding lead" in page
    for who in (cast.officer, cast.safeguarding_lead, cast.administrator, neighbour):
        with pytest.raises(NotAllowed):
            registry_actions.open_sealed_address(who.act(), sighting=sighting, reason="Transport")
    with pytest.raises(registry_actions.SealNotOpened):
        registry_actions.open_sealed_address(lead.act(), sighting=sighting, reason=" ")
    assert registry_actions.open_sealed_address(lead.act(), sighting=sighting, reason="Transport") == "9 Hidden Road"

    entry = LedgerEntry.objects.get(name="registry.SealedAddressOpened")
    assert (entry.actor_id, entry.details["reason"]) == (lead.person.pk, "Transport")
    assert "Hidden Road" not in str(entry.details)
    listed = text(signed_in(lead).get(reverse("registry:sealed-addresses")))
    assert case.child.reference in listed
    assert "Hidden Road" not in listed
    assert "Hidden Road" not in text(signed_in(neighbour).get(reverse("registry:sealed-addresses")))
    with pytest.raises(Hidden):
        registry_queries.sealed_address(neighbour.act(), sighting.pk)
    # the password is asked for again before the address is shown
    answer = signed_in(lead).get(reverse("registry:open-sealed-address", args=[sighting.pk]))
    assert answer.status_code == 302
    assert signed_in(cast.officer).get(reverse("registry:sealed-addresses")).status_code == 403


def test_a_case_whose_own_file_has_a_sealed_address_does_not_show_it(cast: Cast, signed_in: SignIn) -> None:
    sighting = world.child_named(seen_at=cast.officer.act().at - timedelta(days=1))
    Sighting.objects.filter(pk=sighting.pk).update(is_address_sealed=True)
    sighting.refresh_from_db()
    case = world.opened_case(cast, sighting=sighting)

    page = text(signed_in(cast.officer).get(address("case", case)))

    assert "1 Invented Lane" not in page
    assert "Sealed: ask your authority’s safeguarding lead" in page


def test_the_family_is_worked_on_through_its_pages(cast: Cast, case: Case, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    empty = officer.post(address("add-family-member", case), {"forename": ""})
    assert errors(empty) == [
        "Select what the child is to the child of this case",
        "Select how sure it is",
        "Enter who or what says so",
    ]
    bond = {"kind": "sibling", "certainty": "stated", "source": "The mother"}
    page = officer.post(
        address("add-family-member", case), {"forename": "Ivo", "surname": "Qvoxcanary", **bond}, follow=True
    )
    assert "Ivo Qvoxcanary Brother or sister. As somebody said it. The mother, told by Exampleton" in text(page)
    assert "1 child of this family without an open case." in text(page)
    child = Child.objects.get(family_links=None, pk=FamilyLink.objects.get().second_id)

    done = officer.post(address("open-family-cases", case), {"children": [child.reference]}, follow=True)

    assert "The cases are open, and you are responsible for them." in text(done)
    assert Case.objects.filter(child=child).exists()
    assert officer.get(address("learn-facts", case)).status_code == 200
    assert officer.get(address("link-known-child", case)).status_code == 200
    learnt = officer.post(
        address("learn-facts", case),
        {"surname": "Former", "name_kind": "former", "birth_date_certainty": "stated", "address_certainty": "stated"},
        follow=True,
    )
    assert "It is kept, beside all that was said before." in text(learnt)
    link = FamilyLink.objects.get()
    where = reverse("casework:unlink-family", args=[case.reference, link.pk])
    assert "The link is ended." in text(officer.post(where, {"why": "A cousin"}, follow=True))
