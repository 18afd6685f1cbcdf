"""What a partner agency does itself with a request made to it: read it, answer, refuse, or ask for more time.

Whoever comes second is told: the request is changed only where it still has the version that was seen, and once it has
ended, by a colleague's answer, by what the asking side recorded, or because it was taken back, nothing is kept of it.
"""

import dataclasses
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from onroll.access.models import Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, Stale
from onroll.casework import permissions, queries
from onroll.casework.actions.asking import RequestImpossible, checked_reason, line_code, party_that_asked
from onroll.casework.actions.enquiring import add_line_of_agency, checked, tell_cases
from onroll.casework.agency_requests import (
    OwnAnswer,
    RequestMoveNotAllowed,
    RequestState,
    check_request_move,
)
from onroll.casework.enquiry_events import AgencyReplied, AgencyRequestRead, MoreTimeAsked
from onroll.casework.models import AgencyRequest, RefusalReason, Result
from onroll.casework.steps import StepKind
from onroll.identifiers import postcode as postcodes
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.rules import agencies
from onroll.rules.enquiries import Party
from onroll.transfer import actions as transfer_actions
from onroll.web.words import day_words

# The most days from today that an agency can ask for: our own bound (mark P). A child is missing meanwhile.
MOST_MORE_DAYS = 60
LONGEST_BECAUSE = 500
LONGEST_REPLY = 800
NOT_KNOWN = "We have looked in our records, and do not know this child."

