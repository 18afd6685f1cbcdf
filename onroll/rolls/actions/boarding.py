"""A school says whether it has boarders, so that a feed without such a column need not say it of each pupil."""

from datetime import date
from typing import cast

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.rolls import permissions
from onroll.rolls.events import BoardersSaid
from onroll.rolls.models import Boarding


class BoardingNotPossible(RuleBroken):
    """What was said of boarders cannot be right."""

    code = "boarding_not_possible"


@transaction.atomic
def say_boarders(act: Act, *, has_none: bool, on: date) -> Boarding:
    """Keep whether the acting school has boarders from a day on; what was said for earlier days stays as it was.

    Raises: NotAllowed; BoardingNotPossible, for a day that has not come.
    """
    permissions.check(permissions.may_tell_dates(act))
    if on > act.on:
        raise BoardingNotPossible("This day has not come yet. Say it on that day.")
    school = access_queries.acting_organisation(act)
    said = Boarding.objects.create(
        school=school, on=on, has_none=has_none, told_at=act.at, told_by_id=cast("int", act.actor_id)
    )
    ledger.record(act, BoardersSaid(boarding_id=said.pk, school_id=school.pk, on=on, has_none=has_none))
    return said
