"""From a question to the few records worth weighing in full: postings of like words, in stretches of birth dates.

A record's rough score is the sum of its best words and its birth date. What a search reads is bounded: words that would
bring too many postings are only asked together with a rarer word of the same question.
"""

import dataclasses
import functools
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from onroll.linkage.finder import MISSED, Near, Question, Sort, birth_bits, term_bits
from onroll.search.lexicon import Lexicon
from onroll.search.models import Posting, Token

# Measured over 1m people (`./run bench search`): more postings cost time and find no more.
MOST_POSTINGS = 6_000
MOST_TOKENS = 120
# Rough bits of records that agree on a number: they are weighed whatever their words say.
_NUMBER = 25.0
_SCHOOL = 5.0
# A search by an exact date is done when some record answers this well; else dates further off are looked at.
GOOD_ENOUGH = -12.0
# As good as all the days a search could mean; a child found by software is of school age or a little beside.
_ALL_YEARS = 25

_COLUMNS = ("token_id", "birth_year", "birth_day", "kind", "record_id", "part_id")

Key = tuple[str, int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """A scope told by parts: of each record, only these parts may be seen or found by."""

    part_ids: QuerySet[Any, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Without:
    """Everybody's records but these: only for software that shows nobody what it finds."""

    record_ids: QuerySet[Any, Any]


Scope = QuerySet[Any, Any] | Parts | Without | None
Scopes = Mapping[str, Scope]


@dataclasses.dataclass(slots=True)
class Rough:
    """What is found so far: for each part of a record its birth date, and the best bits of each word asked."""

    words: dict[Key, dict[str, float]] = dataclasses.field(default_factory=lambda: defaultdict(dict))
    born: dict[Key, date | None] = dataclasses.field(default_factory=dict)
    numbers: dict[Key, float] = dataclasses.field(default_factory=lambda: defaultdict(float))

    def best(self, question: Question, most: int) -> list[tuple[float, Key]]:
        """Return the best parts of records with their rough bits, the best first; equal ones by their key."""
        searchable = sum(len(word) > 1 for word in question.words)
        dates = {born: birth_bits(question.birth, born) for born in set(self.born.values())}
        born, numbers = self.born, self.numbers
        scored = [
            (MISSED * (len(words) - searchable) - sum(words.values()) - dates[born[key]] - numbers.get(key, 0.0), key)
            for key, words in self.words.items()
        ]
        return [(-cost, key) for cost, key in heapq.nsmallest(most, scored)]


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """One word asked: the bits of each token that may be meant, the likest first, and about how many postings."""

    word: str
    bits: dict[int, float]
    uses: dict[int, int]


def gather(question: Question, near: Mapping[str, Mapping[str, Near]], lexicon: Lexicon, scopes: Scopes) -> Rough:
    """Return what the index holds that may answer the question, of the kinds and within the scopes given."""
    rough = Rough()
    words = [_word(word, near[word], lexicon) for word in question.words if near.get(word)]
    for kind, scope in scopes.items():
        rows = _scoped(Posting.objects.filter(kind=kind), scope)
        _by_numbers(rough, question, rows)
        if question.birth and question.birth.is_exact:
            close = _close(rows, question.birth.first)
            for word in words:
                _take(rough, word, close.filter(token_id__in=word.bits))
            if not _is_good(rough, question, kind):
                _by_date_alone(rough, question, rows)
                _by_words(rough, words, rows, _years(question))
        else:
            _by_words(rough, words, rows, _years(question))
            # By what was asked, never by which words the index holds: a word may be only a child's whom nobody may see.
            if not any(len(word) > 1 for word in question.words):
                _by_span(rough, question, rows)
        _by_school(rough, question, rows)
    return rough


def _scoped(rows: QuerySet[Posting], scope: Scope) -> QuerySet[Posting]:
    if scope is None:
        return rows
    if isinstance(scope, Without):
        return rows.exclude(record_id__in=scope.record_ids)
    return rows.filter(part_id__in=scope.part_ids) if isinstance(scope, Parts) else rows.filter(record_id__in=scope)


def _word(word: str, near: Mapping[str, Near], lexicon: Lexicon) -> _Word:
    likest = sorted(near.values(), key=lambda each: (-each.likeness, each.text))[:MOST_TOKENS]
    bits = {pk: term_bits(each.likeness) for each in likest for pk in lexicon.ids(each.text)}
    bits = {pk: value for pk, value in bits.items() if value > MISSED}
    return _Word(word, bits, {pk: lexicon.uses(pk) for pk in bits})


def _by_words(rough: Rough, words: list[_Word], rows: QuerySet[Posting], years: range | None) -> None:
    """Take the postings of like words within years. The rarest word is asked alone, others beside it if too common."""
    if years is not None:
        rows = rows.filter(birth_year__in=[0, *years])
    share = 1.0 if years is None else min(1.0, len(years) / _ALL_YEARS * 2)
    rarest: QuerySet[Posting] | None = None
    spent = 0.0
    for word in sorted(words, key=lambda each: (sum(each.uses.values()), each.word)):
        cost = share * sum(word.uses.values())
        if rarest is None:
            rarest = rows.filter(token_id__in=_affordable(word, share))
            _take(rough, word, rarest)
        elif spent + cost > MOST_POSTINGS:
            _take(rough, word, rows.filter(token_id__in=word.bits, record_id__in=rarest.values("record_id")))
        else:
            _take(rough, word, rows.filter(token_id__in=word.bits))
        spent += cost


def _affordable(word: _Word, share: float) -> list[int]:
    """Return as many of a word's tokens, the likest first, as bring no more postings than one search may read."""
    chosen: list[int] = []
    cost = 0.0
    for pk in word.bits:
        cost += share * word.uses[pk]
        if chosen and cost > MOST_POSTINGS:
            break
        chosen.append(pk)
    return chosen


def _close(rows: QuerySet[Posting], born: date) -> QuerySet[Posting]:
    """Keep birth dates that one slip of the pen makes of this one, and records without any."""
    day = born.month * 100 + born.day
    days = {month * 100 + born.day for month in range(1, 13)} | {born.month * 100 + n for n in range(1, 32)}
    days.add(born.day * 100 + born.month)
    beside = {date.fromordinal(born.toordinal() + step) for step in (-1, 1)}
    days |= {each.month * 100 + each.day for each in beside if each.year == born.year}
    # The sum keeps both databases from looking up each token with each day: reading a token's year is quicker.
    same_year = Q(birth_year=born.year, day__in=days)
    other_year = Q(birth_year__in=[born.year - 1, born.year + 1], day=day)
    over_new_year = [Q(birth_year=each.year, day=each.month * 100 + each.day) for each in beside]
    near = rows.filter(birth_year__in=[0, born.year - 1, born.year, born.year + 1])
    chosen = same_year | other_year | over_new_year[0] | over_new_year[1] | Q(birth_year=0)
    return near.annotate(day=F("birth_day") + 0).filter(chosen)


def _by_numbers(rough: Rough, question: Question, rows: QuerySet[Posting]) -> None:
    wanted = [(Sort.UPN, text) for text in question.upns]
    wanted += [(Sort.POSTCODE, question.postcode)] if question.postcode else []
    for sort, text in wanted:
        for token in Token.objects.filter(sort=sort, text=text).values_list("pk", flat=True):
            for key in _keys(rough, rows.filter(token_id=token)):
                rough.numbers[key] += _NUMBER if sort is Sort.UPN else _NUMBER / 3


def _by_school(rough: Rough, question: Question, rows: QuerySet[Posting]) -> None:
    """Prefer those of a school; where nothing else found anybody, look through the school's."""
    if not question.school_code:
        return
    codes = Token.objects.filter(sort=Sort.SCHOOL_CODE, text=question.school_code).values("pk")
    of_school = rows.filter(token_id__in=codes)
    keys = set(_read_keys(of_school)) if rough.words else set(_keys(rough, of_school))
    for key in keys & rough.words.keys():
        rough.numbers[key] += _SCHOOL


def _by_date_alone(rough: Rough, question: Question, rows: QuerySet[Posting]) -> None:
    """Take those born on the very day: names may be too far gone for any likeness."""
    born = question.birth.first if question.birth else None
    if born is not None:
        dates = Token.objects.filter(sort=Sort.BORN, text=born.isoformat()).values("pk")
        list(_keys(rough, rows.filter(token_id__in=dates)))


def _by_span(rough: Rough, question: Question, rows: QuerySet[Posting]) -> None:
    """Take those born in a span when nothing else was asked, as many as one search may read."""
    if question.birth is not None and not rough.words:
        span = [question.birth.first.isoformat(), question.birth.last.isoformat()]
        dates = Token.objects.filter(sort=Sort.BORN, text__range=span).values("pk")
        list(_keys(rough, rows.filter(token_id__in=dates)))


def _take(rough: Rough, word: _Word, rows: QuerySet[Posting]) -> None:
    text, bits_of, words, born = word.word, word.bits, rough.words, rough.born
    for token, year, day, *key_parts in _read(rows):
        key = tuple(key_parts)
        found = words[key]  # type: ignore[index]
        bits = bits_of[token]
        if bits > found.get(text, MISSED):
            found[text] = bits
        if key not in born:
            born[key] = _date(year, day)  # type: ignore[index]


def _read_keys(rows: QuerySet[Posting]) -> Iterable[Key]:
    return ((kind, record, part) for _, _, _, kind, record, part in _read(rows))


def _keys(rough: Rough, rows: QuerySet[Posting]) -> Iterable[Key]:
    for _, year, day, kind, record, part in _read(rows):
        key = (kind, record, part)
        rough.words[key]
        rough.born.setdefault(key, _date(year, day))
        yield key


def _read(rows: QuerySet[Posting]) -> Iterable[tuple[int, int, int, str, int, int]]:
    """Read postings in one go: thousands of them, a hundred at a time, cost as much again as to find them.

    Where there are more than one search may read, the first by number: on both databases and in every process the same.
    """
    wanted = rows.values_list(*_COLUMNS)
    found = _fetched(wanted[: MOST_POSTINGS + 1])
    return found if len(found) <= MOST_POSTINGS else _fetched(wanted.order_by(*_COLUMNS)[:MOST_POSTINGS])


def _fetched(rows: QuerySet[Posting, Any]) -> list[tuple[int, int, int, str, int, int]]:
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[int, int, int, str, int, int]] = cursor.fetchall()
    return found


def _is_good(rough: Rough, question: Question, kind: str) -> bool:
    return any(bits >= GOOD_ENOUGH for bits, key in rough.best(question, 1) if key[0] == kind)


def _years(question: Question) -> range | None:
    """Return the years to look in: those asked and one either way; None for any."""
    if question.birth is None or question.birth.last.year - question.birth.first.year >= _ALL_YEARS // 2:
        return None
    return range(question.birth.first.year - 1, question.birth.last.year + 2)


@functools.lru_cache(maxsize=16_384)
def _date(year: int, day: int) -> date | None:
    return date(year, day // 100, day % 100) if year else None
