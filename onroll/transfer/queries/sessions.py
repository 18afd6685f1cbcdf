"""How each establishment of an authority used the exchange in a month, as it stood at a moment; who did not at all."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act
from onroll.audit.ledger import event_name
from onroll.audit.refusals import NotAllowed
from onroll.transfer import permissions
from onroll.transfer.events import FileRedirected, LostPupilReturned
from onroll.transfer.models import Message, MessageEvent
from onroll.transfer.months import Month
from onroll.transfer.sessions import count_sessions
from onroll.transfer.states import State

# What the ledger says of a file that goes to somebody else from then on, and where it says to whom it went before.
WENT_ON = {event_name(FileRedirected): "from_id", event_name(LostPupilReturned): "claimed_for_id"}


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """Files one way, the pupils in them, and in how many sessions they were handled."""

    files: int = 0
    pupils: int = 0
    sessions: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentMonth:
    """One establishment's month. `refused` are among the files uploaded; their pupils are not counted."""

    name: str
    code: str
    is_school: bool
    uploads: Use
    refused: int
    downloads: Use
    waiting: int
    waiting_long: int

    @property
    def is_used(self) -> bool:
        """Whether anything at all was uploaded or downloaded."""
        return bool(self.uploads.files or self.downloads.files)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SessionReport:
    """An authority's month: itself and the schools of its area, by name. `counted_at` does not belong to it."""

    authority: str
    la_code: str
    month: Month
    days: int
    counted_at: datetime
    made_at: datetime
    rows: tuple[EstablishmentMonth, ...]

    @property
    def schools(self) -> tuple[EstablishmentMonth, ...]:
        """The rows of schools, of which shares are taken."""
        return tuple(row for row in self.rows if row.is_school)

    @property
    def unused(self) -> tuple[EstablishmentMonth, ...]:
        """The schools that neither uploaded nor downloaded anything."""
        return tuple(row for row in self.schools if not row.is_used)


