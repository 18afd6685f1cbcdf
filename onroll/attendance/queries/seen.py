"""Who has seen this child? Both sides of a child with two places on a day, and a child's week across all of them."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from onroll.attendance import permissions
from onroll.attendance.models import DayMarks, PlaceMark, PlaceMarks, Placement
from onroll.attendance.queries.meeting import without_school
from onroll.attendance.queries.places import is_expected, place_words, told_of
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry.models import Shield
from onroll.rolls.models import RollEntry, RollStatus
from onroll.rules.attendance_codes import Session, codes_on
from onroll.rules.school_days import Period

WEEKDAYS = 5
DUAL = frozenset({RollStatus.MAIN_DUAL, RollStatus.SUBSIDIARY, RollStatus.GUEST})


class Verdict(StrEnum):
    """What both sides together say of a session, the one to look at first on top."""

    NOBODY = "nobody"
    NOT_TOLD = "not_told"
    SEEN = "seen"
    NO_SCHOOL = "no_school"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one place says of one session: a code or a plain word, empty where it said nothing yet.

    `is_seen` None: it says neither. `is_expected` None: not known here.
    """

    place: str
    said: str
    is_seen: bool | None
    is_expected: bool | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SessionSeen:
    """A session of a child, with every side. `no_school`: why the main school does not meet; empty where it may."""

    on: date
    session: Session
    sides: tuple[Side, ...]
    no_school: str = ""

    @property
    def verdict(self) -> Verdict:
        """Seen by somebody; by nobody, once every side that expects the child has spoken; else not told yet.

        On a day without school of which no side has said anything, there is nothing to tell.
        """
        if any(side.is_seen for side in self.sides):
            return Verdict.SEEN
        if self.no_school and not any(side.said for side in self.sides):
            return Verdict.NO_SCHOOL
        silent = [side for side in self.sides if not side.said and side.is_expected is not False]
        return Verdict.NOT_TOLD if silent else Verdict.NOBODY


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChildSeen:
    """A child with the sessions asked about."""

    entry: RollEntry
    sessions: tuple[SessionSeen, ...]


def seen_on(act: Act, on: date) -> tuple[ChildSeen, ...]:
    """Return every child with more than one place on a day whom the acting person may see. Raises: NotAllowed."""
    permissions.check(permissions.may_see_alerts(act))
    placed = Placement.objects.visible_to(act).in_force(on).values("entry_id")
    mine = RollEntry.objects.on_roll(on)
    ids = {*placed.values_list("entry_id", flat=True)}
    ids |= {*mine.visible_to(act).filter(status__in=DUAL, child__isnull=False).values_list("pk", flat=True)}
    entries = RollEntry.objects.filter(pk__in=ids).select_related("school").order_by("surname", "forename")
    sides = _Sides(act, list(entries), on, on)
    found = [ChildSeen(entry=entry, sessions=sides.sessions(entry, on)) for entry in sides.entries]
    order = list(Verdict)
    return tuple(sorted(found, key=lambda child: min(order.index(one.verdict) for one in child.sessions)))


def week_of(act: Act, *, reference: str, monday: date) -> ChildSeen:
    """Return one child's week across places, Monday to Friday. Raises: NotAllowed; Hidden.

    Whoever sees the child by a place alone sees the weeks of that place, none before it and none after it.
    """
    permissions.check(permissions.may_see_weeks(act))
    days = [monday + timedelta(days=n) for n in range(WEEKDAYS)]
    entry = RollEntry.objects.visible_to(act).filter(reference=reference).select_related("school").first()
    if entry is None:
        placed = Placement.objects.visible_to(act).filter(entry__reference=reference).between(days[0], days[-1])
        placement = placed.select_related("entry__school").first()
        if placement is None:
            raise Hidden
        entry = placement.entry
    sides = _Sides(act, [entry], days[0], days[-1])
    return ChildSeen(entry=entry, sessions=tuple(one for day in days for one in sides.sessions(entry, day)))


