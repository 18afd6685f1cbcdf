"""Fills a registry and measures arrivals in it; prints the figures as one line of JSON. Started by `bench.arrivals`."""

import json
import os
import random
import sys
import time
from datetime import date, timedelta

ARRIVALS = 200
SEED = 20261122


def main(count: int) -> None:
    """Measure with so many children known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(_measured(count)))


def _measured(count: int) -> dict[str, object]:
    from django.utils import timezone

    from onroll.audit.act import by_the_system
    from onroll.linkage.engine.match import Engine
    from onroll.registry import actions
    from onroll.registry.actions import Facts, matching
    from onroll.registry.models import PairReview

    chance = random.Random(SEED)
    act = by_the_system(at=timezone.now(), purpose="benchmark of arrivals")
    known = _fill(act, chance, count)
    comparing: list[float] = []
    real = matching.match_arrival

    def timed(act, *, sighting):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        found = real(act, sighting=sighting)
        comparing.append(1000 * (time.perf_counter() - start))
        return found

    matching.match_arrival = timed
    noting = []
    for number in range(ARRIVALS):
        row = chance.choice(known)
        facts = Facts(surname=row[0][:2] + row[0][3:], forename=row[1], birth_date=row[2], sex=row[3], postcode=row[4])
        if number % 2:  # every other one is somebody new, who is like nobody: the usual case
            surname, forename = ("".join(chance.choices("bdfgklmnprstvz", k=9)).title() for _ in range(2))
            facts = Facts(surname=surname, forename=forename, birth_date=date(1990, 1, 1) + timedelta(40 * number))
        start = time.perf_counter()
        actions.note_sighting(act, facts=facts, source="benchmark", source_reference=f"A-{number}")
        noting.append(1000 * (time.perf_counter() - start))
    raised = PairReview.objects.values("second_sighting").distinct().count()
    matching.match_arrival = real
    start = time.perf_counter()
    actions.match_all(act, engine=Engine.EXPLAINABLE, most=10)
    return {
        "alike": comparing[::2],
        "like_nobody": comparing[1::2],
        "noting": noting,
        "raised": raised,
        "nightly": time.perf_counter() - start,
    }


def _fill(act, chance: random.Random, count: int):  # type: ignore[no-untyped-def]
    """Put invented children in without comparing them: they were there before."""
    from onroll.linkage.simulator import stocks
    from onroll.registry import found_by
    from onroll.registry.models import Child, Sighting
    from onroll.search import actions as search_actions

    traditions = sorted({tradition for tradition, kind in stocks.names() if kind == "surname"})
    known = []
    for _ in range(count):
        tradition, sex = chance.choice(traditions), chance.choice("FM")
        forenames = stocks.names().get((tradition, sex.lower())) or stocks.names()["british", sex.lower()]
        row = (
            stocks.names()[tradition, "surname"].pick(chance),
            forenames.pick(chance),
            date(2010, 9, 1) + timedelta(days=chance.randrange(5_840)),
            sex,
            f"LS{chance.randrange(1, 29)} {chance.randrange(1, 9)}{chance.choice('ABDEFG')}{chance.choice('ABDEFG')}",
        )
        known.append(row)
    Child.objects.bulk_create(Child(reference=f"B{n}", first_seen_at=act.at) for n in range(count))
    children = Child.objects.order_by("pk").values_list("pk", flat=True)
    names = ("surname", "forename", "birth_date", "sex", "postcode")
    Sighting.objects.bulk_create(
        Sighting(
            child_id=child_id,
            source="benchmark",
            source_reference=f"B-{child_id}",
            seen_at=act.at,
            **dict(zip(names, row, strict=True)),
        )
        for child_id, row in zip(children, known, strict=True)
    )
    for _ in search_actions.rebuild(act, source=found_by.SOURCE):
        pass
    return known


if __name__ == "__main__":
    main(int(sys.argv[1]))
