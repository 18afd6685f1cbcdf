"""A document that comes with a telling: checked before anything is kept, sealed in the vault, opened by officers.

Agencies and schools may send one. The public page takes none: a photograph of a child that a stranger took would be
kept for years about a child whom nobody has met, and what it shows can be said in words.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import permissions
from onroll.casework.enclosure_events import EnclosureKept, EnclosureOpened
from onroll.casework.models import Enclosure, Telling
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault import queries as vault_queries
from onroll.vault.content_checks import Verdict
from onroll.vault.models import StoredFile

ENCLOSURE_BYTES = 10_000_000  # our own bound (mark P): a scan of some pages, or a photograph
SUFFIXES = (".pdf", ".docx", ".doc", ".odt", ".txt", ".jpg", ".jpeg", ".png")
LONGEST_NAME = 150


class EnclosureRefused(RuleBroken):
    """A document is of a kind that is not taken, or a content check found something in it. Nothing of it is kept."""

    code = "enclosure_refused"


class EnclosureGone(RuleBroken):
    """A document was asked for that has been destroyed, as its time was over."""

    code = "enclosure_gone"
    default_words = "This document was kept as long as it may be, and is destroyed. What was said of the child stays."


@dataclasses.dataclass(frozen=True, slots=True)
class TakenEnclosure:
    """A document that passed its checks and stands in no row yet."""

    name: str
    stored_file: StoredFile


def take_enclosure(act: Act, *, name: str, pieces: Iterable[bytes]) -> TakenEnclosure:
    """Seal a document and look into it. Takes no lock, so it comes before the action that keeps the telling.

    Raises: EnclosureRefused, with what was found and what to do; FileTooLarge. Nothing is left then.
    """
    if not permissions.may_refer(act):
        raise Hidden
    if PurePath(name).suffix.lower() not in SUFFIXES:
        kinds = ", ".join(suffix[1:].upper() for suffix in SUFFIXES)
        raise EnclosureRefused(f"This kind of file is not taken. Send one of these: {kinds}.")
    stored_file = vault_actions.take(act, pieces, limit=ENCLOSURE_BYTES)
    checked = content_checks.check(stored_file, name=name)
    if checked.verdict is not None:
        vault_actions.let_go(stored_file)
        if checked.verdict is Verdict.AWAIT:
            raise EnclosureRefused("The document could not be checked now. Send what you know without it.")
        code = checked.codes[0]
        raise EnclosureRefused(f"{content_checks.words_of(code)} {content_checks.action_of(code)}")
    return TakenEnclosure(name[-LONGEST_NAME:], stored_file)


def keep_enclosure(act: Act, telling: Telling, taken: TakenEnclosure) -> Enclosure:
    """Keep a document with its telling, in the transaction that keeps that."""
    enclosure = Enclosure.objects.create(
        telling=telling, name=taken.name, stored_file=vault_actions.keep(taken.stored_file), kept_at=act.at
    )
    event = EnclosureKept(
        notification_id=telling.notification_id, enclosure_id=enclosure.pk, size=taken.stored_file.size
    )
    ledger.record(act, event)
    return enclosure


@transaction.atomic
def open_enclosure(act: Act, *, enclosure: Enclosure) -> Iterator[bytes]:
    """Take a document out of the vault for an officer of the authority that was told; it is recorded.

    Raises: NotAnOfficer, Hidden; EnclosureGone, where it was destroyed.
    """
    notification = enclosure.telling.notification
    permissions.check_may_work_on(act, notification.authority_id)
    if StoredFile.objects.filter(pk=enclosure.stored_file_id, destroyed_at__isnull=False).exists():
        raise EnclosureGone
    ledger.record(act, EnclosureOpened(notification_id=notification.pk, enclosure_id=enclosure.pk))
    return vault_queries.pieces(enclosure.stored_file)
