"""What the search room records. A record put or dropped is part of the change that the ledger has already."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class IndexRebuilt(Event):
    """The index of one kind of record was made again from the records."""

    subject: ClassVar[str] = "kind_id"
    meaning: ClassVar[str] = "The search index of a kind of record was made again"
    kind_id: str
    parts: int
