"""The words of the names of whole lists, each worked out once: spelling, skeleton, forms that stand for it."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from onroll.linkage.engine.table import MISSING, Ints, Texts
from onroll.linkage.normalise import fold, tokens
from onroll.linkage.skeleton import skeletons

GIVEN_WORDS, SURNAME_WORDS = 4, 3
_FORMS = Path(__file__).parents[1] / "simulator" / "stocks"
# What is written where no name is known. "Baby" and "twin" are names of nobody.
NOT_NAMES = frozenset(
    {
        "unknown", "not", "known", "nk", "baby", "infant", "tbc", "xx", "xxx", "unborn", "child", "twin", "none",
        "null", "nil", "test", "unnamed", "aka", "jnr", "f", "m", "girl", "boy", "of",
    }
)  # fmt: skip
_PLACEHOLDER_ALONE = frozenset({"f", "m", "of", "not", "known", "none", "test", "nil"})
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_MISREAD = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "3": "e", "9": "g"})
_DIGIT_IN_WORD = re.compile(r"(?<=[A-Za-z])[0-9]|[0-9](?=[A-Za-z]{2})")


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of names, numbered from 0. `skeleton` numbers each word's skeleton (the same for Hussein and
    Hossain), `second` another way to hear it or `MISSING`, `family` the forms that one name has (Kate, Katherine).
    """

    text: Texts
    skeleton: Ints
    second: Ints
    family: Ints
    skeleton_text: Texts


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as written on a list, without notes, titles and what stands for no name."""
    plain = (
        _DIGIT_IN_WORD.sub(lambda match: match.group().translate(_MISREAD), _BRACKETED.sub(" ", name)) if name else ""
    )
    found = tokens(plain)
    telling = tuple(word for word in found if word not in NOT_NAMES)
    if telling and len(telling) < len(found):
        return tuple(word for word in found if word not in NOT_NAMES or (word in _PLACEHOLDER_ALONE and len(word) == 1))
    return telling


def vocabulary(names: Iterable[tuple[str, ...]]) -> tuple[Words, dict[str, int]]:
    """Return the distinct words of all names, in alphabetical order, and their numbers."""
    texts = sorted({word for name in names for word in name})
    numbers = {word: number for number, word in enumerate(texts)}
    heard = [sorted(skeletons(word)) or [word.upper()] for word in texts]
    shapes = sorted({shape for each in heard for shape in each})
    shape_number = {shape: number for number, shape in enumerate(shapes)}
    main = [shape_number[min(each, key=lambda shape: (len(shape), shape))] for each in heard]
    other = [
        shape_number[max(each, key=lambda shape: (len(shape), shape))] if len(each) > 1 else MISSING for each in heard
    ]
    families = _families()
    family = [families.get(word, MISSING) for word in texts]
    return Words(texts, _ints(main), _ints(other), _ints(family), shapes), numbers


def numbered(names: Sequence[tuple[str, ...]], numbers: dict[str, int], width: int) -> Ints:
    """Return the words of each name as numbers. Shape: (names, width) int32, `MISSING` where there are fewer."""
    rows = [[numbers[word] for word in name[:width]] + [MISSING] * (width - len(name)) for name in names]
    return np.array(rows, dtype=np.int32).reshape(len(names), width)


@cache
def _families() -> dict[str, int]:
    """Return a number for each name that has forms; joined rows share one, the first row that has it."""
    families: dict[str, int] = {}
    for number, row in enumerate(_form_rows()):
        words = [fold(word).replace(" ", "") for word in row]
        known = next((families[word] for word in words if word in families), number)
        for word in words:
            families.setdefault(word, known)
    return families


def _form_rows() -> list[list[str]]:
    rows = []
    for name in ("short_forms.csv", "variants.csv"):
        with (_FORMS / name).open(encoding="utf-8", newline="") as file:
            rows += [row["forms"].split() for row in csv.DictReader(file)]
    return rows


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int32)
