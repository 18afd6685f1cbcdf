"""An approver gives and takes away access on pages, in her own organisation, after proving herself again."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from onroll.access import actions
from onroll.access.models import Cover, Membership, Person, Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from tests.cast import Cast, Member, make_cast, make_member

GIVE = "/people/give-role/"
NEW = {"email": "New@OnRoll.example", "name": "New Invented", "role": "safeguarding"}


def role_page(member: Member, rest: str = "") -> str:
    return f"/people/{member.membership.pk}/{rest}"


def test_the_list_names_people_roles_last_sign_in_and_cover(cast: Cast, signed_in) -> None:
    Person.objects.filter(pk=cast.clerk.person.pk).update(last_login="2026-09-07T09:00Z")
    Cover.objects.create(
        membership=cast.clerk.membership,
        by=cast.safeguarding_lead.person,
        from_on=timezone.localdate(),
        until_on=timezone.localdate(),
    )

    page = signed_in(cast.approver).get("/people/").content.decode()

    for words in ("Clerk Invented", "Safeguarding lead", "7 September 2026", "Never", "Safeguardinglead Invented, "):
        assert words in page
    assert "Otherclerk" not in page
    assert "<title>People - OnRoll</title>" in page


def test_the_list_asks_the_same_few_questions_however_many_people(
    cast: Cast, signed_in, django_assert_num_queries
) -> None:
    for number in range(20):
        make_member(f"person{number}", cast.school, Role.ADMISSIONS)
    client = signed_in(cast.approver)
    client.get("/people/")

    with django_assert_num_queries(5):  # session, person, roles, covers; the list
        client.get("/people/")


def test_the_pages_are_for_approvers_and_each_role_for_its_holder(cast: Cast, proven) -> None:
    clerk = cast.clerk
    table = {
        "/people/": {"approver"},
        GIVE: {"approver"},
        role_page(clerk): {"approver", "clerk"},
        role_page(clerk, "end/"): {"approver"},
        role_page(clerk, "cover/"): {"approver", "clerk"},
        role_page(clerk, "cover/end/"): {"approver", "clerk"},
        "/account/": set(cast.members()),
    }

    clients = {name: proven(member) for name, member in cast.members().items()}
    found = {path: {name for name, one in clients.items() if one.get(path).status_code == 200} for path in table}

    assert found == table


def test_a_role_of_another_school_is_hidden_from_an_approver(cast: Cast, proven) -> None:
    client = proven(cast.approver)

    assert {client.get(role_page(cast.other_clerk, rest)).status_code for rest in ("", "end/", "cover/")} == {404}


def test_access_is_changed_only_after_the_password_was_given_again(cast: Cast, signed_in) -> None:
    client = signed_in(cast.approver)

    for path in (GIVE, *(role_page(cast.clerk, rest) for rest in ("end/", "cover/", "cover/end/"))):
        assert client.get(path)["Location"].startswith("/sign-in/again/?next=")
        assert client.post(path, NEW)["Location"].startswith("/sign-in/again/?next=")
    assert not Person.objects.filter(email="new@onroll.example").exists()
    wrong = client.post("/sign-in/again/", {"password": "not this one"})
    assert "This is not your password" in wrong.content.decode()
    assert client.get(GIVE).status_code == 302


def test_what_was_filled_in_before_the_password_was_asked_for_is_done_after_it(cast: Cast, signed_in) -> None:
    client = signed_in(cast.approver)
    to_password = client.post(GIVE, NEW)["Location"]

    answer = client.post(to_password, {"password": "a long pass phrase", "next": GIVE})

    assert answer["Location"] == "/people/"
    assert Person.objects.get(email="new@onroll.example").memberships.get().role == "safeguarding"


def test_an_unknown_address_gets_an_account_without_a_password_and_the_role(cast: Cast, proven) -> None:
    answer = proven(cast.approver).post(GIVE, NEW)

    person = Person.objects.get(email="new@onroll.example")
    held = person.memberships.get()
    assert answer["Location"] == "/people/"
    assert (person.name, person.has_usable_password()) == ("New Invented", False)
    assert (held.organisation, held.role, held.from_on) == (cast.school, "safeguarding", timezone.localdate())
    names = list(LedgerEntry.objects.order_by("sequence").values_list("name", "actor_id"))
    approver = cast.approver.person.pk
    assert names == [("access.PersonAdded", approver), ("access.RoleGiven", approver)]


def test_a_known_address_keeps_its_account_and_its_name(cast: Cast, proven) -> None:
    proven(cast.approver).post(GIVE, {**NEW, "email": cast.other_clerk.person.email})

    assert Person.objects.get(pk=cast.other_clerk.person.pk).name == "Otherclerk Invented"
    assert cast.other_clerk.person.memberships.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "approver@onroll.example"}, "You cannot give a role to yourself."),
        ({"email": "clerk@onroll.example", "role": "admissions"}, "holds this role for this organisation already"),
        ({"role": "cme_officer"}, "Select what they will do"),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"name": ""}, "Enter their name"),
        (
            {"until_on_day": "1", "until_on_month": "1", "until_on_year": "2020"},
            "The last day must be on or after the first day.",
        ),
    ],
)
def test_what_cannot_be_given_is_said_at_its_field_and_nothing_is_done(
    cast: Cast, proven, given: dict[str, str], words: str
) -> None:
    page = proven(cast.approver).post(GIVE, {**NEW, **given}).content.decode()

    assert words in page
    assert 'class="govuk-error-summary' in page
    assert LedgerEntry.objects.count() == 0
    assert not Person.objects.filter(email="new@onroll.example").exists()


def test_a_role_is_ended_at_once_or_on_a_day(cast: Cast, proven) -> None:
    client, last = proven(cast.approver), timezone.localdate() + timedelta(days=3)
    days = {"last_on_day": last.day, "last_on_month": last.month, "last_on_year": last.year}

    later = client.post(role_page(cast.clerk, "end/"), days)
    ends_later = Membership.objects.get(pk=cast.clerk.membership.pk).until_on
    at_once = client.post(role_page(cast.safeguarding_lead, "end/"), {})

    assert (later["Location"], at_once["Location"]) == ("/people/", "/people/")
    assert ends_later == last
    assert Membership.objects.get(pk=cast.safeguarding_lead.membership.pk).until_on < timezone.localdate()


def test_the_last_approver_cannot_be_removed_by_herself(cast: Cast, proven) -> None:
    page = proven(cast.approver).post(role_page(cast.approver, "end/"), {}).content.decode()

    assert "Nobody else could give or take away access then." in page
    assert Membership.objects.get(pk=cast.approver.membership.pk).until_on is None


@pytest.mark.parametrize("what", ["ends before", "account closed", "begins later"])
def test_an_approver_who_will_not_be_there_does_not_count(cast: Cast, what: str) -> None:
    other, today = make_member("otherapprover", cast.school, Role.APPROVER), timezone.localdate()
    row = Membership.objects.filter(pk=other.membership.pk)
    if what == "ends before":
        row.update(until_on=today + timedelta(days=2))
    elif what == "begins later":
        row.update(from_on=today + timedelta(days=9))
    else:
        Person.objects.filter(pk=other.person.pk).update(is_active=False)

    with pytest.raises(actions.LastApprover):
        actions.end_role(cast.approver.act(), membership=cast.approver.membership, last_on=today + timedelta(days=3))


def test_an_approver_with_a_colleague_may_go_and_is_sent_on(cast: Cast, proven) -> None:
    make_member("otherapprover", cast.school, Role.APPROVER)

    answer = proven(cast.approver).post(role_page(cast.approver, "end/"), {})

    assert answer["Location"] == "/"
    assert Membership.objects.get(pk=cast.approver.membership.pk).until_on < timezone.localdate()


def test_whoever_covers_for_the_approver_gives_herself_nothing(cast: Cast) -> None:
    lead = cast.safeguarding_lead
    Cover.objects.create(
        membership=cast.approver.membership,
        by=lead.person,
        from_on=timezone.localdate(),
        until_on=timezone.localdate(),
    )
    act = Member(lead.person, cast.approver.membership).act()

    with pytest.raises(actions.OwnRole):
        actions.give_role(act, person=lead.person, organisation=cast.school, role=Role.ADMISSIONS)
    with pytest.raises(actions.OwnRole):
        actions.give_cover(act, membership=cast.clerk.membership, by=lead.person, from_on=act.on, until_on=act.on)


def test_each_action_asks_for_itself_who_may(cast: Cast) -> None:
    for name, member in cast.members().items():
        if name == "approver":
            continue
        act = member.act()
        with pytest.raises(NotAllowed):
            actions.give_role_by_email(
                act, organisation=cast.school, email="x@y.example", name="X", role=Role.ADMISSIONS
            )
        with pytest.raises(NotAllowed):
            actions.give_role(act, person=cast.clerk.person, organisation=cast.school, role=Role.AUDITOR)
        with pytest.raises(NotAllowed):
            actions.end_role(act, membership=cast.clerk.membership)
    with pytest.raises(NotAllowed):
        actions.give_role(
            cast.approver.act(), person=cast.clerk.person, organisation=cast.other_school, role=Role.ADMISSIONS
        )
    with pytest.raises(NotAllowed):
        actions.end_role(cast.approver.act(), membership=cast.other_clerk.membership)
    assert LedgerEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_who_remove_each_other_at_once_one_stays() -> None:
    cast = make_cast()
    other = make_member("otherapprover", cast.school, Role.APPROVER)
    refused: list[str] = []
    together = threading.Barrier(2)

    def remove(act_of: Member, whom: Member) -> None:
        act = act_of.act()
        together.wait()
        try:
            actions.end_role(act, membership=whom.membership)
        except actions.LastApprover as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in ((cast.approver, other), (other, cast.approver))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    left = Membership.objects.in_force(timezone.localdate()).filter(organisation=cast.school, role=Role.APPROVER)
    assert (refused, left.count()) == (["last_approver"], 1)


def test_the_account_page_shows_roles_cover_and_the_way_to_a_new_password(cast: Cast, signed_in) -> None:
    Cover.objects.create(
        membership=cast.clerk.membership,
        by=cast.safeguarding_lead.person,
        from_on=timezone.localdate(),
        until_on=timezone.localdate(),
    )

    page = signed_in(cast.safeguarding_lead).get("/account/").content.decode()

    for words in ("Opens the safeguarding part", "What you cover for colleagues today", "/sign-in/password/"):
        assert words in page


def test_somebody_without_a_role_still_has_an_account_page(cast: Cast, signed_in) -> None:
    actions.end_role(cast.approver.act(), membership=cast.clerk.membership)

    answer = signed_in(cast.clerk).get("/account/")

    assert answer.status_code == 200
    assert "You have no role today." in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in_from_every_page(cast: Cast) -> None:
    for path in ("/people/", GIVE, role_page(cast.clerk), "/account/"):
        assert Client().get(path)["Location"] == f"/sign-in/?next={path}"


def test_cover_is_arranged_and_ended_on_pages(cast: Cast, proven) -> None:
    client, today = proven(cast.clerk), timezone.localdate()
    path = role_page(cast.clerk, "cover/")
    given = {"by": cast.approver.person.pk}
    for name in ("from_on", "until_on"):
        given |= {f"{name}_day": today.day, f"{name}_month": today.month, f"{name}_year": today.year}

    missing = client.post(path, {**given, "by": cast.officer.person.pk}).content.decode()
    arranged = client.post(path, given)
    again = client.post(path, given).content.decode()
    ended = client.post(f"{path}end/", {})
    twice = client.post(f"{path}end/", {}).content.decode()

    assert "Choose who will cover" in missing
    assert (arranged["Location"], ended["Location"]) == (role_page(cast.clerk), role_page(cast.clerk))
    assert "Somebody covers this role already." in again
    assert "Nobody covers this role." in twice


def test_where_nobody_could_cover_the_page_says_so(cast: Cast, proven) -> None:
    page = proven(cast.other_clerk).get(role_page(cast.other_clerk, "cover/")).content.decode()

    assert "Nobody else has a role here today." in page
