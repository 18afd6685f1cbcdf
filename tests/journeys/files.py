"""Files as school systems write them, and the enquiries that go with a lost child. Everybody in them is invented."""

from pathlib import Path

from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file

__all__ = ["CANARY", "KNOWN_PLACE", "UNKNOWN_PLACE", "Child", "name_of", "school_system_file", "transfer_file"]

DATA = Path(__file__).parents[1] / "data" / "ctf"
# The file, and the numbers that stand in it for sender and recipient: each is an authority's and a school's.
KNOWN_PLACE = ("twin-sims19-y12.xml", ("933", "3003"), ("838", "3013"))
UNKNOWN_PLACE = ("constructed-ctf25-full-unknown-destination.xml", ("999", "4001"), ("XXX", "XXXX"))


def school_system_file(kind: tuple[str, tuple[str, str], tuple[str, str]], *, source: str, destination: str) -> bytes:
    """Return a file of tests/data/ctf as the school with number `source` would have written it to `destination`."""
    file, own_source, own_destination = kind
    written = (DATA / file).read_text(encoding="utf-8")
    for own, wanted in ((own_source, source), (own_destination, destination)):
        for separator in ("\n", "\n      "):
            before, after = (f"<LEA>{la}</LEA>{separator}<Estab>{number}</Estab>" for la, number in _both(own, wanted))
            written = written.replace(before, after, 1)
    return written.encode()


def _both(own: tuple[str, str], wanted: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return own, (wanted[:3], wanted[3:])
