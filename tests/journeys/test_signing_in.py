"""Signing in with password and code, and what a person is told when one of them is wrong."""

from django.core import mail

from tests.cast import Cast
from tests.journeys.browser import Person
from tests.journeys.signing_in import PASSWORD, newest_code


def test_a_clerk_signs_in_with_password_and_code_and_out_again(cast: Cast, person: Person) -> None:
    email = cast.clerk.person.email

    person.visit("/")
    person.press("Sign in")
    person.check_fits_a_phone()
    person.press("Continue")
    person.follows_error_to("Enter your email address", "Email address")
    person.fill("Email address", email)
    person.fill("Password", "a wrong pass phrase")
    person.press("Continue")
    person.follows_error_to("The email address or the password is not right", "Email address")
    person.fill("Password", PASSWORD)
    person.press("Continue")

    person.sees_heading("Enter the code we sent you")
    person.check_fits_a_phone()
    assert [sent.to for sent in mail.outbox] == [[email]]
    person.fill("Code", "000000" if newest_code(email) != "000000" else "111111")
    person.press("Sign in")
    person.follows_error_to("This is not the code in the newest email we sent you", "Code")
    person.fill("Code", newest_code(email))
    person.press("Sign in")

    person.sees_heading("Waiting for you")
    person.sees(f"Signed in as {cast.clerk.person.name} for Fixture Primary School")
    person.press("Sign out")
    person.visit("/files/waiting/")
    person.sees_heading("Sign in")
