"""School attendance orders as data: their rule sets, steps, periods and states (tables/order-steps.csv).

Sections 437 to 443 of the Education Act 1996 hold today. Those of the Children's Wellbeing and Schools Act 2026 stand
beside them behind a dated switch, `BEGINS_2026`, which nobody has set: the Act's day and periods are not known yet.
"""

import dataclasses
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from functools import cache

from onroll.rules import tables
from onroll.rules.clocks import add_days_beginning_with
from onroll.rules.deadlines import default_for
from onroll.rules.rulesets import Mark, RuleNotInForce, RuleSet, Setting

ORDERS_1996 = RuleSet("sao-1996", "Education Act 1996, sections 437 to 443", date(1996, 11, 1), None, "1996 c. 56")
ORDERS_2026 = RuleSet(
    "sao-2026", "Education Act 1996, sections 436H to 436Q", date.max, None, "2026 c. 21 s39, not commenced"
)
_UNSURE = "2026 Act s39: not commenced, and not read (process.md section 9, mark U)"
BEGINS_2026: Setting[date | None] = Setting(
    name="first day of the attendance orders of the 2026 Act", value=None, mark=Mark.UNCERTAIN, source=_UNSURE
)
PRELIMINARY_2026_DAYS: Setting[int | None] = Setting(
    name="preliminary notice of the 2026 Act (days beginning with the day of service)",
    value=None,
    mark=Mark.UNCERTAIN,
    source=_UNSURE,
)


class OrderState(StrEnum):
    """Where an attendance order stands."""

    CONCERN = "concern"
    NOTICE_SERVED = "notice_served"
    SCHOOL_NOTICE_SERVED = "school_notice_served"
    ORDER_SERVED = "order_served"
    OFFENCE_REPORTED = "offence_reported"
    SATISFIED = "satisfied"
    STOPPED = "stopped"
    REVOKED = "revoked"
    ENDED_BY_COURT = "ended_by_court"
    OUT_OF_AGE = "out_of_age"


MEANINGS: dict[OrderState, tuple[str, str]] = {
    OrderState.CONCERN: ("Concern", "It appears that the child does not receive suitable education."),
    OrderState.NOTICE_SERVED: ("Notice served", "The parent has been asked to show suitable education."),
    OrderState.SCHOOL_NOTICE_SERVED: (
        "School named",
        "The parent knows the school, and may choose another.",
    ),
    OrderState.ORDER_SERVED: ("Order in force", "The parent must register the child; the school must admit."),
    OrderState.OFFENCE_REPORTED: ("Reported", "The order was not obeyed. It is before the court, or on its way."),
    OrderState.SATISFIED: ("Satisfied", "The parent has shown suitable education. It ended without an order."),
    OrderState.STOPPED: ("Stopped", "The authority found an order not expedient."),
    OrderState.REVOKED: ("Revoked", "The authority took the order back."),
    OrderState.ENDED_BY_COURT: ("Ended by the court", "The court directed that the order ends."),
    OrderState.OUT_OF_AGE: ("Out of age", "The child is no longer of compulsory school age."),
}


@dataclasses.dataclass(frozen=True, slots=True)
class OrderStep:
    """One step of a rule set. `needs`: "period_over", or the code of a step that has to come before."""

    code: str
    name: str
    from_states: frozenset[OrderState]
    to_state: OrderState
    section: str
    deadline: str
    letter: str
    for_whom: str
    needs: tuple[str, ...]


class PeriodNotKnown(LookupError):
    """The law's period is not known, so no notice can say it."""


@cache
def steps_of(ruleset: str) -> dict[str, OrderStep]:
    """Return the steps of a rule set by code, in the order of the table.

    Source: tables/order-steps.csv, after process.md section 9, with a mark for each.
    """
    return {
        row["step"]: OrderStep(
            code=row["step"],
            name=row["name"],
            from_states=frozenset(map(OrderState, row["from_states"].split())),
            to_state=OrderState(row["to_state"]),
            section=row["section"],
            deadline=row["deadline"],
            letter=row["letter"],
            for_whom=row["for_whom"],
            needs=tuple(row["needs"].split()),
        )
        for row in tables.rows("order-steps")
        if row["ruleset"] == ruleset
    }


def ruleset_on(on: date, begins_2026: date | None = BEGINS_2026.value) -> RuleSet:
    """Return the rule set under which an order that begins on a day runs, to its end.

    Raises: RuleNotInForce, before 1 November 1996.
    """
    if begins_2026 and on >= begins_2026:
        return ORDERS_2026
    if not ORDERS_1996.covers(on):
        raise RuleNotInForce("school attendance orders", on)
    return ORDERS_1996


def last_day(deadline: str, served_on: date, preliminary_days: int | None = PRELIMINARY_2026_DAYS.value) -> date:
    """Return the last day of a notice's period; the day of service is its first.

    Source: deadlines.csv SAO_NOTICE, SAO_SCHOOL and SAO_NEW_NOM: 15 days beginning with the day of service.
    Raises: PeriodNotKnown, for a period of the 2026 Act that nobody has read.
    """
    row = {"SAO_2026_NOMINATION": "SAO_NEW_NOM"}.get(deadline, deadline)
    days = preliminary_days if deadline == "SAO_2026_PRELIMINARY" else default_for(row).period
    if days is None:
        raise PeriodNotKnown(deadline)
    return add_days_beginning_with(served_on, days)


def steps_from(ruleset: str, state: OrderState, *, has_plan: bool, done: Collection[str] = ()) -> list[OrderStep]:
    """Return the steps that may follow: for a child with an EHC plan those without the notice of s438 (s441).

    A step that needs another waits for it; whether a period is over is for `is_over` with the day of the step.
    """
    whom = {"everybody", "with_plan" if has_plan else "without_plan"}
    return [
        step
        for step in steps_of(ruleset).values()
        if state in step.from_states
        and step.for_whom in whom
        and all(need == "period_over" or need in done for need in step.needs)
    ]


def is_over(step: OrderStep, period_ends_on: date | None, on: date) -> bool:
    """Say whether a step that waits for the end of a period may be taken on a day: only after its last day."""
    return "period_over" not in step.needs or (period_ends_on is not None and on > period_ends_on)


def moves_of(ruleset: str) -> dict[OrderState, frozenset[OrderState]]:
    """Return the table of moves, for the tests and the reference page of states."""
    steps = steps_of(ruleset).values()
    return {
        state: frozenset(step.to_state for step in steps if state in step.from_states) - {state} for state in OrderState
    }
