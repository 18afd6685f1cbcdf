"""Names of pairs compared word by word, in any order, and as whole texts; each distinct pair of words once."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import MISSING, Flags, Floats, Ints, Texts
from onroll.linkage.engine.words import GIVEN_WORDS

# What one word is worth beside the other's: as much as a spelling that is nearly the same.
_SAME_SKELETON, _SAME_FAMILY, _INITIAL = 0.95, 0.94, 0.86
UNKNOWN = -1.0

NAMES = (
    "first_first", "given_best", "given_fewer", "given_more", "surname_best", "surname_fewer", "surname_more",
    "all_fewer", "all_more", "worst_word", "crossed", "first_anywhere_low", "first_anywhere_high", "given_text",
    "surname_text", "full_text", "words_few", "words_many", "given_first", "given_joined",
)  # fmt: skip


def name_features(rows: Prepared, whole: tuple[Ints, Texts], a: Ints, b: Ints) -> Floats:
    """Return the likeness of names. Shape: (20, pairs) float32, a row for each of `NAMES`. `whole` is of `full_names`.

    Scale: 0 to 1, higher is more alike, -1 where a name is missing; `words_few` and `words_many` are counts.
    `given_first` is how well the first word of either is found among the given names of the other, `given_joined` how
    alike the given names are when they are run together (Ho Yin, Hoyin).
    """
    words = np.concatenate([rows.given, rows.surname], axis=1)
    left, right = words[a], words[b]
    alike = _word_likeness(rows, left, right)
    g = GIVEN_WORDS
    has_left, has_right = left != MISSING, right != MISSING
    given = _coverage(alike[:, :g, :g], has_left[:, :g], has_right[:, :g])
    surname = _coverage(alike[:, g:, g:], has_left[:, g:], has_right[:, g:])
    everything = _coverage(alike, has_left, has_right)
    crossed = np.minimum(alike[:, :g, g:].max(axis=(1, 2)), alike[:, g:, :g].max(axis=(1, 2)))
    first = (alike[:, 0, :].max(axis=1), alike[:, :, 0].max(axis=1))
    first_given = (alike[:, 0, :g].max(axis=1), alike[:, :g, 0].max(axis=1))
    counts = (has_left.sum(axis=1), has_right.sum(axis=1))
    joined = [text.replace(" ", "") for text in rows.given_texts]
    rows_of = [
        alike[:, 0, 0], alike[:, :g, :g].max(axis=(1, 2)), given[0], given[1],
        alike[:, g:, g:].max(axis=(1, 2)), surname[0], surname[1], everything[0], everything[1],
        everything[2], crossed, np.minimum(*first), np.maximum(*first),
        _texts(rows.given_name, rows.given_texts, a, b, JaroWinkler.similarity),
        _texts(rows.surname_name, rows.surname_texts, a, b, JaroWinkler.similarity),
        _texts(*whole, a, b, Levenshtein.normalized_similarity), np.minimum(*counts), np.maximum(*counts),
        np.maximum(*first_given), _texts(rows.given_name, joined, a, b, JaroWinkler.similarity),
    ]  # fmt: skip
    return np.stack(rows_of).astype(np.float32)


def _coverage(alike: Floats, has_left: Flags, has_right: Flags) -> tuple[Floats, Floats, Floats]:
    """Return how well the words of the name with fewer are found in the other, of the one with more, and the worst of
    the fewer. -1 where one has none.
    """
    best_left = np.where(has_left, np.maximum(alike.max(axis=2), 0), 0)
    best_right = np.where(has_right, np.maximum(alike.max(axis=1), 0), 0)
    count_left, count_right = has_left.sum(axis=1), has_right.sum(axis=1)
    mean_left = best_left.sum(axis=1) / np.maximum(count_left, 1)
    mean_right = best_right.sum(axis=1) / np.maximum(count_right, 1)
    worst_left = np.where(has_left, best_left, 2).min(axis=1)
    worst_right = np.where(has_right, best_right, 2).min(axis=1)
    even = count_left == count_right
    fewer_left = count_left < count_right
    fewer = np.where(even, np.maximum(mean_left, mean_right), np.where(fewer_left, mean_left, mean_right))
    more = np.where(even, np.minimum(mean_left, mean_right), np.where(fewer_left, mean_right, mean_left))
    worst = np.where(even, np.minimum(worst_left, worst_right), np.where(fewer_left, worst_left, worst_right))
    known = (count_left > 0) & (count_right > 0)
    return tuple(np.where(known, each, UNKNOWN).astype(np.float32) for each in (fewer, more, worst))  # type: ignore[return-value]


def _word_likeness(rows: Prepared, left: Ints, right: Ints) -> Floats:
    """Return the likeness of every word with every word. Shape: (pairs, words, words); -1 where one is missing."""
    both = (left != MISSING)[:, :, None] & (right != MISSING)[:, None, :]
    place = np.flatnonzero(both)
    pair, rest = np.divmod(place, left.shape[1] * right.shape[1])
    one, two = left[pair, rest // right.shape[1]], right[pair, rest % right.shape[1]]
    found = np.full(both.size, UNKNOWN, dtype=np.float32)
    low, high, back = distinct(one, two, len(rows.words.text))
    found[place] = _likeness(rows, low, high)[back]
    return found.reshape(both.shape)


def _likeness(rows: Prepared, one: Ints, two: Ints) -> Floats:
    words = rows.words
    value = np.ones(len(one), dtype=np.float32)
    differ = np.flatnonzero(one != two)
    first, second = one[differ], two[differ]
    spelt = compared(words.text, first, second, JaroWinkler.similarity)
    same_skeleton = words.skeleton[first] == words.skeleton[second]
    for left, right in ((words.second, words.skeleton), (words.skeleton, words.second), (words.second, words.second)):
        same_skeleton |= (left[first] == right[second]) & (left[first] != MISSING) & (right[second] != MISSING)
    same_family = (words.family[first] == words.family[second]) & (words.family[first] != MISSING)
    lengths = np.array([len(text) for text in words.text], dtype=np.int32)
    letters = np.array([ord(text[0]) for text in words.text], dtype=np.int32)
    initial = (np.minimum(lengths[first], lengths[second]) == 1) & (letters[first] == letters[second])
    spelt = np.where(same_skeleton, np.maximum(spelt, _SAME_SKELETON * 0.5 + spelt * 0.5), spelt)
    spelt = np.where(same_family, np.maximum(spelt, _SAME_FAMILY), spelt)
    value[differ] = np.where(initial, np.maximum(spelt, _INITIAL), spelt)
    return value


def full_names(rows: Prepared) -> tuple[Ints, Texts]:
    """Return a number for each row's whole name (its words in alphabetical order, run together) and the names."""
    words = np.sort(np.concatenate([rows.given, rows.surname], axis=1), axis=1)
    distinct_rows, codes = np.unique(words, axis=0, return_inverse=True)
    texts = ["".join(rows.words.text[word] for word in row if word != MISSING) for row in distinct_rows.tolist()]
    codes = codes.reshape(-1).astype(np.int32)
    empty = np.array([not text for text in texts], dtype=bool)
    return np.where(empty[codes], MISSING, codes).astype(np.int32), texts


