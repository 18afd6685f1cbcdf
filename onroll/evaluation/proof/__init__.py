"""Proof from the authority's own data: for each step that the system can measure, one small function.

A step of another set is measured as the step of 2006 from which it grew, unless it asks for something else; what
cannot be measured says how it will be, or that it never can.
"""

from collections.abc import Callable
from typing import Final

from onroll.audit.act import Act
from onroll.evaluation.frozen import FrozenStep
from onroll.evaluation.models import Finding
from onroll.evaluation.proof import information, networks, strategy, tracking
from onroll.evaluation.proof.measured import Measured

__all__ = ["MEASURES", "NOT_MEASURED", "Measured", "measure"]

MEASURES: Final[dict[str, Callable[[Act], Measured]]] = {
    "A1": networks.policy,
    "A3": strategy.reports_each_term,
    "B1": networks.stakeholders,
    "B2": networks.routes_published,
    "B3": networks.named_contact,
    "C1": information.database,
    "C2": information.key_dates,
    "C3": strategy.numbers_to_senior_officers,
    "C4": information.groups_from_sources,
    "C5": information.access_rules,
    "D1": networks.agencies_support,
    "D3": tracking.pace,
    "E1": tracking.leavers_without_destination,
    "E2": tracking.monthly_follow_up,
    "E3": tracking.leaving_process,
    "E4": tracking.exchange_by_school,
    "E5": tracking.exchange_administrator,
    "E6": tracking.monthly_uploads,
    "N-A4": strategy.harm_referred_at_once,
}
_A_DOCUMENT = "Not measured: this is a document, which OnRoll cannot judge. Attach it, or say where it is."
NOT_MEASURED: Final[dict[str, str]] = {
    "A2": _A_DOCUMENT,
    "B4": _A_DOCUMENT,
    "D2": "Not measured yet: it will be once OnRoll keeps referrals and offers of places: each failure to place, "
    "with its reason and day.",
    "D4": "Not measured yet: it will be once OnRoll keeps vacancies of schools and of alternative provision, each with "
    "the day of the information.",
    "N-C6": "Not measured yet: it will be from the receipts of the last three returns to the Department.",
    "N-C7": "Not measured yet: it will be from the days on which each school's attendance data came.",
    "N-C8": "Not measured: the register is not in force. Attach your plan.",
    "N-D5": "Not measured yet: it will be once OnRoll keeps provision under section 19 with its hours a week.",
    "N-E1": "Not measured yet: it will be from deletion and new pupil returns, by school and day due.",
}


def measure(act: Act, step: FrozenStep) -> Measured:
    """Return what the data say of one step today, for the acting authority."""
    for key in (step.key, "" if step.key in NOT_MEASURED else step.replaces):
        if key in MEASURES:
            return MEASURES[key](act)
    words = NOT_MEASURED.get(step.key) or NOT_MEASURED.get(step.replaces) or _A_DOCUMENT
    return Measured(code="not-measured", query=words, finding=Finding.NOT_MEASURED)
