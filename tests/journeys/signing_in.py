"""Signing in as everybody does: address and password, then the code from the email."""

import re

from django.core import mail

from tests.journeys.browser import Person

PASSWORD = "a long pass phrase"


def sign_in(person: Person, email: str, password: str = PASSWORD) -> None:
    """Sign in. The pages of signing in are checked with axe by the journey that is about them, not by every other."""
    person.page.goto(f"{person.address}/sign-in/")
    person.fill("Email address", email)
    person.fill("Password", password)
    person.go_on("Continue")
    person.fill("Code", newest_code(email))
    person.go_on("Sign in")


def newest_code(email: str) -> str:
    """Return the code of the newest email to this address."""
    newest = next(sent for sent in reversed(mail.outbox) if email in sent.to)
    return re.findall(r"^ +(\d{6})$", str(newest.body), re.MULTILINE)[0]


def notices() -> list[mail.EmailMessage]:
    """Return the emails that were sent, without those that carry a code."""
    return [sent for sent in mail.outbox if "code" not in sent.subject]
