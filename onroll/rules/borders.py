"""Periods of the work between authorities, and what shows that a child has arrived outside England.

No law sets a period in which an authority answers a hand-over or a question: all are this project's proposals.
"""

import dataclasses
from datetime import date
from enum import StrEnum
from functools import cache

from onroll.rules import tables
from onroll.rules.clocks import add_days, add_working_days
from onroll.rules.rulesets import Mark, Setting, setting_on

HAND_OVER_WORKING_DAYS = (
    Setting(
        name="answer to a hand-over of a case (working days after the offer)",
        value=5,
        mark=Mark.PROPOSED,
        source="this project's proposal: a week, as the sending authority stays responsible all the while",
    ),
)
HAND_OVER_ESCALATED_WORKING_DAYS = (
    Setting(
        name="answer to a hand-over that was escalated, before it lapses (working days after the escalation)",
        value=5,
        mark=Mark.PROPOSED,
        source="this project's proposal: afterwards the sender may offer the case anew",
    ),
)
QUESTION_DAYS = (
    Setting(
        name="life of a question to other authorities about a child (days after it was asked)",
        value=28,
        mark=Mark.PROPOSED,
        source="this project's proposal: what is asked about a child does not stay open beyond four weeks",
    ),
)


class Certainty(StrEnum):
    """How sure it is that a child has moved: what somebody says, or what the place itself has shown."""

    BELIEVED = "believed"
    CONFIRMED = "confirmed"


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """One kind of evidence for a move to an end-point. Source: process.md section 13."""

    end_point: str
    code: str
    words: str
    certainty: Certainty


def hand_over_due(offered_on: date) -> date:
    """Return the last day on which an answer to a hand-over is in time. Units: working days of England."""
    return add_working_days(offered_on, setting_on(HAND_OVER_WORKING_DAYS, offered_on).value)


def escalated_hand_over_due(escalated_on: date) -> date:
    """Return the last day of an escalated hand-over; it lapses the day after. Units: working days of England."""
    return add_working_days(escalated_on, setting_on(HAND_OVER_ESCALATED_WORKING_DAYS, escalated_on).value)


def question_ends(asked_on: date) -> date:
    """Return the last day on which a question to other authorities is shown to them. Units: calendar days."""
    return add_days(asked_on, setting_on(QUESTION_DAYS, asked_on).value)


@cache
def end_points() -> dict[str, str]:
    """Return the end-points outside England: code to name, in the order of the table."""
    return {row["end_point"]: row["name"] for row in tables.rows("end-points")}


@cache
def proofs_of(end_point: str) -> dict[str, Proof]:
    """Return the kinds of evidence for a move to an end-point, by code; empty for an unknown one.

    Source: tables/end-points.csv, after process.md section 13.
    """
    return {
        row["code"]: Proof(row["end_point"], row["code"], row["evidence"], Certainty(row["certainty"]))
        for row in tables.rows("end-points")
        if row["end_point"] == end_point
    }
