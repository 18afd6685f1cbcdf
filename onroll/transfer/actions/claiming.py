"""Opening a held child in full, and claiming the file for a school: each a logged act of its own."""

from typing import cast

from django.db import transaction

from onroll.access import limits
from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.transfer import notices, permissions, queries, reasons
from onroll.transfer.actions import filing, steps
from onroll.transfer.events import LostPupilClaimed, LostPupilOpened
from onroll.transfer.models import LostPupil, Message, RepositoryOpening
from onroll.transfer.states import State

# Openings in full, (goes, seconds): far above a day's work, far below reading the repository through (our own, mark P).
PER_PERSON, PER_ORGANISATION = (40, 3600), (120, 3600)


class ClaimedByAnother(Stale):
    """Of two officers who claim one child at the same moment, the one who was second."""

    code = "claimed_by_another"
    default_words = (
        "Another authority claimed this child a moment ago. The file has gone to the school it was claimed for; "
        "nothing of yours was changed."
    )


class NotOpened(RuleBroken):
    """A child is claimed only after being opened in full, so that nobody claims by initials."""

    code = "not_opened"


class SchoolNotPossible(RuleBroken):
    """A claim is for an open school of the officer's own area."""

    code = "school_not_possible"


@transaction.atomic
def open_lost_pupil(act: Act, *, reference: str, reason_code: str, reason: str) -> LostPupil:
    """Open one held child in full. This will leave who looked, for which organisation, when and why.

    Raises: ReasonNeeded; TooOften; Hidden, when the repository does not list such a file (any more).
    """
    permissions.check(permissions.may_search_repository(act))
    why = reasons.check(reason_code, reason)
    limits.check_limit(act, key="repository-opening", per_person=PER_PERSON, per_organisation=PER_ORGANISATION)
    lost_pupil = queries.held_lost_pupil(reference, act.on)
    RepositoryOpening.objects.create(
        lost_pupil=lost_pupil,
        organisation_id=cast("int", act.organisation_id),
        person_id=cast("int", act.actor_id),
        at=act.at,
        reason_code=reason_code,
        reason=why,
    )
    ledger.record(
        act,
        LostPupilOpened(
            message_id=lost_pupil.message_id,
            lost_pupil_id=lost_pupil.pk,
            reason_code=reason_code,
            reason=why,
            again=False,
            area_la_code=lost_pupil.message.sender.la_code,
        ),
    )
    filing.find_no_more(act, lost_pupil.message)
    return lost_pupil


@transaction.atomic
def read_lost_pupil(act: Act, *, reference: str) -> LostPupil | None:
    """Look at a child whom this person opened today; None, if she did not. This will leave that she looked again.

    Raises: Hidden, for one claimed by another authority, or taken back, since it was opened.
    """
    permissions.check(permissions.may_search_repository(act))
    lost_pupil = queries.lost_pupil_once_opened(act, reference)
    if lost_pupil is None:
        return None
    if lost_pupil.message.state != State.HELD_AS_LOST and lost_pupil.claimed_by_id != act.organisation_id:
        raise Hidden
    mine = lost_pupil.openings.filter(person_id=act.actor_id or 0, organisation_id=act.organisation_id or 0)
    opening = mine.latest("at", "pk")
    ledger.record(
        act,
        LostPupilOpened(
            message_id=lost_pupil.message_id,
            lost_pupil_id=lost_pupil.pk,
            reason_code=opening.reason_code,
            reason=opening.reason,
            again=True,
            area_la_code=lost_pupil.message.sender.la_code,
        ),
    )
    return lost_pupil


@transaction.atomic
def claim_lost_pupil(act: Act, *, reference: str, school: Organisation, reason: str, expected_version: int) -> Message:
    """Claim a held child's file for a school of the officer's area. This will leave it waiting for that school.

    Raises: NotOpened, SchoolNotPossible, ReasonNeeded; ClaimedByAnother, for the second of two; Hidden.
    """
    permissions.check(permissions.may_search_repository(act))
    lost_pupil = queries.lost_pupil_once_opened(act, reference)
    if lost_pupil is None:
        raise NotOpened("Open the child’s record first, with your reason, before you claim the file.")
    if not reason.strip():
        raise reasons.ReasonNeeded("Say how you know that this is the child.")
    check_school(act, school)
    message = lost_pupil.message
    steps.lock(message)
    if message.state != State.HELD_AS_LOST or message.version != expected_version:
        raise _too_late(act, lost_pupil)
    why = f"Claimed for {school.name}"[:300]
    steps.move(act, message, State.WAITING, expected_version=expected_version, why=why, recipient=school)
    keep_claim(act, lost_pupil, school, reason.strip()[: reasons.LONGEST])
    return message


def _too_late(act: Act, lost_pupil: LostPupil) -> Stale:
    """Return who was faster: another authority, or this one (a second click, a colleague, the file's sender)."""
    lost_pupil.refresh_from_db(fields=["claimed_by"])
    is_another = lost_pupil.claimed_by_id not in (None, act.organisation_id)
    return ClaimedByAnother() if is_another else Stale()


def check_school(act: Act, school: Organisation) -> None:
    """Refuse a school that is not in the officer's area, or not open today.

    Raises: SchoolNotPossible.
    """
    if school.kind != OrganisationKind.SCHOOL or school.la_code != act.la_code:
        raise SchoolNotPossible("You can claim a file only for a school in your own area.")
    if not Organisation.objects.filter(pk=school.pk).open_on(act.on).exists():
        raise SchoolNotPossible("That school is closed. Claim the file for a school that is open.")


def keep_claim(
    act: Act, lost_pupil: LostPupil, school: Organisation, reason: str, *, claimed_by: Organisation | None = None
) -> None:
    """Keep for which school a held child's file is claimed, and tell all whom it concerns.

    `claimed_by`: the authority, where it is the school's own roll that claims. The file has been moved by the caller.
    """
    LostPupil.objects.filter(pk=lost_pupil.pk).update(
        claimed_by=claimed_by.pk if claimed_by else act.organisation_id,
        claimed_for=school,
        claimed_at=act.at,
        claim_reason=reason,
    )
    ledger.record(
        act,
        LostPupilClaimed(
            message_id=lost_pupil.message_id,
            lost_pupil_id=lost_pupil.pk,
            child_id=lost_pupil.child_id,
            claimed_for_id=school.pk,
            reason=reason,
            area_la_code=lost_pupil.message.sender.la_code,
        ),
    )
    _tell(act, lost_pupil.message, school)


def _tell(act: Act, message: Message, school: Organisation) -> None:
    steps.owe_notice(act, message, to=school, kind=notices.Kind.FILE_WAITS)
    told = [message.sender, access_queries.authority_of(message.sender)]
    for organisation in {one.pk: one for one in told if one is not None}.values():
        steps.owe_notice(act, message, to=organisation, kind=notices.Kind.FILE_CLAIMED)
