"""The questions that each ground for deletion asks, and whether the answers meet it: condition by condition.

For every ground but the two that need joint enquiries (`deletion`). A letter is read with the day of the deletion,
since the letters changed on 19 August 2024. Details of most grounds are marked K in tables/grounds.csv: a question here
is what guidance makes of the ground, and the words of the regulation stand beside it on the page.

Source: SI 2024/208 reg 9(1) and (3); SI 2006/1751 reg 8(1); tables/grounds.csv.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onroll.rules import deadlines, school_age
from onroll.rules.deletion import Condition, Decision
from onroll.rules.grounds import Ground, grounds_on
from onroll.rules.leaving_questions import QUESTIONS, YOUNG, Kind, Question
from onroll.rules.rulesets import registration_on
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, add_school_days

Answer = bool | date | str | None
YOUNG_WORDS = "Pupil not of compulsory school age (a shorter list of grounds, without letters)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the school says. `born_on` None: not known; `school_type` empty: nor is the kind of school."""

    answers: Mapping[str, Answer]
    born_on: date | None = None
    school_type: str = ""


class UnknownGroundCode(LookupError):
    """No ground of the regulations in force on that day has this code, or it needs joint enquiries."""


def grounds_to_choose(on: date) -> tuple[Ground, ...]:
    """Return the grounds that a school could choose on a day, in the order of their letters, the letterless one last.

    Raises: RuleNotInForce, before 1 September 2006.
    """
    return (*grounds_on(on), young_ground(on))


def young_ground(on: date) -> Ground:
    """Return the shorter list for pupils who are not of compulsory school age, as one ground (mark K)."""
    ruleset = registration_on(on)
    return Ground(
        ruleset=ruleset,
        reference="reg 9(3)" if ruleset.source == "SI 2024/208" else "reg 8(3)",
        letter="",
        words=YOUNG_WORDS,
        conditions="The pupil is not of compulsory school age and has left for one of the reasons of the shorter list",
        cautions="Keep what is known for brothers and sisters, and for a child about to reach school age",
        minimum_period="varies",
        needs_joint_enquiries=False,
        agreement_needed="no",
        information_to_authority="",
        when_authority_is_told="",
        code=YOUNG,
        confidence="K",
        in_force_from=ruleset.in_force_from,
    )


def ground_of(code: str, on: date) -> Ground:
    """Return the ground that a code stands for on a day. Raises: RuleNotInForce; UnknownGroundCode."""
    for ground in grounds_to_choose(on):
        if code == ground.code or code in ground.code.split("|"):
            return ground
    raise UnknownGroundCode(code)


def questions_of(ground: Ground) -> tuple[Question, ...]:
    """Return the questions of a ground. Raises: UnknownGroundCode, for one that needs joint enquiries."""
    try:
        return QUESTIONS[ground.code]
    except KeyError:
        raise UnknownGroundCode(ground.code) from None


def decide(code: str, told: Told, *, on: date, calendar: SchoolCalendar) -> Decision:
    """Return whether a ground may be used for a deletion on a day, condition by condition.

    Args:
        code: of the ground, as `Ground.code`.
        told: what the school answers; a question without an answer is not met.
        on: the day of the deletion, by which the regulations are chosen.
        calendar: the school's, for the review period of an exclusion.

    Raises: RuleNotInForce, before 1 September 2006; UnknownGroundCode.
    """
    ground = ground_of(code, on)
    asked = [each for each in questions_of(ground) if _is_asked(each, told.answers)]
    conditions = tuple(_condition(each, told.answers.get(each.code), on) for each in asked if each.right is not None)
    more = _MORE.get(ground.code)
    return Decision(ground, (*conditions, *(more(told, on, calendar) if more else ())))


def _is_asked(question: Question, answers: Mapping[str, Answer]) -> bool:
    return question.only_if is None or answers.get(question.only_if[0]) is question.only_if[1]


