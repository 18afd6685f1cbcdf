"""Reading what somebody typed into a search box: names in any order, a date or an age, a postcode, a number."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.linkage.finder.question import LONGEST_QUESTION, MOST_WORDS, Birth, Question
from onroll.linkage.normalise import TITLES, fold, tokens

_NAMES_OF_MONTHS = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES_OF_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./\-](\d{1,2})[./\-]((?:19|20)?\d\d)\b")
_YEAR_FIRST = re.compile(rf"\b({_YEAR})[./\-](\d{{1,2}})[./\-](\d{{1,2}})\b")
_WORDS_DATE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\s+({_YEAR})\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\s+({_YEAR})\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:(about|around|nearly|roughly|circa|ca?\.?)\s+(\d{1,2})(?:\s+years?(?:\s+old)?|\s*yo)?"
    r"|aged?\s+(about\s+)?(\d{1,2})|(\d{1,2})\s*(?:years?\s+old|years?|yo|yrs?))\b",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(rf"\b({_YEAR})\b")
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_DISTRICT = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\b")
_UPN = re.compile(r"\b[A-Za-z]\d{11}[A-Za-z\d]\b")
_SCHOOL_CODE = re.compile(r"\b(\d{3})\s*/?\s*(\d{4})\b")
_OLDEST = 25
_NOT_NAMES = frozenset({
    "born", "dob", "aged", "age", "about", "around", "school", "at", "from", "in", "year", "years", "old", "the", "of",
    "primary", "academy",
})  # fmt: skip


def parse_typed(text: str, *, on: date) -> Question:
    """Return the question in what was typed. This will read anything and never fail: what it cannot read, it leaves.

    "hussain fatima 2014", "12/3/15 khan", "ali about 8", "March 2015 nowak SR1 1AA", "8201234 smith". `on` is the day
    on which an age is meant. A date that does not exist is left out; of a very long text the beginning is read.
    """
    rest = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text[:LONGEST_QUESTION])
    numbers, rest = _taken(_UPN, rest)
    birth, rest = _birth(rest, on)
    places, rest = _taken(_POSTCODE, rest)
    codes, rest = _taken(_SCHOOL_CODE, rest)
    districts, rest = _taken(_DISTRICT, rest)
    return Question(
        words=_words(rest),
        birth=birth,
        postcode=next(filter(None, (postcodes.parse("".join(each.groups())) for each in places)), ""),
        district=districts[0].group(1).upper() if districts and not places else "",
        upns=tuple(upns.normal_form(each.group()) for each in numbers),
        school_code="".join(codes[0].groups()) if codes else "",
    )


def _words(text: str) -> tuple[str, ...]:
    asked = " ".join(word for word in fold(text).split() if word not in _NOT_NAMES and word not in TITLES)
    return tuple(dict.fromkeys(tokens(asked)))[:MOST_WORDS]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[list[re.Match[str]], str]:
    return list(pattern.finditer(text)), pattern.sub(" ", text)


def _birth(text: str, on: date) -> tuple[Birth | None, str]:
    """Return the first birth date, span or age that can be read, and the text without any of them."""
    readings: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Birth | None]], ...] = (
        (_YEAR_FIRST, lambda m: _exact(int(m[1]), int(m[2]), int(m[3]))),
        (_DAY_FIRST, lambda m: _exact(_full_year(m[3], on), int(m[2]), int(m[1]))),
        (_WORDS_DATE, lambda m: _exact(int(m[3]), _MONTHS[m[2].lower()], int(m[1]))),
        (_MONTH_YEAR, lambda m: _month(int(m[2]), _MONTHS[m[1].lower()])),
        (_AGE, lambda m: _age(m, on)),
        (_BARE_YEAR, lambda m: Birth(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))),
    )
    found: list[Birth | None] = []
    for pattern, read in readings:
        matches, text = _taken(pattern, text)
        found += [read(match) for match in matches]
    return next(filter(None, found), None), text


def _full_year(digits: str, on: date) -> int:
    """Return the year that two digits mean: the last one up to the day itself, as nobody is born later."""
    if len(digits) > 2:
        return int(digits)
    year = on.year - on.year % 100 + int(digits)
    return year if year <= on.year else year - 100


def _exact(year: int, month: int, day: int) -> Birth | None:
    try:
        return Birth(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _month(year: int, month: int) -> Birth:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Birth(date(year, month, 1), date.fromordinal(following.toordinal() - 1))


def _age(match: re.Match[str], on: date) -> Birth | None:
    """Return the days on which a child of this age was born; "about" widens them by a year either way."""
    about, first, aged_about, second, third = match.groups()
    age = int(first or second or third)
    if age > _OLDEST:
        return None
    more = 1 if about or aged_about else 0
    return Birth(_years_before(on, age + 1 + more), _years_before(on, age - more))


def _years_before(on: date, years: int) -> date:
    day = min(on.day, 28) if on.month == 2 else on.day
    return date(on.year - max(0, years), on.month, day)
