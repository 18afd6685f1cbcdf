"""Addresses and birth dates of lists brought to numbers: house, flat, street, postcode; year, month, day."""

import re
from datetime import date

import numpy as np

from onroll.identifiers import postcode
from onroll.linkage.engine.table import MISSING, Ints, Texts, encode
from onroll.linkage.normalise import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LAST_WORDS = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "cl": "close",
    "dr": "drive",
    "ln": "lane",
    "cres": "crescent",
    "cr": "crescent",
    "ct": "court",
    "crt": "court",
    "pl": "place",
    "gdns": "gardens",
    "gdn": "gardens",
    "gr": "grove",
    "gro": "grove",
    "ter": "terrace",
    "terr": "terrace",
    "sq": "square",
    "wy": "way",
    "wlk": "walk",
    "pk": "park",
}
_CARE_OF = re.compile(r"\bc ?o\b")
# No child has been 1900 years old: a date so early, or one that many lists use for "not known", is missing.
_OLDEST_YEAR = 1901


def birth_date(text: str) -> tuple[int, int, int]:
    """Return year, month and day, or three zeros where the text is no date that a person could be born on."""
    text = text.strip()
    for pattern, order in ((_ISO, (1, 2, 3)), (_BRITISH, (3, 2, 1)), (_PACKED, (1, 2, 3))):
        if match := pattern.match(text):
            year, month, day = (int(match.group(place)) for place in order)
            try:
                date(year, month, day)
            except ValueError:
                return (0, 0, 0)
            return (year, month, day) if year >= _OLDEST_YEAR else (0, 0, 0)
    return (0, 0, 0)


def birth_dates(texts: Texts) -> Ints:
    """Return the birth dates. Shape: (rows, 3) int32: year, month, day; zeros where missing."""
    codes, distinct = encode(texts)
    known = np.array([birth_date(text) for text in distinct] + [(0, 0, 0)], dtype=np.int32)
    return known[codes]


def postcodes(texts: Texts) -> tuple[Ints, Ints, Ints, Texts]:
    """Return numbers for the postcode, its sector and its district, and the distinct postcodes. Stand-ins are missing.

    A part of a postcode that has the shape of a district is a district only.
    """
    codes, distinct = encode(texts)
    parsed = [_postcode(text) for text in distinct]
    outer = [
        postcode.outward(full) or "" if full else _district(text) for full, text in zip(parsed, distinct, strict=True)
    ]
    full_codes, full_texts = encode(parsed)
    sector_codes, _ = encode(postcode.sector(full) or "" if full else "" for full in parsed)
    outer_codes, _ = encode(outer)
    known = [_looked_up(each, codes) for each in (full_codes, sector_codes, outer_codes)]
    return known[0], known[1], known[2], full_texts


def houses(texts: Texts) -> tuple[Ints, Ints]:
    """Return the house number and the flat number of each row, `MISSING` where there is none."""
    codes, distinct = encode(texts)
    pairs = [_house(text) for text in distinct]
    numbers, flats = (np.array([pair[place] for pair in pairs], dtype=np.int32) for place in (0, 1))
    return _looked_up(numbers, codes), _looked_up(flats, codes)


def streets(texts: Texts) -> tuple[Ints, Texts]:
    """Return a number for each street, written out in full, and the distinct streets."""
    codes, distinct = encode(texts)
    street_codes, street_texts = encode(_street(text) for text in distinct)
    return _looked_up(street_codes, codes), street_texts


def _postcode(text: str) -> str:
    full = postcode.parse(text) or postcode.parse(_letters_and_digits(text))
    return "" if full is None or postcode.is_placeholder(full) else full


def _letters_and_digits(text: str) -> str:
    """Return a postcode with O and 0, I and 1, S and 5 put right in its last three characters."""
    joined = "".join(text.split()).upper()
    if len(joined) < 5:
        return joined
    digit = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2"}.get(joined[-3], joined[-3])
    letters = joined[-2:].translate(str.maketrans("01582", "OISBZ"))
    return joined[:-3] + digit + letters


def _district(text: str) -> str:
    joined = "".join(text.split()).upper()
    return joined if re.fullmatch(r"[A-Z]{1,2}[0-9][0-9A-Z]?", joined) and joined != "ZZ99" else ""


def _house(text: str) -> tuple[int, int]:
    numbers = [int(each) for each in re.findall(r"\d{1,6}", text)]
    if not numbers:
        return MISSING, MISSING
    return numbers[-1], numbers[0] if len(numbers) > 1 else MISSING


def _street(text: str) -> str:
    words = _CARE_OF.sub(" ", fold(text)).split()
    if len(words) > 1:
        words[-1] = _LAST_WORDS.get(words[-1], words[-1])
    return " ".join(words)


def _looked_up(values: Ints, codes: Ints) -> Ints:
    return np.append(values, np.int32(MISSING)).astype(np.int32)[codes]
