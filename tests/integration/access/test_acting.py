"""Whom a person acts for: chosen by her, checked on each request; guards ask who, before anything else."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from onroll.access import acting, actions, guards, permissions
from onroll.access.models import Membership, Role
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from tests.cast import Cast, Member

PAGE = "/acting-for/"


@pytest.fixture
def second_role(cast: Cast) -> Membership:
    """The clerk also works at the other school."""
    return Membership.objects.create(
        person=cast.clerk.person, organisation=cast.other_school, role=Role.ADMISSIONS, from_on="2020-01-01"
    )


def request_of(client: Client):
    request = RequestFactory().get("/")
    request.session, request.user = client.session, None
    return request


def signed_in_request(signed_in, member: Member):
    request = request_of(signed_in(member))
    request.user = member.person
    return request


def standing_of(member: Member) -> acting.Standing:
    return acting.Standing(membership=member.membership, person_id=member.person.pk)


def test_an_act_says_who_for_whom_in_which_role_and_why(cast: Cast, signed_in) -> None:
    act = acting.act_for(signed_in_request(signed_in, cast.officer), purpose="try")

    assert (act.actor_id, act.organisation_id, act.organisation_kind) == (
        cast.officer.person.pk,
        cast.exampleton.pk,
        "authority",
    )
    assert (act.la_code, act.role, act.purpose) == ("820", "cme_officer", "try")
    assert not act.is_system


def test_the_choice_stands_until_it_is_changed(cast: Cast, signed_in, second_role: Membership) -> None:
    client = signed_in(cast.clerk)

    answer = client.post(PAGE, {"standing": f"role-{second_role.pk}", "next": "/schools/"})

    assert answer["Location"] == "/schools/"
    assert f"for <strong>{cast.other_school.name}</strong>" in client.get("/schools/").content.decode()


def test_the_choice_is_recorded_under_the_new_role(cast: Cast, signed_in, second_role: Membership) -> None:
    signed_in(cast.clerk).post(PAGE, {"standing": f"role-{second_role.pk}"})

    entry = LedgerEntry.objects.get()
    assert (entry.name, entry.organisation_id) == ("access.ActingChanged", cast.other_school.pk)
    assert entry.details == {"person_id": cast.clerk.person.pk, "membership_id": second_role.pk, "covers": False}


@pytest.mark.parametrize("which", ["somebody else’s", "ended", "of no kind", "missing"])
def test_a_role_that_is_not_hers_today_cannot_be_chosen(
    cast: Cast, signed_in, second_role: Membership, which: str
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=second_role.pk).update(until_on=yesterday)
    numbers = {"somebody else’s": cast.officer.membership.pk, "ended": second_role.pk}
    given = {which: f"role-{number}" for which, number in numbers.items()} | {"of no kind": "x", "missing": ""}
    client = signed_in(cast.clerk)

    answer = client.post(PAGE, {"standing": given[which]})

    assert "Select who you act for" in answer.content.decode()
    assert acting.SESSION_KEY not in client.session
    assert LedgerEntry.objects.count() == 0


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_choice_never_leads_to_another_host(cast: Cast, signed_in, second_role: Membership, address: str) -> None:
    answer = signed_in(cast.clerk).post(PAGE, {"standing": f"role-{second_role.pk}", "next": address})

    assert answer["Location"] == "/"


def test_a_membership_of_somebody_else_in_the_session_is_worth_nothing(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    session = client.session
    session[acting.SESSION_KEY] = f"role-{cast.national_auditor.membership.pk}"
    session.save()

    request = request_of(client)
    request.user = cast.clerk.person

    assert acting.standing_of(request).membership == cast.clerk.membership
    assert client.get("/ledger/").status_code == 403


def test_a_role_that_ended_this_morning_ends_on_the_next_request(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    before = client.get("/schools/").status_code

    actions.end_role(by_the_system(at=timezone.now(), purpose="test"), membership=cast.clerk.membership)

    assert (before, client.get("/schools/").status_code) == (200, 403)
    assert "You have no role" in client.get("/schools/").content.decode()


def test_a_role_that_begins_tomorrow_is_not_held_yet(cast: Cast, signed_in) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Membership.objects.filter(pk=cast.clerk.membership.pk).update(from_on=tomorrow)

    with pytest.raises(acting.NoRole):
        acting.act_for(signed_in_request(signed_in, cast.clerk), purpose="try")


def test_a_person_whose_account_is_closed_is_a_stranger_on_the_next_request(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)

    type(cast.clerk.person).objects.filter(pk=cast.clerk.person.pk).update(is_active=False)

    assert client.get("/schools/")["Location"] == "/sign-in/?next=/schools/"


@pytest.mark.parametrize("path", ["/schools/", "/ledger/", "/acting-for/"])
def test_a_stranger_is_sent_to_sign_in(db: None, path: str) -> None:
    assert Client().get(path)["Location"] == f"/sign-in/?next={path}"


def test_the_action_itself_refuses_a_role_of_somebody_else(cast: Cast) -> None:
    with pytest.raises(Hidden):
        actions.choose_acting(cast.clerk.act(), standing=standing_of(cast.officer))


def test_the_action_itself_refuses_the_system(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.choose_acting(by_the_system(at=timezone.now(), purpose="test"), standing=standing_of(cast.clerk))


def test_a_guard_lets_pass_only_those_its_rule_holds_for(cast: Cast, signed_in) -> None:
    from django.http import HttpResponse

    @guards.needs_permission(permissions.may_read_ledger)
    def view(_request):
        return HttpResponse("seen")

    assert view.permission is permissions.may_read_ledger
    assert view(signed_in_request(signed_in, cast.auditor)).content == b"seen"
    with pytest.raises(NotAllowed):
        view(signed_in_request(signed_in, cast.clerk))


def test_only_an_operators_command_manages_accounts(db: None) -> None:
    act = by_the_system(at=timezone.now(), purpose="test")
    visitor = acting.act_of_nobody(RequestFactory().get("/"), "sign in")

    assert permissions.may_manage_access(act)
    assert not permissions.may_manage_access(visitor)
    assert not permissions.has_a_role(act)
