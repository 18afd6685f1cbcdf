"""Everything that one page says of a child, for whoever reads it: an officer, a school, an agency or an auditor.

An officer reads what her area told and her authority's own work. A school reads what it told itself, and an agency what
it notified: for both, who leads now and how far it is, never where the child is (`feedback`). An auditor reads the
ledger and nothing of the child. No officer finds a shielded child here; the authority's own case stays where it is. Who
told of her goes on reading what it said itself and who leads, so that a shield does not show by what is missing.
"""

import dataclasses
from datetime import date, datetime
from enum import StrEnum

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import permissions
from onroll.casework.feedback import Ending, Progress
from onroll.casework.models import Case
from onroll.casework.queries.story import StoryStep
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child
from onroll.rules.missing import Answer


class Reader(StrEnum):
    """In which part somebody reads about a child."""

    OFFICER = "officer"
    SCHOOL = "school"
    AGENCY = "agency"
    AUDITOR = "auditor"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """One thing that is known, since when, and who said it first; `others`: how many more times it was said.

    `value` is empty where it is not for this reader to see.
    """

    what: str
    value: str
    since: datetime
    from_whom: str
    others: int = 0
    is_sealed: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts for the child now: one authority's open work, or what became of it.

    `case` is for its own officers alone; `follow_up_due_on` and `stage_due_on` are None where nothing is due, and for
    everybody else. `covered_by`: who stands in for `leads` today.
    """

    authority: str
    since: date
    progress: Progress
    ending: Ending
    leads: str
    covered_by: str = ""
    deputy: str = ""
    notification: str = ""
    case: Case | None = None
    follow_up_due_on: date | None = None
    stage_due_on: date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChildStory:
    """What a reader's page says. `answer`: whether she is missing education today; None for all but officers.

    `rolls`: how fresh the rolls are that it rests on.
    """

    reader: Reader
    child: Child
    name: str
    answer: Answer | None
    facts: tuple[KnownFact, ...]
    education: tuple[KnownFact, ...]
    acting: tuple[Acting, ...]
    steps: tuple[StoryStep, ...]
    rolls: tuple[str, ...] = ()


def reader_of(act: Act) -> Reader:
    """Return in which part somebody reads. Raises: NotAllowed, for whoever has none."""
    if permissions.may_see_cases(act):
        return Reader.OFFICER
    if permissions.may_begin_for_pupil(act):
        return Reader.SCHOOL
    if permissions.may_tell_for_agency(act):
        return Reader.AGENCY
    if access_permissions.may_read_ledger(act):
        return Reader.AUDITOR
    raise permissions.NotAReader


def child_to_read(reference: str) -> Child:
    """Return the record under which a child is shown, by any reference of hers. Raises: Hidden.

    Whether she is for a reader is for that reader's story to say.
    """
    asked = Child.objects.filter(reference=reference).select_related("known_as").first()
    if asked is None:
        raise Hidden
    known: Child = registry_queries.is_known_as(asked)
    return known


def is_shielded(act: Act, child: Child) -> bool:
    """Whether any record of a child is shielded today."""
    return registry_queries.is_any_shielded(child.pk, act.on)
