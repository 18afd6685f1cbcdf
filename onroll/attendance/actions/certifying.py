"""Certificates for full attendance as PDF, a page for each pupil, by the school's own text."""

import dataclasses
from typing import cast

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Person
from onroll.attendance import letter_texts, permissions, queries
from onroll.attendance.certificate_files import Certificate, as_pdf
from onroll.attendance.events import CertificatesMade
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import letters
from onroll.web.words import day_words


@dataclasses.dataclass(frozen=True, slots=True)
class CertificatesFile:
    """A PDF with a page for each pupil."""

    content: bytes
    pupils: int


@transaction.atomic
def make_certificates(act: Act, *, form_group: str | None = None, reference: str | None = None) -> CertificatesFile:
    """Make the certificates of a form, of one pupil, or of everybody who missed nothing this half term.

    They are not kept: they say no more than the register does, and can be made again. Raises: NotAllowed; Hidden, where
    there is none to make.
    """
    permissions.check(permissions.may_make_letters(act))
    found = queries.letters(act)
    full = [
        (entry, sessions)
        for entry, sessions in found.full
        if form_group in {None, entry.form_group} and reference in {None, entry.reference}
    ]
    if found.term is None or not full:
        raise Hidden
    school = access_queries.acting_organisation(act)
    own = queries.letter_texts_of(act, letter_texts.CERTIFICATE)
    text = own[0].text if own else letter_texts.standard_text(letter_texts.CERTIFICATE)
    values = {
        "school": school.name,
        "today": day_words(act.on),
        "term": found.term.name,
        "sender": Person.objects.get(pk=cast("int", act.actor_id)).name,
    }
    pages = []
    for entry, sessions in full:
        its = {
            "pupil": f"{entry.forename} {entry.surname}",
            "form": entry.form_group,
            "possible": f"{sessions.possible:,}",
        }
        pages.append(Certificate(large=its["pupil"], text=letters.merged(text, {**values, **its})))
    ledger.record(act, CertificatesMade(school_id=school.pk, pupils=len(pages), on=act.on))
    return CertificatesFile(as_pdf(pages, "Certificates for full attendance"), len(pages))
