"""Signing in as everybody does: address and password, then the code from the email."""

import re

from django.core import mail

from tests.cast import Member
from tests.journeys.browser import Person

PASSWORD = "a long pass phrase"


def sign_in(person: Person, member: Member) -> None:
    """Sign in. The pages of signing in are checked with axe by the journey that is about them, not by every other."""
    person.page.goto(f"{person.address}/sign-in/")
    person.fill("Email address", member.person.email)
    person.fill("Password", PASSWORD)
    person.go_on("Continue")
    person.fill("Code", newest_code(member))
    person.go_on("Sign in")


def newest_code(member: Member) -> str:
    """Return the code of the newest email to this person."""
    email = next(sent for sent in reversed(mail.outbox) if member.person.email in sent.to)
    return re.findall(r"^ +(\d{6})$", str(email.body), re.MULTILINE)[0]


def notices() -> list[mail.EmailMessage]:
    """Return the emails that were sent, without those that carry a code."""
    return [sent for sent in mail.outbox if "code" not in sent.subject]
