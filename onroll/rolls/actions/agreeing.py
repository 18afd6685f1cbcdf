"""What holds for each feed of a school, of its roll and of its marks: how often it comes, who is told, which columns.

The rooms above agree theirs by the same rules (`models.AgreedFeed`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, QuerySet

from onroll.access.models import Membership, Organisation
from onroll.audit.refusals import RuleBroken, Stale
from onroll.rolls.models import AgreedFeed
from onroll.rolls.reading.columns import NOT_READ

MOST_SCHOOL_DAYS = 60


class FeedNotPossible(RuleBroken):
    """How a feed was to come cannot be right."""

    code = "feed_not_possible"


def check_terms(school: Organisation, *, expected_every: int, contact: Membership | None) -> None:
    """Check how often (school days) files come, and that who is told works at the school. Raises: FeedNotPossible."""
    if not 1 <= expected_every <= MOST_SCHOOL_DAYS:
        raise FeedNotPossible(f"Write how many school days pass between two files: 1 to {MOST_SCHOOL_DAYS}.")
    if contact is not None and contact.organisation_id != school.pk:
        raise FeedNotPossible("Name somebody who works at this school.")


def named_columns(
    fields: Mapping[str, str],
    *,
    titles: Mapping[str, str],
    lacks: Callable[[set[str]], str],
    plain: Callable[[str], str],
) -> dict[str, str]:
    """Return what is remembered of a school's own columns: ours by theirs, as compared.

    `fields`: ours by the school's title; `-` for one that is not read, "" for what is not known. `titles`: our columns,
    each with its title. `lacks`: what is still to be named, in words. Raises: FeedNotPossible, where one of ours is
    named twice, is none of ours, or one that is needed is not named.
    """
    said = [field for field in fields.values() if field not in ("", NOT_READ)]
    if set(said) - set(titles):
        raise FeedNotPossible("Choose a column from the list.")
    twice = sorted({titles[field] for field in said if said.count(field) > 1})
    if twice:
        raise FeedNotPossible(f"Two of your columns cannot both be “{twice[0]}”.")
    missing = lacks(set(said))
    if missing:
        raise FeedNotPossible(f"Say which of your columns is {missing}.")
    return {plain(title): field for title, field in fields.items() if field}


def change_feed(feed: AgreedFeed, rows: QuerySet[Any], expected_version: int | None, **values: object) -> None:
    """Change a feed of `rows`, held, as it was seen. Raises: Stale, where somebody changed it since."""
    rows = rows.filter(pk=feed.pk)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(**values, version=F("version") + 1):
        raise Stale
    feed.refresh_from_db()
