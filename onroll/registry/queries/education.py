"""What was known of many children's education at a moment, in a handful of readings however many children there are.

Every row read here is only ever added and carries the moment from which it was known, so the answer for a moment never
changes. Rows that became known later are not read at all.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from onroll.access.models import OrganisationKind
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.registry.models import (
    BirthDateCertainty,
    Child,
    EducationFact,
    EducationKind,
    Enrolment,
    Merge,
    Shield,
    Sighting,
)
from onroll.registry.queries.merging import one_with
from onroll.rules import missing
from onroll.rules.rolls import Statement, on_rolls

Kind = EducationKind
WAITS = {
    Kind.APPLICATION_MADE: missing.Waiting.APPLIED,
    Kind.APPLICATION_REFUSED: missing.Waiting.REFUSED,
    Kind.OFFER_MADE: missing.Waiting.OFFERED,
    Kind.START_AGREED: missing.Waiting.START_AGREED,
}
ELSEWHERE = {Kind.HOME_EDUCATION: missing.Elsewhere.AT_HOME, Kind.ALTERNATIVE: missing.Elsewhere.ALTERNATIVE}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Tie:
    """From a day on, something tied a child to an authority's area; no code: to none. The latest day counts."""

    on: date
    known_at: datetime
    la_code: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EducationKnown:
    """What was known of one child: `child_ids` are her records, the earliest first; `sighting_id` the newest sighting.

    `left`: by the reference of the file that said so, her last day at the school that sent it.
    """

    child_ids: tuple[int, ...]
    sighting_id: int | None
    facts: missing.Facts
    ties: tuple[Tie, ...]
    left: Mapping[str, date]


def children_tied_to(la_codes: Iterable[str] | None) -> QuerySet[Any, Any]:
    """Return the ids of the children of whom something ties them to the areas of some authorities; None: of all."""
    children: QuerySet[Any, Any] = Child.objects.all()
    if la_codes is not None:
        codes = list(la_codes)
        told = Sighting.objects.filter(told_by__la_code__in=codes).values("child_id")
        enrolled = Enrolment.objects.filter(organisation__la_code__in=codes).values("child_id")
        said = EducationFact.objects.filter(told_by__la_code__in=codes).values("child_id")
        children = children.filter(Q(pk__in=told) | Q(pk__in=enrolled) | Q(pk__in=said))
    return children.values("pk")


def education_known(child_ids: QuerySet[Any, Any], *, known_by: datetime) -> list[EducationKnown]:
    """Return what was known at a moment of each of some children, records that were then one child together."""
    joined = _joined(known_by)
    wanted = set(child_ids.values_list("pk", flat=True))
    beside = {other for child, together in joined.items() if child in wanted for other in together} - wanted
    rows = _Rows.read(Q(child__in=child_ids) | Q(child_id__in=beside), known_by)
    groups = {joined.get(child, (child,)) for child in wanted & rows.known()}
    return [rows.known_of(group) for group in sorted(groups)]


def shielded_at(moment: datetime) -> set[int]:
    """Return the ids of the children who were shielded at a moment, as it stood then."""
    on = moment.astimezone(LONDON).date()
    begun = Q(placed_at__lte=moment, from_on__lte=on)
    lasting = (Q(ended_at__isnull=True) | Q(ended_at__gt=moment)) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return set(Shield.objects.filter(begun & lasting).values_list("child_id", flat=True))


def _joined(moment: datetime) -> dict[int, tuple[int, ...]]:
    """Return, for each record that was joined to another at a moment, all that were one child with it."""
    then = Merge.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), from_at__lte=moment)
    together: dict[int, set[int]] = {}
    for one, other in then.values_list("child_id", "same_as_id"):
        both = together.get(one, {one}) | together.get(other, {other})
        together.update(dict.fromkeys(both, both))
    return {child: tuple(sorted(both)) for child, both in together.items()}


@dataclasses.dataclass(slots=True)
class _Rows:
    """The rows of some children, by child."""

    sightings: dict[int, list[dict[str, Any]]]
    enrolments: dict[int, list[dict[str, Any]]]
    facts: dict[int, list[dict[str, Any]]]

    @classmethod
    def read(cls, of_these: Q, known_by: datetime) -> "_Rows":
        sightings = Sighting.objects.filter(of_these, seen_at__lte=known_by).order_by("seen_at", "pk")
        enrolments = Enrolment.objects.filter(of_these, recorded_at__lte=known_by).order_by("recorded_at", "pk")
        facts = EducationFact.objects.filter(of_these, recorded_at__lte=known_by).order_by("recorded_at", "pk")
        return cls(
            _by_child(
                sightings.values(
                    *("pk", "child_id", "seen_at", "surname", "forename", "birth_date", "birth_date_certainty"),
                    "told_by__la_code",
                )
            ),
            _by_child(
                enrolments.values(
                    *("child_id", "organisation_id", "from_on", "until_on", "recorded_at", "source_reference"),
                    *("organisation__la_code", "organisation__kind"),
                )
            ),
            _by_child(
                facts.values(
                    *("pk", "child_id", "kind", "suitability", "school_id", "from_on", "until_on", "recorded_at"),
                    *("supersedes_id", "is_void", "told_by__la_code"),
                )
            ),
        )

    def known(self) -> set[int]:
        """Return the children of whom anything is known: a set made anew, so ask once for any number of children."""
        return {*self.sightings, *self.enrolments, *self.facts}

    def known_of(self, group: tuple[int, ...]) -> EducationKnown:
        sightings = sorted(_of(self.sightings, group), key=lambda row: (row["seen_at"], row["pk"]))
        enrolments, facts = _of(self.enrolments, group), _of(self.facts, group)
        return EducationKnown(
            child_ids=group,
            sighting_id=sightings[-1]["pk"] if sightings else None,
            facts=_facts(sightings, enrolments, facts),
            ties=tuple(sorted(_ties(sightings, enrolments, facts))),
            left={row["source_reference"]: row["until_on"] for row in enrolments if row["until_on"]},
        )


