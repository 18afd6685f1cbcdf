"""Elective home education, and the register of children not in school that waits for its day: codes, fields, dates.

Source: Education Act 1996 s7 and s436A; the Department's collection for 2025/26 (tables/home-education-reasons.csv);
Children's Wellbeing and Schools Act 2026 s38, not commenced (tables/not-in-school-*.csv).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from onroll.rules import deadlines, tables
from onroll.rules.clocks import add_days, add_months
from onroll.rules.missing import Suitability
from onroll.rules.rulesets import Mark, Setting

# Reasons that say that a school, not the family, began it. The Department's codes.
SCHOOL_BEGAN_IT = frozenset({"SCHOOL_PRESSURE", "RISK_OF_EXCLUSION", "PERMANENT_EXCLUSION"})

# The day is set by regulations that nobody has made yet: `date.max` keeps the register off until somebody changes it.
NOT_IN_SCHOOL_REGISTER = Setting(
    name="register of children not in school: kept (1: yes), from the day of this setting",
    value=(1,),
    mark=Mark.UNCERTAIN,
    source="Children's Wellbeing and Schools Act 2026 s38: not commenced at last check (June 2026)",
    in_force_from=date.max,
)
# No number is prescribed yet: with 0, every provider of any time at all is held.
PROVIDER_HOURS = Setting(
    name="register of children not in school: hours a week above which a provider is held",
    value=(0,),
    mark=Mark.UNCERTAIN,
    source="Act 2026 s38 (new s436C): the number is left to regulations that nobody has made",
)
REVIEW_MONTHS = Setting(
    name="home education: months after which an authority looks again",
    value=(12,),
    mark=Mark.PROPOSED,
    source="no rule sets an interval; yearly contact is usual among authorities",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for home education, as the Department's collection codes it."""

    code: str
    words: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the register of children not in school.

    It must be held, must be held where there is one (`is_if_any`), or is held where it can reasonably be got.
    """

    code: str
    words: str
    must: bool
    confidence: str
    is_if_any: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about suitability and the day of it."""

    on: date
    suitability: Suitability


@cache
def reasons() -> dict[str, Reason]:
    """Return the reasons by code, in the order of the table."""
    return {
        row["code"]: Reason(row["code"], row["words"], row["mark"]) for row in tables.rows("home-education-reasons")
    }


@cache
def register_fields() -> tuple[Field, ...]:
    """Return the fields of the register of children not in school, in the order of the Act."""
    return _fields("not-in-school-fields")


@cache
def provider_fields() -> tuple[Field, ...]:
    """Return what the register holds of each provider above the prescribed hours, in the order of the Act."""
    return _fields("not-in-school-provider-fields")


@cache
def register_grounds() -> dict[str, str]:
    """Return why a child belongs on the register of children not in school: code to words. Source: new s436B."""
    return {row["code"]: row["words"] for row in tables.rows("not-in-school-grounds")}


def is_provider_held(hours: Decimal, setting: Setting[tuple[int]] = PROVIDER_HOURS) -> bool:
    """Return whether a provider's hours a week are above the prescribed number, so that the register holds it."""
    return hours > setting.value[0]


def is_register_kept(on: date, setting: Setting[tuple[int]] = NOT_IN_SCHOOL_REGISTER) -> bool:
    """Return whether the register of children not in school is kept on a day."""
    return setting.covers(on)


def missing_fields(held: Mapping[str, object]) -> tuple[Field, ...]:
    """Return the fields that must be held and are empty."""
    return tuple(field for field in register_fields() if field.must and held.get(field.code) in (None, "", (), []))


def suitability_on(notified_on: date, decisions: Iterable[Decided], on: date) -> Suitability | None:
    """Return what counts on a day: the latest decision by then; None before the authority was notified."""
    if on < notified_on:
        return None
    by_then: Sequence[Decided] = sorted((each for each in decisions if each.on <= on), key=lambda each: each.on)
    return by_then[-1].suitability if by_then else Suitability.NOT_ASSESSED


def review_due(last_looked_on: date) -> date:
    """Return by when an authority looks again at education that it found suitable. Our proposal, no rule."""
    return add_months(last_looked_on, REVIEW_MONTHS.value[0])


def parent_information_due(asked_on: date) -> date:
    """Return the last day on which a parent gives register information in time: fifteen days, not commenced.

    Source: Act 2026 s38 (new s436D); deadlines.csv CNIS_PARENT. Units: calendar days after the day.
    """
    return add_days(asked_on, deadlines.default_for("CNIS_PARENT").period or 15)


def home_visit_until(registered_on: date) -> date:
    """Return the last day on which the authority may ask to visit the home. Source: new s436B; CNIS_VISIT."""
    return add_days(registered_on, deadlines.default_for("CNIS_VISIT").period or 15)


def may_ask_again_on(last_asked_on: date) -> date:
    """Return the first day on which a parent may be asked about providers again. Source: CNIS_UPDATE, three months."""
    return add_months(last_asked_on, deadlines.default_for("CNIS_UPDATE").period or 3)


def _fields(table: str) -> tuple[Field, ...]:
    return tuple(
        Field(row["code"], row["words"], row["must"] == "must", row["mark"], row["must"] == "if_any")
        for row in tables.rows(table)
    )
