"""What is recorded of who reads and saves the whole story of a child."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildStoryRead(Event):
    """Somebody read a child's story. `reader`: in which part: officer, school, agency or auditor."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "The story of a child was read"
    child_id: int
    reader: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildStorySaved(Event):
    """Somebody saved a child's story as a file."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "The story of a child was saved as a file"
    child_id: int
    reader: str
    form: str
