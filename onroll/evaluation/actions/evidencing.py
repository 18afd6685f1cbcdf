"""Evidence for a step: attaching a file that a content check let through, pointing to one, reading, taking away."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.evaluation import permissions
from onroll.evaluation.actions.changing import checked_words, step_of, touch_open
from onroll.evaluation.events import EvidenceAdded, EvidenceRead, EvidenceTakenAway
from onroll.evaluation.models import Evidence, EvidenceKind, Round
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault import queries as vault_queries
from onroll.vault.models import StoredFile

LARGEST_BYTES = 10_000_000
_WEB = re.compile(r"https?://[^\s/@]+\.[^\s@]+")


class EvidenceRefused(RuleBroken):
    """A content check found something in the file, or could not be made."""

    code = "evidence_refused"


class PlaceNotPossible(RuleBroken):
    """A page was given that is no address."""

    code = "place_not_possible"
    default_words = "Enter the page’s full address, starting with https://"


class EvidenceIsGone(RuleBroken):
    """Evidence was to be read or taken away that is not there any more."""

    code = "evidence_is_gone"
    default_words = "This evidence was taken away before. What there was stays written here."


def attach_file(act: Act, *, found: Round, step: str, words: str, name: str, pieces: Iterable[bytes]) -> Evidence:
    """Attach a file to a step of an open round. Nothing of a file that a check finds fault with is kept.

    Raises: RoundIsNotOpen; NoSuchStep; WordsMissing; EvidenceRefused; vault's FileTooLarge.
    """
    permissions.check_may_work_on(act, found.authority_id)
    step_of(found, step)
    words = checked_words(words, "Write what this evidence is.", most=200)
    taken = vault_actions.take(act, pieces, limit=LARGEST_BYTES)
    try:
        _check_content(taken, name)
        with transaction.atomic():
            file = vault_actions.keep(taken)
            return _add(act, found, step, EvidenceKind.FILE, words=words, file=file, file_name=name[:200])
    except BaseException:
        vault_actions.let_go(taken)
        raise


def _check_content(taken: StoredFile, name: str) -> None:
    checked = content_checks.check(taken, name=name)
    if checked.verdict is not None:
        raise EvidenceRefused(f"{content_checks.words_of(checked.codes[0])} It was not attached.")


@transaction.atomic
def point_to_evidence(act: Act, *, found: Round, step: str, words: str, kind: str, place: str) -> Evidence:
    """Say where evidence is: a page, or a document that is kept elsewhere.

    Raises: RoundIsNotOpen; NoSuchStep; WordsMissing; PlaceNotPossible.
    """
    permissions.check_may_work_on(act, found.authority_id)
    step_of(found, step)
    words = checked_words(words, "Write what this evidence is.", most=200)
    place = checked_words(place, "Write where it is.", most=500)
    if kind == EvidenceKind.PAGE and not _WEB.fullmatch(place):
        raise PlaceNotPossible
    if kind not in {EvidenceKind.PAGE, EvidenceKind.ELSEWHERE}:
        raise PlaceNotPossible("Choose whether it is a page or a document kept elsewhere.")
    return _add(act, found, step, EvidenceKind(kind), words=words, place=place)


def _add(act: Act, found: Round, step: str, kind: EvidenceKind, **columns: Any) -> Evidence:
    touch_open(found)
    evidence = Evidence.objects.create(
        round=found, step=step, kind=kind, added_at=act.at, added_by_id=act.actor_id or 0, **columns
    )
    ledger.record(act, EvidenceAdded(round_id=found.pk, step=step, evidence_id=evidence.pk, kind=kind))
    return evidence


@transaction.atomic
def take_evidence_away(act: Act, *, evidence: Evidence, why: str) -> None:
    """Take evidence away, in a signed round too: it may hold what must not be kept. That there was some stays.

    A file's content is destroyed. Raises: EvidenceIsGone; WordsMissing.
    """
    permissions.check_may_work_on(act, evidence.round.authority_id)
    why = checked_words(why, "Write why it is taken away.", most=500)
    here = Evidence.objects.filter(pk=evidence.pk, deleted_at__isnull=True)
    if not here.update(deleted_at=act.at, deleted_by_id=act.actor_id, deleted_why=why):
        raise EvidenceIsGone
    if evidence.file and evidence.file.destroyed_at is None:
        vault_actions.destroy(act, stored_file=evidence.file)
    # Whoever looked at an unfinished round before must look again before she signs.
    Round.objects.filter(pk=evidence.round_id).unfinished().update(version=F("version") + 1)
    evidence.refresh_from_db()
    ledger.record(act, EvidenceTakenAway(round_id=evidence.round_id, step=evidence.step, evidence_id=evidence.pk))


@transaction.atomic
def open_evidence(act: Act, *, evidence: Evidence) -> Iterator[bytes]:
    """Take a file of evidence out of the vault; that it was read is recorded. Raises: Hidden; EvidenceIsGone."""
    permissions.check_may_work_on(act, evidence.round.authority_id)
    if evidence.file is None:
        raise Hidden
    if evidence.is_gone:
        raise EvidenceIsGone
    ledger.record(act, EvidenceRead(round_id=evidence.round_id, evidence_id=evidence.pk))
    return vault_queries.pieces(evidence.file)