def _by_child(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["child_id"]].append(row)
    return found


def _of(rows: Mapping[int, list[dict[str, Any]]], group: tuple[int, ...]) -> list[dict[str, Any]]:
    return [row for child in group for row in rows.get(child, ())]


def _facts(
    sightings: list[dict[str, Any]], enrolments: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> missing.Facts:
    # A stand-in is a date put where none is known: by it nobody is of school age, or is not.
    born = [
        row["birth_date"]
        for row in sightings
        if row["birth_date"] and row["birth_date_certainty"] != BirthDateCertainty.STAND_IN
    ]
    replaced = {row["supersedes_id"]: row["recorded_at"] for row in facts if row["supersedes_id"]}
    said = [(Kind(row["kind"]), row, _spell(row, replaced)) for row in facts if not row["is_void"]]
    rolls = [
        Statement(
            school_id=row["organisation_id"],
            from_on=row["from_on"],
            until_on=row["until_on"],
            said_at=row["recorded_at"],
        )
        for row in enrolments
    ]
    return missing.Facts(
        is_identified=any(row["surname"] and row["forename"] for row in sightings),
        born_on=born[-1] if born else None,
        rolls=(*on_rolls(rolls), *(missing.OnRoll(**days) for kind, _, days in said if kind is Kind.ON_ROLL)),
        otherwise=tuple(
            missing.Otherwise(kind=ELSEWHERE[kind], suitability=missing.Suitability(row["suitability"]), **days)
            for kind, row, days in said
            if kind in ELSEWHERE
        ),
        concerns=tuple(missing.AttendanceConcern(**days) for kind, _, days in said if kind is Kind.ATTENDANCE_CONCERN),
        waits=tuple(missing.Wait(kind=WAITS[kind], **days) for kind, _, days in said if kind in WAITS),
        unknown_whereabouts=tuple(missing.Spell(**days) for kind, _, days in said if kind is Kind.WHEREABOUTS_UNKNOWN),
        abroad=tuple(
            missing.Abroad(is_confirmed=kind is Kind.ABROAD_CONFIRMED, **days)
            for kind, _, days in said
            if kind in {Kind.ABROAD_BELIEVED, Kind.ABROAD_CONFIRMED}
        ),
        looked_into=tuple(missing.Spell(**days) for kind, _, days in said if kind is Kind.LOOKED_INTO),
        died=tuple(missing.Spell(**days) for kind, _, days in said if kind is Kind.DIED),
    )


def _spell(row: dict[str, Any], replaced: Mapping[int, datetime]) -> dict[str, Any]:
    return {
        "from_on": row["from_on"],
        "until_on": row["until_on"],
        "known_at": row["recorded_at"],
        "replaced_at": replaced.get(row["pk"]),
    }


def _ties(
    sightings: list[dict[str, Any]], enrolments: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> Iterable[Tie]:
    for row in sightings:
        if row["told_by__la_code"]:
            yield Tie(row["seen_at"].astimezone(LONDON).date(), row["seen_at"], row["told_by__la_code"])
    for row in enrolments:
        if row["organisation__kind"] == OrganisationKind.SCHOOL:
            day = row["from_on"] or row["recorded_at"].astimezone(LONDON).date()
            yield Tie(day, row["recorded_at"], row["organisation__la_code"])
    replaced = {row["supersedes_id"] for row in facts}
    for row in facts:
        if not row["is_void"] and row["pk"] not in replaced and row["told_by__la_code"]:
            area = "" if row["kind"] == Kind.LEFT_AREA else row["told_by__la_code"]
            yield Tie(row["from_on"], row["recorded_at"], area)


def education_facts_of(child_ids: Iterable[int]) -> QuerySet[EducationFact]:
    """Return all that was ever said of a child's education beside the rolls, the newest first, corrected ones too."""
    found = EducationFact.objects.filter(child_id__in=list(child_ids))
    return found.select_related("school", "told_by", "recorded_by", "supersedes", "superseded_by").order_by(
        "-recorded_at", "-pk"
    )


def own_education_fact(act: Act, child: Child, reference: str) -> EducationFact:
    """Return a fact of a child that the acting authority said and nothing has taken the place of. Raises: Hidden."""
    own = education_facts_of(one_with(child.pk)).filter(told_by_id=act.organisation_id, is_void=False)
    found: EducationFact | None = own.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found
