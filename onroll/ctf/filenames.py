"""The grammar of transfer file names: source, kind, destination and a number of three digits.

Source: the format notes, section 3.
"""

import re
from dataclasses import dataclass

from onroll.ctf import codes, problems
from onroll.ctf.header import Header
from onroll.ctf.problems import Problem

_STRICT = re.compile(
    r"(\d{3}(?:\d{4}|LLLL)|XXXXXXX|MMMMMMM)_([A-Z0-9]{3})_(\d{3}(?:\d{4}|LLLL)|XXXXXXX|MMMMMMM)_(\d{3})\.xml", re.ASCII
)
_BROWSER = re.compile(r"\s*(?:\(\d{1,3}\)|- copy(?: \(\d{1,3}\))?)(?=\.xml$)")


@dataclass(frozen=True, slots=True)
class FileName:
    """The parts of a name. `destination` may be XXXXXXX (not known) or MMMMMMM (outside the maintained sector).

    So may `source`: central government, which is no school, writes XXXXXXX. Source: format notes, section 9.
    """

    source: str
    qualifier: str
    destination: str
    sequence: int

    @property
    def text(self) -> str:
        """The canonical name: capitals, three digits, a small extension."""
        return f"{self.source}_{self.qualifier}_{self.destination}_{self.sequence:03d}.xml"


def parse_file_name(name: str) -> tuple[FileName | None, list[Problem]]:
    """Return the parts of a name, and what was repaired in it or is strange about it.

    A second download's " (1)", small letters and spaces at the ends are repaired. Only the last part of a path counts.
    """
    bare = re.split(r"[\\/]", name)[-1]
    mended = _BROWSER.sub("", bare.strip().lower())
    match = _STRICT.fullmatch(mended.removesuffix(".xml").upper() + ".xml") if mended.endswith(".xml") else None
    if match is None:
        return None, []
    source, qualifier, destination, sequence = match.groups()
    parsed = FileName(source, qualifier, destination, int(sequence))
    found = []
    if bare != parsed.text:
        found.append(problems.make("name-repaired", name=parsed.text))
    if codes.describe("file_qualifier", qualifier) is None:
        found.append(problems.make("name-qualifier-unknown", qualifier=qualifier))
    return parsed, found


def name_for(header: Header, sequence: int = 1, qualifier: str = "CTF") -> FileName:
    """Return the name that the header's source and destination give.

    Raises: ValueError, if the header does not say who sends the file to whom, or the number needs over three digits.
    """
    text = f"{header.source.code}_{qualifier}_{header.destination.code}_{sequence:03d}.xml"
    match = _STRICT.fullmatch(text)
    if match is None:
        raise ValueError("the header does not give the parts of a file name")
    return FileName(header.source.code, qualifier, header.destination.code, sequence)
