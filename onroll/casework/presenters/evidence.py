"""A school's confirmation in words: what the case shows, and the evidence it is closed with."""

from onroll.audit.act import LONDON
from onroll.casework.models import Case
from onroll.web.words import day_words


def confirmation_words(case: Case) -> str:
    """Return who confirmed the child on roll, when and from which day; empty while nobody has."""
    confirmed = case.confirmed_by
    if confirmed is None or confirmed.confirmed_at is None:
        return ""
    school = f"{confirmed.organisation.name} ({confirmed.organisation.code})"
    said_on = day_words(confirmed.confirmed_at.astimezone(LONDON).date())
    from_words = f" from {day_words(confirmed.from_on)}" if confirmed.from_on else ""
    return f"{school} confirmed on {said_on} that the child is on its roll{from_words}."


def evidence_from(case: Case) -> str:
    """Return the evidence that the exchange itself holds, for the officer to keep, add to or replace."""
    confirmed, words = case.confirmed_by, confirmation_words(case)
    return f"{words} File {confirmed.source_reference}." if words and confirmed else words
