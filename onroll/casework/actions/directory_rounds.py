"""The yearly round: every contact that is due is asked by email, with a link of its own, whether it is still right."""

import smtplib
from collections.abc import Sequence
from datetime import date

import structlog
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q

from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import directory_links, permissions
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.reminding import check_is_clock
from onroll.casework.directory_events import ContactAsked, ContactRoundBegun
from onroll.casework.directory_states import InvitationState
from onroll.casework.models import Contact, ContactInvitation, ContactRound
from onroll.casework.queries import directory as queries
from onroll.registry.references import new_reference
from onroll.rules import contacts, reminders
from onroll.web.words import day_words

log = structlog.get_logger()

SUBJECT = "Please confirm one contact for {council}: one minute"
BODY = (
    "{council} keeps a directory of whom to call when a child may be missing education. Your agency is in it.\n\n"
    "Please open this link by {answer_by} and say whether the entry is still right. It takes a minute, and you need no "
    "password. If the contact has left, say so there.\n\n{link}\n\n"
    "The link works once. Whoever has it can change the entry: do not send it on to anybody but your successor.\n"
)
REMINDER = "This is a reminder; the link is the same as before.\n\n"


class RoundNotPossible(RuleBroken):
    """A round was begun while one runs, with a day that cannot be, or with nobody to ask."""

    code = "contact_round_not_possible"


