"""The national attendance codes, read with the day of the session: what each means, counts as, and is mistaken for.

The list changed on 19 August 2024, so a letter means nothing without its day. Where a fact is not marked V in
tables/attendance-codes.csv the row says so: it is a dated row of a table, never a constant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from onroll.rules import tables
from onroll.rules.rulesets import Mark

SHORTEST_WORD = 3


class Session(StrEnum):
    """One of the two sessions of a school day."""

    AM = "AM"
    PM = "PM"


class Category(StrEnum):
    """What a code counts as in the Department's statistics."""

    PRESENT = "present"
    APPROVED = "approved_activity"
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    NOT_COUNTED = "not_counted"


CATEGORY_WORDS = {
    Category.PRESENT: "Present",
    Category.APPROVED: "At an approved activity (counts as attending)",
    Category.AUTHORISED: "Authorised absence",
    Category.UNAUTHORISED: "Unauthorised absence",
    Category.NOT_COUNTED: "Not counted",
}
# A code of which only one session can be marked. Source: regulation 10 of SI 2024/208, in the table's own words.
SESSION_OF = {"/": Session.AM, "\\": Session.PM}


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the days on which it was in force; both ends count, `valid_until` None is open.

    `is_possible`: the session counts in the divisor of a percentage. `breaks_run`: it ends a run of absence under
    ground I; None where the old regulations did not ask. `became`: what replaced it, or what it came from.
    """

    letter: str
    valid_from: date
    valid_until: date | None
    meaning: str
    category: Category
    is_possible: bool
    is_attending: bool
    is_absence: bool
    breaks_run: bool | None
    is_sickness: bool
    is_ten_day: bool
    became: str
    use_when: str
    not_when: str
    also: str
    rules: str
    mark: Mark

    def covers(self, on: date) -> bool:
        """Return whether the code was in force on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class FaultCode(StrEnum):
    """Why a mark cannot stand. Codes never change meaning."""

    UNKNOWN = "attendance.code_unknown"
    NOT_IN_FORCE = "attendance.code_not_in_force"
    WRONG_SESSION = "attendance.code_wrong_session"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a letter as the mark of a session, in plain words."""

    code: FaultCode
    words: str


@cache
def every_code() -> tuple[Code, ...]:
    """Return every code of both lists, in the order of the table."""
    return tuple(_code(row) for row in tables.rows("attendance-codes"))


@lru_cache(maxsize=4096)
def codes_on(on: date) -> Mapping[str, Code]:
    """Return the codes in force on a day, by letter; empty before 1 September 2006.

    Source: SI 2006/1751 and guidance to 18 August 2024; SI 2024/208 after it (tables/attendance-codes.csv).
    """
    return {code.letter: code for code in every_code() if code.covers(on)}


def normal(letter: str) -> str:
    """Return a letter as the list writes it: without blanks around it, in upper case."""
    return letter.strip().upper()


def fault_of(letter: str, session: Session, on: date) -> Fault | None:
    """Return why this letter cannot be the mark of a session; None where it can."""
    code = codes_on(on).get(letter)
    if code is not None:
        only = SESSION_OF.get(letter)
        if only in (None, session):
            return None
        other = "\\" if letter == "/" else "/"
        return Fault(FaultCode.WRONG_SESSION, f"{letter} is for the other session: use {other}.")
    others = [each for each in every_code() if each.letter == letter]
    if not others:
        return Fault(FaultCode.UNKNOWN, "This is no code of the national list.")
    became = next((each.became for each in others if each.became and not each.covers(on)), "")
    instead = f" Use {became}." if became and became != "new" else ""
    return Fault(FaultCode.NOT_IN_FORCE, f"The code {letter} was not in force on this day.{instead}")


def letters_where(on: date, *, category: Category) -> frozenset[str]:
    """Return the letters of one category on a day."""
    return frozenset(letter for letter, code in codes_on(on).items() if code.category is category)


def find_codes(words: str, on: date) -> tuple[Code, ...]:
    """Return the codes that a clerk's words lead to, the likeliest first; all of the day's, without a word.

    A word counts where one of the code's words begins with it, or it with one of theirs ("poorly", "dentist").
    """
    codes = tuple(codes_on(on).values())
    asked = [word for word in words.casefold().split() if len(word) >= SHORTEST_WORD]
    exact = [code for code in codes if code.letter == normal(words)]
    if exact or not words.strip():
        return tuple(exact) or codes
    scores = {code.letter: _score(code, asked) for code in codes}
    return tuple(sorted((c for c in codes if scores[c.letter]), key=lambda c: -scores[c.letter]))


def _score(code: Code, asked: Iterable[str]) -> int:
    near, far = _words(f"{code.also} {code.meaning}"), _words(code.use_when)
    return sum(2 * _meets(word, near) + _meets(word, far) for word in asked)


def _meets(word: str, words: Iterable[str]) -> bool:
    return any(each.startswith(word) or (len(each) > SHORTEST_WORD and word.startswith(each)) for each in words)


def _words(text: str) -> list[str]:
    return [word.strip(".,:;()’") for word in text.casefold().split() if len(word) >= SHORTEST_WORD]


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        letter=row["code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        meaning=row["meaning"],
        category=Category(row["category"]),
        is_possible=row["possible"] == "yes",
        is_attending=row["attending"] == "yes",
        is_absence=row["absence"] == "yes",
        breaks_run={"yes": True, "no": False}.get(row["breaks_run"]),
        is_sickness=row["sickness"] == "yes",
        is_ten_day=row["ten_days"] == "yes",
        became=row["became"],
        use_when=row["use_when"],
        not_when=row["not_when"],
        also=row["also"],
        rules=row["rules"],
        mark=Mark(row["mark"]),
    )
