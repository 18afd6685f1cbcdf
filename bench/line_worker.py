"""Measures the line on one database, in a process of its own; prints each line as JSON. Started by `bench.line`."""

import dataclasses
import io
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import crowd, measure  # noqa: E402
from onroll import ctf, linkage  # noqa: E402
from onroll.access.models import Membership, Organisation, Person  # noqa: E402
from onroll.audit.act import Act  # noqa: E402
from onroll.config import demonstration, preparation  # noqa: E402
from onroll.transfer import actions as transfer_actions  # noqa: E402
from onroll.transfer import reasons  # noqa: E402

HELD = int(os.environ.get("ONROLL_BENCH_HELD", "100000"))
UPLOADS, SEARCHES, VISITS = 100, 300, 40
REASON = reasons.Reason.OPEN_CASE.value
NAME = sys.argv[1] if len(sys.argv) > 1 else "SQLite"


def lines() -> Iterator[measure.Line]:
    """Yield the lines of this database."""
    yield bare_fsync()
    yield uploads()
    crowd.hold(HELD)
    yield from searches()
    yield from pages()


def bare_fsync() -> measure.Line:
    """How often a second this disk makes a new 20 KB file durable: write, fsync, rename, fsync of the folder."""
    folder, numbers = Path(settings.VAR) / "fsync", itertools.count()
    folder.mkdir()
    content = os.urandom(20_000)

    def write_fifty() -> None:
        for _ in range(50):
            target = folder / str(next(numbers))
            with target.with_suffix(".part").open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            target.with_suffix(".part").rename(target)
            descriptor = os.open(folder, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)

    return measure.rate(f"{NAME}: bare fsync of a new 20 KB file", "files/s", 50, write_fifty)


def uploads() -> measure.Line:
    """Whole uploads through the page: parsed, hashed, sealed, stored, chained in the ledger, committed with fsync."""
    clerk, address, numbers = signed_in("admissions"), reverse("transfer:send-file"), itertools.count()
    sender = acting_organisation("admissions")
    other = Organisation.objects.filter(kind="school", status="open").exclude(pk=sender.pk)[0]

    def upload_some() -> None:
        for file in files:
            answer = clerk.post(address, {"file": file})
            assert answer.status_code == 302, answer.content[:2000]

    rates = []
    for _ in range(5):
        files = [transfer_file(sender.code, other.code, next(numbers)) for _ in range(UPLOADS)]
        rates.append(UPLOADS / measure.seconds(upload_some))
    return measure.line(f"{NAME}: uploads that survive a power cut", "uploads/s", rates, "one client, through the page")


def transfer_file(source: str, destination: str, seed: int) -> io.BytesIO:
    """Return a file of one invented pupil, under its right name."""
    out = io.BytesIO()
    ctf.sample.make_file(
        out,
        seed=seed,
        pupils=1,
        source=source,
        destination=destination,
        source_name="Benchmark School",
        version="25.0",
        written_at=datetime(2025, 11, 14, 15, 0),  # noqa: DTZ001 - a file's own time has no zone
    )
    out.seek(0)
    out.name = f"{source}_CTF_{destination}_{seed % 999 + 1:03}.xml"
    return out


def searches() -> Iterator[measure.Line]:
    """Search by a misspelt name and a birth date a day out, the whole action, over all held children."""
    officer = act_of("cme_officer")
    transfer_actions.searching.limits.check_limit = lambda *_, **__: None  # the bound on an officer is not what we time
    chosen, times, found = random.Random(7), [], 0
    for child in crowd.some(SEARCHES, HELD, chosen):
        query = linkage.SearchQuery(
            surname=crowd.misspelt(child.surname, chosen),
            forename=child.forename,
            birth_date=child.birth_date + timedelta(days=chosen.choice((-1, 0, 1))),
        )
        start = time.perf_counter()
        result = transfer_actions.search_repository(officer, query=query, reason_code=REASON, reason="benchmark")
        times.append((time.perf_counter() - start) * 1000)
        found += any(hit.reference == child.reference for hit in result.hits)
    spread = f"{found / SEARCHES:.0%} found in the first ten"
    for share, label in ((0.50, "median"), (0.99, "99th percentile")):
        value = measure.percentile(times, share)
        yield measure.Line(
            f"{NAME}: repository search, {HELD:,} held, {label}", "ms", value, min(times), max(times), spread
        )


def pages() -> Iterator[measure.Line]:
    """Server time of each page of the line, over the demonstration and the crowd."""
    for name, role, address in page_addresses():
        client, times = signed_in(role), []
        for _ in range(VISITS):
            start = time.perf_counter()
            answer = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (name, answer.status_code)
        note = f"median {measure.percentile(times, 0.5):.1f}"
        yield measure.Line(
            f"{NAME}: page {name}, 95th percentile", "ms", measure.percentile(times, 0.95), min(times), max(times), note
        )


def page_addresses() -> Iterator[tuple[str, str, str]]:
    """Yield each page's name, the role that opens it and its address, found by following the lists' own links."""
    yield "sign in", "", reverse("account_login")
    for name, role in (
        ("transfer:send-file", "admissions"),
        ("transfer:inbox", "admissions"),
        ("transfer:sent", "admissions"),
        ("transfer:area", "cme_officer"),
        ("transfer:search-repository", "cme_officer"),
        ("casework:work-list", "cme_officer"),
        ("access:find-school", "admissions"),
        ("access:ledger", "auditor"),
    ):
        yield name, role, reverse(name)
    for name, role, listing in (
        ("a file", "admissions", "transfer:inbox"),
        ("a case", "cme_officer", "casework:work-list"),
    ):
        yield name, role, first_link(signed_in(role), reverse(listing))


def first_link(client: Client, listing: str) -> str:
    """Return the first link in the table of a list page."""
    from lxml import html

    return str(html.fromstring(client.get(listing).content).xpath("//table//a/@href")[0])


def membership(role: str) -> Membership:
    """Return the demonstration's first membership with a role."""
    return Membership.objects.filter(role=role).select_related("organisation", "person").order_by("pk")[0]


def acting_organisation(role: str) -> Organisation:
    """Return the organisation of the demonstration's first person with a role."""
    return membership(role).organisation


def act_of(role: str) -> Act:
    """Return an act of the demonstration's first person with a role."""
    held = membership(role)
    return Act(
        actor_id=held.person_id,
        organisation_id=held.organisation_id,
        organisation_kind=held.organisation.kind,
        la_code=held.organisation.la_code,
        role=held.role,
        at=timezone.now(),
        purpose="benchmark",
        request_id="bench",
    )


def signed_in(role: str) -> Client:
    """Return a client signed in as the demonstration's first person with a role; nobody, for no role."""
    client = Client(HTTP_HOST="127.0.0.1")
    if role:
        person: Person = membership(role).person
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fresh_database() -> None:
    """Make the database anew; on PostgreSQL it may be left from an earlier run."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if "postgresql" in database["ENGINE"]:
        import psycopg

        with psycopg.connect(
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            autocommit=True,
            dbname="postgres",
        ) as server:
            server.execute(f"DROP DATABASE IF EXISTS {database['NAME']}")
            server.execute(f"CREATE DATABASE {database['NAME']}")
    preparation.prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    demonstration.load(datetime.now(UTC), seed=1)


if __name__ == "__main__":
    fresh_database()
    for line in lines():
        print(json.dumps(dataclasses.asdict(line)), flush=True)
