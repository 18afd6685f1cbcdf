"""Which scanners this installation has, and the check of one file with all of them."""

import dataclasses
from collections.abc import Sequence

import structlog
from django.conf import settings

from onroll.vault import queries
from onroll.vault.content_checks import clamd, findings
from onroll.vault.content_checks.built_in import BuiltIn
from onroll.vault.content_checks.findings import Verdict
from onroll.vault.content_checks.scanner import Content, Found, Scanner, ScannerAway
from onroll.vault.models import StoredFile

log = structlog.get_logger()


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """What all checks together say of a file."""

    found: tuple[Found, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """What follows: the worst of the findings; None for a clean file."""
        verdicts = {findings.verdict_of(each.code) for each in self.found}
        return next((verdict for verdict in Verdict if verdict in verdicts), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were found, each once."""
        return tuple(dict.fromkeys(each.code for each in self.found))


def scanners() -> tuple[Scanner, ...]:
    """Return the scanners of this installation, by the setting ONROLL_SCANNER."""
    daemon = clamd.from_setting(settings.SCANNER)
    return (BuiltIn(), *([daemon] if daemon else []))


def virus_scanners() -> tuple[Scanner, ...]:
    """Return the scanners beside our own checks: none, where the setting names none."""
    return tuple(one for one in scanners() if not isinstance(one, BuiltIn))


def check(stored: StoredFile, *, name: str, by: Sequence[Scanner] | None = None) -> Checked:
    """Check a file that the vault has taken, whether its row is saved or not. Takes no lock and writes nothing.

    A scanner that is away becomes a finding too: what was not checked is never let through.
    """
    content = Content(name=name, size=stored.size, open=lambda: queries.seekable(stored))
    found: list[Found] = []
    for scanner in scanners() if by is None else by:
        try:
            codes = scanner.scan(content)
        except ScannerAway:
            log.warning("vault.scanner.away", scanner=scanner.name, stored_file=stored.name, exc_info=False)
            codes = (findings.SCANNER_AWAY,)
        found += [Found(scanner.name, code) for code in codes]
    return Checked(tuple(found))
