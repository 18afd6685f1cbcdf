"""A table made ready to compare: every text brought to numbers once, so that pairs are compared by arithmetic."""

from dataclasses import dataclass

import numpy as np

from onroll.identifiers import upn
from onroll.linkage.engine import addresses
from onroll.linkage.engine.table import MISSING, Ints, Table, Texts, encode
from onroll.linkage.engine.words import GIVEN_WORDS, SURNAME_WORDS, Words, name_words, numbered, vocabulary

_SEXES = {"M": 1, "F": 2, "MALE": 1, "FEMALE": 2, "BOY": 1, "GIRL": 2, "1": 1, "2": 2}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows as numbers, one entry a row; `MISSING` (-1) stands for what is not known, in dates and sex 0.

    `given` and `surname` hold word numbers, shapes (rows, 4) and (rows, 3); `born` year, month, day, shape (rows, 3).
    """

    words: Words
    given: Ints
    surname: Ints
    given_name: Ints
    given_texts: Texts
    surname_name: Ints
    surname_texts: Texts
    born: Ints
    sex: Ints
    upn: Ints
    temporary: Ints
    upn_texts: Texts
    postcode: Ints
    sector: Ints
    district: Ints
    postcode_texts: Texts
    house: Ints
    flat: Ints
    street: Ints
    street_texts: Texts
    lists: Ints


def prepare(table: Table) -> Prepared:
    """Return the rows of a table as numbers."""
    text = table.text
    given_names = [f"{first} {middle}".strip() for first, middle in zip(text["forename"], text["middle"], strict=True)]
    given_codes, given_distinct = encode(given_names)
    surname_codes, surname_distinct = encode(text["surname"])
    given_words = [name_words(name) for name in given_distinct]
    surname_words = [name_words(name) for name in surname_distinct]
    words, numbers = vocabulary([*given_words, *surname_words])
    given_name, given_texts = encode(" ".join(each) for each in given_words)
    surname_name, surname_texts = encode(" ".join(each) for each in surname_words)
    full, sector, district, postcode_texts = addresses.postcodes(text["postcode"])
    house, flat = addresses.houses(text["house"])
    street, street_texts = addresses.streets(text["street"])
    number, temporary, upn_texts = _upns(text["upn"])
    return Prepared(
        words=words,
        given=_rows(numbered(given_words, numbers, GIVEN_WORDS), given_codes),
        surname=_rows(numbered(surname_words, numbers, SURNAME_WORDS), surname_codes),
        given_name=_rows(given_name, given_codes),
        given_texts=given_texts,
        surname_name=_rows(surname_name, surname_codes),
        surname_texts=surname_texts,
        born=addresses.birth_dates(text["dob"]),
        sex=np.array([_SEXES.get(value.strip().upper(), 0) for value in text["sex"]], dtype=np.int32),
        upn=number,
        temporary=temporary,
        upn_texts=upn_texts,
        postcode=full,
        sector=sector,
        district=district,
        postcode_texts=postcode_texts,
        house=house,
        flat=flat,
        street=street,
        street_texts=street_texts,
        lists=table.lists,
    )


def _rows(distinct: Ints, codes: Ints) -> Ints:
    """Return one row of `distinct` for each code, and a row of `MISSING` for a missing one."""
    blank = np.full((1, *distinct.shape[1:]), MISSING, dtype=np.int32)
    return np.concatenate([distinct, blank])[codes]


def _upns(texts: Texts) -> tuple[Ints, Ints, Texts]:
    """Return the pupil number of each row, whether it is temporary (1), and the distinct numbers."""
    normal = [upn.normal_form(text) for text in texts]
    codes, distinct = encode(text if upn.is_well_formed(text) else "" for text in normal)
    kinds = np.array([upn.is_temporary(text) for text in distinct] + [False], dtype=np.int32)
    return codes, kinds[codes], distinct
