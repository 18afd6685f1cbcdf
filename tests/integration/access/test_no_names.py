"""A rare name stays out of logs, addresses, titles, the ledger and refusals, wherever its bearer goes in this room."""

import logging
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from onroll.access.models import Cover, Person
from onroll.audit.models import LedgerEntry
from tests.cast import Cast, Member

CANARY = "Zyxquofane"


def test_a_rare_name_appears_only_on_pages(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    email = f"{CANARY.lower()}@onroll.example"
    Person.objects.filter(pk=cast.auditor.person.pk).update(name=f"{CANARY} Invented", email=email)
    client = Client()

    answers = [client.post("/sign-in/", {"login": email, "password": "wrong"})]
    answers.append(client.post("/sign-in/", {"login": email, "password": "a long pass phrase"}))
    code = re.search(r"^    (\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    answers.append(client.post("/sign-in/code/", {"code": code}))
    answers += [client.get(path) for path in ("/ledger/", "/schools/?words=school", "/acting-for/", "/nowhere/")]
    answers += [client.post("/ledger/check/"), client.get("/cases/"), client.post("/sign-in/out/")]

    pages = [answer.content.decode() for answer in answers]
    titles = [title for page in pages for title in re.findall(r"<title>(.*?)</title>", page)]
    addresses = [found for page in pages for found in re.findall(r'(?:href|action)="([^"]*)"', page)]
    addresses += [answer["Location"] for answer in answers if "Location" in answer]
    entries = [f"{entry.purpose} {entry.details}" for entry in LedgerEntry.objects.all()]
    kept = "\n".join([caplog.text, *titles, *addresses, *entries, *(message.body for message in mail.outbox)])
    assert CANARY in "".join(pages)
    assert len(titles) > 4
    assert CANARY.lower() not in kept.lower()


def test_a_rare_name_among_people_and_covers_appears_only_on_pages(
    cast: Cast, proven: Callable[[Member], Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    email, today = f"{CANARY.lower()}@onroll.example", timezone.localdate()
    Person.objects.filter(pk=cast.clerk.person.pk).update(name=f"{CANARY} Invented", email=email)
    client, number = proven(cast.approver), cast.clerk.membership.pk
    day = {"day": today.day, "month": today.month, "year": today.year}
    days = {f"{name}_{part}": value for name in ("from_on", "until_on") for part, value in day.items()}
    covered = cast.safeguarding_lead.membership.pk

    answers = [client.get("/people/"), client.get(f"/people/{number}/"), client.get(f"/people/{number}/end/")]
    answers.append(client.post("/people/give-role/", {"email": email, "name": CANARY, "role": "admissions"}))
    answers.append(client.post("/people/give-role/", {"email": email, "name": CANARY, "role": "attendance"}))
    answers.append(client.post(f"/people/{covered}/cover/", {"by": cast.clerk.person.pk, **days}))
    answers += [client.get(f"/people/{covered}/"), client.post(f"/people/{covered}/cover/end/")]
    answers.append(client.post(f"/people/{number}/end/", {}))

    pages = [answer.content.decode() for answer in answers]
    titles = [title for page in pages for title in re.findall(r"<title>(.*?)</title>", page)]
    addresses = [found for page in pages for found in re.findall(r'(?:href|action)="([^"]*)"', page)]
    addresses += [answer["Location"] for answer in answers if "Location" in answer]
    entries = [f"{entry.purpose} {entry.details}" for entry in LedgerEntry.objects.all()]
    kept = "\n".join([caplog.text, *titles, *addresses, *entries])
    assert CANARY in "".join(pages)
    assert (len(entries), Cover.objects.count()) == (4, 0)
    assert CANARY.lower() not in kept.lower()
