"""One's own password: changed with the old one, or set anew with a link that works once."""

import re

import pytest
from django.core import mail
from django.test import Client

from onroll.access import limits
from onroll.access.models import Person
from onroll.access.sign_in import FAILURES_EVERYWHERE, _digest
from onroll.audit.models import LedgerEntry
from tests.cast import Cast

NEW = "four quite random words"


def ask_for_link(email: str):
    return Client().post("/sign-in/password/forgotten/", {"email": email}, follow=True)


def link_in_newest_mail() -> str:
    return re.search(r"http://testserver(/sign-in/password/new/\S+)", mail.outbox[-1].body)[1]


def open_link(client: Client):
    return client.get(link_in_newest_mail(), follow=True)


def test_a_forgotten_password_is_set_anew_with_a_link(cast: Cast) -> None:
    ask_for_link(cast.clerk.person.email)
    client = Client()
    form = open_link(client)

    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)

    assert "Your password is set" in done.content.decode()
    assert Person.objects.get(pk=cast.clerk.person.pk).check_password(NEW)
    assert list(LedgerEntry.objects.values_list("name", "subject_id")) == [
        ("access.PasswordChanged", str(cast.clerk.person.pk))
    ]


def test_a_new_password_does_not_sign_in_by_itself(cast: Cast) -> None:
    ask_for_link(cast.clerk.person.email)
    client = Client()
    form = open_link(client)

    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert "_auth_user_id" not in client.session


def test_a_new_password_lifts_the_lockout(cast: Cast) -> None:
    for _ in range(6):
        Client().post("/sign-in/", {"login": cast.clerk.person.email, "password": "wrong"})
    ask_for_link(cast.clerk.person.email)
    client = Client()
    form = open_link(client)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    answer = Client().post("/sign-in/", {"login": cast.clerk.person.email, "password": NEW})

    assert answer["Location"] == "/sign-in/code/"


def test_a_link_works_once(cast: Cast) -> None:
    ask_for_link(cast.clerk.person.email)
    client = Client()
    form = open_link(client)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    again = open_link(Client())

    assert "This link does not work any more" in again.content.decode()


def test_somebody_without_a_password_yet_gets_a_link_too(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.clerk.person.pk)
    person.set_unusable_password()
    person.save()

    ask_for_link(person.email)

    assert link_in_newest_mail()


def test_an_unknown_address_gets_the_same_page_and_an_email_without_a_link(cast: Cast) -> None:
    known, unknown = ask_for_link(cast.clerk.person.email), ask_for_link("nobody@other.example")

    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [[cast.clerk.person.email], ["nobody@other.example"]]
    assert [message.subject for message in mail.outbox] == ["Set a new password for OnRoll"] * 2
    assert "http" not in mail.outbox[1].body
    assert "no account" in mail.outbox[1].body


def test_one_place_cannot_have_us_send_links_to_everybody(cast: Cast) -> None:
    answers = [ask_for_link(f"somebody{number}@other.example").status_code for number in range(21)]

    assert answers == [200] * 20 + [429]
    assert len(mail.outbox) == 20


def test_a_new_password_lifts_a_lock_that_many_places_made(cast: Cast) -> None:
    for _ in range(FAILURES_EVERYWHERE[0]):
        limits.take_slot(f"failures:{_digest(cast.clerk.person.email)}", FAILURES_EVERYWHERE)
    assert Client().post("/sign-in/", {"login": cast.clerk.person.email, "password": "x"}).status_code == 429
    ask_for_link(cast.clerk.person.email)
    client = Client()
    form = open_link(client)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    answer = Client().post("/sign-in/", {"login": cast.clerk.person.email, "password": NEW})

    assert answer["Location"] == "/sign-in/code/"


def test_nobody_can_be_flooded_with_links(cast: Cast) -> None:
    answers = [ask_for_link(cast.clerk.person.email).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert len(mail.outbox) == 5


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (NEW, "something else entirely", "same password each time"),
        ("", "", "Enter a new password"),
    ],
)
def test_a_poor_password_is_refused_in_words(cast: Cast, signed_in, new: str, again: str, words: str) -> None:
    client = signed_in(cast.clerk)

    answer = client.post(
        "/sign-in/password/", {"oldpassword": "a long pass phrase", "password1": new, "password2": again}
    )

    assert words in answer.content.decode()
    assert LedgerEntry.objects.count() == 0


def test_a_password_is_changed_with_the_old_one_and_the_person_stays_signed_in(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    given = {"oldpassword": "a long pass phrase", "password1": NEW, "password2": NEW}

    answer = client.post("/sign-in/password/", given)

    assert answer["Location"] == "/"
    assert "Your password has been changed." in client.get("/schools/").content.decode()
    assert LedgerEntry.objects.get().name == "access.PasswordChanged"


def test_the_old_password_must_be_right(cast: Cast, signed_in) -> None:
    given = {"oldpassword": "not hers", "password1": NEW, "password2": NEW}

    answer = signed_in(cast.clerk).post("/sign-in/password/", given)

    assert "This is not your password" in answer.content.decode()
    assert Person.objects.get(pk=cast.clerk.person.pk).check_password("a long pass phrase")


def test_changing_a_password_needs_a_sign_in(cast: Cast) -> None:
    assert Client().get("/sign-in/password/")["Location"] == "/sign-in/?next=/sign-in/password/"
