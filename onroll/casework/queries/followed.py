"""Every child that something ties to an area, with all that was known at a moment of whether she is out.

A handful of readings for any number of children; what the rooms below keep is only ever added and carries its moment,
so a past moment answers the same for ever. Shielded children are left out, as they stood at that moment.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from onroll.audit.act import LONDON
from onroll.casework.models import ChildSaid, Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child
from onroll.registry.queries import EducationKnown, Tie
from onroll.rules.missing import EXPECTED_FOR_DAYS, Facts, Spell
from onroll.transfer.models import MessageEvent, MessagePupil
from onroll.transfer.states import State

IDS_AT_ONCE = 500  # of one statement: databases take no unlimited number of values
# What ends a file's way to the school it names. A lost pupil's file that was claimed is on no way that a school chose.
NOT_ON_ITS_WAY = frozenset({State.HELD_AS_LOST, State.WITHDRAWN, State.REFUSED})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One child: her records, the newest sighting, what is known of her being out, and what ties her to which area."""

    child_ids: tuple[int, ...]
    sighting_id: int | None
    facts: Facts
    ties: tuple[Tie, ...]

    def area_on(self, on: date) -> str:
        """Return the authority (its number) whose child she was on a day; empty where she had left an area for good.

        It is the one to which the newest thing up to that day ties her: a roll, a notification, a fact, a file. Before
        all of them, the first.
        """
        until = [tie for tie in self.ties if tie.on <= on]
        return until[-1].la_code if until else self.ties[0].la_code if self.ties else ""


def followed_children(la_codes: Iterable[str] | None, *, known_by: datetime) -> list[Followed]:
    """Return the children whom something known at a moment ties to some authorities' areas; None: to any.

    Each stands once, with all her records. Whose child she was on a day is for `area_on`: somebody who moved away is
    among them.
    """
    told = Notification.objects.filter(received_at__lte=known_by)
    return _follow(_tied(la_codes, told), known_by)


def count_followed(la_codes: Iterable[str], *, at_most: int) -> int:
    """Return how many records of children are tied to some authorities' areas today, counted up to `at_most`."""
    return _tied(la_codes, Notification.objects.all())[:at_most].count()


def _tied(la_codes: Iterable[str] | None, told: QuerySet[Notification]) -> QuerySet[Child]:
    """Return the records tied to some authorities' areas; None: to any. `told`: the notifications that count."""
    codes = None if la_codes is None else list(la_codes)
    here = told if codes is None else told.filter(authority__la_code__in=codes)
    tied = registry_queries.children_tied_to(codes)
    said = ChildSaid.objects.filter(notification__in=here)
    chosen = Q(pk__in=tied) | Q(pk__in=here.values("child_id"))
    chosen |= Q(pk__in=said.values("child_id")) | Q(pk__in=said.values("child_before_id"))
    return Child.objects.filter(chosen)


def followed_child(child_id: int, *, known_by: datetime) -> Followed | None:
    """Return one child with all that was known of her at a moment; None where nothing was, or she was shielded."""
    found = _follow(Child.objects.one_with(child_id), known_by)
    return next((each for each in found if child_id in each.child_ids), None)


def these_followed(child_ids: Collection[int], *, known_by: datetime) -> list[Followed]:
    """Return some children with all that was known of each at a moment; nobody who was shielded."""
    found: list[Followed] = []
    keys = list(child_ids)
    for start in range(0, len(keys), IDS_AT_ONCE):
        found += _follow(Child.objects.filter(pk__in=keys[start : start + IDS_AT_ONCE]), known_by)
    return found


def _follow(chosen: QuerySet[Child], known_by: datetime) -> list[Followed]:
    """Return some children as they were known at a moment."""
    children = chosen.values("pk")
    known = registry_queries.education_known(children, known_by=known_by)
    shielded = registry_queries.shielded_at(known_by)
    shown = [each for each in known if shielded.isdisjoint(each.child_ids)]
    joined = {child for each in shown if len(each.child_ids) > 1 for child in each.child_ids}
    notified = _notified(children, joined, known_by)
    on_the_way = _on_the_way(children, joined, known_by)
    return [_followed(each, notified, on_the_way) for each in shown]


