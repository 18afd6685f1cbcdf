"""A person says whether a held file is right: it is taken as it stands, or refused."""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.rolls import permissions
from onroll.rolls.actions import feeding, loading, planning
from onroll.rolls.actions.outcomes import Outcome
from onroll.rolls.events import SnapshotRefused, SnapshotReleased
from onroll.rolls.models import Snapshot
from onroll.rolls.snapshot_states import SnapshotState, check_move

LONGEST_WHY = 300


class ReasonMissing(RuleBroken):
    """A held file was to be decided on without a word why."""

    code = "reason_missing"
    default_words = "Write how you know: whom you asked, and what they said."


class FileNotReadable(RuleBroken):
    """A held file was to be taken, and has errors as it would be read now."""

    code = "held_file_not_readable"
    default_words = (
        "As the roll and its columns stand now, this file has errors and cannot be taken: look at what is marked "
        "“error” on its page. Say no here, and ask the school to send it again."
    )


@transaction.atomic
def release_snapshot(act: Act, *, snapshot: Snapshot, why: str, expected_version: int) -> Outcome:
    """Take a held file as it stands: as many pupils have really left.

    Raises: NotAllowed; ReasonMissing; SnapshotMoveNotAllowed; Stale; FileNotReadable.
    """
    permissions.check(permissions.may_decide(act, snapshot))
    feed = feeding.held_feed(act, snapshot.school, snapshot.form)
    check_move(SnapshotState(snapshot.state), SnapshotState.TAKEN)
    _decide(act, snapshot, SnapshotState.TAKEN, why, expected_version)
    ledger.record(act, SnapshotReleased(snapshot_id=snapshot.pk, school_id=snapshot.school_id))
    read = loading.read(act, loading.given_again(snapshot), feed)
    plan = planning.plan(snapshot.school, read, snapshot.as_on, feed)
    problems = (*read.problems, *plan.problems)
    if any(one.is_error for one in problems):
        raise FileNotReadable
    return loading.take(act, snapshot, plan, feed, problems)


@transaction.atomic
def refuse_snapshot(act: Act, *, snapshot: Snapshot, why: str, expected_version: int) -> Snapshot:
    """Refuse a held file: it is not the whole roll. Nothing was changed and nothing is.

    Raises: NotAllowed; ReasonMissing; SnapshotMoveNotAllowed; Stale.
    """
    permissions.check(permissions.may_decide(act, snapshot))
    check_move(SnapshotState(snapshot.state), SnapshotState.REFUSED)
    _decide(act, snapshot, SnapshotState.REFUSED, why, expected_version)
    ledger.record(
        act,
        SnapshotRefused(
            snapshot_id=snapshot.pk, school_id=snapshot.school_id, as_on=snapshot.as_on, codes=(), by_person=True
        ),
    )
    return snapshot


def _decide(act: Act, snapshot: Snapshot, state: SnapshotState, why: str, expected_version: int) -> None:
    if not why.strip():
        raise ReasonMissing
    here = Snapshot.objects.filter(pk=snapshot.pk, version=expected_version, state=SnapshotState.HELD)
    changed = here.update(
        state=state,
        decided_at=act.at,
        decided_by=act.actor_id,
        decided_why=why.strip()[:LONGEST_WHY],
        taken_at=act.at if state is SnapshotState.TAKEN else None,
        version=F("version") + 1,
    )
    if not changed:
        raise Stale
    snapshot.refresh_from_db()
