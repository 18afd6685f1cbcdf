"""Everything that one page shows of a child, gathered once."""

from datetime import date, datetime, time
from typing import Any

from onroll.access.models import Organisation
from onroll.audit.act import LONDON, Act
from onroll.registry.models import Child, Sighting
from onroll.registry.queries.facts import facts_of
from onroll.registry.queries.merging import one_with
from onroll.registry.queries.reviews import merges_of, pairs_of_child


def all_known_of(act: Act, child: Child, day: date | None = None) -> dict[str, Any]:
    """Return a child's facts, who told them, her other records, merges and pairs, for who may see the child.

    `day`: the facts as they were known at its end, right or wrong, and what records were read as one then.
    """
    records = one_with(child.pk)
    facts = facts_of(child, known_at=min(act.at, datetime.combine(day, time.max, tzinfo=LONDON)) if day else act.at)
    told_by = {
        fact.told_by_id for kind in (facts.names, facts.birth_dates, facts.numbers, facts.addresses) for fact in kind
    }
    return {
        "facts": facts,
        "tellers": Organisation.objects.in_bulk(filter(None, told_by)),
        "others": list(Child.objects.filter(pk__in=records).exclude(pk=child.pk).order_by("pk")),
        "merges": merges_of(records),
        "pairs": pairs_of_child(act, records),
    }


def last_said_here(act: Act, child: Child) -> Sighting | None:
    """Return the newest that an organisation of the acting officer's area said of a child: where a correction starts.

    What another area said is not hers to see, and an address is for whoever says it to give.
    """
    told = Sighting.objects.filter(child_id__in=one_with(child.pk), told_by__la_code=act.la_code)
    return told.order_by("-seen_at", "-pk").first()