def session_report(act: Act, *, authority: Organisation, month: Month, until: datetime, days: int) -> SessionReport:
    """Return how an authority's establishments used the exchange in a month, as it stood at `until` or the month's end.

    An upload counts for its sender, once for a bundle and once for a file that was split; a download is the first
    collection by an organisation. A file waits long after more than `days` days. Open schools of the month count, and
    closed ones that did something.
    Raises: NotAllowed, but for the system and those who see this authority's area.
    """
    if not (act.is_system or (permissions.may_see_area(act) and act.organisation_id == authority.pk)):
        raise NotAllowed
    ends_at = min(until, month.ends_at, act.at)
    area = Organisation.objects.in_area(authority.la_code)
    uploads = _uploads(authority.la_code, month, ends_at)
    downloads = _downloads(authority.la_code, month, ends_at)
    waiting = _waiting_since(authority.la_code, ends_at)
    long_ago = ends_at - timedelta(days=days)
    open_then = Organisation.objects.open_on(month.begins_at.date()) | Organisation.objects.open_on(_last_day(ends_at))
    counted = area.filter(kind__in=[OrganisationKind.AUTHORITY, OrganisationKind.SCHOOL])
    active = {*uploads, *downloads, *waiting}
    rows = [
        EstablishmentMonth(
            name=one.name,
            code=one.code,
            is_school=one.kind == OrganisationKind.SCHOOL,
            uploads=_use(uploads[one.pk]),
            refused=sum(row.is_refused for row in uploads[one.pk]),
            downloads=_use(downloads[one.pk]),
            waiting=len(waiting[one.pk]),
            waiting_long=sum(since < long_ago for since in waiting[one.pk]),
        )
        for one in (counted.filter(pk__in=open_then.values("pk")) | counted.filter(pk__in=active)).distinct()
    ]
    return SessionReport(
        authority=authority.name,
        la_code=authority.la_code,
        month=month,
        days=days,
        counted_at=ends_at,
        made_at=act.at,
        rows=tuple(sorted(rows, key=lambda row: (row.is_school, row.name, row.code))),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Handled:
    """One file that was uploaded or downloaded: by whom, when, with how many pupils; refused files count none."""

    person_id: int | None
    at: datetime
    pupils: int
    is_refused: bool = False


def _uploads(la_code: str, month: Month, ends_at: datetime) -> Mapping[int, list[_Handled]]:
    """Return the files that each organisation of an area uploaded from the month's beginning to a moment."""
    steps = MessageEvent.objects.filter(message=OuterRef("pk"))
    refused = steps.filter(state=State.REFUSED, at__lt=ends_at)
    sent = Message.objects.filter(
        sender__la_code=la_code, received_at__gte=month.begins_at, received_at__lt=ends_at
    ).filter(part_of__isnull=True, split_from__isnull=True)
    marked = sent.annotate(by=Subquery(steps.order_by("pk").values("person_id")[:1]), is_refused=Exists(refused))
    found = defaultdict[int, list[_Handled]](list)
    for sender, person, at, pupils, is_refused in marked.values_list(
        "sender_id", "by", "received_at", "pupil_count", "is_refused"
    ):
        found[sender].append(_Handled(person, at, 0 if is_refused else pupils, is_refused))
    return found


def _downloads(la_code: str, month: Month, ends_at: datetime) -> Mapping[int, list[_Handled]]:
    """Return the files that each organisation of an area collected, each counted when it first was."""
    of_file = MessageEvent.objects.filter(message=OuterRef("message"), organisation=OuterRef("organisation"))
    earlier = of_file.filter(state=State.COLLECTED, pk__lt=OuterRef("pk"))
    collected = MessageEvent.objects.filter(
        state=State.COLLECTED, organisation__la_code=la_code, at__gte=month.begins_at, at__lt=ends_at
    ).filter(~Exists(earlier), message__part_of__isnull=True)
    found = defaultdict[int, list[_Handled]](list)
    for by, person, at, pupils in collected.values_list("organisation_id", "person_id", "at", "message__pupil_count"):
        found[by].append(_Handled(person, at, pupils))
    return found


def _waiting_since(la_code: str, ends_at: datetime) -> Mapping[int, list[datetime]]:
    """Return since when files waited for each organisation of an area, at a moment.

    A file may have gone on to somebody else since, or back to the repository; the ledger says whom it waited for then.
    """
    steps = MessageEvent.objects.filter(message=OuterRef("pk"), at__lt=ends_at)
    before = MessageEvent.objects.filter(message=OuterRef("message"), at__lt=ends_at).exclude(state=State.WAITING)
    left = Subquery(before.order_by("-pk").values("pk")[:1])
    began = steps.filter(pk__gt=Coalesce(left, 0))
    may_have_moved = Q(redirected_from__isnull=False) | Q(recipient__isnull=True)
    waiting = (
        Message.objects.filter(Q(recipient__la_code=la_code) | may_have_moved, sent_at__lt=ends_at)
        .filter(part_of__isnull=True)
        .annotate(stood=Subquery(steps.order_by("-pk").values("state")[:1]))
        .filter(stood=State.WAITING)
        .annotate(since=Subquery(began.order_by("pk").values("at")[:1]))
    )
    rows = list(waiting.values_list("pk", "recipient_id", "redirected_from_id", "since"))
    was_for = _was_for([pk for pk, now, redirected, _ in rows if redirected or now is None], ends_at)
    found = defaultdict[int, list[datetime]](list)
    for pk, recipient, _, since in rows:
        found[was_for.get(pk, recipient or 0)].append(since)
    return found


def _was_for(message_ids: Sequence[int], ends_at: datetime) -> dict[int, int]:
    """Return whom files that have gone on since waited for at a moment."""
    about = audit_queries.entries().filter(subject_kind="message", subject_id__in=[str(pk) for pk in message_ids])
    went_on = about.filter(name__in=WENT_ON, at__gte=ends_at).order_by("-sequence")  # so the first one since stays
    return {int(each.subject_id): int(each.details[WENT_ON[each.name]]) for each in went_on}


def _use(handled: Sequence[_Handled]) -> Use:
    moments = [(row.person_id, row.at) for row in handled]
    return Use(files=len(handled), pupils=sum(row.pupils for row in handled), sessions=count_sessions(moments))


def _last_day(ends_at: datetime) -> date:
    return (ends_at - timedelta(microseconds=1)).astimezone(LONDON).date()


def own_authority(act: Act) -> Organisation:
    """Return the authority for which somebody acts."""
    return Organisation.objects.get(pk=cast("int", act.organisation_id))
