"""What is recorded of groups at risk. Which group it is stays in the casework room."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class RiskGroupRecorded(Event):
    """An officer recorded that a child belongs to a group at risk."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A child was recorded in a group at risk"
    child_id: int
    group_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RiskGroupChanged(Event):
    """An officer ended a group, or made it the primary one."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A child’s group at risk was ended or made the primary one"
    child_id: int
    group_id: int
    what: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MonitoringListRead(Event):
    """Somebody read which children of an area belong to a group."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "A monitoring list of a group at risk was read"
    authority_id: int
    code: str
    children: int