class _Sides:
    """What every place says of some entries over some days: registers, the child's other rolls, placements."""

    def __init__(self, act: Act, entries: Sequence[RollEntry], first_on: date, last_on: date) -> None:
        self.entries = entries
        self.rolls = _rolls_of(act, entries, first_on, last_on)
        ids = {one.pk for each in self.rolls.values() for one in each}
        rows = DayMarks.objects.filter(entry_id__in=ids).between(first_on, last_on)
        self.marks = {(row.entry_id, row.on): row for row in rows}
        self.places: dict[int, list[Placement]] = defaultdict(list)
        placed = Placement.objects.filter(entry__in=entries, from_on__lte=last_on).select_related("place")
        for placement in placed.order_by("from_on"):
            self.places[placement.entry_id].append(placement)
        told = [one.pk for each in self.places.values() for one in each]
        self.told = told_of(told, first_on, last_on)
        self.off = without_school((entry.school_id for entry in entries), Period(first_on, last_on))

    def sessions(self, entry: RollEntry, on: date) -> tuple[SessionSeen, ...]:
        return tuple(
            SessionSeen(
                on=on,
                session=session,
                sides=tuple(self._sides(entry, on, session)),
                no_school=self.off.get((entry.school_id, on), ""),
            )
            for session in Session
        )

    def _sides(self, entry: RollEntry, on: date, session: Session) -> Iterable[Side]:
        places = [one for one in self.places[entry.pk] if one.until_on is None or on <= one.until_on]
        elsewhere = [one for one in places if is_expected(one, on, session)]
        for roll in self.rolls[entry.pk]:
            day = self.marks.get((roll.pk, on))
            letter = (day.am if session is Session.AM else day.pm) if day else ""
            code = codes_on(on).get(letter)
            # B, D and K are another place's word: the school itself has not seen the child
            is_seen = bool(code and code.is_attending and letter not in {"B", "D", "K"}) if letter else None
            away = bool(elsewhere) if roll.pk == entry.pk else None
            yield Side(place=roll.school.name, said=letter, is_seen=is_seen, is_expected=not away if away else None)
        for placement in places:
            row = self.told.get((placement.pk, on))
            yield _place_side(placement, row, session, is_here=placement in elsewhere)


def _place_side(placement: Placement, row: PlaceMarks | None, session: Session, *, is_here: bool) -> Side:
    said = (row.am if session is Session.AM else row.pm) if row else ""
    is_seen = said in {PlaceMark.HERE, PlaceMark.LATE} if said else None
    return Side(place=place_words(placement), said=said, is_seen=is_seen, is_expected=is_here)


def _rolls_of(act: Act, entries: Sequence[RollEntry], first_on: date, last_on: date) -> dict[int, list[RollEntry]]:
    """Return for each entry itself, and the other rolls on which the same child was in these days.

    A school or a place is told of another school only where the two share the child: a family that has gone away must
    not be found by the school that it left.
    """
    children = {entry.child_id for entry in entries if entry.child_id is not None}
    shielded = Shield.objects.in_force(act.on).values("child_id")
    in_time = Q(until_on__isnull=True) | Q(until_on__gte=first_on), Q(from_on__isnull=True) | Q(from_on__lte=last_on)
    others = RollEntry.objects.filter(*in_time, child_id__in=children).exclude(child_id__in=shielded)
    by_child: dict[int, list[RollEntry]] = defaultdict(list)
    for other in others.select_related("school"):
        by_child[other.child_id or 0].append(other)
    is_officer = permissions.may_see_area(act)
    return {
        entry.pk: [
            entry,
            *(
                one
                for one in by_child.get(entry.child_id or 0, ())
                if one.pk != entry.pk and (is_officer or _is_shared(entry, one, first_on, last_on))
            ),
        ]
        for entry in entries
    }


def _is_shared(entry: RollEntry, other: RollEntry, first_on: date, last_on: date) -> bool:
    """Return whether a child is on both rolls in these days, and either of them says that it is not the only one."""
    begun = max(entry.from_on or date.min, other.from_on or date.min, first_on)
    ended = min(entry.until_on or date.max, other.until_on or date.max, last_on)
    return begun <= ended and bool({entry.status, other.status} & DUAL)
