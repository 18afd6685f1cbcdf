"""Signing in: password, then a code by email; lockout by account; nothing that tells which accounts exist."""

import re

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from onroll.access.models import Membership, Person, Role
from onroll.access.sign_in import (
    FAILURES_EVERYWHERE,
    KEPT_OF_ACCOUNT,
    KEPT_OF_NOBODY,
    KEPT_OF_NOBODY_EVERYWHERE,
    Adapter,
)
from onroll.audit.models import LedgerEntry
from tests.cast import Cast, Member

PASSWORD = "a long pass phrase"
MISMATCH = "The email address or the password is not right"


def give_password(client: Client, email: str, password: str = PASSWORD):
    return client.post("/sign-in/", {"login": email, "password": password})


def code_in_newest_mail() -> str:
    return re.search(r"^    (\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def wrong_code() -> str:
    return f"{(int(code_in_newest_mail()) + 1) % 1_000_000:06}"


def give_code(client: Client, code: str):
    return client.post("/sign-in/code/", {"code": code})


def sign_in(client: Client, member: Member):
    give_password(client, member.person.email)
    return give_code(client, code_in_newest_mail())


def events() -> list[str]:
    return list(LedgerEntry.objects.order_by("sequence").values_list("name", flat=True))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_password_alone_signs_nobody_in(cast: Cast) -> None:
    client = Client()

    answer = give_password(client, cast.clerk.person.email)

    assert answer["Location"] == "/sign-in/code/"
    assert not is_signed_in(client)
    assert events() == []


def test_password_and_code_sign_in_and_the_ledger_knows_for_whom(cast: Cast) -> None:
    client = Client()

    answer = sign_in(client, cast.clerk)

    entry = LedgerEntry.objects.get()
    assert answer["Location"] == "/"
    assert is_signed_in(client)
    assert (entry.name, entry.actor_id, entry.organisation_id, entry.purpose) == (
        "access.SignedIn",
        cast.clerk.person.pk,
        cast.school.pk,
        "sign in",
    )


def test_the_page_that_was_asked_for_comes_after_signing_in(cast: Cast) -> None:
    client = Client()
    asked = client.get("/schools/?words=mock")

    client.post(asked["Location"], {"login": cast.clerk.person.email, "password": PASSWORD})
    answer = client.post("/sign-in/code/", {"code": code_in_newest_mail()})

    assert asked["Location"] == "/sign-in/?next=/schools/%3Fwords%3Dmock"
    assert answer["Location"] == "/schools/?words=mock"


def test_the_email_with_the_code_names_nobody(cast: Cast) -> None:
    give_password(Client(), cast.clerk.person.email)

    message = mail.outbox[0]
    assert message.to == [cast.clerk.person.email]
    assert message.subject == "Your code for OnRoll"
    assert "Invented" not in message.body
    assert cast.school.name not in message.body
    assert message.alternatives == []


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(cast: Cast) -> None:
    wrong = give_password(Client(), "clerk@onroll.example", "not her password")
    unknown = give_password(Client(), "clerk@other.example")

    def without_traces(answer) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|clerk@\w+\.example', "", answer.content.decode())

    assert MISMATCH in wrong.content.decode()
    assert (wrong.status_code, without_traces(wrong)) == (unknown.status_code, without_traces(unknown))


def test_both_failures_are_recorded_by_account_number_and_never_by_address(cast: Cast) -> None:
    give_password(Client(), cast.clerk.person.email, "not her password")
    give_password(Client(), "zyxnobody@other.example")

    known, unknown = LedgerEntry.objects.order_by("sequence")
    assert (known.name, known.subject_id, known.actor_id) == ("access.SignInFailed", str(cast.clerk.person.pk), None)
    assert (unknown.name, unknown.subject_id) == ("access.SignInFailed", "0")
    assert "@" not in f"{known.details} {unknown.details}"


def test_capital_letters_in_an_address_do_not_matter(cast: Cast) -> None:
    assert give_password(Client(), "CLERK@OnRoll.Example")["Location"] == "/sign-in/code/"


@pytest.mark.parametrize("address", ["", "clerk", "clerk@onroll", "a@b.c"])
def test_what_is_no_address_is_said_to_be_none(cast: Cast, address: str) -> None:
    page = give_password(Client(), address).content.decode()

    assert "Enter your email address" in page or "Enter an email address in the correct format" in page
    assert 'href="#id_login"' in page


def test_five_failures_lock_the_account_even_for_the_right_password(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        assert give_password(client, cast.clerk.person.email, "not her password").status_code == 200

    locked = give_password(client, cast.clerk.person.email)

    assert locked.status_code == 429
    assert "too many tries" in locked.content.decode()
    assert mail.outbox == []


def test_an_account_is_locked_under_every_name_of_this_host(cast: Cast) -> None:
    for host in ("127.0.0.1", "localhost") * 3:
        last = Client(HTTP_HOST=host).post("/sign-in/", {"login": cast.clerk.person.email, "password": "wrong"})

    assert last.status_code == 429


def test_a_stranger_cannot_lock_the_owner_out(cast: Cast) -> None:
    for _ in range(6):
        locked = give_password(Client(REMOTE_ADDR="203.0.113.5"), cast.clerk.person.email, "not her password")

    owner = give_password(Client(REMOTE_ADDR="198.51.100.7"), cast.clerk.person.email)

    assert (locked.status_code, owner.status_code) == (429, 302)


def test_guesses_from_many_places_lock_an_account_for_all_places_but_its_own(cast: Cast) -> None:
    home = Client(REMOTE_ADDR="198.51.100.7")
    give_password(home, cast.clerk.person.email)
    give_code(home, code_in_newest_mail())
    for number in range(FAILURES_EVERYWHERE[0]):
        give_password(Client(REMOTE_ADDR=f"203.0.113.{number}"), cast.clerk.person.email, "not her password")

    elsewhere = give_password(Client(REMOTE_ADDR="192.0.2.1"), cast.clerk.person.email)
    at_home = give_password(Client(REMOTE_ADDR="198.51.100.7"), cast.clerk.person.email)

    assert (elsewhere.status_code, at_home.status_code) == (429, 302)


def test_invented_addresses_do_not_make_the_ledger_grow_without_end(cast: Cast) -> None:
    def kept_after(count: int, place: str) -> int:
        for number in range(count):
            give_password(Client(REMOTE_ADDR=place), f"nobody{number}@other.example")
        return LedgerEntry.objects.filter(name="access.SignInFailed").count()

    assert kept_after(25, "203.0.113.5") == KEPT_OF_NOBODY[0]
    assert kept_after(1, "203.0.113.6") == KEPT_OF_NOBODY[0] + 1
    for number in range(1, 7):
        kept_after(20, f"192.0.2.{number}")
    assert kept_after(0, "") == KEPT_OF_NOBODY_EVERYWHERE[0]


def test_failures_of_one_account_are_kept_up_to_a_bound(cast: Cast) -> None:
    for number in range(40):
        give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), cast.clerk.person.email, "not her password")

    assert LedgerEntry.objects.filter(name="access.SignInFailed").count() == KEPT_OF_ACCOUNT[0]


