"""How fresh each school's roll is, and the files that came."""

import dataclasses
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from onroll.access.models import Membership, Organisation
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.rolls.models import Boarding, Feed, Form, Snapshot
from onroll.rolls.queries.dates import calendar_of, calendars_told
from onroll.rolls.snapshot_states import SnapshotState
from onroll.rules import feeds as feed_rules
from onroll.rules.school_days import SchoolCalendar, england
from onroll.web import words


class Fresh(StrEnum):
    """How fresh a school's roll is."""

    NEVER = "never"
    FRESH = "fresh"
    LATE = "late"
    STOPPED = "stopped"


@dataclasses.dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh a school's roll is on a day: shown wherever its data is. `school_days`: since the newest file's day.

    School days are those of a usual calendar in England, since a school's own are not known here.
    """

    fresh: Fresh
    last_as_on: date | None
    last_taken_at: datetime | None
    school_days: int
    expected_every: int
    form: str
    started_at: datetime | None = None

    @property
    def words(self) -> str:
        """One sentence for a page."""
        if self.last_as_on is None or self.last_taken_at is None:
            nothing = "No roll has come from this school yet"
            if self.fresh is Fresh.STOPPED and self.started_at is not None:
                return f"{nothing}, though one was agreed {words.moment_words(self.started_at)}."
            return f"{nothing}."
        said = f"Roll of {words.day_words(self.last_as_on)}, received {words.moment_words(self.last_taken_at)}."
        if self.fresh is Fresh.FRESH:
            return said
        since = words.school_days_words(self.school_days)
        every = words.school_days_words(self.expected_every).removeprefix("1 ")
        return f"{said} That is {since} ago; a file was agreed every {every}."


def freshness(school: Organisation, on: date) -> Freshness:
    """Return how fresh a school's roll is on a day."""
    return freshness_of(Feed.objects.filter(school=school).first(), on, calendar_of(school.pk))


def freshness_of(feed: Feed | None, on: date, calendar: SchoolCalendar) -> Freshness:
    """Return how fresh a feed is on a day, by the school's days; None: there is no feed.

    Entered on a page, a roll is fresh as long as nothing changes: silence is no fault.
    """
    if feed is None:
        return Freshness(Fresh.NEVER, None, None, 0, 1, "")
    every, is_entered = feed.expected_every, feed.form == Form.FORM
    last = feed.last_as_on or feed.started_at.astimezone(LONDON).date()
    days = feed_rules.school_days_since(last, on, calendar)
    is_stopped = feed_rules.has_stopped(last=last, expected_every=every, on=on, calendar=calendar)
    if is_stopped and not is_entered:
        fresh = Fresh.STOPPED
    elif feed.last_as_on is None:
        fresh = Fresh.NEVER
    else:
        fresh = Fresh.LATE if days > every and not is_entered else Fresh.FRESH
    return Freshness(fresh, feed.last_as_on, feed.last_taken_at, days, every, feed.form, feed.started_at)


def freshness_words(act: Act) -> str:
    """Return, for a page about a whole area, how fresh the rolls behind it are: how many schools, and the oldest roll.

    Nothing, where the acting organisation has no area.
    """
    if not act.la_code:
        return ""
    found = feeds_of_area(act)
    counts = Counter(one.fresh for _, one in found)
    said = f"Rolls of your area today: of {len(found):,} schools and places off site "
    said += f"{counts[Fresh.FRESH]:,} are fresh, {counts[Fresh.LATE]:,} late, "
    said += f"{counts[Fresh.STOPPED]:,} stopped, and {counts[Fresh.NEVER]:,} have sent none."
    came = [(one.last_as_on, school.name, one) for school, one in found if one.last_as_on is not None]
    if not came:
        return said
    _, name, oldest = min(came, key=lambda one: one[:2])
    return f"{said} The oldest, of {name}: {oldest.words}"


def words_of_schools(act: Act, school_ids: Collection[int]) -> dict[int, str]:
    """Return how fresh the rolls of some schools are, by the school: a sentence with its name."""
    schools = Organisation.objects.filter(pk__in=school_ids)
    feeds = {feed.school_id: feed for feed in Feed.objects.filter(school__in=school_ids)}
    told = calendars_told(list(feeds))
    fresh = {each: freshness_of(feeds.get(each.pk), act.on, told.get(each.pk, england())) for each in schools}
    return {each.pk: f"{each.name}: {found.words}" for each, found in fresh.items()}


def silent_feeds(on: date) -> list[Feed]:
    """Return the feeds of open schools that have stopped, or never came, and for which no alarm stands."""
    open_now = Organisation.objects.open_on(on)
    waiting = Feed.objects.filter(stopped_at__isnull=True, school__in=open_now).exclude(form=Form.FORM)
    told = calendars_told()
    fresh = {feed: freshness_of(feed, on, told.get(feed.school_id, england())) for feed in waiting.order_by("pk")}
    return [feed for feed, found in fresh.items() if found.fresh is Fresh.STOPPED]


def feed_of(school: Organisation) -> Feed | None:
    """Return how a school's roll comes; None, where nothing has been agreed and nothing come."""
    return Feed.objects.filter(school=school).select_related("contact__person").first()


def boarding_said(school_id: int, on: date) -> Boarding | None:
    """Return what a school has said of boarders for a day; None: nothing."""
    said = Boarding.objects.filter(school_id=school_id, on__lte=on)
    return said.select_related("told_by").order_by("-on", "-pk").first()


def people_of_school(act: Act, school: Organisation) -> list[Membership]:
    """Return who holds a role at the acting school today, by name: those who may be its contact."""
    held = Membership.objects.in_force(act.on).filter(organisation=school, organisation_id=act.organisation_id or 0)
    return list(held.filter(person__is_active=True).select_related("person").order_by("person__name", "role"))


def feeds_of_area(act: Act) -> list[tuple[Organisation, Freshness]]:
    """Return each school and provider of an authority's area that is open, with how fresh its roll is, by name."""
    schools = Organisation.objects.filter(la_code=act.la_code, kind__in=["school", "provider"]).open_on(act.on)
    feeds = {feed.school_id: feed for feed in Feed.objects.filter(school__la_code=act.la_code)}
    told = calendars_told(list(feeds))
    return [
        (school, freshness_of(feeds.get(school.pk), act.on, told.get(school.pk, england())))
        for school in schools.order_by("name", "pk")
    ]


def newest_snapshots(act: Act, school: Organisation, most: int = 30) -> list[Snapshot]:
    """Return the newest files of a school, as far as the acting person may know of them."""
    rows = Snapshot.objects.visible_to(act).filter(school=school).select_related("given_by", "decided_by")
    return list(rows.order_by("-received_at", "-pk")[:most])


def held_snapshots(act: Act) -> QuerySet[Snapshot]:
    """Return the files that wait for a person whom the acting one may be, the oldest first."""
    rows: QuerySet[Snapshot] = Snapshot.objects.visible_to(act).filter(state=SnapshotState.HELD)
    return rows.select_related("school").order_by("received_at", "pk")


def snapshot_with(act: Act, reference: str) -> Snapshot:
    """Return one file. Raises: Hidden."""
    rows = Snapshot.objects.visible_to(act).select_related("school", "given_by", "decided_by", "file")
    found: Snapshot | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found