ENDS: dict[OwnAnswer, tuple[RequestState, Result]] = {
    OwnAnswer.FOUND: (RequestState.ANSWERED, Result.FOUND),
    OwnAnswer.SOMETHING: (RequestState.ANSWERED, Result.LEAD),
    OwnAnswer.NOTHING_KNOWN: (RequestState.NOTHING_KNOWN, Result.NOTHING),
}
SAID = {
    Result.FOUND: "it knows where the child is",
    Result.LEAD: "it knows something that may help",
    Result.NOTHING: "it has looked, and does not know the child",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """How a request ends by the agency's own hand."""

    state: RequestState
    result: Result
    words: str
    refused_because: str = ""
    is_sign_of_harm: bool = False
    facts: Facts | None = None
    digest: str = ""


@transaction.atomic
def open_request_to_us(act: Act, *, request: AgencyRequest) -> AgencyRequest:
    """Record that somebody of the agency that was asked reads the request, with what it says of the child.

    Raises: NotAnAgency; Hidden, for another agency, and while the child is shielded.
    """
    permissions.check_may_answer_request(act, request)
    _check_shown(act, request)
    ledger.record(act, AgencyRequestRead(agency_request_id=request.pk, child_id=request.enquiries.child_id))
    return request


@transaction.atomic
def answer_request_to_us(
    act: Act,
    *,
    request: AgencyRequest,
    answer: OwnAnswer,
    words: str,
    is_sign_of_harm: bool,
    expected_version: int,
    facts: Facts | None = None,
    digest: str = "",
) -> AgencyRequest:
    """Answer for the agency that was asked. It joins the list as a line, and what it says of the child as facts.

    `facts`: address, other name, birth date, kept beside what others said with the agency as the source. `digest`: what
    tells the same try of a machine from another answer.
    Raises: NotAnAgency; Hidden; RequestMoveNotAllowed, for whoever comes second; RequestImpossible; EnquiryImpossible,
    without words or with too many; Stale.
    """
    permissions.check_may_answer_request(act, request)
    state, result = ENDS[answer]
    known = _checked_facts(act, facts)
    if known is not None and answer is OwnAnswer.NOTHING_KNOWN:
        raise RequestImpossible("You gave particulars of the child, but say that you do not know the child.")
    if not words.strip() and answer is OwnAnswer.NOTHING_KNOWN:
        words = NOT_KNOWN
    reply = _Reply(
        state=state,
        result=result,
        words=_checked_words(words, "Write what you know, and how you know it."),
        is_sign_of_harm=is_sign_of_harm,
        facts=known,
        digest=digest,
    )
    return _end(act, request, reply, expected_version)


@transaction.atomic
def refuse_request_to_us(
    act: Act, *, request: AgencyRequest, refused_because: str, words: str, expected_version: int, digest: str = ""
) -> AgencyRequest:
    """Say for the agency that it will not answer, by the kind of reason and in its own words; it can be asked again.

    Raises: as `answer_request_to_us`.
    """
    permissions.check_may_answer_request(act, request)
    reply = _Reply(
        state=RequestState.REFUSED,
        result=Result.NOTHING,
        words=_checked_words(words, "Write why you cannot share what you know, and who decided it."),
        refused_because=checked_reason(RequestState.REFUSED, refused_because),
        digest=digest,
    )
    return _end(act, request, reply, expected_version)


@transaction.atomic
def ask_more_time(
    act: Act, *, request: AgencyRequest, until: date, because: str, expected_version: int
) -> AgencyRequest:
    """Say for the agency by when it can answer. The day due stays until whoever asked agrees to the new one.

    Raises: NotAnAgency; Hidden; RequestMoveNotAllowed, once it has ended; RequestImpossible, for a day that is not
    later than the one due, has passed, or is too far off; Stale.
    """
    permissions.check_may_answer_request(act, request)
    _check_shown(act, request)
    _check_waits(act, request, RequestState.ANSWERED)
    if until <= max(request.due_on, act.on):
        raise RequestImpossible(f"Enter a day after {day_words(max(request.due_on, act.on))}.")
    if until > act.on + timedelta(days=MOST_MORE_DAYS):
        last = day_words(act.on + timedelta(days=MOST_MORE_DAYS))
        raise RequestImpossible(f"Enter a day up to {last}. If you need longer, say what you know by then.")
    why = _checked_words(because, "Write why you need more time.", LONGEST_BECAUSE)
    _change(act, request, expected_version, more_time_until=until, more_time_because=why)
    ledger.record(act, MoreTimeAsked(agency_request_id=request.pk, due_on=request.due_on, until=until))
    words = f"{_who(request)} asks for time until {day_words(until)} to answer request {request.reference}."
    _tell_side(act, request, "agency_wants_time", words)
    return request


def _end(act: Act, request: AgencyRequest, reply: _Reply, expected_version: int) -> AgencyRequest:
    _check_shown(act, request)
    _check_waits(act, request, reply.state)
    before = request.state
    _change(
        act,
        request,
        expected_version,
        state=reply.state,
        result=reply.result,
        reply=reply.words,
        refused_because=reply.refused_because,
        replied_on=act.on,
        replied_at=act.at,
        replied_by_id=act.actor_id,
        reply_digest=reply.digest,
        reply_seen_at=None,
    )
    ledger.record(act, AgencyReplied(agency_request_id=request.pk, from_state=before, to_state=reply.state))
    if reply.facts is not None:
        registry_actions.note_sighting_of(
            act,
            child=request.enquiries.child,
            facts=reply.facts,
            source=queries.AGENCY_SOURCE,
            source_reference=request.reference,
        )
    party, body = party_that_asked(request), agencies.body(request.body)
    add_line_of_agency(
        act,
        enquiries=request.enquiries,
        party=party,
        code=line_code(party, body, act.on),
        result=reply.result,
        words=f"{_who(request)} answered itself: {reply.words}"[:1000],
        evidence=f"Request {request.reference}",
        harm=reply.is_sign_of_harm,
    )
    _tell_side(act, request, "agency_replied", f"{_who(request)} answered request {request.reference}: {_said(reply)}.")
    return request


def _said(reply: _Reply) -> str:
    """Return what an answer comes to, for the story of a case: never the words, which stand with the request."""
    if reply.state is RequestState.REFUSED:
        return f"it refuses. {RefusalReason(reply.refused_because).label}"
    return SAID[reply.result]


def _who(request: AgencyRequest) -> str:
    return str(request.agency.name) if request.agency else ""


def _tell_side(act: Act, request: AgencyRequest, kind: str, words: str) -> None:
    """Tell whoever asked by email, and the case's story where the authority asked: a school's requests are its own."""
    if party_that_asked(request) is Party.AUTHORITY:
        tell_cases(act, request.enquiries, StepKind.ENQUIRIES, words)
    told: list[int | None] = [*queries.who_is_told(request, act)]
    role = Role.CME_OFFICER if not told and party_that_asked(request) is Party.AUTHORITY else ""
    for person_id in told or [None]:
        transfer_actions.owe_word(
            act, organisation=request.asked_for, kind=kind, about=request.reference, person_id=person_id, role=role
        )


def _check_shown(act: Act, request: AgencyRequest) -> None:
    if not AgencyRequest.objects.asked_of(act).filter(pk=request.pk).exists():
        raise Hidden


def _check_waits(act: Act, request: AgencyRequest, wanted: RequestState) -> None:
    """Refuse what has ended, in the words of how. Raises: RequestMoveNotAllowed."""
    now = queries.request_to_us(act, request.reference)
    try:
        check_request_move(RequestState(now.state), wanted)
    except RequestMoveNotAllowed:
        raise RequestMoveNotAllowed(over_words(now)) from None
    if not now.is_wanted:  # type: ignore[attr-defined]
        raise RequestMoveNotAllowed(over_words(now))


def over_words(request: AgencyRequest) -> str:
    """Return why a request takes no answer any more, for the agency that was asked."""
    asker = request.asked_for.name
    if request.state == RequestState.WITHDRAWN:
        return f"{asker} took this request back. Nothing was sent."
    if request.replied_at is not None:
        who = f"{request.replied_by.name}" if request.replied_by else "Your own software"
        return f"{who} has answered this request for your organisation already. Nothing more was sent."
    if request.state != RequestState.ASKED:
        return f"{asker} has recorded your organisation’s answer already, as it was told it. Nothing more was sent."
    return f"{asker} does not need an answer any more. Nothing was sent."


def _change(act: Act, request: AgencyRequest, expected_version: int, **changes: object) -> None:
    """Change a request that still has the version seen. Raises: RequestMoveNotAllowed, where it has ended; Stale."""
    here = AgencyRequest.objects.filter(pk=request.pk, version=expected_version, state=RequestState.ASKED)
    if not here.update(version=F("version") + 1, **changes):
        _check_waits(act, request, RequestState.ANSWERED)
        raise Stale
    request.refresh_from_db()


def _checked_words(words: str, missing: str, most: int = LONGEST_REPLY) -> str:
    found = checked(words, missing)
    if len(found) > most:
        raise RequestImpossible(f"Write no more than {most} characters.")
    return found


def _checked_facts(act: Act, facts: Facts | None) -> Facts | None:
    """Return what is said of the child with its postcode in the usual form; None where nothing is.

    Raises: RequestImpossible.
    """
    if facts is None or not (facts.address or facts.postcode or facts.birth_date or facts.other_names):
        return None
    if any(day and day > act.on for day in (facts.birth_date, facts.address_from)):
        raise RequestImpossible("A day is in the future. Check the year.")
    if facts.postcode and not postcodes.is_well_formed(facts.postcode):
        raise RequestImpossible("Enter a full postcode, like HD1 1AA, or leave it empty.")
    return dataclasses.replace(facts, postcode=postcodes.normal_form(facts.postcode) if facts.postcode else "")
