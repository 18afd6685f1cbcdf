"""The one table of what a content check may find: a stable code, what follows, plain words and what to do.

A code never changes its meaning. The words name no file: its name may hold a child's.
"""

import dataclasses
from enum import StrEnum

from django.conf import settings


class Verdict(StrEnum):
    """What follows from a finding."""

    REFUSE = "refuse"  # the file is never let through
    HOLD = "hold"  # a person decides
    AWAIT = "await"  # the check could not be made: it is made again


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One row of the table."""

    verdict: Verdict
    words: str
    action: str


SCANNER_AWAY = "scanner-away"
MACROS = "macros"

FINDINGS: dict[str, Known] = {
    "virus": Known(
        Verdict.REFUSE,
        "The virus scanner found harmful software in this file.",
        "Do not open the file. Tell whoever looks after your computers, and send a clean copy.",
    ),
    "executable": Known(
        Verdict.REFUSE,
        "This file is a program, or holds one.",
        "Programs are never passed on. Send the document itself, for example as a PDF.",
    ),
    "script": Known(
        Verdict.REFUSE,
        "This file, or one inside it, can run commands on the computer that opens it.",
        "Save what it says as a document, for example as a PDF, and send that.",
    ),
    "type-not-name": Known(
        Verdict.REFUSE,
        "The name of this file says that it is of one kind, but its content is of another.",
        "Open it, save it again under its right kind, and send that.",
    ),
    "name-hides-type": Known(
        Verdict.REFUSE,
        "The name of this file holds signs that hide what kind of file it is.",
        "Give it a plain name and send it again.",
    ),
    "archive-encrypted": Known(
        Verdict.REFUSE,
        "This file is locked with a password, so nobody can check what is in it.",
        "Send it without the password: OnRoll encrypts it, and only the role you choose can open it.",
    ),
    "archive-paths": Known(
        Verdict.REFUSE,
        "This zip file holds names that would write outside its own folder, or one name twice.",
        "Make the zip file again from a plain folder.",
    ),
    "archive-too-many": Known(
        Verdict.REFUSE,
        "This zip file holds more files than can be checked.",
        "Send what is needed in several smaller files.",
    ),
    "archive-ratio": Known(
        Verdict.REFUSE,
        "This zip file grows to a size that could stop the computer that opens it.",
        "Send the documents themselves, or several smaller zip files.",
    ),
    "archive-nested": Known(
        Verdict.REFUSE,
        "This zip file holds other zip files too deep, or too large, to be checked.",
        "Take the documents out and send them in one zip file.",
    ),
    "archive-damaged": Known(
        Verdict.REFUSE,
        "This file is damaged, or was made so that it cannot be checked.",
        "Make the file again and send that.",
    ),
    "archive-not-readable": Known(
        Verdict.HOLD,
        "This file is packed in a way that cannot be looked into (such as RAR or 7-Zip).",
        "Take it back and send a zip file, or ask your exchange administrator to let it go.",
    ),
    MACROS: Known(
        Verdict.HOLD,
        "This document holds macros: small programs that run when it is opened.",
        "Take it back and send it without macros, or ask your exchange administrator to let it go.",
    ),
    "too-large-to-scan": Known(
        Verdict.HOLD,
        "This file is larger than the virus scanner takes.",
        "Take it back and send smaller files, or ask your exchange administrator to let it go.",
    ),
    SCANNER_AWAY: Known(
        Verdict.AWAIT,
        "The virus scanner does not answer, so this file has not been checked yet.",
        "Nothing to do: the check is made again every hour, and the file goes on by itself once it is clean.",
    ),
}


def verdict_of(code: str) -> Verdict:
    """Return what follows from a finding. Of macros, the setting ONROLL_MACROS decides; an unknown code holds."""
    if code == MACROS:
        return Verdict(settings.MACROS)
    return FINDINGS[code].verdict if code in FINDINGS else Verdict.HOLD


def words_of(code: str) -> str:
    """Return what was found, for the sender."""
    return FINDINGS[code].words if code in FINDINGS else "A check found something in this file."


def action_of(code: str) -> str:
    """Return what the sender can do."""
    return FINDINGS[code].action if code in FINDINGS else "Ask your exchange administrator."
