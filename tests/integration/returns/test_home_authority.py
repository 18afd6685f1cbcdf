"""A return about a child who lives in another authority's area reaches that authority, and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, Stale
from onroll.registry.actions import shield_child
from onroll.registry.models import ShieldReason
from onroll.returns import actions, queries
from onroll.returns.models import HomeEducation, Return
from onroll.returns.queries import WhichReturns
from onroll.rules.returns import ReturnKind
from tests.cast import Cast, Member
from tests.integration.returns import world
from tests.integration.returns.world import PUPIL, at


def told(cast: Cast, home: str = "") -> Return:
    return actions.make_new_pupil_return(at(cast.clerk), facts=PUPIL, given=world.new_pupil(home_la_code=home))


def seen(cast: Cast, member: Member) -> list[Return]:
    return list(actions.read_returns(at(member), which=WhichReturns(show="made")))


def test_a_return_that_names_the_home_authority_is_on_the_page_of_both(cast: Cast) -> None:
    made = told(cast, cast.testbury.la_code)

    assert made.home_authority == cast.testbury
    assert seen(cast, cast.neighbour_officer) == seen(cast, cast.officer) == [made]
    assert queries.law_return(at(cast.neighbour_officer), made.reference) == made
    for stranger in (cast.neighbour_clerk, cast.other_clerk):
        with pytest.raises(Hidden):
            queries.law_return(at(stranger), made.reference)
    passed = LedgerEntry.objects.get(name="returns.ReturnPassedOn")
    assert passed.details["home_authority_id"] == cast.testbury.pk


def test_an_officer_passes_a_return_to_the_authority_of_the_home(cast: Cast) -> None:
    made = told(cast)
    assert seen(cast, cast.neighbour_officer) == []

    actions.pass_to_home(at(cast.officer), law_return=made, authority=cast.testbury, expected_version=made.version)

    assert seen(cast, cast.neighbour_officer) == [made]
    with pytest.raises(Stale):
        actions.pass_to_home(at(cast.officer), law_return=made, authority=cast.testbury, expected_version=1)


def test_a_return_goes_to_no_school_nor_back_and_nobody_else_passes_it_on(cast: Cast) -> None:
    with pytest.raises(actions.NoOtherAuthority, match="No local authority"):
        told(cast, "999")
    made = told(cast)

    for wrong in (cast.exampleton, cast.neighbour_school):
        with pytest.raises(actions.NoOtherAuthority):
            actions.pass_to_home(at(cast.officer), law_return=made, authority=wrong, expected_version=made.version)
    for stranger in (cast.neighbour_officer, cast.clerk):
        with pytest.raises(Hidden):
            actions.pass_to_home(at(stranger), law_return=made, authority=cast.testbury, expected_version=made.version)


def test_the_home_authority_sees_no_return_that_is_only_owed_and_counts_none_as_its_schools(cast: Cast) -> None:
    row = world.entry(cast)
    world.joined(cast, row, world.TODAY)
    Return.objects.update(home_authority=cast.testbury)

    assert list(actions.read_returns(at(cast.neighbour_officer), which=WhichReturns(show="all"))) == []
    assert all(not each.waiting for each in queries.school_records(at(cast.neighbour_officer)))


def test_the_home_authority_sees_no_return_of_a_child_who_must_not_be_found(cast: Cast) -> None:
    made = told(cast, cast.testbury.la_code)
    shield_child(
        at(cast.officer),
        child=made.child,
        reason_code=ShieldReason.values[0],
        officer=cast.officer.person,
        until_on=None,
    )

    assert seen(cast, cast.neighbour_officer) == []


def test_home_education_of_a_child_who_lives_elsewhere_is_on_the_register_there(cast: Cast) -> None:
    world.deleted(cast, home_la_code=cast.testbury.la_code)

    assert HomeEducation.objects.get().authority == cast.testbury


def test_a_file_names_the_home_authority_too(cast: Cast) -> None:
    text = (
        "forename,surname,date_of_birth,upn,started_on,parent_name,parent_telephone,home_authority\n"
        f"Zelphine,Qvoxcanary,17/05/2014,,2026-10-07,Ottoline,01632 960001,{cast.testbury.la_code}\n"
    )

    (made,) = actions.load_returns(at(cast.clerk), content=text.encode(), kind=ReturnKind.NEW_PUPIL)

    assert Return.objects.get(pk=made.pk).home_authority == cast.testbury


def test_a_return_is_passed_on_from_its_page(cast: Cast, signed_in: Callable[[Member], Client]) -> None:
    made = told(cast)
    client = signed_in(cast.officer)
    href = reverse("returns:pass-on", args=[made.reference])
    assert href in client.get(reverse("returns:return", args=[made.reference])).content.decode()

    done = client.post(href, {"authority": cast.testbury.la_code, "version": str(made.version)}, follow=True)

    assert "can read the return now" in done.content.decode()
    there = signed_in(cast.neighbour_officer)
    assert made.reference in there.get(reverse("returns:returns") + "?show=elsewhere").content.decode()
    assert there.get(href).status_code == 404
