"""Letters: the texts that OnRoll brings, and their merge fields.

A text is plain, with fields in double braces and nothing else that is ever carried out: no loop, no condition, no
attribute. So no template, whoever writes it, can read or do anything.
"""

import re
import string
from collections.abc import Collection
from importlib import resources
from typing import cast

FIELDS: dict[str, str] = {
    "authority": "the name of your authority",
    "officer": "the name of the officer who serves it",
    "reference": "the reference of the order",
    "parent": "the parent’s name",
    "parent_address": "the parent’s address",
    "child": "the child’s name",
    "birth_date": "the child’s date of birth",
    "school": "the school",
    "grounds": "why it appears that the child does not receive suitable education",
    "served_on": "the day of service",
    "answer_by": "the last day for an answer, the day of service being the first",
    "section": "the section of the Act",
    "earlier": "the order before this one, or “none”",
}
# What a preview is made with: nobody lives there.
SAMPLE: dict[str, str] = {
    "authority": "Exampleton Council",
    "officer": "Imogen Invented",
    "reference": "AO-EXAMPLE",
    "parent": "Oona Placeholder",
    "parent_address": "1 Invented Lane, Exampleton",
    "child": "Zelphine Placeholder",
    "birth_date": "17 May 2014",
    "school": "Fixture Primary School",
    "grounds": "The child has been on no school’s roll since September, and you told us of no other education.",
    "served_on": "2 November 2026",
    "answer_by": "16 November 2026",
    "section": "section 437(1) of the Education Act 1996",
    "earlier": "none",
}
NAMES: dict[str, str] = {
    "notice": "Notice to satisfy the authority",
    "school_notice": "Notice of the school intended",
    "order": "School attendance order",
    "amendment": "Amendment of an order",
    "refusal": "Refusal to revoke an order",
    "revocation": "Revocation of an order",
}


class _Text(string.Template):
    """The standard library's template, with fields in double braces."""

    delimiter = "{{"
    pattern = r"""
        \{\{\s*(?:(?P<named>[a-z_]+)\s*\}\}|(?P<escaped>\{\{)|(?P<braced>(?!))|(?P<invalid>))
    """  # type: ignore[assignment]  # a text, which the library compiles


def unknown_fields(text: str, fields: Collection[str] = FIELDS.keys()) -> list[str]:
    """Return what stands in double braces and is no merge field, as it stands there."""
    # Found as the letter is made: what is read otherwise here would be saved, and no letter could be made of it.
    pattern = cast("re.Pattern[str]", _Text.pattern)
    wrong = [found for found in pattern.finditer(text) if found["named"] not in fields]
    stands = [re.match(r".*?(?:\}\}|$)", text[found.start() :], flags=re.MULTILINE) for found in wrong]
    return [each[0].strip("{} ") or each[0] for each in stands if each]


def standard_text(code: str) -> str:
    """Return the text that OnRoll brings for a letter."""
    return (resources.files("onroll.casework") / "letter_texts" / f"{code}.txt").read_text(encoding="utf-8")


def merged(text: str, values: dict[str, str]) -> str:
    """Return a text with its fields filled in. What a value holds is never read as a field."""
    return _Text(text).substitute(values)
