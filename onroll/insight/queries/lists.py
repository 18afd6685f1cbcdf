"""The three lists of an area on a day: attendance concern, missing education, suspected. A child is on one at most."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from onroll.audit.act import Act
from onroll.casework.models import Notification
from onroll.casework.queries import Followed, followed_children, these_followed
from onroll.insight import permissions
from onroll.insight.queries.asking import Asked
from onroll.insight.queries.counting import count_area
from onroll.insight.queries.placing import Placed
from onroll.registry.models import Child, Sighting
from onroll.rules.missing import Answer, List, answer
from onroll.rules.school_years import year_of

A_PAGE = 50
LISTS = (List.MISSING, List.SUSPECTED, List.ATTENDANCE_CONCERN)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One child on a list. `days_out`: calendar days since her first day out; None: nobody knows.

    `child` and `notification` are where the officer can go from here: the child's page, where it is shown to her, and
    the newest notification that her authority received. `sighting` is what her own area said of the child last.
    """

    which: List
    answer: Answer
    year_group: str
    days_out: int | None
    is_tagged: bool
    child: Child
    is_shown: bool
    sighting: Sighting | None
    notification: Notification | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How many children stand on each list; `expected`: at no school yet, their file sent to one that names them."""

    missing: int
    suspected: int
    attendance_concern: int
    expected: int

    def of(self, which: List) -> int:
        """Return the number of one list."""
        return {
            List.MISSING: self.missing,
            List.SUSPECTED: self.suspected,
            List.ATTENDANCE_CONCERN: self.attendance_concern,
        }[which]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of one list, those out longest first, and the numbers of all three."""

    asked: Asked
    which: List
    numbers: Numbers
    rows: tuple[Listed, ...]
    page: int
    page_count: int


Found = tuple[Followed, Answer]


def list_page(act: Act, asked: Asked, *, which: List, page: int = 1, tag_after_days: int | None = None) -> ListPage:
    """Return a page of a list of the acting officer's area. Raises: NotAllowed.

    Of a big area the list may be up to fifteen minutes old (`counting`): `asked` then says of which moment it is.
    """
    permissions.check(permissions.may_see_lists(act))
    counted = count_area(act, asked)
    placed = counted.without(_hidden_now(act))
    if asked.known_on == act.on:
        asked = dataclasses.replace(asked, known_by=counted.at)
    on_list = [each for each in placed if each.which is which]
    page_count = max(1, -(-len(on_list) // A_PAGE))
    page = min(max(1, page), page_count)
    shown = _answered(asked, on_list[(page - 1) * A_PAGE : page * A_PAGE])
    rows = _listed(act, asked, shown, tag_after_days)
    return ListPage(asked=asked, which=which, numbers=_numbers(placed), rows=rows, page=page, page_count=page_count)


def whole_lists(act: Act, asked: Asked, *, tag_after_days: int | None = None) -> tuple[Listed, ...]:
    """Return all three lists of the acting officer's area, to be saved. Raises: NotAllowed."""
    permissions.check(permissions.may_see_lists(act))
    hidden = _hidden_now(act)
    answered = [
        (child, answer(child.facts, on=asked.on, rule=asked.rule, known_by=asked.known_by))
        for child in followed_children([act.la_code], known_by=asked.known_by)
        if child.area_on(asked.on) == act.la_code and hidden.isdisjoint(child.child_ids)
    ]
    answered.sort(key=lambda each: (each[1].out_since or asked.on, each[0].child_ids))
    return _listed(act, asked, [each for which in LISTS for each in answered if each[1].list is which], tag_after_days)


def _numbers(placed: Sequence[Placed]) -> Numbers:
    count = Counter(each.which for each in placed)
    return Numbers(
        missing=count[List.MISSING],
        suspected=count[List.SUSPECTED],
        attendance_concern=count[List.ATTENDANCE_CONCERN],
        expected=sum(each.is_expected for each in placed),
    )


def _answered(asked: Asked, placed: Sequence[Placed]) -> list[Found]:
    """Return these children with all that was known and the reasons, in the order given."""
    ids = [child for each in placed for child in each.child_ids]
    known = {each.child_ids: each for each in these_followed(ids, known_by=asked.known_by)}
    found = [known[each.child_ids] for each in placed if each.child_ids in known]
    return [(each, answer(each.facts, on=asked.on, rule=asked.rule, known_by=asked.known_by)) for each in found]


def _hidden_now(act: Act) -> set[int]:
    """Return whom no list may show today, whatever stood on the day that is asked about."""
    from_registry = Child.objects.filter(shields__isnull=False).distinct()
    visible = set(from_registry.visible_to(act).values_list("pk", flat=True))
    return set(from_registry.values_list("pk", flat=True)) - visible


def _listed(act: Act, asked: Asked, found: Sequence[Found], tag_after_days: int | None) -> tuple[Listed, ...]:
    ids = {child for followed, _ in found for child in followed.child_ids}
    children = Child.objects.in_bulk(ids)
    shown = set(Child.objects.visible_to(act).filter(pk__in=ids).values_list("pk", flat=True))
    sightings = _own_sightings(act, ids, asked.known_by)
    notifications = _own_notifications(act, ids, asked.known_by)
    rows = []
    for followed, answered in found:
        days = (asked.on - answered.out_since).days if answered.out_since else None
        born_on = followed.facts.born_on
        told = [notifications[child] for child in followed.child_ids if child in notifications]
        said = [sightings[child] for child in followed.child_ids if child in sightings]
        rows.append(
            Listed(
                which=answered.list,
                answer=answered,
                year_group=year_of(asked.on).year_group(born_on) if born_on else "",
                days_out=days,
                is_tagged=tag_after_days is not None and days is not None and days >= tag_after_days,
                child=children[followed.child_ids[0]],
                is_shown=not shown.isdisjoint(followed.child_ids),
                sighting=max(said, key=lambda each: (each.seen_at, each.pk), default=None),
                notification=max(told, key=lambda each: (each.received_at, each.pk), default=None),
            )
        )
    return tuple(rows)


def _own_sightings(act: Act, ids: Iterable[int], known_by: datetime) -> dict[int, Sighting]:
    """Return the newest that the officer's own area said of each child: what another area said is not hers to read."""
    said = Sighting.objects.filter(child_id__in=ids, told_by__la_code=act.la_code, seen_at__lte=known_by)
    return {each.child_id: each for each in said.order_by("seen_at", "pk")}


def _own_notifications(act: Act, ids: Iterable[int], known_by: datetime) -> dict[int, Notification]:
    told = Notification.objects.visible_to(act).filter(child_id__in=ids, received_at__lte=known_by)
    return {each.child_id: each for each in told.select_related("sighting").order_by("received_at", "pk")}
