"""A school tells its terms and closures; what was wrong is taken back and stays on record."""

from datetime import date, timedelta
from typing import cast

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.rolls import permissions
from onroll.rolls.events import SchoolDatesTakenBack, SchoolDatesTold
from onroll.rolls.models import DatesKind, SchoolDates

LONGEST_TERM_DAYS = 130
LONGEST_CLOSURE_DAYS = 60
LONGEST_WORDS = 100
FARTHEST = timedelta(days=800)


class SchoolDatesNotPossible(RuleBroken):
    """Term dates or a closure cannot be right."""

    code = "school_dates_not_possible"


@transaction.atomic
def tell_school_dates(act: Act, *, kind: DatesKind, first_on: date, last_on: date, words: str = "") -> SchoolDates:
    """Keep a term or a closure of the acting school. Raises: NotAllowed; SchoolDatesNotPossible."""
    permissions.check(permissions.may_tell_dates(act))
    school = access_queries.acting_organisation(act)
    Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=school.pk)  # of two at once, one waits
    _check(act, school, kind, first_on, last_on)
    kept = SchoolDates.objects.create(
        school=school, kind=kind, first_on=first_on, last_on=last_on, words=words.strip()[:LONGEST_WORDS],
        told_at=act.at, told_by_id=cast("int", act.actor_id),
    )  # fmt: skip
    event = SchoolDatesTold(dates_id=kept.pk, school_id=school.pk, kind=kind.value, first_on=first_on, last_on=last_on)
    ledger.record(act, event)
    return kept


def _check(act: Act, school: Organisation, kind: DatesKind, first_on: date, last_on: date) -> None:
    if last_on < first_on:
        raise SchoolDatesNotPossible("The last day is before the first. Look at both again.")
    longest = LONGEST_TERM_DAYS if kind is DatesKind.TERM else LONGEST_CLOSURE_DAYS
    if (last_on - first_on).days >= longest:
        words = f"These are more than {longest} days. Enter each term, and each closure, by itself."
        raise SchoolDatesNotPossible(words)
    if abs(first_on - act.on) > FARTHEST:
        raise SchoolDatesNotPossible("These days are more than two years away. Look at the year again.")
    same = SchoolDates.objects.filter(school=school, kind=kind, taken_back_at__isnull=True)
    if same.filter(first_on__lte=last_on, last_on__gte=first_on).exists():
        raise SchoolDatesNotPossible("Some of these days are in your list already. Take the other entry out first.")


@transaction.atomic
def take_back_school_dates(act: Act, *, dates_id: int) -> SchoolDates:
    """Take a term or a closure back: it was wrong. Raises: NotAllowed; Hidden, also where it was taken back already."""
    permissions.check(permissions.may_tell_dates(act))
    mine = SchoolDates.objects.filter(school_id=act.organisation_id, taken_back_at__isnull=True)
    found: SchoolDates | None = mine.select_for_update(of=("self",)).filter(pk=dates_id).first()
    if found is None:
        raise Hidden
    found.taken_back_at, found.taken_back_by_id = act.at, act.actor_id
    found.save(update_fields=["taken_back_at", "taken_back_by"])
    ledger.record(act, SchoolDatesTakenBack(dates_id=found.pk, school_id=found.school_id))
    return found
