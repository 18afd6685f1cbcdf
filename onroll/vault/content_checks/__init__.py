"""Content checks: what is dangerous in a file, whatever it means. A scanner gets a file and returns findings.

`scanners()` are those that the installation has: always our own checks of type, name, archives and macros, and beside
them ClamAV where the setting ONROLL_SCANNER names its daemon.
"""

from onroll.vault.content_checks.chosen import Checked, check, scanners, virus_scanners
from onroll.vault.content_checks.findings import FINDINGS, Verdict, action_of, verdict_of, words_of
from onroll.vault.content_checks.scanner import Content, Found, Scanner, ScannerAway

__all__ = [
    "FINDINGS",
    "Checked",
    "Content",
    "Found",
    "Scanner",
    "ScannerAway",
    "Verdict",
    "action_of",
    "check",
    "scanners",
    "verdict_of",
    "virus_scanners",
    "words_of",
]
