"""The log of refusals with its ladder of escalation, and notices of families who are to arrive."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.casework import directory_tables, permissions
from onroll.casework.agency_requests import RequestState
from onroll.casework.directory_events import ArrivalsTold, ArrivalsWithdrawn, RefusalRecorded, RefusalStepTaken
from onroll.casework.directory_states import RefusalState, check_refusal_move
from onroll.casework.enquiry_events import AgencyReplied
from onroll.casework.models import (
    Agency,
    AgencyRequest,
    ArrivalsNotice,
    Case,
    Refusal,
    RefusalReason,
    RefusalStep,
)
from onroll.registry.references import new_reference
from onroll.rules import agencies as bodies

LONGEST_WORDS = 800  # characters
MOST_CHILDREN = 2_000  # of one year group in one notice: more is a slip of the finger (our own bound, mark P)
FURTHEST_DAYS = 730
HELPED = (RequestState.ANSWERED, RequestState.NOTHING_KNOWN)
# What each step that ends or reopens a refusal makes of it; every other one is a rung, on which it stays open.
ENDS = {
    "resolved": RefusalState.RESOLVED,
    "stands": RefusalState.STANDS,
    "opened_again": RefusalState.OPEN,
}


class RefusalImpossible(RuleBroken):
    """A refusal or its step lacks words, or has a day or a rung that cannot be."""

    code = "refusal_impossible"


class ArrivalsImpossible(RuleBroken):
    """A notice of arrivals has no children, impossible numbers or days, or nobody who would read it."""

    code = "arrivals_impossible"


@transaction.atomic
def record_refusal(
    act: Act,
    *,
    agency: Agency,
    reason: RefusalReason,
    asked: str,
    words: str,
    refused_on: date,
    case: Case | None = None,
) -> Refusal:
    """Put a refusal on the ladder: a threshold that is not met, a case that bounced, an agency that does not answer.

    Raises: NotAnOfficer; Hidden; RefusalImpossible.
    """
    permissions.check_may_work_on(act, agency.authority_id)
    if case is not None and case.authority_id != agency.authority_id:
        raise Hidden
    if refused_on > act.on:
        raise RefusalImpossible("This day is in the future. Enter the day on which the agency refused.")
    refusal = Refusal.objects.create(
        reference=new_reference("X"),
        authority_id=agency.authority_id,
        agency=agency,
        case=case,
        reason=reason,
        asked=_checked(asked, "Write what the agency was asked, without the child’s name.", 500),
        words=_checked(words, "Write the reason that it gave."),
        refused_on=refused_on,
        recorded_at=act.at,
    )
    ledger.record(act, RefusalRecorded(refusal_id=refusal.pk, reason=reason, agency_request_id=None))
    return refusal


@transaction.atomic
def take_refusal_step(
    act: Act,
    *,
    refusal: Refusal,
    rung: str,
    taken_on: date,
    with_whom: str,
    words: str,
    expected_version: int,
    agency: Agency | None = None,
) -> RefusalStep:
    """Take a refusal up a rung, end it, or open it again. `agency`: which agency it was, where that was not known.

    Raises: NotAnOfficer; Hidden; RefusalImpossible; RefusalMoveNotAllowed; Stale.
    """
    permissions.check_may_work_on(act, refusal.authority_id)
    if agency is not None and agency.authority_id != refusal.authority_id:
        raise Hidden
    if rung not in directory_tables.rungs():
        raise RefusalImpossible("Choose a step of the ladder.")
    last = refusal.steps.last()
    if not (last.taken_on if last else refusal.refused_on) <= taken_on <= act.on:
        raise RefusalImpossible("The day must be between the step before and today.")
    wanted = ENDS.get(rung, RefusalState.OPEN)
    if rung not in ENDS and refusal.state != RefusalState.OPEN:
        raise RefusalImpossible("This refusal has ended. Open it again first.")
    check_refusal_move(RefusalState(refusal.state), wanted)
    told = _checked(words, "Write what was said, and what came of it.")
    changes = {"state": wanted} | ({"agency": agency} if agency and not refusal.agency_id else {})
    _change(refusal, expected_version, changes)
    return _added_step(act, refusal, rung, taken_on, with_whom=with_whom.strip()[:200], words=told)


def note_reply(act: Act, event: AgencyReplied) -> None:
    """Put a request that an agency refuses on the ladder; one that it answers after all is resolved.

    Subscribed to what requests to agencies record. A school's own requests are the school's.
    """
    request = AgencyRequest.objects.select_related("enquiries").get(pk=event.agency_request_id)
    if request.asked_for_id != request.enquiries.authority_id:
        return
    refusal = Refusal.objects.filter(request=request).first()
    replied_on = request.replied_on or act.on
    if request.state == RequestState.REFUSED:
        if refusal is None:
            _log_request(act, request, replied_on)
        else:
            _change(refusal, refusal.version, {"state": RefusalState.OPEN})
            _added_step(act, refusal, "asked_again", replied_on, words=_again(request))
    elif request.state in HELPED and refusal is not None and refusal.state == RefusalState.OPEN:
        _change(refusal, refusal.version, {"state": RefusalState.RESOLVED})
        _added_step(act, refusal, "resolved", replied_on, words="The request was answered.")


def _again(request: AgencyRequest) -> str:
    reason = RefusalReason(request.refused_because).label if request.refused_because else ""
    return f"Refused again{f' ({reason})' if reason else ''}: {request.reply}"[:1000]


@transaction.atomic
def tell_of_arrivals(
    act: Act,
    *,
    authority: Organisation,
    area: str,
    families: int | None,
    counts: Mapping[str, int],
    expected_from: date,
    expected_until: date | None,
    words: str,
) -> ArrivalsNotice:
    """Tell an authority how many children of each year group are expected to arrive, and when. No child is named.

    Raises: NotAllowed; ArrivalsImpossible.
    """
    if not permissions.may_tell_of_arrivals(act):
        raise Hidden
    given = {group: number for group, number in counts.items() if number}
    _check_arrivals(act, given, expected_from, expected_until)
    if not area.strip() or len(area) > 200:
        raise ArrivalsImpossible("Enter the district, estate or site, in no more than 200 characters.")
    notice = ArrivalsNotice.objects.create(
        reference=new_reference("V"),
        authority=authority,
        organisation_id=act.organisation_id or 0,
        area=area.strip(),
        families=families,
        counts=given,
        expected_from=expected_from,
        expected_until=expected_until,
        words=words.strip()[:LONGEST_WORDS],
        told_at=act.at,
        told_by_id=act.actor_id or 0,
    )
    children = sum(given.values())
    ledger.record(act, ArrivalsTold(arrivals_notice_id=notice.pk, authority_id=authority.pk, children=children))
    return notice


@transaction.atomic
def withdraw_arrivals(act: Act, *, notice: ArrivalsNotice, expected_version: int) -> ArrivalsNotice:
    """Take a notice back: the families come elsewhere, or another notice says it better.

    Raises: Hidden, for whoever did not tell it; Stale.
    """
    if not permissions.may_tell_of_arrivals(act) or notice.organisation_id != act.organisation_id:
        raise Hidden
    here = ArrivalsNotice.objects.filter(pk=notice.pk, version=expected_version, withdrawn_on__isnull=True)
    if not here.update(version=F("version") + 1, withdrawn_on=act.on):
        raise Stale
    notice.refresh_from_db()
    ledger.record(act, ArrivalsWithdrawn(arrivals_notice_id=notice.pk))
    return notice


def _check_arrivals(act: Act, counts: Mapping[str, int], expected_from: date, expected_until: date | None) -> None:
    if set(counts) - set(directory_tables.YEAR_GROUPS):
        raise ArrivalsImpossible("Choose year groups from the list.")
    if not counts:
        raise ArrivalsImpossible("Enter how many children are expected, in one year group at least.")
    if any(not 0 < number <= MOST_CHILDREN for number in counts.values()):
        raise ArrivalsImpossible(f"Enter a number of children from 1 to {MOST_CHILDREN:,}.")
    if expected_until and expected_until < expected_from:
        raise ArrivalsImpossible("The last day must not be before the first.")
    if not act.on <= (expected_until or expected_from) <= act.on + timedelta(days=FURTHEST_DAYS):
        raise ArrivalsImpossible("Enter days from today on, within two years. For children who are here, tell of each.")


def _log_request(act: Act, request: AgencyRequest, refused_on: date) -> None:
    body = bodies.body(request.body)
    refusal = Refusal.objects.create(
        reference=new_reference("X"),
        authority_id=request.asked_for_id,
        agency=_node_of(request),
        request=request,
        reason=request.refused_because or RefusalReason.OTHER,
        asked=f"Request {request.reference} to {body.name}, {request.asked_of}"[:500],
        words=request.reply,
        refused_on=refused_on,
        recorded_at=act.at,
    )
    ledger.record(act, RefusalRecorded(refusal_id=refusal.pk, reason=refusal.reason, agency_request_id=request.pk))


def _node_of(request: AgencyRequest) -> Agency | None:
    """Return the node of the authority's directory that the agency asked in OnRoll is; None unless it is just one."""
    if request.agency_id is None:
        return None
    nodes = Agency.objects.filter(
        authority_id=request.asked_for_id, organisation_id=request.agency_id, ended_on__isnull=True
    )
    found = list(nodes[:2])
    return found[0] if len(found) == 1 else None


def _added_step(
    act: Act, refusal: Refusal, rung: str, taken_on: date, *, words: str, with_whom: str = ""
) -> RefusalStep:
    step = RefusalStep.objects.create(
        refusal=refusal,
        rung=rung,
        taken_on=taken_on,
        with_whom=with_whom,
        words=words,
        state=refusal.state,
        recorded_at=act.at,
        person_id=act.actor_id,
    )
    ledger.record(act, RefusalStepTaken(refusal_id=refusal.pk, rung=rung, state=refusal.state))
    return step


def _change(refusal: Refusal, expected_version: int, changes: Mapping[str, object]) -> None:
    here = Refusal.objects.filter(pk=refusal.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    refusal.refresh_from_db()


def _checked(words: str, missing: str, most: int = LONGEST_WORDS) -> str:
    words = words.strip()
    if not words:
        raise RefusalImpossible(missing)
    if len(words) > most:
        raise RefusalImpossible(f"Write no more than {most} characters.")
    return words
