"""Searching the lost-pupil repository: least data first, and a trace of which kinds of fact were asked.

A shielded child looks like no result. A search does the same steps whether it met one or not, so that neither the
answer nor its time tells; whoever has to know is told afterwards (`shielding.raise_shield_alerts`).
"""

import dataclasses
from typing import cast

from django.db import transaction

from onroll import linkage
from onroll.access import limits
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import permissions, queries, reasons
from onroll.transfer.events import RepositorySearched
from onroll.transfer.models import RepositorySearch
from onroll.transfer.queries import LeastData

# Source: ../shared/reference/ctf/s2s.md section 6.3: at most ten candidates, least data first (mark P).
MOST_SHOWN = 10
# Searches a person, or an authority, may make in an hour. Our own bound (mark P): an officer who clears a whole
# morning's admissions makes some thirty.
PER_PERSON = (60, 3600)
PER_ORGANISATION = (240, 3600)


class TooFewFacts(RuleBroken):
    """A search by one kind of fact alone would be a look through the list."""

    code = "too_few_facts"


@dataclasses.dataclass(frozen=True, slots=True)
class SearchResult:
    """At most ten candidates, the likeliest first."""

    hits: tuple[LeastData, ...]


def search_repository(
    act: Act, *, query: linkage.SearchQuery, reason_code: str, reason: str, is_outside: bool | None = None
) -> SearchResult:
    """Search all authorities' held children. This will show at most ten, with the least data that lets one choose.

    `is_outside`: only those filed as outside the maintained sector, only the others, or (None) both.
    Raises: ReasonNeeded, TooFewFacts, RateLimited.
    """
    permissions.check(permissions.may_search_repository(act))
    why = reasons.check(reason_code, reason)
    if not linkage.is_specific_enough(query):
        raise TooFewFacts("Give at least two different kinds of fact, such as a name and a date of birth.")
    limits.check_limit(act, key="repository-search", per_person=PER_PERSON, per_organisation=PER_ORGANISATION)
    found = queries.repository_candidates(query, act.on, is_outside=is_outside)
    candidates = [each for each in found.candidates if each.key not in found.shields]
    hits = linkage.rank(query, candidates, limit=MOST_SHOWN)
    met = linkage.rank(query, found.candidates, limit=MOST_SHOWN)
    least = queries.least_data(query, hits, found)
    with transaction.atomic():
        RepositorySearch.objects.create(
            organisation_id=cast("int", act.organisation_id),
            person_id=cast("int", act.actor_id),
            at=act.at,
            reason_code=reason_code,
            shown=[found.ids[hit.key] for hit in hits],
            met_shields=[found.shields[hit.key] for hit in met if hit.key in found.shields],
        )
        ledger.record(
            act,
            RepositorySearched(
                organisation_id=cast("int", act.organisation_id),
                reason_code=reason_code,
                reason=why,
                kinds_of_fact=tuple(sorted(linkage.kinds_of_fact(query))),
                found=len(least),
            ),
        )
    return SearchResult(hits=least)
