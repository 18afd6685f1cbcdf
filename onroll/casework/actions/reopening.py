"""Opening a closed case again: the search goes on, and the story keeps how it was closed before."""

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.dating import keep_dates
from onroll.casework.actions.giving import checked_officer, give, is_officer
from onroll.casework.actions.opening import CaseAlreadyOpen
from onroll.casework.actions.working import checked_words
from onroll.casework.events import CaseReopened
from onroll.casework.models import Case
from onroll.casework.stages import Stage, check_move
from onroll.casework.steps import StepKind

# What the closing filled in. The confirmation and dates go too: the child is being looked for again, so no school's
# word makes the case ready to close and the days are counted on. The story has them all.
NOT_CLOSED = {
    "outcome": "",
    "evidence": "",
    "evidence_kind": "",
    "closed_at": None,
    "confirmed_by_id": None,
    "located_on": None,
    "needs_agreed_on": None,
    "follow_up_by": None,
    "provision_determined_on": None,
    "provision_accessed_on": None,
}


class CaseNotClosed(RuleBroken):
    """A case that is open was to be opened again."""

    code = "case_not_closed"
    default_words = "This case is open already. Nothing was changed."


@transaction.atomic
def reopen_case(act: Act, *, case: Case, reason: str, expected_version: int) -> Case:
    """Open a closed case again, at the stage of locating the family.

    Raises: NoteMissing, without a reason; CaseNotClosed; CaseAlreadyOpen, where another case of the child is open;
        Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    words = checked_words(reason)
    before = Case.objects.get(pk=case.pk)
    if before.stage != Stage.CLOSED:
        raise CaseNotClosed
    check_move(Stage.CLOSED, Stage.LOCATE)
    responsible_id = _still_responsible(act, before)
    here = Case.objects.filter(pk=case.pk, version=expected_version, stage=Stage.CLOSED)
    try:
        with transaction.atomic():
            changes = {"stage": Stage.LOCATE, "stage_since_on": act.on, "responsible_id": responsible_id, **NOT_CLOSED}
            if not here.update(version=F("version") + 1, **changes):
                raise Stale
    except IntegrityError:  # the database holds that there is one open case of a child
        raise CaseAlreadyOpen("Your authority has another open case of this child. Work on that one.") from None
    case.refresh_from_db()
    give(act, case, responsible_id)
    keep_dates(act, case)
    add_step(act, case, StepKind.REOPENED, words)
    ledger.record(
        act,
        CaseReopened(
            case_id=case.pk,
            outcome_before=before.outcome,
            confirmed_by_before_id=before.confirmed_by_id,
            provision_determined_on_before=before.provision_determined_on,
            provision_accessed_on_before=before.provision_accessed_on,
        ),
    )
    return case


def _still_responsible(act: Act, case: Case) -> int:
    """Return who was responsible; where she is no officer any more, who opens the case again."""
    return case.responsible_id if is_officer(act, case.responsible_id) else checked_officer(act, act.actor_id)
