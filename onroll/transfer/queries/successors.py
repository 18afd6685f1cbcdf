"""Where a file can go whose school has closed, or which nobody collected: what the register says, or an officer."""

import dataclasses

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.transfer import permissions
from onroll.transfer.models import Message
from onroll.transfer.queries import repository
from onroll.transfer.states import State


@dataclasses.dataclass(frozen=True, slots=True)
class Onward:
    """`of` is the organisation the file was for; `successors` took over from it, by the register's links.

    `others` are the open schools of the authority's area, for the officer who decides on a held file.
    """

    of: Organisation | None
    has_closed: bool
    successors: tuple[Organisation, ...] = ()
    others: tuple[Organisation, ...] = ()

    @property
    def choices(self) -> tuple[Organisation, ...]:
        """Every organisation the file can be sent on to, those of the register first."""
        known = {one.pk for one in self.successors}
        return (*self.successors, *(one for one in self.others if one.pk not in known))


def onward(act: Act, message: Message) -> Onward:
    """Return where a file can go instead, for the person who asks; no choices where it can go its own way."""
    if message.sent_at is None:
        lookup = access_queries.organisation_with_code(message.destination_code, act.on)
        return Onward(lookup.closed, has_closed=lookup.closed is not None, successors=lookup.successors)
    if message.recipient is None or message.state not in (State.WAITING, State.HELD):
        return Onward(message.recipient, has_closed=False)
    has_closed = is_closed(act, message.recipient)
    successors = tuple(access_queries.successors_of(message.recipient, act.on)) if has_closed else ()
    others = (
        ()
        if message.state != State.HELD or not permissions.may_decide_held(act, message)
        else _others(act, message.recipient)
    )
    return Onward(message.recipient, has_closed=has_closed, successors=successors, others=others)


def is_closed(act: Act, organisation: Organisation) -> bool:
    """Say whether an organisation is not open on the day of the act."""
    return not Organisation.objects.filter(pk=organisation.pk).open_on(act.on).exists()


def _others(act: Act, recipient: Organisation) -> tuple[Organisation, ...]:
    return tuple(repository.open_schools_of_area(act).exclude(pk=recipient.pk))
