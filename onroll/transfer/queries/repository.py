"""The lost-pupil repository: who is held, candidates for a search, and the least that is shown of each.

Held children of every authority are found from everywhere: that is what the repository is for. What guards them is that
only officers search, that every search and opening is recorded, and that least data comes first.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from onroll import linkage
from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.identifiers import establishment
from onroll.linkage import finder
from onroll.registry import queries as registry_queries
from onroll.search import queries as search_queries
from onroll.transfer import found_by
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.states import State

# How many of those that the index finds are compared fact by fact.
_COMPARED = 300
CANDIDATE_FIELDS = (
    "message__state",
    "message__reference",
    "sighting__surname",
    "sighting__forename",
    "sighting__birth_date",
    "sighting__sex",
    "sighting__postcode",
    "sighting__upn",
    "sighting__former_upn",
    "message__sender__la_code",
    "message__sender__number",
    "left_on",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeastData:
    """What a search shows of a held child: enough to choose whom to open, not enough to know her by.

    `reasons` say how each fact asked for compares, never what the repository holds.
    """

    reference: str
    initials: str
    birth_year: int | None
    sex: str
    authority: str
    left_on: date | None
    band: str
    is_outside: bool
    reasons: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class HeldCounts:
    """How many children the repository holds: in all, and filed by schools of one authority's area.

    `outside_...`: those among them who were filed as outside the maintained sector.
    """

    everywhere: int
    from_area: int
    outside_everywhere: int
    outside_from_area: int


def held_everywhere() -> int:
    """Return how many children are held in all."""
    return Message.objects.filter(state=State.HELD_AS_LOST).count()


def held_counts(act: Act) -> HeldCounts:
    """Return how many children are held."""
    held = Message.objects.filter(state=State.HELD_AS_LOST)  # one child each: the index of states answers alone
    outside = held.filter(destination_code=establishment.OUTSIDE)
    area = Q(sender__la_code=act.la_code)
    return HeldCounts(
        everywhere=held.count(),
        from_area=held.filter(area).count(),
        outside_everywhere=outside.count(),
        outside_from_area=outside.filter(area).count(),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The held children whom a query's ways of looking find, by the reference of each one's file.

    `ids` are their rows; `shields` is the shield of each whom nobody may be shown; `outside` were filed
    as outside the maintained sector. Never hand the whole on.
    """

    candidates: list[linkage.Candidate]
    ids: dict[str, int]
    shields: dict[str, int]
    outside: frozenset[str]


def repository_candidates(query: linkage.SearchQuery, on: date, *, is_outside: bool | None = None) -> Found:
    """Return every held child that one of the query's ways of looking finds, shielded on that day or not.

    The state is looked at here and not in the database: asked for both, SQLite starts from all held files instead of
    the few that were found (27 s instead of 10 ms, over 100,000 held). The index is looked through without a scope, as
    the repository is searched from everywhere; who is shielded is told apart here, for `actions.searching`.
    """
    found = [pk for _, pk in search_queries.nearest(finder.question_of_search(query), {found_by.KIND: None}, _COMPARED)]
    rows = LostPupil.objects.filter(pk__in=found).values_list("pk", "child_id", "outside_sector", *CANDIDATE_FIELDS)
    held = [
        (pk, child, outside, _candidate(row))
        for pk, child, outside, *row in rows
        if row[0] == State.HELD_AS_LOST and is_outside in (None, outside)
    ]
    shields = registry_queries.shields_by_child({child for _, child, _, _ in held}, on)
    return Found(
        candidates=[candidate for *_, candidate in held],
        ids={candidate.key: pk for pk, *_, candidate in held},
        outside=frozenset(candidate.key for *_, outside, candidate in held if outside),
        shields={candidate.key: shields[child] for _, child, _, candidate in held if child in shields},
    )


def least_data(query: linkage.SearchQuery, ranked: Sequence[linkage.Hit], found: Found) -> tuple[LeastData, ...]:
    """Return the least data on the children that were ranked, in their order."""
    by_key = {candidate.key: candidate for candidate in found.candidates}
    chosen = [(hit, by_key[hit.key]) for hit in ranked]
    areas = _authority_names({candidate.last_school[:3] for _, candidate in chosen})
    return tuple(
        LeastData(
            reference=candidate.key,
            initials="".join(f"{name[:1]}." for name in (candidate.forename, candidate.surname) if name),
            birth_year=candidate.birth_date.year if candidate.birth_date else None,
            sex=candidate.sex,
            authority=areas.get(candidate.last_school[:3], ""),
            left_on=candidate.left_on,
            band=hit.score.band,
            is_outside=candidate.key in found.outside,
            reasons=_reasons(query, candidate),
        )
        for hit, candidate in chosen
    )


