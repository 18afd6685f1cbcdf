"""Letters and certificates in words: what is due, and the texts with their history."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onroll.attendance import letter_texts
from onroll.attendance.models import AttendanceLetterText
from onroll.attendance.presenters.days import TODAY
from onroll.attendance.presenters.numbers import AS_THE_DEPARTMENT
from onroll.attendance.presenters.sheets import Section, Sheet, form_words, name_of
from onroll.attendance.queries import Letters
from onroll.audit.act import Act
from onroll.ctf.year_groups import form_rank
from onroll.rolls.models import RollEntry
from onroll.rules.attendance_letters import LEAST_SESSIONS_FOR_CERTIFICATE
from onroll.web.parts import Link, Row, Table, field_code
from onroll.web.words import count_words, day_words, moment_words

STANDARD = "The text that OnRoll brings"


def letters_sheet(found: Letters, fresh: str) -> Sheet:
    """Return the letters that are due; the template adds the button of each."""
    full = tuple((name_of(entry), entry.form_group, f"{sessions.possible:,}") for entry, sessions in found.full)
    link = Link(text="Certificates as PDF", href=reverse("attendance:certificates"))
    texts = Link(text="Change the text of a letter or certificate", href=reverse("attendance:letter-texts"))
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


def certificates_sheet(act: Act, found: Letters, fresh: str) -> Sheet:
    """Return who missed nothing this half term, form by form, with certificates for a form and for each pupil."""
    forms: dict[str, list[RollEntry]] = {}
    for entry, _ in sorted(found.full, key=lambda each: form_rank(each[0].form_group)):
        forms.setdefault(entry.form_group, []).append(entry)
    everybody = Link(
        text=f"All {count_words(len(found.full), 'certificate')} as one PDF",
        href=reverse("attendance:certificates-file"),
    )
    words = Link(
        text="Change the words of the certificate",
        href=reverse("attendance:change-letter-text", args=[letter_texts.CERTIFICATE]),
    )
    term = (
        f"{found.term.name}, up to {day_words(min(found.term.period.last, act.on))}" if found.term else "This half term"
    )
    (least,) = LEAST_SESSIONS_FOR_CERTIFICATE.value
    return Sheet(
        title="Certificates for full attendance",
        lead=f"{term}: {count_words(len(found.full), 'pupil')} came to every session.",
        sections=(
            Section(
                heading="Everybody",
                empty="" if found.full else "Nobody has enough sessions without a miss yet.",
                links=(everybody, words) if found.full else (words,),
            ),
            *(_certificates_of(form, entries) for form, entries in forms.items()),
        ),
        back=Link(text="Back to letters and certificates", href=reverse("attendance:letters")),
        how=(
            f"Whoever had {least} possible sessions or more in the half term and missed none.",
            fresh,
            "Before you praise: illness and disability are nobody’s fault.",
        ),
    )


def _certificates_of(form: str, entries: Sequence[RollEntry]) -> Section:
    href = f"{reverse('attendance:certificates-file')}?{urlencode({'form': form})}"
    of_form = Link(
        text=f"{count_words(len(entries), 'certificate')} as one PDF", href=href, hidden_words=f"for {form_words(form)}"
    )
    each = tuple(
        Link(
            text=name_of(entry),
            href=reverse("attendance:certificate-file", args=[entry.reference]),
            hidden_words="(certificate as PDF)",
        )
        for entry in entries
    )
    return Section(heading=form_words(form), links=(of_form, *each) if len(each) > 1 else each)


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
        title="Texts of letters and certificates",
        lead="Letters that were made keep their text.",
        sections=(Section(heading="Letters", table=table),),
        back=Link(text="Back to letters", href=reverse("attendance:letters")),
    )


_USED = {
    False: "Letters that were made keep their text. A new text is used from the next letter on.",
    True: "A new text is used for every certificate that is made from now on. Its first line is the heading.",
}


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
    fields = tuple(Row(key=field_code(name), value=meaning) for name, meaning in letter_texts.fields_of(code).items())
    return Sheet(
        title=letter_texts.names(on)[code],
        lead=_USED[code == letter_texts.CERTIFICATE],
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
