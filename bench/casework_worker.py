"""Measures an officer's pages over a big caseload on one database, in a process of its own; prints each line as JSON.

Started by `bench.casework`. With a second word, a folder: also leaves there who may come in, for the crowd of officers.
"""

import dataclasses
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import caseload, measure  # noqa: E402
from onroll.access.models import Organisation, Person  # noqa: E402
from onroll.audit.act import Act  # noqa: E402
from onroll.casework import actions  # noqa: E402
from onroll.casework.models import Case  # noqa: E402
from onroll.config import preparation  # noqa: E402

CASES = int(os.environ.get("ONROLL_BENCH_CASES", "50000"))
OFFICERS = int(os.environ.get("ONROLL_BENCH_OFFICERS", "70"))
GIVEN, VISITS, SLOW_VISITS = min(1_000, CASES // 4), 40, 5
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME = sys.argv[1]


def every_line() -> Iterator[measure.Line]:
    """Yield the lines of this database."""
    preparation.prepare_database()
    preparation.collect_static_files()
    began = time.perf_counter()
    authority, officers, leader = caseload.fill(CASES, OFFICERS)
    yield measure.line(f"{NAME}: {CASES:,} open cases made", "s", [time.perf_counter() - began])
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as the server does by itself after a while
    yield from pages(officers, leader)
    yield giving(authority, officers, leader)
    if len(sys.argv) > 2:
        let_in(Path(sys.argv[2]), officers)


def pages(officers: list[Person], leader: Person) -> Iterator[measure.Line]:
    """Yield each page: the median, and at its 95th of 100."""
    chosen = random.Random(5)
    clients = itertools.cycle([signed_in(person) for person in officers[:5]])
    cases = list(Case.objects.values_list("reference", "child__reference", "notification__sighting__surname"))
    some = itertools.cycle(chosen.sample(cases, min(500, len(cases))))
    boss = signed_in(leader)
    visits: list[tuple[str, int, Callable[[], object]]] = [
        ("work list", VISITS, lambda: get(next(clients), reverse("casework:work-list"))),
        ("work list, overdue ones of mine", VISITS, lambda: get(next(clients), "/cases/?queue=mine&overdue=on")),
        ("work list, page 500", SLOW_VISITS, lambda: get(next(clients), "/cases/?page=500")),
        ("page of a case", VISITS, lambda: get(next(clients), reverse("casework:case", args=[next(some)[0]]))),
        ("story of a child", VISITS, lambda: get(next(clients), reverse("casework:child-story", args=[next(some)[1]]))),
        ("search by a surname", VISITS, lambda: find(next(clients), next(some)[2])),
        ("the team", SLOW_VISITS, lambda: get(boss, reverse("casework:team"))),
        ("who is missing", SLOW_VISITS, lambda: get(next(clients), reverse("insight:lists"))),
    ]
    for what, count, visit in visits:
        first = measure.seconds(visit)
        times = [1_000 * measure.seconds(visit) for _ in range(count)]
        note = f"95 of 100: {measure.percentile(times, 0.95):,.0f} ms; the first after a start: {1_000 * first:,.0f} ms"
        yield measure.line(f"{NAME}: {what}, {CASES:,} open cases", "ms", times, note)


def giving(authority: Organisation, officers: list[Person], leader: Person) -> measure.Line:
    """Give cases from whoever has them to one officer and on to the next: one act a case, one transaction."""
    times = []
    for officer in officers[:3]:
        rows = Case.objects.exclude(responsible=officer).order_by("pk")[:GIVEN]
        seen = dict(rows.values_list("reference", "version"))
        act = _act(leader, authority)
        times.append(
            measure.seconds(
                lambda act=act, seen=seen, officer=officer: actions.reassign_cases(
                    act, versions=seen, responsible=officer, reason="A benchmark."
                )
            )
        )
    return measure.line(f"{NAME}: give {GIVEN:,} cases to another officer", "s", times)


def _act(leader: Person, authority: Organisation) -> Act:
    return Act(
        actor_id=leader.pk,
        organisation_id=authority.pk,
        organisation_kind=authority.kind,
        la_code=authority.la_code,
        role="cme_leader",
        at=timezone.now(),
        purpose="benchmark",
        request_id="bench",
    )


def let_in(folder: Path, officers: list[Person]) -> None:
    """Write the session of each officer, and what they ask for: for processes that are not Django."""
    sessions = [signed_in(person).cookies["sessionid"].value for person in officers]
    rows = Case.objects.order_by("?").values_list("reference", "child__reference", "notification__sighting__surname")
    (folder / "officers.json").write_text(json.dumps({"sessions": sessions, "cases": list(rows[:2_000])}))


def signed_in(person: Person) -> Client:
    """Return a client signed in as somebody."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend=BACKEND)
    return client


def get(client: Client, address: str) -> None:
    """Ask for a page, and stop where it is none."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def find(client: Client, surname: str) -> None:
    """Type a surname into the search box."""
    answer = client.post(reverse("casework:find-child"), {"child": surname})
    assert answer.status_code == 200, answer.status_code


if __name__ == "__main__":
    for each in every_line():
        print(json.dumps(dataclasses.asdict(each)), flush=True)
