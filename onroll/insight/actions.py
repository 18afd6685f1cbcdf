"""Reading lists and working out figures leaves a trace; and an authority's choice of its local tag."""

from collections.abc import Iterable, Sequence
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.insight import permissions, queries
from onroll.insight.events import FiguresWorkedOut, LocalTagSet, MissingListRead
from onroll.insight.models import LocalTag
from onroll.insight.queries import Ages, Asked, Figures, Listed, ListPage
from onroll.rules.missing import List
from onroll.rules.school_years import SchoolYear

MOST_TAG_DAYS = 365


class TagNotPossible(RuleBroken):
    """A local tag was to be shown after a number of days that makes no sense."""

    code = "tag_not_possible"
    default_words = f"Give a number of days from 1 to {MOST_TAG_DAYS}, or none to show no tag."


@transaction.atomic
def read_list(act: Act, *, asked: Asked, which: List, page: int = 1) -> ListPage:
    """Return a page of one of the officer's three lists, and record that she read it. Raises: NotAllowed."""
    tag = queries.local_tag(act)
    found = queries.list_page(act, asked, which=which, page=page, tag_after_days=tag.after_days)
    _record_reading(act, asked, which.value, len(found.rows), is_saved=False)
    return found


@transaction.atomic
def save_lists(act: Act, *, asked: Asked) -> tuple[Listed, ...]:
    """Return all three lists of the officer's area, and record that she saved them. Raises: NotAllowed."""
    tag = queries.local_tag(act)
    found = queries.whole_lists(act, asked, tag_after_days=tag.after_days)
    _record_reading(act, asked, "all", len(found), is_saved=True)
    return found


@transaction.atomic
def work_out_figures(
    act: Act, *, asked: Asked, years: Sequence[SchoolYear], ages: Ages, la_codes: Iterable[str] | None = None
) -> list[Figures]:
    """Return the figures of each year and area, and record that they were worked out. Raises: NotAllowed."""
    found = queries.figures_by_authority(act, asked, years=years, ages=ages, la_codes=la_codes)
    event = FiguresWorkedOut(
        authority_id=act.organisation_id or 0,
        query=queries.QUERY,
        rule=asked.rule,
        years=tuple(map(str, years)),
        ages=str(ages),
        known_on=asked.known_on,
    )
    ledger.record(act, event)
    return found


@transaction.atomic
def set_local_tag(act: Act, *, after_days: int | None, expected_version: int) -> LocalTag:
    """Choose after how many days the authority's own list marks a child; None: not at all. It never counts.

    Raises: NotAllowed; TagNotPossible; Stale, when somebody else chose first.
    """
    permissions.check(permissions.may_see_lists(act))
    if after_days is not None and not 1 <= after_days <= MOST_TAG_DAYS:
        raise TagNotPossible
    own = LocalTag.objects.filter(authority_id=act.organisation_id)
    if expected_version == 0:
        _first_choice(act, after_days)
    elif not own.filter(version=expected_version).update(after_days=after_days, version=F("version") + 1):
        raise Stale
    ledger.record(act, LocalTagSet(authority_id=cast("int", act.organisation_id), after_days=after_days))
    return own.get()


def _first_choice(act: Act, after_days: int | None) -> None:
    try:
        with transaction.atomic():
            LocalTag.objects.create(authority_id=cast("int", act.organisation_id), after_days=after_days)
    except IntegrityError as chosen:
        raise Stale from chosen


def _record_reading(act: Act, asked: Asked, which: str, children: int, *, is_saved: bool) -> None:
    event = MissingListRead(
        authority_id=cast("int", act.organisation_id),
        which=which,
        rule=asked.rule,
        on=asked.on,
        known_on=asked.known_on,
        children=children,
        is_saved=is_saved,
    )
    ledger.record(act, event)
