"""Who crawls, and what they find. Needs Django set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tools.machine import say

# A day: for as long the visitor's password counts as just given, so that pages behind the second proof are opened too.
PROVEN_FOR_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which account saw it, at which address, and what it is in words."""

    account: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who crawls: an account of the demonstration, or a passer-by (no account, an empty cookie).

    `kind`: her role and kind of organisation; two of one kind get the same pages, so a browser looks once.
    """

    account: str
    kind: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A page to show to a browser. `shape`: what `pages.shape_of` gives; axe looks at each shape once."""

    visitor: Visitor
    address: str
    shape: str


@dataclass(slots=True)
class Found:
    """What a crawl found: faults, how much was opened, and which page to show to a browser, by kind.

    `reached`: patterns of addresses of which one was opened. `tried`: forms that were sent wrongly filled, by
    kind of visitor and pattern of address.
    """

    faults: list[Fault] = field(default_factory=list)
    opened: int = 0
    sent: int = 0
    reached: set[str] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    to_show: dict[tuple[str, str], Sight] = field(default_factory=dict)

    def note(self, visitor: Visitor, address: str, words: str) -> None:
        """Keep a fault, and say it at once: a crawl takes minutes. The same words about one account are said once."""
        if any((each.account, each.words) == (visitor.account, words) for each in self.faults):
            return
        self.faults.append(Fault(visitor.account, address, words))
        say(f"{visitor.account}  {address}\n    {words}")


def visitors(only: list[str] | None) -> list[Visitor]:
    """Return a passer-by and everybody of the demonstration, signed in past password, code and second proof.

    `only`: these accounts, by the name they sign in with, or `passer-by`; None: everybody.
    """
    from allauth.account.authentication import get_authentication_records
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest
    from django.test import Client

    from onroll.access.models import Person
    from onroll.config.demonstration.people import ACCOUNTS

    found = [Visitor("passer-by", "nobody", "")] if not only or "passer-by" in only else []
    for account in ACCOUNTS:
        if only and account.login not in only:
            continue
        person = Person.objects.get(email=account.email)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session: Any = client.session
        request = HttpRequest()
        request.session = session
        record_authentication(request, person, "password", reauthenticated=True)
        get_authentication_records(request, person)[-1]["at"] += PROVEN_FOR_SECONDS
        session.save()
        membership = person.memberships.select_related("organisation").order_by("pk")[0]
        kind = f"{membership.role} of a {membership.organisation.kind}"
        found.append(Visitor(account.login, kind, client.cookies["sessionid"].value))
    return found
