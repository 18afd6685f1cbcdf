"""What the clock reminds of: bodies that owe an answer, and officers with overdue work. Emails name no child.

Each email goes out while its row is locked, and a row that is locked is left alone: safe to run twice, late, or beside
itself. Where the mail server does not take an email, nothing is kept of it, and it is owed still.
"""

import dataclasses
import smtplib
from collections import Counter

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from onroll.access.models import Cover, Membership, Organisation, Role
from onroll.access.permissions import CME_ROLES
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.casework import queries
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.mailing_agencies import mailed
from onroll.casework.agency_requests import RequestState
from onroll.casework.border_querysets import shielded
from onroll.casework.enquiry_events import AgencyReminded, AgencyReminderMailed
from onroll.casework.events import OfficerReminded
from onroll.casework.models import AgencyRequest, Case, HandOver, OfficerReminder
from onroll.rules import reminders
from onroll.web.words import count_words

log = structlog.get_logger()

PURPOSE = "the clock reminds"
SUBJECT = "Overdue in your work on children missing education"
BODY = (
    "{lines}\n\nSign in to OnRoll: what is overdue stands first in your work list. This email comes once a week while "
    "something is overdue; it names nobody, and needs no answer.\n"
)


class OnlyTheClock(NotAllowed):
    """Somebody tried what the clock alone does."""

    code = "only_the_clock"
    default_words = "Only the clock of this installation does this."


@dataclasses.dataclass(frozen=True, slots=True)
class Reminded:
    """How many emails went out, and how many are still owed because the mail server did not take them."""

    sent: int = 0
    left: int = 0


@dataclasses.dataclass(slots=True)
class Overdue:
    """How much of each kind is overdue, by the officer who is to be told of it."""

    follow_ups: Counter[int] = dataclasses.field(default_factory=Counter)
    requests: Counter[int] = dataclasses.field(default_factory=Counter)
    hand_overs: Counter[int] = dataclasses.field(default_factory=Counter)

    @property
    def people(self) -> set[int]:
        """Who is to be told of anything."""
        return {*self.follow_ups, *self.requests, *self.hand_overs}


def check_is_clock(act: Act) -> None:
    """Refuse anybody but the system. Raises: OnlyTheClock."""
    if not act.is_system:
        raise OnlyTheClock


def remind_agencies(act: Act) -> Reminded:
    """Email each office whose answer is overdue, once a week and three times at most; then it is an officer's turn.

    Raises: OnlyTheClock.
    """
    check_is_clock(act)
    seen_by_agency = Q(agency__isnull=False) & ~Q(enquiries__child_id__in=shielded(act.on))
    owed = _late_requests(act).filter(~Q(reminders_to="") | seen_by_agency)
    went = [_remind_agency(act, pk) for pk in owed.order_by("pk").values_list("pk", flat=True)]
    return Reminded(sent=went.count(True), left=went.count(False))


def _late_requests(act: Act) -> QuerySet[AgencyRequest]:
    """Return the requests whose answer is overdue and still wanted: no pupil deleted, no case closed since."""
    return AgencyRequest.objects.filter(queries.still_wanted(), state=RequestState.ASKED, due_on__lt=act.on)


@transaction.atomic
def _remind_agency(act: Act, pk: int) -> bool | None:
    """Remind one body; None where nothing is owed to it today, or somebody has its request in hand."""
    rows = AgencyRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("asked_for")
    request = rows.filter(pk=pk, state=RequestState.ASKED).first()
    if request is None or not reminders.agency_reminder_is_due(
        due_on=request.due_on, reminded_on=request.reminded_on, reminders=request.reminders, on=act.on
    ):
        return None
    if not mailed(act, request):
        return False
    seen = AgencyRequest.objects.filter(pk=pk, version=request.version)
    seen.update(reminded_on=act.on, reminders=F("reminders") + 1, version=F("version") + 1)
    own = for_authority(act, request.asked_for, PURPOSE)
    ledger.record(own, AgencyReminded(agency_request_id=pk, reminders=request.reminders + 1))
    ledger.record(own, AgencyReminderMailed(agency_request_id=pk))
    return True


def remind_officers(act: Act) -> Reminded:
    """Email each officer how much of her work is overdue, once a week: follow-ups, answers of bodies, hand-overs.

    A case whose officer has left, and an offer that waits beyond its time, are told to the leaders; where there is
    none, to every officer; where there is none either, to who gives roles there. While she is away, who covers for her
    is told too.
    Raises: OnlyTheClock.
    """
    check_is_clock(act)
    went: list[bool | None] = []
    for authority in _authorities():
        overdue = overdue_in(act, authority)
        went += [_remind_officer(act, authority, person_id, overdue) for person_id in sorted(overdue.people)]
    return Reminded(sent=went.count(True), left=went.count(False))


