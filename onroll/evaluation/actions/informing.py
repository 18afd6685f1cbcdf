"""Numbers for senior officers and elected members: recording that they were given, and to whom."""

from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.evaluation import permissions
from onroll.evaluation.actions.changing import checked_words
from onroll.evaluation.events import NumbersGivenRecorded
from onroll.evaluation.models import Audience, NumbersGiven
from onroll.evaluation.queries.numbers import current_numbers


class GivingNotPossible(RuleBroken):
    """Numbers cannot have been given to nobody in particular."""

    code = "giving_not_possible"
    default_words = "Choose who was given the numbers."


@transaction.atomic
def record_numbers_given(act: Act, *, audience: str, given_to: str) -> NumbersGiven:
    """Record that today's numbers were given today; they are kept as they stand at this moment.

    Raises: GivingNotPossible; WordsMissing.
    """
    permissions.check_may_evaluate(act)
    if audience not in Audience.values:
        raise GivingNotPossible
    given_on: date = act.on
    given = NumbersGiven.objects.create(
        authority_id=act.organisation_id or 0,
        audience=audience,
        given_to=checked_words(given_to, "Write who was given the numbers.", most=200),
        given_on=given_on,
        numbers=[list(pair) for pair in current_numbers(act)],
        recorded_at=act.at,
        recorded_by_id=act.actor_id or 0,
    )
    ledger.record(
        act,
        NumbersGivenRecorded(authority_id=given.authority_id, given_id=given.pk, audience=audience, given_on=given_on),
    )
    return given
