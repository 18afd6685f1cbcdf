"""Beginning a round of self-evaluation, and giving one up."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.evaluation import permissions
from onroll.evaluation.actions.changing import move
from onroll.evaluation.events import RoundAbandoned, RoundOpened
from onroll.evaluation.frozen import frozen
from onroll.evaluation.models import Round
from onroll.evaluation.round_states import RoundState
from onroll.registry.references import new_reference
from onroll.selfeval import checklist


class RoundAlreadyRuns(RuleBroken):
    """A second round was begun while one runs."""

    code = "round_already_runs"
    default_words = "A round is already being worked on. Finish that one, or give it up."


class NoSuchSet(RuleBroken):
    """No checklist has this key."""

    code = "no_such_checklist"
    default_words = "Choose one of the checklists."


@transaction.atomic
def open_round(act: Act, *, set_key: str, partly: int = 1) -> Round:
    """Begin a round by a version of the checklist, whose steps are kept as they stand now.

    `partly`: what partly achieved scores, 1 or 2 (trap 1 of the report). Raises: NoSuchSet; RoundAlreadyRuns.
    """
    permissions.check_may_evaluate(act)
    try:
        steps = frozen(set_key)
    except checklist.UnknownSet:
        raise NoSuchSet from None
    last = Round.objects.filter(authority_id=act.organisation_id).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            found = Round.objects.create(
                reference=new_reference("R"),
                authority_id=act.organisation_id or 0,
                number=last + 1,
                set_key=set_key,
                steps=steps,
                partly=2 if partly == 2 else 1,
                opened_at=act.at,
                opened_by_id=act.actor_id or 0,
            )
    except IntegrityError:
        raise RoundAlreadyRuns from None
    ledger.record(
        act,
        RoundOpened(round_id=found.pk, authority_id=found.authority_id, number=found.number, set_key=set_key),
    )
    return found


@transaction.atomic
def abandon_round(act: Act, *, found: Round, expected_version: int) -> None:
    """Give a round up before it is signed. What was answered stays to be read. Raises: RoundMoveNotAllowed; Stale."""
    permissions.check_may_work_on(act, found.authority_id)
    move(found, RoundState.ABANDONED, expected_version=expected_version)
    ledger.record(act, RoundAbandoned(round_id=found.pk, authority_id=found.authority_id))