def _texts(codes: Ints, texts: Texts, a: Ints, b: Ints, scorer: Callable[..., float]) -> Floats:
    one, two = codes[a], codes[b]
    known = (one != MISSING) & (two != MISSING)
    value = np.full(len(a), UNKNOWN, dtype=np.float32)
    low, high, back = distinct(one[known], two[known], len(texts))
    value[known] = compared(texts, low, high, scorer)[back]
    return value


def distinct(one: Ints, two: Ints, size: int) -> tuple[Ints, Ints, npt.NDArray[np.intp]]:
    """Return the distinct pairs of numbers below `size`, whichever comes first, and which of them each pair is."""
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
    keys, back = np.unique(low * max(size, 1) + high, return_inverse=True)
    first, second = np.divmod(keys, max(size, 1))
    return first.astype(np.int32), second.astype(np.int32), back.reshape(-1)


def compared(texts: Texts, one: Ints, two: Ints, scorer: Callable[..., float]) -> Floats:
    """Return the likeness of texts by their numbers, on every core."""
    if not len(one):
        return np.zeros(0, dtype=np.float32)
    left, right = [texts[each] for each in one.tolist()], [texts[each] for each in two.tolist()]
    return np.asarray(cpdist(left, right, scorer=scorer, dtype=np.float32, workers=-1), dtype=np.float32)
