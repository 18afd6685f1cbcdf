"""Storing and destroying files. A file is stored only when its bytes are on disk; the row comes after the bytes."""

from collections.abc import Iterable

from django.db import transaction

from onroll.audit import rows
from onroll.audit.act import Act
from onroll.vault.intake import SMALL_BYTES, FileTooLarge, Intake, IntakeAbandoned, folder, master_key
from onroll.vault.models import StoredFile

__all__ = [
    "SMALL_BYTES",
    "FileTooLarge",
    "Intake",
    "IntakeAbandoned",
    "destroy",
    "folder",
    "keep",
    "let_go",
    "master_key",
    "store",
    "sweep_orphans",
    "take",
]


def store(act: Act, pieces: Iterable[bytes], *, limit: int) -> StoredFile:
    """Store a stream sealed and return its row; the caller records what the file means, in the same transaction.

    `limit`: bytes, the most that is taken. Never holds more than a few segments in memory beyond SMALL_BYTES.
    Raises: FileTooLarge, with nothing left on disk.
    """
    return keep(take(act, pieces, limit=limit))


def take(act: Act, pieces: Iterable[bytes], *, limit: int) -> StoredFile:
    """Seal a stream and return its row, not yet saved. No database is touched, so a slow sender holds no lock.

    The bytes of a larger file are on disk when this returns; `keep` saves the row, `let_go` forgets the bytes, and
    what a crash leaves between the two is swept as an orphan.
    Raises: FileTooLarge, with nothing left on disk.
    """
    intake = Intake(limit=limit)
    try:
        for piece in pieces:
            intake.add(piece)
        return intake.finish(act)
    except BaseException:
        intake.abandon()
        raise


def keep(taken: StoredFile) -> StoredFile:
    """Save the row of what was taken, in the transaction of the action that says what it means."""
    rows.insert_rows([taken])
    return taken


def let_go(taken: StoredFile) -> None:
    """Forget what was taken and never kept."""
    if taken.path:
        (folder() / taken.path).unlink(missing_ok=True)


@transaction.atomic
def destroy(act: Act, *, stored_file: StoredFile) -> None:
    """Destroy a file's content and key for ever; the row stays, to say that there was one and when it went."""
    path = stored_file.path
    stored_file.content, stored_file.path, stored_file.sealed_key, stored_file.destroyed_at = (
        None,
        "",
        b"",
        act.at,
    )
    stored_file.save(update_fields=["content", "path", "sealed_key", "destroyed_at"])
    if path:
        transaction.on_commit(lambda: (folder() / path).unlink(missing_ok=True))


def sweep_orphans(act: Act, *, older_than_seconds: int = 3600) -> int:
    """Remove files on disk that no row knows of: what a crash between writing and commit left. Returns how many."""
    known = set(StoredFile.objects.exclude(path="").values_list("path", flat=True))
    removed = 0
    for file in folder().glob("*/*"):
        is_old = act.at.timestamp() - file.stat().st_mtime > older_than_seconds
        if is_old and str(file.relative_to(folder())) not in known:
            file.unlink()
            removed += 1
    return removed
