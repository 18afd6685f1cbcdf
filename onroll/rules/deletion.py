"""Whether a ground for deletion that needs joint enquiries may be used: each condition for itself, with its words.

The two grounds are: not back after leave (H since 19 August 2024, f before), and absent for twenty school days (I,
before it h). Before that day the ground failed where the child was found; since then a found child may be deleted where
school and authority agree that she will not attend again.

Source: SI 2024/208 reg 9(1)(h) and (i); SI 2006/1751 reg 8(1)(f) and (h); tables/grounds.csv.
"""

from dataclasses import dataclass
from datetime import date

from onroll.rules import deadlines
from onroll.rules.grounds import Ground, UnknownGround, grounds_on
from onroll.rules.rulesets import REGISTRATION_2024
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, school_days_between

LEAVE_NO_RETURN, ABSENT_20 = "LEAVE_NO_RETURN", "ABSENT_20"
JOINT_CODES = (LEAVE_NO_RETURN, ABSENT_20)
# The row of the table of deadlines that holds each ground's period, in school days.
PERIODS = {LEAVE_NO_RETURN: "LEAVE_10", ABSENT_20: "ABSENT_20"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What school and authority say of a pupil. None: nobody has said it yet, which meets no condition.

    `last_attended_on`, `leave_ended_on` and `absent_until_on` all count as whole days; the last is the day up to which
    the school has looked at its register. `are_enquiries_signed`: by school and authority, on the list as it stands.
    """

    last_attended_on: date | None = None
    leave_ended_on: date | None = None
    absent_until_on: date | None = None
    is_absence_unbroken: bool | None = None
    has_good_cause: bool | None = None
    is_found: bool | None = None
    do_both_agree: bool | None = None
    are_enquiries_signed: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a ground: what it asks, whether it is met, and how that is known (or what is missing)."""

    words: str
    is_met: bool
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A ground, read with its day, and each of its conditions."""

    ground: Ground
    conditions: tuple[Condition, ...]

    @property
    def may_be_used(self) -> bool:
        """Whether every condition is met."""
        return all(each.is_met for each in self.conditions)

    @property
    def unmet(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(each for each in self.conditions if not each.is_met)


def ground_with_code(code: str, on: date) -> Ground:
    """Return the joint ground that a code stands for on a day, under the letter of that day.

    Raises: RuleNotInForce, before 1 September 2006; UnknownGround, for a code that is no joint ground.
    """
    for ground in grounds_on(on):
        if ground.code == code and ground.needs_joint_enquiries:
            return ground
    raise UnknownGround(code, "joint enquiries")


def decide(code: str, told: Circumstances, *, on: date, calendar: SchoolCalendar) -> Decision:
    """Return whether a joint ground may be used on a day, condition by condition.

    Args:
        code: LEAVE_NO_RETURN or ABSENT_20.
        told: what both sides have said.
        on: the day of the deletion, by which the regulations are chosen.
        calendar: the school's; where it is approximate, the words say so.

    Raises: RuleNotInForce, before 1 September 2006; UnknownGround.
    """
    ground = ground_with_code(code, on)
    absence = _leave(told, on, calendar) if code == LEAVE_NO_RETURN else _twenty_days(told, ground, on, calendar)
    return Decision(ground, (*absence, _cause(told), _enquiries(told), _whereabouts(told, ground)))


def _leave(told: Circumstances, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
    period = deadlines.default_for(PERIODS[LEAVE_NO_RETURN]).period or 0
    words = f"Not back within the {period} school days after leave of absence ended"
    if told.leave_ended_on is None:
        return (Condition(words, False, "No leave of absence is recorded."),)
    return (_long_enough(words, told.leave_ended_on, told.absent_until_on, period, on, calendar),)


def _twenty_days(told: Circumstances, ground: Ground, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
    period = deadlines.default_for(PERIODS[ABSENT_20]).period or 0
    words = f"Absent without a break for at least {period} school days"
    is_new = ground.ruleset is REGISTRATION_2024
    sessions = "Every session is coded G, N or O" if is_new else "No part of the absence was authorised"
    if told.last_attended_on is None:
        length = Condition(words, False, "The last day on which the pupil attended is not recorded.")
    else:
        length = _long_enough(words, told.last_attended_on, told.absent_until_on, period, on, calendar)
    why = {
        None: "The school has not said so yet.",
        True: "The school has looked at its register.",
        False: "The register has another code in the run: the count starts again after it.",
    }[told.is_absence_unbroken]
    return length, Condition(sessions, told.is_absence_unbroken is True, why)


def _long_enough(
    words: str, after: date, until: date | None, period: int, on: date, calendar: SchoolCalendar
) -> Condition:
    if until is None:
        return Condition(words, False, "The school has not said up to which day it looked at its register.")
    try:
        days = school_days_between(after, min(until, on), calendar)
    except SchoolDaysNotKnown:
        return Condition(words, False, "The school days of that time are not known, so they cannot be counted.")
    how = f"by the calendar of {calendar.name}" + (", which is approximate" if calendar.is_approximate else "")
    return Condition(words, days >= period, f"{max(days, 0)} school days, {how}.")


def _cause(told: Circumstances) -> Condition:
    why = {
        None: "The school has not said so yet.",
        False: "The school has no such grounds.",
        True: "The school has such grounds: anxiety, transport or a dispute about the place may be one.",
    }[told.has_good_cause]
    words = "No reasonable grounds to think that sickness or an unavoidable cause is the reason"
    return Condition(words, told.has_good_cause is False, why)


def _enquiries(told: Circumstances) -> Condition:
    words = "School and authority have jointly made reasonable enquiries"
    done = "One person of the school and one of the authority have signed the list as it stands."
    missing = "It needs two signatures on the list as it stands now: one of the school, one of the authority."
    return Condition(words, told.are_enquiries_signed, done if told.are_enquiries_signed else missing)


def _whereabouts(told: Circumstances, ground: Ground) -> Condition:
    if ground.ruleset is not REGISTRATION_2024:
        whys = {
            None: "Nobody has said yet whether the child is found.",
            False: "Not found.",
            True: "Found: the ground fails.",
        }
        return Condition("The child is not found", told.is_found is False, whys[told.is_found])
    words = "Not found; or found, and both agree there are no reasonable grounds to think the child will come back"
    if told.is_found is None:
        return Condition(words, False, "Nobody has said yet whether the child is found.")
    if not told.is_found:
        return Condition(words, True, "Not found.")
    agreed = told.do_both_agree is True
    why = "Found; both agree." if agreed else "Found, and school and authority have not both agreed."
    return Condition(words, agreed, why)
