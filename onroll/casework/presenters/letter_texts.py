"""The pages on which a leader changes the texts of letters: what each says now, what it said before, and a preview."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.urls import reverse

from onroll.casework import letters
from onroll.casework.models import LetterTemplate
from onroll.web.parts import Link, Row, Table, field_code
from onroll.web.words import moment_words

STANDARD = "The text that OnRoll brings"


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterTextsPage:
    """The letters, each with whose text it has."""

    title: str
    table: Table


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterTextPage:
    """One letter's text. `preview` is empty until one is asked for; `standard_href` shows OnRoll's text in the box."""

    title: str
    lead: str
    fields: tuple[Row, ...]
    preview: str
    history: Table


def letter_texts_page(own: Mapping[str, LetterTemplate]) -> LetterTextsPage:
    """Present the letters."""
    return LetterTextsPage(
        title="Texts of letters",
        table=Table(
            caption="Letters of school attendance orders",
            head=("Letter", "Text", "Changed"),
            rows=tuple(
                (
                    Link(text=name, href=reverse("casework:change-letter-text", args=[code])),
                    f"Your own, version {own[code].number}" if code in own else STANDARD,
                    _changed(own[code]) if code in own else "Never",
                )
                for code, name in letters.NAMES.items()
            ),
        ),
    )


def letter_text_page(code: str, versions: Sequence[LetterTemplate], preview: str = "") -> LetterTextPage:
    """Present one letter's text. `versions`: the authority's own, the newest first."""
    here = reverse("casework:change-letter-text", args=[code])
    rows = tuple(
        (
            Link(text=f"Version {each.number}", href=f"{here}?from={each.number}", hidden_words="in the box"),
            _changed(each),
            "In use" if number == 0 else "Kept",
        )
        for number, each in enumerate(versions)
    )
    standard = Link(text=STANDARD, href=f"{here}?from=0", hidden_words="in the box")
    return LetterTextPage(
        title=letters.NAMES[code],
        lead="Letters that were made keep their text. A new text is used from the next letter on.",
        fields=tuple(Row(key=field_code(name), value=meaning) for name, meaning in letters.FIELDS.items()),
        preview=preview,
        history=Table(
            caption="Earlier texts",
            head=("Text", "Saved", "State"),
            rows=(*rows, (standard, "With OnRoll", "Kept" if versions else "In use")),
        ),
    )


def _changed(template: LetterTemplate) -> str:
    return f"{moment_words(template.made_at)}, {template.made_by.name}"
