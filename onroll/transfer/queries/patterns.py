"""How the repository was searched in a month, officer by officer, for auditors: what is odd, never what was asked."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from onroll.access.models import Organisation, OrganisationKind, Person
from onroll.audit.act import LONDON, Act
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.transfer import permissions
from onroll.transfer.models import LostPupil, RepositoryOpening, RepositorySearch
from onroll.transfer.months import Month

# Our own bounds (mark P). An opening belongs to the searches of the hour before it; office hours are 7 to 19, Monday
# to Friday.
OPENED_WITHIN = timedelta(hours=1)
FIRST_HOUR, LAST_HOUR = 7, 19
SATURDAY = 5
MANY_PEOPLE = 3

# Who searched for whom: the person and her organisation, by number.
_Key = tuple[int, int]

# What other rooms record of their own searches for children: (a search, a refusal because there were too many).
_OTHER_SEARCHES: list[tuple[str, str]] = []


def count_also(*, search: str, stopped: str) -> None:
    """Count another room's searches in this report, by the names under which the ledger keeps them."""
    if (search, stopped) not in _OTHER_SEARCHES:
        _OTHER_SEARCHES.append((search, stopped))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OfficerMonth:
    """One officer's month: counts, by person and by the organisation for which she searched.

    The repository's searches and openings; and beside them `other_searches`, of the box that finds children, with how
    often it `stopped` her because she asked for far too many (counted once an hour).
    """

    person: str
    organisation: str
    searches: int
    without_opening: int
    openings: int
    without_claim: int
    out_of_hours: int
    reasons: int
    other_searches: int = 0
    stopped: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Patterns:
    """A month: the officers, those who searched most first, and the files that many people's searches showed."""

    month: Month
    officers: tuple[OfficerMonth, ...]
    shown_to_many: tuple[tuple[str, int], ...]


def patterns(act: Act, month: Month) -> Patterns:
    """Return a month's patterns.

    Raises: NotAllowed.
    """
    if not (act.is_system or permissions.may_read_patterns(act)):
        raise NotAllowed
    period: dict[str, object] = {"at__gte": month.begins_at, "at__lt": month.ends_at}
    if act.organisation_kind == OrganisationKind.AUTHORITY:
        period["organisation__la_code"] = act.la_code
    searched = RepositorySearch.objects.filter(**period).select_related("person", "organisation")
    opened = RepositoryOpening.objects.filter(**period).select_related("person", "organisation", "lost_pupil")
    searches, openings = list(searched.order_by("at")), list(opened.order_by("at"))
    keys = {(row.person_id, row.organisation_id) for row in searches}
    keys |= {(row.person_id, row.organisation_id) for row in openings}
    others, stopped = _other_searches(act, month)
    officers = [
        _officer_month(
            [row for row in searches if (row.person_id, row.organisation_id) == key],
            [row for row in openings if (row.person_id, row.organisation_id) == key],
            others=others.pop(key, 0),
            stopped=stopped[key],
        )
        for key in keys
    ]
    officers += _of_the_box_alone(others, stopped)
    officers.sort(key=lambda one: (-one.stopped, -one.searches, -one.other_searches, one.person))
    return Patterns(month, tuple(officers), _shown_to_many(searches))


def _other_searches(act: Act, month: Month) -> tuple[dict[_Key, int], Counter[_Key]]:
    """Return how often each person, for each organisation, searched elsewhere, and how often she was stopped."""
    names = {name for pair in _OTHER_SEARCHES for name in pair}
    entries = LedgerEntry.objects.filter(name__in=names, at__gte=month.begins_at, at__lt=month.ends_at)
    if act.organisation_kind == OrganisationKind.AUTHORITY:
        entries = entries.filter(la_code=act.la_code)
    searched, stopped = Counter[_Key](), Counter[_Key]()
    stops = {pair[1] for pair in _OTHER_SEARCHES}
    for name, person_id, organisation_id in entries.values_list("name", "actor_id", "organisation_id"):
        if person_id is not None and organisation_id is not None:
            (stopped if name in stops else searched)[person_id, organisation_id] += 1
    return dict(searched), stopped


def _of_the_box_alone(others: dict[_Key, int], stopped: Counter[_Key]) -> list[OfficerMonth]:
    """Return the months of those who searched elsewhere and never in the repository."""
    people = Person.objects.in_bulk([person_id for person_id, _ in others])
    organisations = Organisation.objects.in_bulk([organisation_id for _, organisation_id in others])
    return [
        OfficerMonth(
            person=people[key[0]].name,
            organisation=str(organisations[key[1]]),
            searches=0,
            without_opening=0,
            openings=0,
            without_claim=0,
            out_of_hours=0,
            reasons=0,
            other_searches=count,
            stopped=stopped[key],
        )
        for key, count in others.items()
    ]


def _officer_month(
    searches: list[RepositorySearch], openings: list[RepositoryOpening], *, others: int, stopped: int
) -> OfficerMonth:
    first = (searches or openings)[0]
    opened = [opening.at for opening in openings]
    unclaimed = [row for row in openings if row.lost_pupil.claimed_by_id != row.organisation_id]
    times = [*(search.at for search in searches), *opened]
    return OfficerMonth(
        person=first.person.name,
        organisation=str(first.organisation),
        searches=len(searches),
        without_opening=sum(not _has_opening(search.at, opened) for search in searches),
        openings=len(openings),
        without_claim=len(unclaimed),
        out_of_hours=sum(map(_is_out_of_hours, times)),
        reasons=len({row.reason_code for row in searches} | {row.reason_code for row in openings}),
        other_searches=others,
        stopped=stopped,
    )


def _has_opening(searched_at: datetime, opened: Iterable[datetime]) -> bool:
    return any(searched_at <= at <= searched_at + OPENED_WITHIN for at in opened)


def _is_out_of_hours(at: datetime) -> bool:
    local = at.astimezone(LONDON)
    return local.weekday() >= SATURDAY or not FIRST_HOUR <= local.hour < LAST_HOUR


def _shown_to_many(searches: Iterable[RepositorySearch]) -> tuple[tuple[str, int], ...]:
    """Return the references of files that searches of many different people showed, with how many people."""
    people = defaultdict[int, set[int]](set)
    for search in searches:
        for lost_pupil_id in search.shown:
            people[lost_pupil_id].add(search.person_id)
    many = Counter({pk: len(seen) for pk, seen in people.items() if len(seen) >= MANY_PEOPLE})
    references = dict(LostPupil.objects.filter(pk__in=many).values_list("pk", "message__reference"))
    return tuple((references[pk], count) for pk, count in many.most_common())
