"""Readings of whether agencies help: refusals with their ladder, evidence for step D1, and who is to arrive."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import directory_tables
from onroll.casework.agency_requests import RequestState
from onroll.casework.directory_states import RefusalState
from onroll.casework.models import AgencyRequest, ArrivalsNotice, Refusal
from onroll.rules import agencies as bodies

NOT_SAID = "Agency not said"
# What a year group without a number of children counts as; no child is left out of the sum.
UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How one agency, or kind of body, has helped: requests to it and what became of its refusals.

    `asked`, `told`, `refused_requests` are of requests by kind of body (`is_body`); the rest of refusals on the ladder.
    """

    name: str
    is_body: bool
    asked: int = 0
    told: int = 0
    refused_requests: int = 0
    refusals: int = 0
    thresholds: int = 0
    escalated: int = 0
    resolved: int = 0
    stands: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many children are expected by year group, from so many notices that have not passed."""

    counts: dict[str, int]
    total: int
    notices: Sequence[ArrivalsNotice]


def refusals(act: Act) -> list[Refusal]:
    """Return the log of refusals: open ones first, then the newest, each with its steps."""
    rows = Refusal.objects.visible_to(act).select_related("agency", "request", "case").prefetch_related("steps__person")
    return sorted(rows, key=lambda row: (row.state != RefusalState.OPEN, -row.refused_on.toordinal(), -row.pk))


def refusal(act: Act, reference: str) -> Refusal:
    """Return one refusal of the authority's log.

    Raises: Hidden.
    """
    rows = Refusal.objects.visible_to(act).select_related("agency", "request", "case", "authority")
    found: Refusal | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def agency_support(act: Act) -> tuple[Support, ...]:
    """Return what each kind of body answered to requests, and what became of each agency's refusals (step D1)."""
    return (*_by_body(act), *_by_agency(act))


def _by_body(act: Act) -> list[Support]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    requests = AgencyRequest.objects.visible_to(act).exclude(state=RequestState.WITHDRAWN)
    for code, state in requests.values_list("body", "state"):
        states[code][state] += 1
    return [
        Support(
            name=body.name,
            is_body=True,
            asked=states[body.code].total(),
            told=states[body.code][RequestState.ANSWERED] + states[body.code][RequestState.NOTHING_KNOWN],
            refused_requests=states[body.code][RequestState.REFUSED],
        )
        for body in bodies.BODIES
        if body.code in states
    ]


def _by_agency(act: Act) -> list[Support]:
    rows: dict[str, list[Refusal]] = defaultdict(list)
    for row in refusals(act):
        rows[row.agency.name if row.agency else NOT_SAID].append(row)
    return [
        Support(
            name=name,
            is_body=False,
            refusals=len(found),
            thresholds=sum(row.reason == "threshold" for row in found),
            escalated=sum(any(step.rung not in ("", "asked_again") for step in row.steps.all()) for row in found),
            resolved=sum(row.state == RefusalState.RESOLVED for row in found),
            stands=sum(row.state == RefusalState.STANDS for row in found),
        )
        for name, found in sorted(rows.items())
    ]


def arrivals(act: Act) -> list[ArrivalsNotice]:
    """Return the notices that one may see and that were not taken back, those to come first."""
    rows = ArrivalsNotice.objects.visible_to(act).filter(withdrawn_on__isnull=True)
    return list(rows.select_related("organisation", "authority").order_by("expected_from", "pk"))


def arrivals_notice(act: Act, reference: str) -> ArrivalsNotice:
    """Return one notice.

    Raises: Hidden.
    """
    found = next((each for each in arrivals(act) if each.reference == reference), None)
    if found is None:
        raise Hidden
    return found


def forecast(act: Act) -> Forecast:
    """Return how many children are expected from today on, by year group."""
    coming = [each for each in arrivals(act) if last_day(each) >= act.on]
    counts = dict.fromkeys(directory_tables.YEAR_GROUPS, 0)
    for notice in coming:
        for group, number in notice.counts.items():
            counts[group if group in counts else UNKNOWN] += number
    return Forecast(counts=counts, total=sum(counts.values()), notices=coming)


def last_day(notice: ArrivalsNotice) -> date:
    """Return the last day on which families of a notice are expected."""
    day: date = notice.expected_until or notice.expected_from
    return day