def overdue_in(act: Act, authority: Organisation) -> Overdue:
    """Return what is overdue in one authority's work, by who is to be told."""
    roles = Membership.objects.in_force(act.on).filter(organisation=authority, role__in=CME_ROLES)
    held = list(roles.filter(person__is_active=True).values_list("person_id", "role"))
    officers = {person_id for person_id, _ in held}
    leaders = (
        {person_id for person_id, role in held if role == Role.CME_LEADER} or officers or _approvers(act, authority)
    )
    covers = dict(
        Cover.objects.in_force(act.on).filter(membership__in=roles).values_list("membership__person_id", "by_id")
    )
    overdue = Overdue()
    for counted, rows in (
        (overdue.follow_ups, _by_officer(act, authority)),
        (overdue.requests, _waiting_for_answers(act, authority)),
    ):
        for person_id, number in rows.items():
            told = {person_id} & {*officers, *covers.values()} or leaders
            for each in told | {covers[one] for one in told if one in covers}:
                counted[each] += number
    late = HandOver.objects.pending().filter(receiver=authority, escalated_at__isnull=False).count()
    overdue.hand_overs.update({person_id: late for person_id in leaders if late})
    return overdue


def _approvers(act: Act, authority: Organisation) -> set[int]:
    """Return who gives roles in an authority: the only ones left to tell where its whole team has gone."""
    held = Membership.objects.in_force(act.on).filter(organisation=authority, role=Role.APPROVER)
    return set(held.filter(person__is_active=True).values_list("person_id", flat=True))


def _authorities() -> list[Organisation]:
    """Return every authority that has work which can be overdue."""
    cases = Case.objects.still_open().order_by().values("authority_id").distinct()
    offers = HandOver.objects.pending().values("receiver_id")
    asked = AgencyRequest.objects.filter(state=RequestState.ASKED).values("asked_for_id")
    found = Organisation.objects.filter(pk__in=cases) | Organisation.objects.filter(pk__in=offers)
    return list((found | Organisation.objects.filter(pk__in=asked)).order_by("pk"))


def _by_officer(act: Act, authority: Organisation) -> Counter[int]:
    cases = Case.objects.filter(authority=authority).still_open().overdue(act.on)
    return Counter(cases.order_by().values_list("responsible_id", flat=True))


def _waiting_for_answers(act: Act, authority: Organisation) -> Counter[int]:
    """Count the requests whose answer is overdue, by who asked."""
    late = _late_requests(act).filter(asked_for=authority)
    return Counter(late.exclude(asked_by=None).values_list("asked_by_id", flat=True))


@transaction.atomic
def _remind_officer(act: Act, authority: Organisation, person_id: int, overdue: Overdue) -> bool | None:
    """Email one officer; None where she was told within the week, or a clock beside this one is telling her."""
    held = Membership.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("person")
    own = held.filter(organisation=authority, person_id=person_id, person__is_active=True).order_by("pk").first()
    since = reminders.officer_reminded_since(act.on)
    told = OfficerReminder.objects.filter(authority=authority, person_id=person_id, sent_on__gt=since)
    if own is None or told.exists():
        return None
    numbers = {
        "follow_ups": overdue.follow_ups[person_id],
        "requests": overdue.requests[person_id],
        "hand_overs": overdue.hand_overs[person_id],
    }
    if not _mailed(own.person.email, numbers):
        return False
    OfficerReminder.objects.create(authority=authority, person_id=person_id, sent_on=act.on, **numbers)
    event = OfficerReminded(person_id=person_id, authority_id=authority.pk, **numbers)
    ledger.record(for_authority(act, authority, PURPOSE), event)
    return True


def lines_of(follow_ups: int, requests: int, hand_overs: int) -> tuple[str, ...]:
    """Return what is overdue in words, one line a kind; a kind with nothing is left out."""
    lines = (
        (follow_ups, f"{count_words(follow_ups, 'case')} to follow up: a month, or the day set, has passed."),
        (requests, f"{count_words(requests, 'request')} to other bodies without an answer in time."),
        (hand_overs, f"{count_words(hand_overs, 'hand-over')} offered to your authority and not answered in time."),
    )  # fmt: skip
    return tuple(words for number, words in lines if number)


def _mailed(address: str, numbers: dict[str, int]) -> bool:
    lines = "\n".join(lines_of(**numbers))
    try:
        EmailMessage(SUBJECT, BODY.format(lines=lines), to=[address]).send()
    except (OSError, smtplib.SMTPException):  # a mail server away: it is owed still
        log.warning("casework.officer_reminder.not_sent", exc_info=False)
        return False
    return True