def _notified(children: QuerySet[Any, Any], joined: set[int], known_by: datetime) -> dict[int, list[dict[str, Any]]]:
    """Return what was notified of some children, by the child whom each notification was about at the moment."""
    these = Q(child__in=children) | Q(child__in=joined)
    said = ChildSaid.objects.filter(these | Q(child_before__in=children) | Q(child_before__in=joined))
    about = _children_said(said, known_by)
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    fields = ("pk", "child_id", "notified_on", "received_at", "last_in_education_on", "authority__la_code")
    told = Notification.objects.filter(received_at__lte=known_by)
    for row in told.filter(these | Q(pk__in=said.values("notification_id"))).values(*fields):
        rows[about.get(row["pk"], row["child_id"])].append(row)
    return rows


def _children_said(said: QuerySet[ChildSaid], known_by: datetime) -> dict[int, int]:
    """Return whom each notification was about at a moment, of those of which an officer ever said so."""
    about: dict[int, int] = {}
    history = ChildSaid.objects.filter(notification_id__in=said.values("notification_id")).order_by("said_at", "pk")
    for notification, child, before, at in history.values_list(
        "notification_id", "child_id", "child_before_id", "said_at"
    ):
        if at <= known_by:
            about[notification] = child
        else:
            about.setdefault(notification, before)
    return about


@dataclasses.dataclass(frozen=True, slots=True)
class _Way:
    """A file on its way to a school that it names: since when, and until which moment, if it ended."""

    reference: str
    since: datetime
    ended_at: datetime | None


def _on_the_way(children: QuerySet[Any, Any], joined: set[int], known_by: datetime) -> dict[int, list[_Way]]:
    """Return the files that were sent to named schools, by child, as it was known at a moment."""
    of_these = Q(sighting__child__in=children) | Q(sighting__child__in=joined)
    pupils = MessagePupil.objects.filter(of_these)
    sent: dict[int, datetime] = {}
    ended: dict[int, datetime] = {}
    steps = MessageEvent.objects.filter(
        message_id__in=pupils.values("message_id"), at__lte=known_by, state__in={State.WAITING, *NOT_ON_ITS_WAY}
    )
    for message, state, at in steps.order_by("at", "pk").values_list("message_id", "state", "at"):
        (sent if state == State.WAITING else ended).setdefault(message, at)
    found: dict[int, list[_Way]] = defaultdict(list)
    rows = pupils.values_list("sighting__child_id", "message_id", "message__reference")
    for child, message, reference in rows:
        if message in sent and not (message in ended and ended[message] <= sent[message]):
            found[child].append(_Way(reference, sent[message], ended.get(message)))
    return found


def _followed(
    known: EducationKnown, notified: Mapping[int, list[dict[str, Any]]], on_the_way: Mapping[int, list[_Way]]
) -> Followed:
    told = [row for child in known.child_ids for row in notified.get(child, ())]
    ways = [way for child in known.child_ids for way in on_the_way.get(child, ())]
    said_out = sorted(row["notified_on"] for row in told)
    ties = [Tie(row["notified_on"], row["received_at"], row["authority__la_code"]) for row in told]
    facts = dataclasses.replace(
        known.facts,
        expected=tuple(_expected(way, known.left, said_out) for way in ways),
        last_in_education_on=max(
            (row["last_in_education_on"] for row in told if row["last_in_education_on"]), default=None
        ),
        seen_out_on=said_out[0] if said_out else None,
    )
    return Followed(
        child_ids=known.child_ids,
        sighting_id=known.sighting_id,
        facts=facts,
        ties=tuple(sorted([*known.ties, *ties])),
    )


def _expected(way: _Way, left: Mapping[str, date], said_out: list[date]) -> Spell:
    """Return for how long a child counts as expected: until somebody says that she is out, and not for ever."""
    left_on = left.get(way.reference)
    from_on = left_on + timedelta(days=1) if left_on else way.since.astimezone(LONDON).date()
    (most,) = EXPECTED_FOR_DAYS.value
    ends = [from_on + timedelta(days=most - 1)]
    ends += [max(from_on, day - timedelta(days=1)) for day in said_out if day > from_on]
    return Spell(from_on=from_on, until_on=min(ends), known_at=way.since, replaced_at=way.ended_at)
