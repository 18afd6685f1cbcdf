"""What a partial file needs for its purpose. Source: the format notes, section 8."""

from collections.abc import Mapping

from onroll.ctf.elements import tree
from onroll.ctf.header import Header
from onroll.ctf.walk import Block, Walker

BLOCKS = frozenset({"Pupil", "Pupil/Address", "Pupil/Address/BS7666Address", "Pupil/Address/AddressLines"})
"""The blocks that these rules ask for."""


def check_partial(walker: Walker, blocks: Mapping[str, list[Block]], header: Header) -> None:
    """Report a request for a learner number that will be refused for want of an address."""
    if header.data_qualifier is None or header.data_qualifier.upper() != "ULN":
        return
    if blocks["Pupil"][0].text("UniqueLearnerNumber"):
        return
    address = blocks.get("Pupil/Address", [])
    lines = blocks.get("Pupil/Address/BS7666Address", []) + blocks.get("Pupil/Address/AddressLines", [])
    has_lines = any(block.text("PAON") or block.text("AddressLine1") for block in lines)
    if not address or not address[0].text("PostCode") or not has_lines:
        walker.tell("learner-number-address", blocks["Pupil"][0].element, tree()["Pupil/Address"].element)
