"""Letters and certificates in words: what is due, and the texts with their history."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from onroll.attendance import letter_texts
from onroll.attendance.models import AttendanceLetterText
from onroll.attendance.presenters.days import TODAY
from onroll.attendance.presenters.numbers import AS_THE_DEPARTMENT
from onroll.attendance.presenters.sheets import Section, Sheet, name_of
from onroll.attendance.queries import Letters
from onroll.web.parts import Link, Row, Table
from onroll.web.words import moment_words

STANDARD = "The text that OnRoll brings"


def letters_sheet(found: Letters, fresh: str) -> Sheet:
    """Return the letters that are due; the template adds the button of each."""
    full = tuple((name_of(entry), entry.form_group, f"{sessions.possible:,}") for entry, sessions in found.full)
    link = Link(text="Certificates to print", href=reverse("attendance:certificates"))
    texts = Link(text="Change the text of a letter", href=reverse("attendance:letter-texts"))
    return Sheet(
        title="Letters and certificates",
        lead="Letters are due by what was missed this school year; the gravest one that is reached is offered.",
        sections=(
            Section(
                heading="Full attendance this half term",
                table=Table(caption="Full attendance", head=("Pupil", "Form", "Sessions"), rows=full, hide_caption=True)
                if full
                else None,
                empty="Nobody has 20 sessions or more without a miss yet.",
                links=(link,) if full else (),
            ),
            Section(heading="Your own words", links=(texts,)),
        ),
        back=TODAY,
        how=(
            AS_THE_DEPARTMENT,
            fresh,
            "Before you praise: illness and disability are nobody’s fault. Before you write: a call is often better.",
        ),
    )


def letter_texts_sheet(on: date, own: Mapping[str, Sequence[AttendanceLetterText]]) -> Sheet:
    """Return the letters, each with whose text it has."""
    rows = tuple(
        (
            Link(text=title, href=reverse("attendance:change-letter-text", args=[code])),
            f"Your own, version {own[code][0].number}" if own[code] else STANDARD,
            _changed(own[code][0]) if own[code] else "Never",
        )
        for code, title in letter_texts.names(on).items()
    )
    table = Table(caption="Letters about attendance", head=("Letter", "Text", "Changed"), rows=rows, hide_caption=True)
    return Sheet(
        title="Texts of letters about attendance",
        lead="Letters that were made keep their text.",
        sections=(Section(heading="Letters", table=table),),
        back=Link(text="Back to letters", href=reverse("attendance:letters")),
    )


def letter_text_sheet(on: date, code: str, versions: Sequence[AttendanceLetterText]) -> Sheet:
    """Return one letter's fields and earlier texts. `versions`: the school's own, the newest first."""
    here = reverse("attendance:change-letter-text", args=[code])
    rows = tuple(
        (
            Link(text=f"Version {each.number}", href=f"{here}?from={each.number}", hidden_words="in the box"),
            _changed(each),
            "In use" if number == 0 else "Kept",
        )
        for number, each in enumerate(versions)
    )
    standard = Link(text=STANDARD, href=f"{here}?from=0", hidden_words="in the box")
    history = (*rows, (standard, "With OnRoll", "Kept" if versions else "In use"))
    fields = tuple(Row(key=f"{{{{ {name} }}}}", value=meaning) for name, meaning in letter_texts.FIELDS.items())
    return Sheet(
        title=letter_texts.names(on)[code],
        lead="Letters that were made keep their text. A new text is used from the next letter on.",
        sections=(
            Section(heading="What is filled in", rows=fields),
            Section(
                heading="Earlier texts",
                table=Table(caption="Earlier texts", head=("Text", "Saved", "State"), rows=history, hide_caption=True),
            ),
        ),
        back=Link(text="Back to texts", href=reverse("attendance:letter-texts")),
    )


def _changed(text: AttendanceLetterText) -> str:
    return f"{moment_words(text.made_at)}, {text.made_by.name}"
