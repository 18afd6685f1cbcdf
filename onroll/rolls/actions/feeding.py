"""How a school's roll comes: agreed and remembered, and an alarm where it stops."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from onroll.access import queries as access_queries
from onroll.access.models import Membership, Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.rolls import permissions, queries
from onroll.rolls.actions import agreeing, telling
from onroll.rolls.events import FeedAgreed, FeedStopped
from onroll.rolls.models import Feed, Form
from onroll.rolls.reading.columns import COLUMNS, lacking, plain

TITLES = {column.field: column.title for column in COLUMNS}


def held_feed(act: Act, school: Organisation, form: str, *, is_dry: bool = False) -> Feed:
    """Return a school's feed, its row held until the transaction ends: of two files at once, one waits here.

    A dry run makes none and holds none.
    """
    if is_dry:
        return Feed.objects.filter(school=school).first() or Feed(school=school, form=form, started_at=act.at)
    Feed.objects.get_or_create(school=school, defaults={"form": form, "started_at": act.at})
    feed: Feed = Feed.objects.select_for_update(of=("self",)).get(school=school)
    return feed


@transaction.atomic
def agree_feed(
    act: Act,
    *,
    school: Organisation,
    form: str,
    expected_every: int,
    contact: Membership | None,
    expected_version: int | None = None,
) -> Feed:
    """Keep how a school's roll comes, how often (in school days), and who is told when something is wrong with it.

    Raises: NotAllowed; FeedNotPossible; Stale.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    agreeing.check_terms(school, expected_every=expected_every, contact=contact)
    feed = held_feed(act, school, form)
    agreeing.change_feed(
        feed, Feed.objects.all(), expected_version, form=Form(form), expected_every=expected_every, contact=contact
    )
    ledger.record(act, FeedAgreed(feed_id=feed.pk, school_id=school.pk, form=form, expected_every=expected_every))
    return feed


@transaction.atomic
def remember_columns(
    act: Act, *, school: Organisation, fields: Mapping[str, str], expected_version: int | None = None
) -> Feed:
    """Keep which of a school's own columns is which of ours; `-` for one that is not read, "" for what we do not know.

    Raises: NotAllowed; FeedNotPossible, where one of ours is named twice or is none, or a needed one is not; Stale.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    mapping = agreeing.named_columns(fields, titles=TITLES, lacks=_lacks, plain=plain)
    feed = held_feed(act, school, Form.CSV)
    agreeing.change_feed(feed, Feed.objects.all(), expected_version, mapping=mapping, mapping_confirmed_at=act.at)
    ledger.record(
        act, FeedAgreed(feed_id=feed.pk, school_id=school.pk, form=feed.form, expected_every=feed.expected_every)
    )
    return feed


def report_stopped_feeds(act: Act) -> int:
    """Raise an alarm for each feed that has stopped since it was last looked at. Returns how many.

    Raises: NotAllowed.
    """
    permissions.check(permissions.is_operator(act))
    stopped = [feed.pk for feed in queries.silent_feeds(act.on)]
    return sum(_report(act, pk) for pk in stopped)


@transaction.atomic
def _report(act: Act, pk: int) -> bool:
    feed = Feed.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if feed.stopped_at is not None:  # another tick was faster
        return False
    Feed.objects.filter(pk=pk).update(stopped_at=act.at, version=F("version") + 1)
    telling.tell_of_stopped_feed(act, feed, access_queries.authority_of(feed.school))
    ledger.record(act, FeedStopped(feed_id=pk, school_id=feed.school_id, last_as_on=feed.last_as_on))
    return True


def _lacks(said: set[str]) -> str:
    return ", ".join(lacking(said))