def _condition(question: Question, answer: Answer, on: date) -> Condition:
    if question.kind is Kind.WORDS and not str(answer or "").strip():
        return Condition(question.words, False, question.unmet)
    if answer is None or answer == "":
        return Condition(question.words, False, "This has not been answered yet.")
    if question.kind is Kind.DAY:
        is_met = isinstance(answer, date) and answer <= on
        return Condition(question.words, is_met, _day(answer) if is_met else question.unmet)
    if question.kind in (Kind.WORDS, Kind.AHEAD):
        return Condition(question.words, True, _day(answer))
    is_met = answer is question.right
    return Condition(question.words, is_met, ("Yes." if answer else "No.") if is_met else question.unmet)


def _day(answer: Answer) -> str:
    return f"{answer.day}/{answer.month}/{answer.year}." if isinstance(answer, date) else str(answer)


def _over_school_age(told: Told, _on: date, _calendar: SchoolCalendar) -> tuple[Condition, ...]:
    words = "Over compulsory school age before the school next meets"
    if told.born_on is None:
        return (Condition(words, False, "The date of birth is not known, so the age cannot be checked."),)
    ends = school_age.ends_on(told.born_on)
    meets = told.answers.get("meets_on")
    if not isinstance(meets, date):
        return (Condition(words, False, "Give the day on which the school next meets."),)
    last = f"Compulsory school age ends on {_day(ends)}"
    return (Condition(words, ends < meets, last if ends < meets else f"{last} The school meets before that ends."),)


def _not_of_school_age(told: Told, on: date, _calendar: SchoolCalendar) -> tuple[Condition, ...]:
    words = "Not of compulsory school age on the day of the deletion"
    if told.born_on is None:
        return (Condition(words, False, "The date of birth is not known, so the age cannot be checked."),)
    is_met = not school_age.is_of_school_age(told.born_on, on)
    start, end = _day(school_age.starts_on(told.born_on)), _day(school_age.ends_on(told.born_on))
    return (Condition(words, is_met, f"Compulsory school age begins on {start} Its last day is {end}"),)


def _review_is_over(told: Told, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
    """The exclusion is complete: waived in writing, reviewed, or the time for asking has run out.

    Source: deadlines.csv EXCL_REVIEW, fifteen school days after notice, mark K.
    """
    words = "The time for asking for a review has run out, or no review is wanted, or it has ended"
    answers = told.answers
    if answers.get("is_waived") is True:
        return (Condition(words, True, "The parent has said in writing that no review is wanted."),)
    if answers.get("review_asked") is True:
        return (Condition(words, answers.get("review_ended") is True, "A review was asked for: see the answer above."),)
    notice = answers.get("notice_of_decision_on")
    if not isinstance(notice, date):
        return (Condition(words, False, "The day of the notice is not given, so the time cannot be counted."),)
    period = deadlines.default_for("EXCL_REVIEW").period or 0
    try:
        last = add_school_days(notice, period, calendar)
    except SchoolDaysNotKnown:
        return (Condition(words, False, "The school days of that time are not known, so they cannot be counted."),)
    how = f"{period} school days after the notice end on {_day(last)}"
    wait = "" if on > last else f" The earliest day is {_day(last + timedelta(days=1))}"
    return (Condition(words, on > last, how + wait),)


OUTSIDE_THE_STATE = ("independent", "non-maintained", "city technology")


def _kind_of_school(told: Told, _on: date, _calendar: SchoolCalendar) -> tuple[Condition, ...]:
    words = "The register of schools agrees that this is such a school"
    if not told.school_type:
        return ()
    is_met = any(part in told.school_type.lower() for part in OUTSIDE_THE_STATE)
    return (Condition(words, is_met, f"The register of schools calls it “{told.school_type}”."),)


_MORE: dict[str, Callable[[Told, date, SchoolCalendar], tuple[Condition, ...]]] = {
    "LEFT_AT_16": _over_school_age,
    YOUNG: _not_of_school_age,
    "PERMANENT_EXCLUSION": _review_is_over,
    "LEFT_INDEPENDENT": _kind_of_school,
}
