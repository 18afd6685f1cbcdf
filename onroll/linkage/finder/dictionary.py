"""All words that records are filed under, in memory: which of them a typed word may mean, and how alike they are."""

import bisect
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from onroll.linkage.skeleton import skeletons

# Words this unlike are not the same word: of ten letters, four slips. Measured on ../shared/bench/search.
_LEAST_ALIKE = 0.6
_MOST_NEAR = 60
_MOST_BEGUN = 200
# A word that sounds like another is likelier meant than its letters say; how much of the difference is left.
_SOUND_LEAVES = 0.7
# What a typed beginning is worth that says (almost) nothing of the rest, and what is added for each share typed.
_BEGINNING, _BEGINNING_SHARE = 0.75, 0.2
# One letter is an initial, and begins far too many words to look any of them up.
SHORTEST = 2
_LETTERS = 26


def _letters_of(word: str) -> int:
    """Return which letters a word has, one bit each; letters beyond a to z share the last six bits."""
    bits = 0
    for letter in word:
        place = ord(letter) - ord("a")
        bits |= 1 << (place if 0 <= place < _LETTERS else _LETTERS + ord(letter) % 6)
    return bits


class How(StrEnum):
    """How a typed word is like a filed one."""

    SAME = "same"
    BEGINS = "begins"
    SOUNDS = "sounds alike"
    SLIP = "a slip or two"


@dataclass(frozen=True, slots=True)
class Near:
    """A filed word that a typed one may mean. `likeness` is 0 to 1; 1 is the same word."""

    text: str
    likeness: float
    how: How


class Dictionary:
    """Words, by length, by sound and in order. Words are only added; one that is filed no more finds nothing."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._letters: dict[int, np.ndarray] = {}  # of the words of one length: (words,) uint32, as `_letters_of`
        self._words: dict[int, np.ndarray] = {}  # the words of one length: (words,) object, in the same order
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        self._held: set[str] = set()
        self._ordered: list[str] = []

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, text: str) -> bool:
        return text in self._held

    def add(self, words: Mapping[str, Iterable[str]]) -> None:
        """Add words, each with its skeletons as `skeletons` gives them. Words that are held already change nothing."""
        new = [word for word in words if word not in self._held]
        for word in new:
            self._by_length[len(word)].append(word)
            for key in words[word]:
                self._by_skeleton[key].append(word)
        for length in {len(word) for word in new}:
            held = self._letters.get(length, np.empty(0, dtype=np.uint32))
            later = [_letters_of(word) for word in self._by_length[length][len(held) :]]
            self._letters[length] = np.concatenate([held, np.array(later, dtype=np.uint32)])
            self._words[length] = np.array(self._by_length[length], dtype=object)
        self._held.update(new)
        self._ordered = sorted([*self._ordered, *new]) if new else self._ordered

    def near(self, word: str) -> list[Near]:
        """Return the words that a typed one may mean, the likest first; none for less than two letters."""
        if len(word) < SHORTEST:
            return []
        found = {near.text: near for near in self._slips(word)}
        for near in (*self._begun(word), *self._sounding(word)):
            held = found.get(near.text)
            if held is None or held.likeness < near.likeness:
                found[near.text] = near
        return sorted(found.values(), key=lambda near: (-near.likeness, near.text))

    def _slips(self, word: str) -> list[Near]:
        """Return the words a few slips away: a letter more, less, other, or two changed round.

        A slip takes at most one letter from those that a word has at all and adds at most one, so most words need no
        comparison.
        """
        near: list[Near] = []
        size, letters = len(word), np.uint32(_letters_of(word))
        for length in range(math.ceil(size * _LEAST_ALIKE), int(size / _LEAST_ALIKE) + 1):
            longer = max(size, length)
            cutoff = int(longer * (1 - _LEAST_ALIKE) + 1e-9)
            held = self._letters.get(length)
            if held is None:
                continue
            fewer = np.bitwise_count(letters & ~held) <= cutoff
            possible = self._words[length][fewer & (np.bitwise_count(held & ~letters) <= cutoff)].tolist()
            rows = process.extract(word, possible, scorer=OSA.distance, score_cutoff=cutoff, limit=_MOST_NEAR)
            near += (Near(text, 1 - slips / longer, How.SLIP if slips else How.SAME) for text, slips, _ in rows)
        return sorted(near, key=lambda each: (-each.likeness, each.text))[:_MOST_NEAR]

    def _begun(self, word: str) -> list[Near]:
        """Return the words that begin with what was typed, the shortest of them first where there are many."""
        first = bisect.bisect_left(self._ordered, word)
        begun = self._ordered[first : bisect.bisect_left(self._ordered, word + "\U0010ffff")]
        return [
            Near(text, _BEGINNING + _BEGINNING_SHARE * len(word) / len(text), How.BEGINS)
            for text in sorted(begun, key=lambda each: (len(each), each))[:_MOST_BEGUN]
            if text != word
        ]

    def _sounding(self, word: str) -> list[Near]:
        """Return the words with a skeleton of the typed one: Hussein and Hossain."""
        near = []
        for text in {text for key in skeletons(word) for text in self._by_skeleton.get(key, ())}:
            letters = OSA.normalized_similarity(word, text)
            if text != word:
                near.append(Near(text, 1 - _SOUND_LEAVES * (1 - letters), How.SOUNDS))
        return near
