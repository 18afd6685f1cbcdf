"""How fresh each school's marks are, and the files that came."""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max

from onroll.access.models import Organisation
from onroll.attendance.models import DayMarks, MarksFeed, MarksFile
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.rolls.queries import calendar_of, calendars_told
from onroll.rules import feeds as feed_rules
from onroll.rules.school_days import SchoolCalendar, england
from onroll.web import words


@dataclasses.dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh a school's marks are on a day: shown wherever they are. `school_days`: since the newest marked day."""

    last_on: date | None
    last_at: datetime | None
    school_days: int
    expected_every: int
    form: str
    has_stopped: bool

    @property
    def is_late(self) -> bool:
        """Whether more school days have passed than were agreed."""
        return self.last_on is not None and self.school_days > self.expected_every

    @property
    def words(self) -> str:
        """One sentence for a page."""
        if self.last_on is None:
            return "No marks have come from this school yet."
        at = f", received {words.moment_words(self.last_at)}" if self.last_at else ""
        said = f"Marks up to {words.day_words(self.last_on)}{at}."
        if not self.is_late:
            return said
        since = words.school_days_words(self.school_days)
        every = words.school_days_words(self.expected_every).removeprefix("1 ")
        return f"{said} That is {since} ago; marks were agreed every {every}."


def freshness(school: Organisation, on: date) -> Freshness:
    """Return how fresh a school's marks are on a day. Marks from before a feed was kept still say of which day."""
    feed = MarksFeed.objects.filter(school=school).first()
    if feed is not None and feed.last_on is not None:
        return freshness_of(feed, on, calendar_of(school.pk))
    newest = DayMarks.objects.filter(entry__school=school).aggregate(newest=Max("on"))["newest"]
    return _fresh(newest, None, feed, on, calendar_of(school.pk))


def freshness_of(feed: MarksFeed | None, on: date, calendar: SchoolCalendar) -> Freshness:
    """Return how fresh a feed is on a day, by the school's calendar; None: nothing has come."""
    return _fresh(feed.last_on, feed.last_at, feed, on, calendar) if feed else _fresh(None, None, None, on, calendar)


def _fresh(
    last_on: date | None, last_at: datetime | None, feed: MarksFeed | None, on: date, calendar: SchoolCalendar
) -> Freshness:
    every, form = (feed.expected_every, feed.form) if feed else (1, "")
    if last_on is None or last_on >= on:
        return Freshness(last_on, last_at, 0, every, form, has_stopped=False)
    days = feed_rules.school_days_since(last_on, on, calendar)
    has_stopped = feed_rules.has_stopped(last=last_on, expected_every=every, on=on, calendar=calendar)
    return Freshness(last_on, last_at, days, every, form, has_stopped)


def silent_feeds(on: date) -> list[MarksFeed]:
    """Return the feeds that have stopped and for which no alarm stands: for the clock.

    Also where a register is kept on pages: the law wants it twice a day, so silence there is a fault, too.
    """
    waiting = MarksFeed.objects.filter(stopped_at__isnull=True, last_on__isnull=False)
    told = calendars_told()
    feeds = waiting.order_by("pk")
    return [feed for feed in feeds if freshness_of(feed, on, told.get(feed.school_id, england())).has_stopped]


def marks_feed_of(school: Organisation) -> MarksFeed | None:
    """Return how a school's marks come; None, where nothing has been agreed and nothing come."""
    return MarksFeed.objects.filter(school=school).select_related("contact__person").first()


def feeds_of_area(act: Act) -> list[tuple[Organisation, Freshness]]:
    """Return each open school of an authority's area with how fresh its marks are, the stalest first."""
    schools = Organisation.objects.filter(la_code=act.la_code, kind="school").open_on(act.on).order_by("name", "pk")
    feeds = {feed.school_id: feed for feed in MarksFeed.objects.filter(school__la_code=act.la_code)}
    told = calendars_told(list(feeds))
    found = [(each, freshness_of(feeds.get(each.pk), act.on, told.get(each.pk, england()))) for each in schools]
    return sorted(found, key=lambda each: (each[1].last_on is None, -each[1].school_days))


def freshness_words(act: Act, schools: Iterable[Organisation] = ()) -> str:
    """Return how fresh the marks behind a page are: of the acting school, of one school, or of the stalest of several.

    An officer's page about nobody in particular speaks of her whole area.
    """
    own = list({school.pk: school for school in schools}.values())
    if act.organisation_kind == "school" and not own:
        own = list(Organisation.objects.filter(pk=act.organisation_id or 0))
    if len(own) == 1:
        said = freshness(own[0], act.on).words
        return said if own[0].pk == act.organisation_id else f"{own[0].name}: {said}"
    feeds = MarksFeed.objects.filter(last_on__isnull=False)
    feeds = feeds.filter(school__in=own) if own else feeds.filter(school__la_code=act.la_code)
    stalest = feeds.select_related("school").order_by("last_on", "pk").first()
    if stalest is None:
        return "No marks have come from these schools yet."
    fresh = freshness_of(stalest, act.on, calendar_of(stalest.school_id))
    return f"The oldest marks behind this page: {stalest.school.name}. {fresh.words}"


def newest_marks_files(act: Act, school: Organisation, most: int = 30) -> list[MarksFile]:
    """Return the newest files of a school, as far as the acting person may know of them."""
    rows = MarksFile.objects.visible_to(act).filter(school=school).select_related("given_by")
    return list(rows.order_by("-received_at", "-pk")[:most])


def marks_file_with(act: Act, reference: str) -> MarksFile:
    """Return one file. Raises: Hidden."""
    rows = MarksFile.objects.visible_to(act).select_related("school", "given_by", "file")
    found: MarksFile | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found
