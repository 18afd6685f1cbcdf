"""The nightly match: every child against every other, for what an arrival's quick look did not bring together."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterator

import numpy as np
from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.linkage.engine.match import Decisions, Engine, Matched, Options, match
from onroll.linkage.engine.table import from_records
from onroll.registry import likeness, queries
from onroll.registry.actions.pairs import raise_pair
from onroll.registry.events import StandingMatchRun
from onroll.registry.models import Cause, Merge, PairReview, Sighting
from onroll.registry.queries.auditing import SAMPLE_ONE_IN
from onroll.registry.review_states import APART

WEAK_FROM = 0.002
LIST = "registry"


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How many children were compared, and how many pairs were put before people, of them by lot."""

    children: int
    raised: int
    drawn: int


def match_all(
    act: Act,
    *,
    engine: Engine = Engine.BOOSTED,
    most: int = 1000,
    memory_limit: str = "",
    step: Callable[[str], None] = lambda _: None,
) -> Standing:
    """Compare every child who is not shielded with every other, and put at most so many pairs before people.

    The newest sighting of each record counts. What people decided is told to the engine. Nothing is joined.
    Raises: NotAllowed, for anybody but the system.
    """
    if not act.is_system:
        raise NotAllowed
    rows = {row.pk: row for row in _newest(act)}
    if len(rows) < 2:
        return Standing(len(rows), 0, 0)
    options = Options(engine=engine, within=True, memory_limit=memory_limit, decisions=_decided(rows.values()))
    matched = match(from_records([_record(row) for row in rows.values()]), options, step=step)
    raised = drawn = 0
    for first, second, score, is_weak in _worth_raising(matched, rows):
        if raised >= most:
            break
        with transaction.atomic():
            cause = Cause.SAMPLE if is_weak else Cause.LIKENESS
            done = raise_pair(act, first=first, second=second, cause=cause, score=score, engine=f"{engine} engine")
        raised += done is not None
        drawn += done is not None and is_weak
    with transaction.atomic():
        ledger.record(act, StandingMatchRun(engine=engine, children=len(rows), raised=raised, drawn=drawn))
    return Standing(len(rows), raised, drawn)


def _newest(act: Act) -> Iterator[Sighting]:
    """Yield the newest sighting of each record that is not shielded."""
    seen: set[int] = set()
    rows = Sighting.objects.exclude(child_id__in=queries.shielded_children(act.on)).select_related("told_by")
    for row in rows.order_by("child_id", "-seen_at", "-pk").iterator(chunk_size=2000):
        if row.child_id not in seen:
            seen.add(row.child_id)
            yield row


def _record(row: Sighting) -> dict[str, str]:
    return {
        "rid": str(row.pk),
        "list": LIST,
        "upn": row.upn,
        "forename": row.forename,
        "middle": row.middle_names,
        "surname": row.surname,
        "dob": row.birth_date.isoformat() if row.birth_date else "",
        "sex": row.sex,
        "postcode": "" if row.is_address_sealed else row.postcode,
    }


def _decided(rows: object) -> Decisions:
    by_child = {row.child_id: str(row.pk) for row in rows}  # type: ignore[attr-defined]
    apart = PairReview.objects.filter(state__in=APART).values_list("first_id", "second_id")
    merged = Merge.objects.filter(ended_at__isnull=True).values_list("child_id", "same_as_id")
    same, different = (
        [(by_child[one], by_child[two]) for one, two in pairs if one in by_child and two in by_child]
        for pairs in (merged, apart)
    )
    return Decisions(same=same, different=different)


def _worth_raising(matched: Matched, rows: dict[int, Sighting]) -> Iterator[tuple[Sighting, Sighting, float, bool]]:
    """Yield the pairs for people, the likeliest first, then those drawn by lot from the unlikely."""
    chance, rids = matched.probability, matched.table.rids
    for place in np.argsort(-chance, kind="stable").tolist():
        score = float(chance[place])
        if score < WEAK_FROM:
            return
        ids = sorted(int(rids[side]) for side in (matched.pairs.left[place], matched.pairs.right[place]))
        first, second = rows[ids[0]], rows[ids[1]]
        found = likeness.likeness(first, second)
        if found.may_be_twins and not likeness.is_for_a_person(found):
            continue
        is_weak = score < likeness.WORTH_A_LOOK_FROM
        if not is_weak or _is_drawn(first, second):
            yield first, second, score, is_weak


def _is_drawn(first: Sighting, second: Sighting) -> bool:
    """Draw one pair in so many by the digest of its ids: the same pair is drawn, or not, each night."""
    digest = hashlib.sha256(f"{first.pk}:{second.pk}".encode()).digest()
    return int.from_bytes(digest[:4]) % SAMPLE_ONE_IN == 0
