"""What each ground for deletion asks of a school: the questions, which answers meet it, and why it fails otherwise.

Source: tables/grounds.csv (details of most grounds marked K). `leaving` decides by them.
"""

from dataclasses import dataclass
from enum import StrEnum

YOUNG = "NOT_SCHOOL_AGE"
LEAST_SENTENCE_MONTHS = 4


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
    Question(
        "means_to_stay",
        "Has the pupil or a parent said that the pupil will attend after that age?",
        "The pupil is to attend after leaving age: keep the pupil on roll.",
        right=False,
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
