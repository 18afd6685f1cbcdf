"""The numbers that senior officers and elected members get: counts and days, no child among them."""

from datetime import timedelta

from onroll.audit.act import Act
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from onroll.evaluation.models import NumbersGiven
from onroll.insight import queries as insight_queries
from onroll.rules import pace
from onroll.rules.clocks import add_months
from onroll.rules.missing import List, RuleName
from onroll.rules.time_out import Spread, spread

PACE = "Days from notified to provision accessed, last 12 months"
MOST_GIVEN = 100


def current_numbers(act: Act) -> tuple[tuple[str, str], ...]:
    """Return today's numbers of the acting authority, each with its words. Raises: NotAllowed."""
    asked = insight_queries.asked_of(act, rule=RuleName.RETURN_2025)
    listed = insight_queries.list_page(act, asked, which=List.MISSING).numbers
    still_open = Case.objects.visible_to(act).still_open()
    return (
        (f"Missing education today, by the rule {RuleName.RETURN_2025}", f"{listed.missing:,}"),
        ("Suspected, not identified yet", f"{listed.suspected:,}"),
        ("On a roll with a concern about attendance", f"{listed.attendance_concern:,}"),
        ("Open cases", f"{still_open.count():,}"),
        ("Open cases whose follow-up is overdue", f"{still_open.overdue(act.on).count():,}"),
        (PACE, pace_words(pace_into_provision(act))),
    )


def pace_into_provision(act: Act) -> Spread:
    """Return the days from notified to accessed of cases closed on a roll in the last twelve months."""
    since = add_months(act.on, -12) + timedelta(days=1)
    rows = (
        Case.objects.visible_to(act)
        .filter(stage=Stage.CLOSED, outcome=Outcome.ON_ROLL)
        .filter(provision_accessed_on__gte=since, provision_accessed_on__lte=act.on)
    )
    days = rows.values_list("notified_on", "provision_accessed_on")
    return spread(pace.notified_to_accessed(told, accessed).days for told, accessed in days if accessed)


def pace_words(found: Spread) -> str:
    """Return mean, mode, range and median in words."""
    if not found.count:
        return "no case closed on a roll"
    modes = ", ".join(map(str, found.modes)) or "none"
    return (
        f"mean {found.mean:g}, mode {modes}, range {found.least} to {found.most}, median {found.median:g}, "
        f"from {found.count:,} cases"
    )


def numbers_given(act: Act) -> list[NumbersGiven]:
    """Return what the authority recorded of numbers given, the newest first; at most a hundred."""
    return list(NumbersGiven.objects.visible_to(act).select_related("recorded_by")[:MOST_GIVEN])