@transaction.atomic
def begin_round(act: Act, *, answer_by: date, site: str) -> ContactRound:
    """Begin a round: ask every contact that is due. The emails go out once this stands (`send_owed_invitations`).

    `site`: the address of this installation, with which the links begin.
    Raises: NotAnOfficer; RoundNotPossible.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    if not act.on < answer_by <= contacts.latest_answer_by(act.on):
        latest = day_words(contacts.latest_answer_by(act.on))
        raise RoundNotPossible(f"Choose a last day for answers between tomorrow and {latest}.")
    if queries.running_round(act) is not None:
        raise RoundNotPossible("A round runs already. Remind those who have not answered, or wait for its last day.")
    due = [line.contact for line in queries.contact_lines(act) if line.is_due]
    if not due:
        raise RoundNotPossible("Every contact was confirmed within a year. There is nobody to ask.")
    officer_id = checked_officer(act, act.actor_id)
    return _begin(act, due, answer_by=answer_by, site=site.rstrip("/"), begun_by_id=officer_id)


def begin_owed_rounds(act: Act) -> int:
    """Begin the round of each authority whose last one began a year ago, where a contact is due. Returns how many.

    An authority's first round is an officer's: she says when her directory is ready, and under which address the links
    lead here. Safe to run twice, late, or beside itself. Raises: OnlyTheClock.
    """
    check_is_clock(act)
    last: dict[int, ContactRound] = {}
    for each in ContactRound.objects.select_related("authority").order_by("pk"):
        last[each.authority_id] = each
    return sum(_begin_again(act, each) for each in last.values())


@transaction.atomic
def _begin_again(act: Act, last: ContactRound) -> bool:
    if last.answer_by >= act.on or not reminders.next_round_is_due(last.began_on, act.on):
        return False
    own = for_authority(act, last.authority, act.purpose)
    mine = Contact.objects.filter(agency__authority_id=last.authority_id)
    due = [line.contact for line in queries.lines_of(mine, act.on) if line.is_due]
    if not due:
        return False
    try:
        _begin(own, due, answer_by=contacts.usual_answer_by(act.on), site=last.site, begun_by_id=None)
    except RoundNotPossible:  # the clock beside this one, or an officer, was quicker
        return False
    return True


def _begin(act: Act, due: Sequence[Contact], *, answer_by: date, site: str, begun_by_id: int | None) -> ContactRound:
    try:
        with transaction.atomic():
            begun = ContactRound.objects.create(
                reference=new_reference("R"),
                authority_id=act.organisation_id or 0,
                began_on=act.on,
                answer_by=answer_by,
                site=site,
                begun_by_id=begun_by_id,
            )
    except IntegrityError:
        raise RoundNotPossible("A colleague has begun a round today.") from None
    ContactInvitation.objects.bulk_create(
        [ContactInvitation(round=begun, contact=contact, reference=new_reference("Q")) for contact in due]
    )
    ledger.record(act, ContactRoundBegun(round_id=begun.pk, asked=len(due)))
    return begun


def remind_round(act: Act, *, contact_round: ContactRound) -> tuple[int, int]:
    """Email whoever was never emailed, and remind whoever has not answered, once at most in a day.

    Returns how many emails went out and how many the mail server did not take.
    Raises: NotAnOfficer; Hidden; RoundNotPossible, after its last day.
    """
    permissions.check_may_work_on(act, contact_round.authority_id)
    if contact_round.answer_by < act.on:
        raise RoundNotPossible("The last day of this round has passed: its links do not work any more.")
    return _mail_all(act, Q(round=contact_round), reminded_before=act.on)


def send_owed_invitations(act: Act) -> tuple[int, int]:
    """Email everybody who is owed the email of a running round, or its one reminder. Safe to run twice or late.

    Returns how many went out and how many are left.
    """
    running = Q(round__answer_by__gte=act.on)
    return _mail_all(act, running, reminded_before=None)


def _mail_all(act: Act, which: Q, *, reminded_before: date | None) -> tuple[int, int]:
    """Mail each open question of `which` that is owed an email. `reminded_before`: an officer asks for reminders."""
    rows = ContactInvitation.objects.filter(which, state=InvitationState.OPEN).exclude(contact__email="")
    went = [_mail_one(act, pk, reminded_before) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    return went.count(True), went.count(False)


@transaction.atomic
def _mail_one(act: Act, pk: int, reminded_before: date | None) -> bool | None:
    """Mail one question under its lock; None where nothing is owed, or a clock beside this one mails it."""
    rows = ContactInvitation.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.select_related("round__authority", "contact").filter(pk=pk, state=InvitationState.OPEN).first()
    if found is None or not _is_owed(found, act.on, reminded_before):
        return None
    is_reminder = found.mailed_at is not None
    if not _mailed(found, is_reminder=is_reminder):
        return False
    _note_mailed(act, found, is_reminder=is_reminder)
    return True


def _is_owed(invitation: ContactInvitation, on: date, reminded_before: date | None) -> bool:
    if invitation.mailed_at is None:
        return True
    last = (invitation.reminded_at or invitation.mailed_at).astimezone(LONDON).date()
    if reminded_before is not None:
        return last < reminded_before
    return invitation.reminded_at is None and contacts.reminder_due(last) <= on


def _mailed(invitation: ContactInvitation, *, is_reminder: bool) -> bool:
    """Send one email; a mail server that is away leaves it owed."""
    contact_round = invitation.round
    words = BODY.format(
        council=contact_round.authority.name,
        answer_by=day_words(contact_round.answer_by),
        link=f"{contact_round.site}/routes/confirm/{directory_links.token_of(invitation.reference)}/",
    )
    subject = SUBJECT.format(council=contact_round.authority.name)
    try:
        EmailMessage(subject, (REMINDER if is_reminder else "") + words, bcc=[invitation.contact.email]).send()
    except (OSError, smtplib.SMTPException):  # a mail server away must not undo the round
        log.warning("casework.contact_invitation.not_sent", invitation_id=invitation.pk, exc_info=False)
        return False
    return True


def _note_mailed(act: Act, invitation: ContactInvitation, *, is_reminder: bool) -> None:
    field = "reminded_at" if is_reminder else "mailed_at"
    ContactInvitation.objects.filter(pk=invitation.pk).update(**{field: act.at})
    own = act if act.organisation_id else for_authority(act, invitation.round.authority, act.purpose)
    ledger.record(own, ContactAsked(invitation_id=invitation.pk, is_reminder=is_reminder))
