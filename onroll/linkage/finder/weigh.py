"""How well one record answers a question, and why, in words.

Scores are bits: 0 is a record that is all that was asked, each bit less halves how likely it is that it was meant.
A slip in a word costs by its share of the word; a word that nothing answers costs `MISSED`; a number that agrees adds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onroll.linkage.finder.dictionary import How, Near
from onroll.linkage.finder.question import Birth, Question
from onroll.linkage.finder.terms import Sort, Term

# Measured on ../shared/bench/search: see docs/explanation/matching.md. Bits.
MISSED = -14.0
_UNLIKE = 30.0  # what a word costs that has nothing of the word it stands for
_INITIAL = -3.0
_SCHOOL = -2.0  # a word taken for a school's name, where it might have been a name
_UNASKED = -0.3  # each word of the record that was not asked for: names are left out more often than invented
_DAY_AND_MONTH = -4.0
_ONE_PART = -5.0
_SAME_YEAR = -11.0
_YEAR_OFF = -7.0
_OTHER_DATE = -16.0
_NO_DATE = -4.0
_SAME_UPN, _SAME_POSTCODE, _SAME_DISTRICT, _SAME_SCHOOL = 20.0, 8.0, 4.0, 5.0
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Finding:
    """A record's score in bits and the reasons for it, those of the question's words first."""

    bits: float
    reasons: tuple[str, ...]


def term_bits(likeness: float) -> float:
    """Return what a word costs that is this much like the filed one: 0 for the same, never less than a miss."""
    return max(MISSED, _UNLIKE * (likeness - 1))


def birth_bits(asked: Birth | None, born: date | None) -> float:
    """Return what the birth date costs: 0 where nothing was asked, or it fits."""
    return _birth(asked, born)[0]


def weigh(
    question: Question, terms: Collection[Term], born: date | None, near: Mapping[str, Mapping[str, Near]]
) -> Finding:
    """Return how well a record answers. `near`: for each word asked, the filed words that it may mean, by text.

    One filed word answers one word asked. The order of the question's words changes nothing.
    """
    bits, reasons = _words(question, terms, near)
    date_bits, date_reason = _birth(question.birth, born)
    numbers_bits, number_reasons = _numbers(question, terms)
    said = (*reasons, *((date_reason,) if date_reason else ()), *number_reasons)
    return Finding(bits + date_bits + numbers_bits, said)


def _words(
    question: Question, terms: Collection[Term], near: Mapping[str, Mapping[str, Near]]
) -> tuple[float, list[str]]:
    filed = [term for term in terms if term.sort in (Sort.NAME, Sort.SCHOOL)]
    pairs = sorted(
        (-bits, word, term, how)
        for word in question.words
        for term in filed
        for bits, how in [_pair(word, term, near.get(word, {}))]
        if bits > MISSED
    )
    taken: dict[str, tuple[Term, How | None, float]] = {}
    used: set[Term] = set()
    for cost, word, term, how in pairs:
        if word not in taken and term not in used:
            taken[word] = (term, how, -cost)
            used.add(term)
    unasked = sum(term.sort is Sort.NAME and term not in used for term in filed)
    bits = sum(each[2] for each in taken.values()) + MISSED * (len(question.words) - len(taken)) + _UNASKED * unasked
    return bits, [_word_reason(word, *taken[word][:2]) for word in question.words if word in taken]


def _pair(word: str, term: Term, near: Mapping[str, Near]) -> tuple[float, How]:
    place = _SCHOOL if term.sort is Sort.SCHOOL else 0.0
    if len(word) == 1:
        is_initial = term.sort is Sort.NAME and term.text.startswith(word)
        return (_INITIAL, How.BEGINS) if is_initial else (MISSED, How.SLIP)
    found = near.get(term.text)
    return (term_bits(found.likeness) + place, found.how) if found else (MISSED, How.SLIP)


def _word_reason(word: str, term: Term, how: How | None) -> str:
    place = "school " if term.sort is Sort.SCHOOL else ""
    if how is How.SAME:
        return f"{place}*{term.text}* found"
    if how is How.BEGINS:
        return f"*{word}* begins {place}*{term.text}*"
    sound = ", which sounds alike" if how is How.SOUNDS else ""
    return f"*{word}* found as {place}*{term.text}*{sound}"


def _birth(asked: Birth | None, born: date | None) -> tuple[float, str]:
    if asked is None:
        return 0.0, ""
    if born is None:
        return _NO_DATE, "no birth date is known"
    if asked.first <= born <= asked.last:
        return 0.0, f"born {_day(born)}" if asked.is_exact else f"born {born.year}"
    if asked.is_exact:
        return _other_day(asked.first, born)
    if asked.first - _YEAR <= born <= asked.last + _YEAR:
        return _YEAR_OFF, f"born {born.year}, {_off(asked, born)}"
    return _OTHER_DATE, f"born {born.year}, more than a year off"


def _other_day(asked: date, born: date) -> tuple[float, str]:
    said = f"born {_day(born)}"
    if abs((asked - born).days) == 1:
        return _ONE_PART, f"{said}, one day off"
    if (asked.year, asked.month, asked.day) == (born.year, born.day, born.month):
        return _DAY_AND_MONTH, f"{said}, day and month changed round"
    same = (asked.year == born.year) + (asked.month == born.month) + (asked.day == born.day)
    if same == 2:
        part = "year" if asked.year != born.year else "month" if asked.month != born.month else "day"
        far = ", one year off" if abs(asked.year - born.year) == 1 and part == "year" else f", another {part}"
        return _ONE_PART, said + far
    if asked.year == born.year:
        return _SAME_YEAR, f"{said}, the same year"
    return _OTHER_DATE, f"{said}, another date"


def _off(asked: Birth, born: date) -> str:
    years = min(abs(asked.first.year - born.year), abs(asked.last.year - born.year))
    return "one year off" if years else "a few months off"


def _numbers(question: Question, terms: Collection[Term]) -> tuple[float, list[str]]:
    bits = 0.0
    reasons: list[str] = []
    held = {sort: {term.text for term in terms if term.sort is sort} for sort in Sort}
    if held[Sort.UPN] & set(question.upns):
        bits, reasons = bits + _SAME_UPN, [*reasons, "the same UPN"]
    if question.postcode and question.postcode in held[Sort.POSTCODE]:
        bits, reasons = bits + _SAME_POSTCODE, [*reasons, f"postcode {question.postcode}"]
    near_by = question.district or question.postcode.split(" ")[0]
    if near_by and question.postcode not in held[Sort.POSTCODE] and _is_in(near_by, held[Sort.POSTCODE]):
        bits, reasons = bits + _SAME_DISTRICT, [*reasons, f"postcode in {near_by}"]
    if question.school_code and question.school_code in held[Sort.SCHOOL_CODE]:
        bits, reasons = bits + _SAME_SCHOOL, [*reasons, f"school {question.school_code}"]
    return bits, reasons


def _is_in(district: str, postcodes: Collection[str]) -> bool:
    return any(postcode.startswith(f"{district} ") for postcode in postcodes)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
