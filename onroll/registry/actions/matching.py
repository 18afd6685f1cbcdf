"""The standing match: each arrival is compared with every child known, whoever looks for her, the moment it is noted.

A lost pupil, a child of an open case and any other child are all in the registry, so one look finds them; the rooms
above hear of each pair that is raised, and tell both sides. Nothing is joined here: that is for UPN with name and birth
date (`identity`), or for two people.
"""

from collections.abc import Sequence

from onroll.audit.act import Act
from onroll.registry import found_by, likeness, queries
from onroll.registry.actions.pairs import raise_pair
from onroll.registry.models import Cause, PairReview, Shield, Sighting
from onroll.search import queries as search_queries

# How many candidates are compared, and how many pairs of one arrival are put before people: the likeliest.
COMPARED, RAISED = 20, 3


def match_arrival(act: Act, *, sighting: Sighting) -> list[PairReview]:
    """Compare what has just been said of a child with all that is known, and put the doubtful before people.

    Inside the transaction that notes the sighting. Shielded children are left out before anything is compared, and one
    who is shielded is compared with nobody.
    """
    if Shield.objects.in_force(act.on).filter(child_id=sighting.child_id).exists():
        return []
    raised = [_dispute(act, sighting)]
    near = _near(act, sighting)
    for number, (other, score) in enumerate(near[:RAISED]):
        rivals = len(near) - 1 if number == 0 else len(near) - number
        raised.append(raise_pair(act, first=other, second=sighting, cause=Cause.LIKENESS, score=score, rivals=rivals))
    return [review for review in raised if review]


def ask_whether_one(act: Act, *, sighting: Sighting, children: Sequence[int]) -> list[PairReview]:
    """Put before people whether what was said is of one of these children, as a school's own roll makes likely.

    Inside the transaction that notes the sighting. Who is one child with it already is no question.
    """
    raised = []
    for child_id in children:
        told = Sighting.objects.filter(child_id=child_id).select_related("told_by").order_by("-seen_at", "-pk")
        newest = told.first()
        if newest is not None and child_id != sighting.child_id:
            score = likeness.likeness(newest, sighting).score.value
            raised.append(raise_pair(act, first=newest, second=sighting, cause=Cause.LIKENESS, score=score))
    return [review for review in raised if review]


def _dispute(act: Act, sighting: Sighting) -> PairReview | None:
    """Put before people that two children hold one UPN, where they do."""
    if sighting.disputes is None:
        return None
    holders = Sighting.objects.filter(child=sighting.disputes, upn=sighting.upn)
    holder = holders.select_related("told_by").order_by("-seen_at", "-pk").first()
    if holder is None:
        return None
    found = likeness.likeness(holder, sighting)
    return raise_pair(act, first=holder, second=sighting, cause=Cause.UPN_DISPUTED, score=found.score.value)


def _near(act: Act, sighting: Sighting) -> list[tuple[Sighting, float]]:
    """Return the sightings of other children that a person should compare with this one, the likeliest first.

    One for each child. What the same file says of another pupil is not compared: a school lists a pupil once.
    """
    hits = search_queries.candidates(sighting, {found_by.KIND}, COMPARED, leaving_out=queries.shielded_children(act.on))
    own = set(queries.one_with(sighting.child_id))
    parts = [hit.part_id for hit in hits if hit.record_id not in own]
    rows = Sighting.objects.filter(pk__in=parts).exclude(
        source=sighting.source, source_reference=sighting.source_reference
    )
    compared = [(row, likeness.likeness(row, sighting)) for row in rows.select_related("told_by")]
    near = [(row, found.score.value) for row, found in compared if likeness.is_for_a_person(found)]
    return sorted(near, key=lambda one: (-one[1], one[0].pk))
