"""The trace of a drawn case: its stages, dates, responsible people, who looked, and the gaps. No child is named."""

import dataclasses
import itertools
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from onroll.access import queries as access_queries
from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden
from onroll.casework import queries as casework_queries
from onroll.casework.models import Case, CaseEvent
from onroll.casework.queries import StoryStep
from onroll.casework.stages import WORKING, Stage
from onroll.evaluation.models import DrawnCase
from onroll.rules.clocks import add_months

MOST_LOOKS = 200
# Readings of the case and of the notification it came from: the authority's own. Who elsewhere read the child's record
# is not shown, since it would tell where else a child is known.
LOOKS = frozenset({"casework.CaseRecordOpened", "casework.NotificationRecordOpened"})
_DATES = (
    ("Last in education", "last_in_education_on"),
    ("Notified", "notified_on"),
    ("Located", "located_on"),
    ("Needs agreed", "needs_agreed_on"),
    ("Provision determined", "provision_determined_on"),
    ("Provision accessed", "provision_accessed_on"),
)
# By which stage a date is known. Source: 2004 guide, checklist C2, and the nine stages.
_DUE_AFTER = {
    "located_on": Stage.LOCATE,
    "needs_agreed_on": Stage.NEEDS,
    "provision_determined_on": Stage.IDENTIFY_PROVISION,
    "provision_accessed_on": Stage.ACCESS_PROVISION,
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody read the case: when, who (a name of her own), for which organisation and why."""

    at: datetime
    who: str
    organisation: str
    role: str
    purpose: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything that a trace shows. `gaps` say in words what a reader would miss."""

    drawn: DrawnCase
    case: Case
    dates: tuple[tuple[str, date | None], ...]
    steps: tuple[StoryStep, ...]
    looks: tuple[Look, ...]
    gaps: tuple[str, ...]


def drawable_since(act: Act) -> date:
    """Return the first day of notification of the cases that can be drawn: twelve months, today the last day."""
    return add_months(act.on, -12) + timedelta(days=1)


def draws(act: Act) -> list[DrawnCase]:
    """Return the draws of the acting authority, the newest first."""
    return list(DrawnCase.objects.visible_to(act).select_related("case", "drawn_by")[:100])


def draw_of(act: Act, reference: str) -> DrawnCase:
    """Return one draw.

    Raises: Hidden.
    """
    rows = DrawnCase.objects.visible_to(act).select_related("case__responsible", "drawn_by")
    found: DrawnCase | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def trace_of(act: Act, drawn: DrawnCase) -> Trace:
    """Return the trace of a drawn case as it stands now."""
    case = drawn.case
    about = (("case", case.pk), ("notification", case.notification_id))
    found = [each for subject in about for each in audit_queries.entries_about(*subject) if each.name in LOOKS]
    entries = sorted(found, key=lambda each: each.sequence)
    steps = casework_queries.case_story(act, case)
    return Trace(
        drawn=drawn,
        case=case,
        dates=tuple((words, getattr(case, name)) for words, name in _DATES),
        steps=tuple(steps),
        looks=_looks(entries[-MOST_LOOKS:]),
        gaps=tuple(_gaps(act, case, [step.at for step in steps if not step.is_of_file], bool(entries))),
    )


def _looks(entries: Iterable[LedgerEntry]) -> tuple[Look, ...]:
    rows = list(entries)
    names = access_queries.names_in(rows)
    return tuple(
        Look(
            at=each.at,
            who=names.people.get(each.actor_id or 0, "nobody"),
            organisation=names.organisations.get(each.organisation_id or 0, ""),
            role=each.role,
            purpose=each.purpose,
        )
        for each in rows
    )


def _gaps(act: Act, case: Case, moments: list[datetime], was_looked_at: bool) -> Iterable[str]:
    reached = WORKING.index(Stage(case.stage)) if case.stage != Stage.CLOSED else len(WORKING)
    is_on_roll = case.outcome == "on_roll"
    for name, stage in _DUE_AFTER.items():
        is_past = reached > WORKING.index(stage) and (case.stage != Stage.CLOSED or is_on_roll)
        if is_past and getattr(case, name) is None:
            words = {column: said for said, column in _DATES}[name]
            yield f"The date “{words}” is not recorded, though the case has gone past that stage."
    ends = case.closed_at or act.at
    days = [moment.astimezone(LONDON).date() for moment in [*moments, ends]]
    for before, after in itertools.pairwise(days):
        if after > add_months(before, 1):
            yield f"Nothing was recorded from {before.isoformat()} to {after.isoformat()}: more than a month."
    if case.stage == Stage.CLOSED and not CaseEvent.objects.filter(case=case, kind="risk").exists():
        yield "Nobody recorded how great the risk was."
    if not was_looked_at:
        yield "The ledger holds no reading of this case by anybody."
