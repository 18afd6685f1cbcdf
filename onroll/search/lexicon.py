"""The words of the index in this process's memory, kept up with the tables a few new tokens at a time.

Tokens become visible in the order of their numbers (`models.IndexHead`), so only those after the last one seen are
read. Inside a transaction, tokens that it made itself may yet be rolled back and their numbers given to other words:
they are read into a copy for this one search, and kept only once the transaction is over.
"""

import threading
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count

from onroll.linkage.finder import Dictionary, Near, Sort
from onroll.search.models import Posting, Token

_WORDS = (Sort.NAME, Sort.SCHOOL)


class Lexicon:
    """Words that may be looked for by likeness, the numbers of their tokens, and how many postings each has.

    The counts are those of the first reading. They choose the cheapest way to search; where like words together have
    more postings than one search may read, they also say how many of the least like of them are left out. `below`
    holds more words, for a lexicon that is only what one transaction added.
    """

    def __init__(self, below: "Lexicon | None" = None) -> None:
        self.last: int = below.last if below else 0
        self._below = below
        self._dictionary = Dictionary()
        self._ids: dict[str, list[int]] = {}
        self._uses: dict[int, int] = {}

    def near(self, word: str) -> dict[str, Near]:
        """Return the words that a typed one may mean, by text, the likest first."""
        lower = self._below.near(word) if self._below else {}
        return lower | {near.text: near for near in self._dictionary.near(word)}

    def ids(self, text: str) -> list[int]:
        """Return the numbers of a word's tokens: as a name, as a school's word, and made again after being removed."""
        lower = self._below.ids(text) if self._below else []
        return [*lower, *self._ids.get(text, ())]

    def uses(self, token_id: int) -> int:
        """Return about how many postings a token has."""
        return self._uses.get(token_id) or (self._below.uses(token_id) if self._below else 1)

    def add(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Add tokens: number, text, skeletons."""
        words: dict[str, list[str]] = {}
        for pk, text, heard in rows:
            numbers = self._ids.setdefault(text, [])
            if pk not in numbers:
                numbers.append(pk)
            words[text] = heard.split()
            self.last = max(self.last, pk)
        self._dictionary.add(words)

    def count(self) -> None:
        """Count how many postings each token has."""
        self._uses = dict(Posting.objects.values_list("token_id").annotate(uses=Count("record_id")).order_by())


_lexicon = Lexicon()
_lock = threading.Lock()


def current() -> Lexicon:
    """Return the lexicon as of now."""
    if transaction.get_connection().in_atomic_block:
        rows = _later_than(_lexicon.last)
        if not rows:
            return _lexicon
        transaction.on_commit(_refresh, robust=True)
        added = Lexicon(below=_lexicon)
        added.add(rows)
        return added
    _refresh()
    return _lexicon


def forget() -> None:
    """Start again with nothing: after the database was put back to an earlier state under a running process."""
    global _lexicon  # noqa: PLW0603 - one for each process
    with _lock:
        _lexicon = Lexicon()


def _refresh() -> None:
    if transaction.get_connection().in_atomic_block:
        return  # what is seen here may yet be rolled back
    with _lock:
        rows = _later_than(_lexicon.last)
        if rows:
            is_first = not _lexicon.last
            _lexicon.add(rows)
            if is_first:
                _lexicon.count()


def _later_than(number: int) -> list[tuple[int, str, str]]:
    later = Token.objects.filter(pk__gt=number, sort__in=_WORDS).order_by("pk")
    return list(later.values_list("pk", "text", "skeletons"))
