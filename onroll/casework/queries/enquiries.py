"""Lists of reasonable enquiries: whose they are, what is missing before they are signed, and what the grounds allow."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.agency_requests import RequestState
from onroll.casework.models import AgencyRequest, EnquiryLine, EnquiryList, EnquirySignature
from onroll.registry import queries as registry_queries
from onroll.rules import agencies, deletion, school_days
from onroll.rules import enquiries as checklists
from onroll.rules.clocks import is_working_day
from onroll.rules.enquiries import Checklist, Party
from onroll.web.words import count_words

MOST_LISTS = 100


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BodyRecord:
    """How one kind of body has answered the acting organisation, over all its requests.

    `median_working_days`: between asking and replying, refusals too; None where nobody has replied. `in_time` counts
    replies on or before the day on which they were due.
    """

    body: agencies.Body
    asked: int
    told: int
    nothing_known: int
    refused: int
    waiting: int
    overdue: int
    in_time: int
    median_working_days: float | None


def enquiry_lists(act: Act) -> list[EnquiryList]:
    """Return the lists that the person shares: those with a sign of harm that nobody acted on first, then the newest.

    At most a hundred; each has `open_harm` (bool) and `waiting` (requests of her own side that wait).
    """
    rows = EnquiryList.objects.visible_to(act).select_related("sighting", "school", "authority", "deletion")
    waiting = Count("requests", filter=Q(requests__state=RequestState.ASKED, requests__asked_for=act.organisation_id))
    rows = rows.annotate(open_harm=Exists(_unreferred().filter(enquiries=OuterRef("pk"))), waiting=waiting)
    return list(rows.order_by("-open_harm", "-begun_at", "-pk")[:MOST_LISTS])


def enquiry_list(act: Act, reference: str) -> EnquiryList:
    """Return one list with what its page shows.

    Raises: Hidden.
    """
    rows = EnquiryList.objects.visible_to(act)
    found: EnquiryList | None = (
        rows.select_related("child", "sighting", "school", "authority", "begun_by", "deletion")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Hidden
    return found


def enquiry_lists_of(act: Act, child_id: int) -> list[EnquiryList]:
    """Return the lists about a child that the person shares, the newest first."""
    rows = EnquiryList.objects.visible_to(act).filter(child_id__in=registry_queries.one_with(child_id))
    return list(rows.select_related("school", "deletion").order_by("-begun_at", "-pk"))


def harm_line(act: Act, enquiries: EnquiryList, line_id: int) -> EnquiryLine:
    """Return a line with a sign of harm, for whoever shares the list.

    Raises: Hidden.
    """
    if not EnquiryList.objects.visible_to(act).filter(pk=enquiries.pk).exists():
        raise Hidden
    line = enquiries.lines.filter(pk=line_id, is_sign_of_harm=True).first()
    if line is None:
        raise Hidden
    return line


def agency_request(act: Act, reference: str) -> AgencyRequest:
    """Return one request of the acting organisation.

    Raises: Hidden.
    """
    rows = AgencyRequest.objects.visible_to(act).select_related(
        "enquiries__sighting", "asked_for", "asked_by", "agency", "replied_by"
    )
    found: AgencyRequest | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def agency_requests(act: Act) -> QuerySet[AgencyRequest]:
    """Return the requests of the acting organisation that wait for an answer, the earliest due first."""
    waiting = AgencyRequest.objects.visible_to(act).filter(state=RequestState.ASKED)
    return waiting.select_related("enquiries").order_by("due_on", "pk")


def body_records(act: Act) -> tuple[BodyRecord, ...]:
    """Return how each kind of body has answered the acting organisation; those never asked are left out."""
    by_body: dict[str, list[AgencyRequest]] = defaultdict(list)
    for request in AgencyRequest.objects.visible_to(act).exclude(state=RequestState.WITHDRAWN):
        by_body[request.body].append(request)
    return tuple(_body_record(body, by_body[body.code], act.on) for body in agencies.BODIES if body.code in by_body)


def checklist_of(enquiries: EnquiryList) -> Checklist:
    """Return the checklist that was in force when the enquiries were begun."""
    return checklists.checklist_on(enquiries.begun_at.date())


def signatures_in_force(enquiries: EnquiryList) -> dict[Party, EnquirySignature]:
    """Return the signatures on the list as it stands, by side."""
    rows = enquiries.signatures.filter(on_version=enquiries.version).select_related("person", "organisation")
    return {Party(each.party): each for each in rows}


def signs_to_act_on(enquiries: EnquiryList) -> list[EnquiryLine]:
    """Return the signs of significant harm of which nobody has said what was done."""
    return list(_unreferred().filter(enquiries=enquiries).order_by("pk"))


def missing_before_signing(enquiries: EnquiryList) -> tuple[str, ...]:
    """Return in words what stops a signature, the most urgent first; nothing where the list is complete.

    Source: process.md section 6: each line is done or does not apply; harm is referred at once, not at the end.
    """
    missing = []
    if signs_to_act_on(enquiries):
        missing.append("An enquiry gave a sign of significant harm, and nobody has recorded what was done about it.")
    done = set(enquiries.lines.values_list("code", flat=True))
    left = [line for line in checklist_of(enquiries).enquiries if line.code not in done]
    if left:
        missing.append(
            f"{count_words(len(left), 'line')} of the checklist without an answer yet: the first is “{left[0].words}”."
        )
    if enquiries.requests.filter(state=RequestState.ASKED).exists():
        missing.append("A request to an agency waits for its answer: record the answer, or take the request back.")
    return tuple(missing)


def decision_about(enquiries: EnquiryList, ground_code: str, on: date) -> deletion.Decision:
    """Return what a joint ground allows on a day, from what the list holds now.

    The usual school days of England stand in for the school's own, and the decision says so.
    """
    told = deletion.Circumstances(
        last_attended_on=enquiries.last_attended_on,
        leave_ended_on=enquiries.leave_ended_on,
        absent_until_on=enquiries.absent_until_on,
        is_absence_unbroken=enquiries.is_absence_unbroken,
        has_good_cause=enquiries.has_good_cause,
        is_found=enquiries.is_found,
        do_both_agree=bool(enquiries.school_agrees and enquiries.authority_agrees),
        are_enquiries_signed=set(signatures_in_force(enquiries)) == set(Party),
    )
    return deletion.decide(ground_code, told, on=on, calendar=school_days.england())


def _unreferred() -> QuerySet[EnquiryLine]:
    return EnquiryLine.objects.filter(is_sign_of_harm=True, referrals__isnull=True)


def _body_record(body: agencies.Body, requests: Iterable[AgencyRequest], on: date) -> BodyRecord:
    rows = list(requests)
    replied = [row for row in rows if row.replied_on]
    counts = {state: sum(row.state == state for row in rows) for state in RequestState}
    days = [_working_days(row.asked_on, row.replied_on) for row in replied if row.replied_on]
    return BodyRecord(
        body=body,
        asked=len(rows),
        told=counts[RequestState.ANSWERED],
        nothing_known=counts[RequestState.NOTHING_KNOWN],
        refused=counts[RequestState.REFUSED],
        waiting=counts[RequestState.ASKED],
        overdue=sum(row.state == RequestState.ASKED and row.due_on < on for row in rows),
        in_time=sum(row.replied_on <= row.due_on for row in replied if row.replied_on),
        median_working_days=median(days) if days else None,
    )


def _working_days(asked_on: date, replied_on: date) -> int:
    """Return the working days after the one day up to the other, which counts."""
    days = range(asked_on.toordinal() + 1, replied_on.toordinal() + 1)
    return sum(is_working_day(date.fromordinal(day)) for day in days)
