"""The questions that each ground for deletion asks, and whether the answers meet it: condition by condition, in words.

For every ground but the two that need joint enquiries (`deletion`). A letter is read with the day of the deletion, since
the letters changed on 19 August 2024. Details of most grounds are marked K in tables/grounds.csv: a question here is what
guidance makes of the ground, and the words of the regulation stand beside it on the page.

Source: SI 2024/208 reg 9(1) and (3); SI 2006/1751 reg 8(1); tables/grounds.csv.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from onroll.rules import deadlines, school_age
from onroll.rules.deletion import Condition, Decision
from onroll.rules.grounds import Ground, grounds_on
from onroll.rules.rulesets import registration_on
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, add_school_days

Answer = bool | date | str | None
YOUNG = "NOT_SCHOOL_AGE"
LEAST_SENTENCE_MONTHS = 4
YOUNG_WORDS = "Pupil not of compulsory school age (a shorter list of grounds, without letters)"


class Kind(StrEnum):
    """What a question is answered with; AHEAD: a day that may be to come."""

    YES_NO = "yes_no"
    DAY = "day"
    WORDS = "words"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a ground. `right`: the answer that meets it, for yes or no. `only_if`: asked after this answer.

    A day must have come by the day of the deletion, and words must be there. `unmet` says why the ground then fails.
    """

    code: str
    words: str
    unmet: str
    kind: Kind = Kind.YES_NO
    right: bool | None = True
    only_if: tuple[str, bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the school says. `born_on` None: the birth date is not known; `school_type` empty: nor is the kind of school."""

    answers: Mapping[str, Answer]
    born_on: date | None = None
    school_type: str = ""


_STOPPED = Question("has_stopped", "Has the pupil stopped attending?", "The pupil still attends.")
_ORDER = Question(
    "order_in_force",
    "Is a school attendance order in force that names this school?",
    "A school attendance order names this school: it is changed or revoked first.",
    right=False,
)
_OTHER_SCHOOL = (
    Question(
        "is_registered_there",
        "Has the other school told you that the pupil is on its register?",
        "A place that is only offered is not enough: the other school must have the pupil on its register.",
    ),
    Question(
        "registered_on",
        "From which day is the pupil on the other school’s register?",
        "The first day there has not come yet, or nobody has said it.",
        Kind.DAY,
    ),
    Question(
        "is_dual",
        "Is it agreed that the pupil stays registered at both schools?",
        "Both schools have agreed that the pupil is registered at both: this one keeps the pupil.",
        right=False,
    ),
    _ORDER,
)
_DUAL = (
    _STOPPED,
    Question(
        "all_agreed",
        "Has every other school where the pupil is registered agreed?",
        "Every other school where the pupil is registered must agree first.",
    ),
    Question("agreed_by", "Which schools agreed?", "Name each school that agreed.", Kind.WORDS),
    Question("agreed_on", "On which day did the last of them agree?", "That day has not come.", Kind.DAY),
)
_ORDER_CHANGED = (
    Question(
        "order_changed",
        "Does the school attendance order now name another school?",
        "The order still names this school.",
    ),
    Question("order_changed_on", "On which day was the order changed?", "That day has not come.", Kind.DAY),
)
_ORDER_REVOKED = (
    Question(
        "order_revoked",
        "Has the authority revoked the order because suitable education other than at school was arranged?",
        "The order has not been revoked for that reason.",
    ),
    Question("order_revoked_on", "On which day was it revoked?", "That day has not come.", Kind.DAY),
)
_HOME = (
    Question(
        "has_notice",
        "Have you the parent’s notice in writing?",
        "Spoken notice is not enough. Keep the pupil on the register and tell the authority what was said.",
    ),
    Question("notice_on", "On which day did the notice reach you?", "That day has not come.", Kind.DAY),
    Question(
        "educated_from",
        "From which day does the notice say the pupil is educated otherwise than at school?",
        "The day that the parent named has not come yet.",
        Kind.DAY,
    ),
    _STOPPED,
    _ORDER,
    Question(
        "is_special_place",
        "Is this a special school, with the place arranged by a local authority?",
        "",
        right=None,
    ),
    Question(
        "has_consent",
        "Has that local authority agreed in writing?",
        "The local authority that arranged the place must agree first.",
        only_if=("is_special_place", True),
    ),
)
_MOVED = (
    _STOPPED,
    Question("is_boarder", "Is the pupil a boarder?", "This ground is not for boarders.", right=False),
    Question(
        "is_too_far",
        "Has the pupil moved to where this school is no longer a reasonable distance away?",
        "The pupil still lives a reasonable distance away.",
    ),
    Question(
        "new_address",
        "What is the new address, and who confirmed it?",
        "The new address is not known. A child whose whereabouts are unknown is looked for by the school and the "
        "authority together (absent twenty school days, or not back after leave), not deleted under this ground.",
        Kind.WORDS,
    ),
)
_DETAINED = (
    Question("is_final", "Is it a final order of a court, or a recall?", "Remand is not enough: use the code for it."),
    Question(
        "is_four_months",
        f"Is it for at least {LEAST_SENTENCE_MONTHS} months?",
        "The sentence is too short for this ground.",
    ),
    Question(
        "may_return",
        "Are there reasonable grounds to think the pupil will come back afterwards?",
        "There are grounds to think that the pupil will come back.",
        right=False,
    ),
)
_DIED = (Question("died_on", "On which day did the pupil die?", "That day has not come.", Kind.DAY),)
_LEFT_AT_16 = (
    Question("meets_on", "On which day does the school next meet?", "Give that day.", Kind.AHEAD),
    Question(
        "stays_on", "Will the pupil stay for the sixth form?", "The pupil stays: keep the pupil on roll.", right=False
    ),
)
_FEES = (
    Question(
        "is_state_boarder",
        "Is the pupil a boarder at a maintained school or an academy?",
        "This ground is for boarders at maintained schools and academies.",
    ),
    Question("term_ended_on", "On which day did the term of the charges end?", "That term has not ended.", Kind.DAY),
    Question("is_unpaid", "Are the boarding charges of that term unpaid?", "The charges are paid."),
)
_INDEPENDENT = (
    Question(
        "is_independent",
        "Is this an independent school (not an academy) or a non-maintained special school?",
        "This ground is only for independent schools and non-maintained special schools.",
    ),
    Question("has_ceased", "Has the pupil ceased to be a pupil of the school?", "The pupil has not left."),
    Question(
        "destination",
        "Where is the pupil going? Write “not known” if nobody could say, and whom you asked.",
        "Ask where the pupil is going, and write what you were told: this ground leaves the weakest trail.",
        Kind.WORDS,
    ),
)
_EXCLUDED = (
    Question(
        "is_upheld",
        "Have the governors decided not to reinstate the pupil?",
        "The governors have not decided yet: the exclusion is not complete.",
    ),
    Question("notice_of_decision_on", "On which day was the parent given notice of that?", "Give that day.", Kind.DAY),
    Question(
        "is_waived",
        "Has the parent said in writing that no review is wanted?",
        "",
        right=None,
    ),
    Question(
        "review_asked",
        "Did the parent ask for an independent review?",
        "",
        right=None,
        only_if=("is_waived", False),
    ),
    Question(
        "review_ended",
        "Has the review ended without the pupil being reinstated?",
        "A review is going on, or the pupil is reinstated.",
        only_if=("review_asked", True),
    ),
)
_NURSERY = (
    Question("is_nursery", "Was the pupil admitted for nursery education?", "This ground is for nursery pupils."),
    Question(
        "moves_on",
        "Is the pupil moving on to reception or a higher class at this school?",
        "The pupil moves on at this school.",
        right=False,
    ),
)
_MEDICAL = (
    Question(
        "is_certified",
        "Has the school medical officer certified that the pupil is unlikely to be fit to attend before leaving age?",
        "There is no certificate.",
    ),
)
_YOUNG = (
    _STOPPED,
    Question("young_reason", "Why does the pupil leave?", "Write why the pupil leaves.", Kind.WORDS),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "OTHER_SCHOOL": _OTHER_SCHOOL,
    "LEFT_AFTER_NURSERY": _NURSERY,
    "DUAL_ENDED": _DUAL,
    "SAO_CHANGED": _ORDER_CHANGED,
    "SAO_REVOKED": _ORDER_REVOKED,
    "SAO_CHANGED|SAO_REVOKED": (
        Question(
            "order_changed_or_revoked",
            "Does the order name another school now, or was it revoked because suitable education was arranged?",
            "The order stands as it was.",
        ),
        Question("order_changed_on", "On which day was it changed or revoked?", "That day has not come.", Kind.DAY),
    ),
    "EHE": _HOME,
    "MOVED": _MOVED,
    "DETAINED": _DETAINED,
    "DIED": _DIED,
    "LEFT_AT_16": _LEFT_AT_16,
    "BOARDING_FEES": _FEES,
    "LEFT_INDEPENDENT": _INDEPENDENT,
    "PERMANENT_EXCLUSION": _EXCLUDED,
    "MEDICAL_HISTORIC": _MEDICAL,
    YOUNG: _YOUNG,
}


class UnknownGroundCode(LookupError):
    """No ground of the regulations in force on that day has this code, or it needs joint enquiries."""


def grounds_to_choose(on: date) -> tuple[Ground, ...]:
    """Return the grounds that a school could choose on a day, in the order of their letters, the letterless one last.

    Raises: RuleNotInForce, before 1 September 2006.
    """
    return (*grounds_on(on), young_ground(on))


def young_ground(on: date) -> Ground:
    """Return the shorter list for pupils who are not of compulsory school age, as one ground without a letter (mark K)."""
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


def _over_school_age(told: Told, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
    words = "Over compulsory school age before the school next meets"
    if told.born_on is None:
        return (Condition(words, False, "The date of birth is not known, so the age cannot be checked."),)
    ends = school_age.ends_on(told.born_on)
    meets = told.answers.get("meets_on")
    if not isinstance(meets, date):
        return (Condition(words, False, "Give the day on which the school next meets."),)
    last = f"Compulsory school age ends on {_day(ends)}"
    return (Condition(words, ends < meets, last if ends < meets else f"{last} The school meets before that ends."),)


def _not_of_school_age(told: Told, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
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


def _kind_of_school(told: Told, on: date, calendar: SchoolCalendar) -> tuple[Condition, ...]:
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
