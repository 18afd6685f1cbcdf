"""Names brought to one form before they are compared. Nothing here judges likeness.

Postcodes and pupil numbers have their normal forms in `onroll.identifiers`.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
_APOSTROPHES = re.compile("['’‘‛ʼʻʹʿʾ`´′]")
_NOT_LETTERS = re.compile(r"[\W\d_]+")

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "master", "mstr", "dr", "prof", "rev", "sir", "lady"})
PARTICLES = frozenset(
    {
        "al", "el", "ul", "ad", "as", "ash", "bin", "ibn", "bint", "da", "das", "de", "del", "della", "den", "der",
        "di", "do", "dos", "du", "la", "le", "ter", "van", "von", "y",
    }
)  # fmt: skip
_MAC_LETTERS = 6


def fold(text: str) -> str:
    """Return text in lower case, without marks, apostrophes or punctuation, its words parted by one space.

    "O’Brien-Łuczak" becomes "obrien luczak". Letters of other scripts stay as they are.
    """
    plain = _APOSTROPHES.sub("", text)
    if not plain.isascii():
        parted = unicodedata.normalize("NFKD", plain).casefold().translate(_LETTERS)
        plain = _APOSTROPHES.sub("", "".join(c for c in parted if not unicodedata.combining(c)))
    return _NOT_LETTERS.sub(" ", plain.casefold()).strip()


def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell people apart, in the order written.

    Titles and particles (al-, de, van) are dropped unless nothing else is left: Le and Van are surnames too.
    O and Mc written as words of their own are joined to the next, and Mac is read as Mc: "Mac Donald" is
    "mcdonald".
    """
    words = [_mac(word) for word in _joined(fold(name).split())]
    telling = tuple(word for word in words if word not in TITLES and word not in PARTICLES)
    return telling or tuple(word for word in words if word not in TITLES) or tuple(words)


def run_together(name: str) -> str:
    """Return a name as one word, particles and all: "Abdul Rahman" and "Abdulrahman" become the same."""
    return fold(name).replace(" ", "")


def _joined(words: list[str]) -> list[str]:
    joined: list[str] = []
    held = ""
    for word in words:
        if word in {"o", "mc", "mac"} and not held:
            held = word
        else:
            joined.append(held + word)
            held = ""
    return [*joined, held] if held else joined


def _mac(word: str) -> str:
    return "mc" + word[3:] if word.startswith("mac") and len(word) >= _MAC_LETTERS else word
