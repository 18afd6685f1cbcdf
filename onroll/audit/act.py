"""`Act`: who acts, for which organisation, in which role, when and why.

Every action takes one as its first argument; it is the only source of "now" and of "who". It is built once, at the
edge: by `access.acting` for a page, by a command for an operator. It carries what every rule needs to know about the
person who acts, and nothing that names her.
"""

import dataclasses
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One person's (or the system's) act.

    `at` is an aware datetime. `organisation_kind`, `la_code` and `role` are copied from the membership under which the
    person acts; all are empty for the system itself. `purpose` is a short phrase without personal data.
    """

    actor_id: int | None
    organisation_id: int | None
    organisation_kind: str
    la_code: str
    role: str
    at: datetime
    purpose: str
    request_id: str

    @property
    def on(self) -> date:
        """The day of the act in England: what a form means by "today"."""
        return self.at.astimezone(LONDON).date()

    @property
    def is_system(self) -> bool:
        """Whether nobody acts: a timer, a subscriber or an operator's command. Software acts for an organisation."""
        return self.actor_id is None and self.organisation_id is None


def by_the_system(*, at: datetime, purpose: str) -> Act:
    """Return the act of the system itself, for commands and timers."""
    return Act(
        actor_id=None,
        organisation_id=None,
        organisation_kind="",
        la_code="",
        role="system",
        at=at,
        purpose=purpose,
        request_id=new_request_id(),
    )


def new_request_id() -> str:
    """Return an opaque identifier that ties log lines and ledger entries of one request together."""
    return uuid.uuid4().hex[:16]