def test_the_address_is_believed_only_as_far_as_our_own_proxies(cast: Cast, settings) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")
    place = Adapter(request).get_client_ip

    assert place(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert place(request) == "203.0.113.9"  # what our proxy saw, not what the visitor wrote before it
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert place(request) == "127.0.0.1"


def test_an_address_that_nobody_has_is_locked_just_the_same(cast: Cast) -> None:
    answers = [give_password(Client(), "nobody@other.example").status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


def test_a_lockout_does_not_touch_a_colleague_behind_the_same_address(cast: Cast) -> None:
    for _ in range(40):
        give_password(Client(), cast.clerk.person.email, "not her password")

    assert give_password(Client(), cast.other_clerk.person.email)["Location"] == "/sign-in/code/"


def test_a_wrong_code_signs_nobody_in_and_is_recorded(cast: Cast) -> None:
    client = Client()
    give_password(client, cast.clerk.person.email)

    answer = give_code(client, wrong_code())

    entry = LedgerEntry.objects.get()
    assert "This is not the code" in answer.content.decode()
    assert not is_signed_in(client)
    assert (entry.name, entry.details) == ("access.SignInFailed", {"person_id": cast.clerk.person.pk, "step": "code"})


def test_after_three_wrong_codes_the_right_one_is_worthless(cast: Cast) -> None:
    client = Client()
    give_password(client, cast.clerk.person.email)
    right, wrong = code_in_newest_mail(), wrong_code()
    for _ in range(3):
        last = give_code(client, wrong)

    give_code(client, right)

    assert last["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_a_sixth_code_within_five_minutes_is_not_sent(cast: Cast) -> None:
    answers = [give_password(Client(), cast.clerk.person.email).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_new_code_can_be_sent_and_replaces_the_old_one(cast: Cast) -> None:
    client = Client()
    give_password(client, cast.clerk.person.email)
    first = code_in_newest_mail()

    client.post("/sign-in/code/", {"action": "resend"})
    second = code_in_newest_mail()
    give_code(client, second)

    assert len(mail.outbox) == 2
    assert first != second
    assert is_signed_in(client)


def test_the_code_page_without_a_password_leads_to_the_start(cast: Cast) -> None:
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"


def test_one_can_start_again_with_another_account_at_the_code_page(cast: Cast) -> None:
    client = Client()
    give_password(client, cast.clerk.person.email)

    client.post("/sign-in/out/")

    assert client.get("/sign-in/").status_code == 200


def test_signing_out_needs_a_button_and_is_recorded(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)

    asked = client.get("/sign-in/out/")
    done = client.post("/sign-in/out/")

    assert "Do you want to sign out?" in asked.content.decode()
    assert done["Location"] == "/"
    assert not is_signed_in(client)
    assert events() == ["access.SignedOut"]


def test_a_closed_account_is_told_so_only_with_its_right_password(cast: Cast) -> None:
    Person.objects.filter(pk=cast.clerk.person.pk).update(is_active=False)

    wrong = give_password(Client(), cast.clerk.person.email, "not her password")
    client = Client()
    right = give_password(client, cast.clerk.person.email)

    assert MISMATCH in wrong.content.decode()
    assert right["Location"] == "/sign-in/inactive/"
    assert "Your account is closed" in client.get("/sign-in/inactive/").content.decode()


def test_somebody_with_two_roles_chooses_first_and_then_gets_the_page_she_asked_for(cast: Cast) -> None:
    Membership.objects.create(
        person=cast.clerk.person, organisation=cast.other_school, role=Role.ADMISSIONS, from_on="2020-01-01"
    )
    client = Client()
    client.post("/sign-in/?next=/schools/", {"login": cast.clerk.person.email, "password": PASSWORD})

    answer = give_code(client, code_in_newest_mail())

    assert answer["Location"] == "/acting-for/?next=%2Fschools%2F"


def test_somebody_whose_last_role_ended_sees_a_clear_page(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.clerk.membership.pk).update(until_on="2021-01-01")
    client = Client()

    answer = client.get(sign_in(client, cast.clerk)["Location"])

    assert answer.status_code == 403
    assert "You have no role at the moment" in answer.content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_what_nobody_needs_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/sign-in/signup/", "/accounts/signup/", "/accounts/login/", "/sign-in/email/"])
def test_the_usual_addresses_of_allauth_are_not_found(cast: Cast, signed_in, path: str) -> None:
    assert signed_in(cast.clerk).get(path).status_code == 404


def test_a_stranger_who_signs_out_leaves_no_trace_and_accounts_are_never_open_to_all(db: None) -> None:
    Client().post("/sign-in/out/")

    assert events() == []
    assert not Adapter().is_open_for_signup(RequestFactory().get("/"))


def test_a_redirect_to_another_host_is_not_followed(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in/?next=https://elsewhere.example/", {"login": cast.clerk.person.email, "password": PASSWORD})

    assert give_code(client, code_in_newest_mail())["Location"] == "/"


def test_no_page_of_signing_in_is_kept_by_a_browser(cast: Cast) -> None:
    assert "no-store" in Client().get("/sign-in/")["Cache-Control"]