def held_lost_pupil(reference: str, on: date) -> LostPupil:
    """Return a held child's row by the reference of its file. The caller records that somebody looks.

    Raises: Hidden, when the repository does not list it, or no longer, or the child is shielded.
    """
    held = LostPupil.objects.held().exclude(child_id__in=registry_queries.shielded_children(on))
    held = held.select_related("message__sender", "message__stored_file", "sighting", "child")
    found: LostPupil | None = held.filter(message__reference=reference).first()
    if found is None:
        raise Hidden
    return found


def lost_pupil_once_opened(act: Act, reference: str) -> LostPupil | None:
    """Return a child's row if this person opened it today, for this organisation; claimed since then or not.

    A colleague's opening is not hers: each says why herself. None for a child who has been shielded since.
    """
    start_of_day = datetime.combine(act.on, time.min, tzinfo=LONDON)
    opened = LostPupil.objects.select_related("message__sender", "message__stored_file", "sighting", "child").filter(
        message__reference=reference,
        openings__organisation_id=act.organisation_id,
        openings__person_id=act.actor_id or 0,
        openings__at__gte=start_of_day,
        openings__at__lte=act.at,
    )
    return opened.exclude(child_id__in=registry_queries.shielded_children(act.on)).first()


def was_claimed_by(act: Act, reference: str) -> bool:
    """Say whether it was this person who claimed a file that waits now, or was collected."""
    claimed = MessageEvent.objects.filter(
        message__reference=reference, person_id=act.actor_id or 0, state=State.WAITING
    )
    rows = LostPupil.objects.filter(message__reference=reference, claimed_by_id=act.organisation_id)
    return claimed.exists() and rows.exists()


def open_schools_of_area(act: Act) -> QuerySet[Organisation]:
    """Return the schools of an authority's area that are open today, by name: those a file can be claimed for."""
    schools = access_queries.organisations_of_area(act.la_code).filter(kind=OrganisationKind.SCHOOL)
    return schools.filter(pk__in=Organisation.objects.open_on(act.on).values("pk")).order_by("name", "urn")


def _candidate(row: Sequence[object]) -> linkage.Candidate:
    _, reference, surname, forename, born, sex, postcode, upn, former_upn, la_code, number, left_on = row
    return linkage.Candidate(
        key=str(reference),
        surname=str(surname),
        forename=str(forename),
        birth_date=born if isinstance(born, date) else None,
        sex=str(sex),
        postcode=str(postcode),
        upn=str(upn),
        former_upn=str(former_upn),
        last_school=f"{la_code}{number}",
        left_on=left_on if isinstance(left_on, date) else None,
    )


def _reasons(query: linkage.SearchQuery, candidate: linkage.Candidate) -> tuple[str, ...]:
    """Return how each fact asked for compares, as "surname: sounds alike"; linkage's own reasons hold the names."""
    compared = (
        *linkage.compare_people(query.surname, query.forename, candidate.surname, candidate.forename),
        linkage.compare_birth_dates(
            query.birth_date, candidate.birth_date, tolerance_days=query.birth_date_tolerance_days
        ),
        linkage.compare_sex(query.sex, candidate.sex),
        linkage.compare_postcodes(query.postcode, candidate.postcode),
        linkage.compare_upn(query.upn, candidate.upn, former_a=query.former_upn, former_b=candidate.former_upn),
        linkage.compare_schools(query.last_school, candidate.last_school),
        linkage.compare_left(query.left_from, query.left_until, candidate.left_on),
    )
    return tuple(f"{each.field}: {each.kind}" for each in compared if each.kind is not linkage.Kind.MISSING)


def _authority_names(la_codes: set[str]) -> dict[str, str]:
    authorities = Organisation.objects.filter(kind="authority", la_code__in=la_codes)
    return dict(authorities.values_list("la_code", "name"))
