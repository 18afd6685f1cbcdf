"""What follows from a content check: findings kept with the file, its sender told in plain words."""

from typing import Any

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.ctf.problems import Problem, Severity
from onroll.transfer import notices, problems
from onroll.transfer.actions import steps
from onroll.transfer.events import ContentFound
from onroll.transfer.models import Finding, Message
from onroll.transfer.states import State
from onroll.vault import content_checks
from onroll.vault.content_checks import Checked, Verdict
from onroll.vault.models import StoredFile

# Where a file stands after its check. One that could not be checked stays received: it is never let through.
STATES = {
    None: State.CHECKED,
    Verdict.REFUSE: State.REFUSED,
    Verdict.HOLD: State.HELD,
    Verdict.AWAIT: State.RECEIVED,
}
KINDS = {Verdict.REFUSE: notices.Kind.CONTENT_REFUSED, Verdict.HOLD: notices.Kind.CONTENT_HELD}


# What a kept problem of a content check says of where it came from, so that others stay when a check is made again.
SOURCE = "content check"


class KeptApart(RuleBroken):
    """A content check keeps the file apart: it goes nowhere until that is over."""

    code = "kept_apart"
    default_words = (
        "The content check of this file is not finished, or found something. It stays apart: you are told by email."
    )


def scan(taken: StoredFile) -> Checked:
    """Let the virus scanners look into a common transfer file. Takes no lock, so it comes before the transaction.

    Our own checks of type and name are for documents: `ctf` reads such a file more strictly than they do.
    """
    return content_checks.check(taken, name="", by=content_checks.virus_scanners())


def check_not_kept_apart(message: Message) -> None:
    """Refuse to let a file go anywhere, or to hand it to anybody, while a finding stands.

    Raises: KeptApart.
    """
    if message.findings.filter(cleared_at__isnull=True).exists():
        raise KeptApart


def other_problems(message: Message) -> list[dict[str, Any]]:
    """Return the kept problems of a message that no content check found."""
    return [row for row in message.problems if row["source"] != SOURCE]


def words_of(checked: Checked) -> str:
    """Return, for the file's steps, what was found first."""
    return content_checks.words_of(checked.codes[0])[:300] if checked.codes else "Checked: nothing dangerous was found"


def problems_of(checked: Checked) -> list[dict[str, str | int | None]]:
    """Return the findings as the problems of a message, for its sender: codes and words, never a name or a value."""
    return problems.to_keep([_problem(code) for code in checked.codes])


def keep_findings(act: Act, message: Message, checked: Checked) -> None:
    """Keep what was found in a file, in the transaction that refuses or holds it. Its sender is told where need be."""
    verdict = checked.verdict
    if verdict is None:
        return
    Finding.objects.bulk_create(
        Finding(message=message, at=act.at, scanner=each.scanner, code=each.code) for each in checked.found
    )
    ledger.record(act, ContentFound(message_id=message.pk, codes=checked.codes, verdict=verdict))
    if verdict in KINDS:
        steps.owe_notice(act, message, to=message.sender, kind=KINDS[verdict], role=message.part_role)


def _problem(code: str) -> Problem:
    return Problem(
        code=code,
        severity=Severity.ERROR,
        path="",
        line=None,
        column=None,
        pupil=None,
        message=content_checks.words_of(code),
        action=content_checks.action_of(code),
        source=SOURCE,
    )
