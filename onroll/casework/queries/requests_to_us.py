"""What partner agencies are asked in OnRoll: whom officers can ask there, and what an agency's own people may read."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.access.models import Cover, Membership, Organisation, OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.agency_requests import RequestState
from onroll.casework.models import AgencyRequest, Case
from onroll.registry.models import Sighting

# Under this source an agency's particulars stand in the registry, with the request's reference.
SOURCE = "agency"
MOST_ENDED = 100


@dataclasses.dataclass(frozen=True, slots=True)
class RequestsToUs:
    """What an agency was asked: what waits for its answer, the earliest due first, and what ended, the newest first."""

    waiting: Sequence[AgencyRequest]
    ended: Sequence[AgencyRequest]


def still_wanted() -> Q:
    """Return the condition of a request whose answer is still wanted: no pupil deleted, no case closed since.

    A list without a case of whoever asked, such as a school's own, is wanted until the pupil is deleted.
    """
    own = Case.objects.filter(authority_id=OuterRef("asked_for_id"), child_id=OuterRef("enquiries__child_id"))
    return (Q(Exists(own.still_open())) | ~Q(Exists(own))) & Q(enquiries__deletion__isnull=True)


def agencies_to_ask(act: Act) -> QuerySet[Organisation]:
    """Return the partner agencies of the area in which somebody reads requests today, by name.

    A request to any other would wait for ever: it goes by letter.
    """
    readers = Membership.objects.in_force(act.on).filter(role=Role.AGENCY_REPORTER, person__is_active=True)
    rows = Organisation.objects.filter(kind=OrganisationKind.AGENCY, la_code=act.la_code or "none")
    return rows.filter(pk__in=readers.values("organisation_id")).order_by("name", "pk")


def requests_to_us(act: Act) -> RequestsToUs:
    """Return what the acting agency was asked; nothing about a child who is shielded. At most a hundred that ended."""
    rows = _rows(act)
    waiting = rows.filter(still_wanted(), state=RequestState.ASKED).order_by("due_on", "pk")
    wanted = waiting.values("pk")
    ended = rows.exclude(pk__in=wanted).order_by("-asked_on", "-pk")
    return RequestsToUs(waiting=list(waiting), ended=list(ended[:MOST_ENDED]))


def waiting_for_us(act: Act) -> QuerySet[AgencyRequest]:
    """Return the requests that wait for the acting agency's answer."""
    return _rows(act).filter(still_wanted(), state=RequestState.ASKED)


def request_to_us(act: Act, reference: str) -> AgencyRequest:
    """Return one request to the acting agency; `is_wanted` says whether an answer is still wanted.

    Raises: Hidden, for one that another agency was asked, above or below it in a directory too, and while the child
    is shielded.
    """
    found: AgencyRequest | None = _rows(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def particulars_of(request: AgencyRequest) -> Sighting | None:
    """Return what the agency that was asked said of the child beside its words: her address, another name, a date."""
    if request.replied_at is None:
        return None
    rows = Sighting.objects.filter(
        source=SOURCE, source_reference=request.reference, told_by_id=request.agency_id, seen_at=request.replied_at
    )
    found: Sighting | None = rows.prefetch_related("names").first()
    return found


def new_answers(act: Act) -> QuerySet[AgencyRequest]:
    """Return the requests of the acting organisation that an agency answered itself, and nobody here has read."""
    unread = AgencyRequest.objects.visible_to(act).filter(replied_at__isnull=False, reply_seen_at__isnull=True)
    found: QuerySet[AgencyRequest] = unread.select_related("enquiries").order_by("replied_at", "pk")
    return found


def who_is_told(request: AgencyRequest, act: Act) -> list[int]:
    """Return who of the asking side is told of an answer: who asked, and who covers for her; nobody if she has left."""
    asked_by = Membership.objects.in_force(act.on).filter(
        organisation_id=request.asked_for_id, person_id=request.asked_by_id, person__is_active=True
    )
    covers = Cover.objects.in_force(act.on).filter(membership__in=asked_by)
    return sorted({*asked_by.values_list("person_id", flat=True), *covers.values_list("by_id", flat=True)})


def _rows(act: Act) -> QuerySet[AgencyRequest]:
    rows = AgencyRequest.objects.asked_of(act).annotate(is_wanted=still_wanted())
    related = ("enquiries__sighting", "enquiries__child", "asked_for", "agency", "replied_by")
    found: QuerySet[AgencyRequest] = rows.select_related(*related)
    return found
