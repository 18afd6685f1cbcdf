"""Emails to the bodies that were asked: that a question waits. None of them names a child."""

import smtplib

import structlog
from django.core.mail import EmailMessage

from onroll.access.models import Role
from onroll.audit.act import Act
from onroll.casework.models import AgencyRequest
from onroll.registry import queries as registry_queries
from onroll.transfer import actions as transfer_actions
from onroll.web.words import day_words

log = structlog.get_logger()

REMINDER = (
    "{organisation} has asked you a question that is due an answer by {due}.\n\nReference: {reference}\n\nThe question "
    "itself went to you by the agreed secure route. Please answer by that route, and not by replying to this email. If "
    "you cannot share what you know, please say so, with the reason and who decided it."
)


def mailed(act: Act, request: AgencyRequest) -> bool:
    """Email the office; return whether the mail server took it. The email names no child.

    An agency that was asked in OnRoll is owed the word, which goes out now or with the next tick.
    """
    if request.agency_id is not None:
        return tell_agency(act, request, "agency_reminded")
    organisation = request.asked_for.name
    words = REMINDER.format(organisation=organisation, due=day_words(request.due_on), reference=request.reference)
    try:
        EmailMessage(f"A question of {organisation} waits for an answer", words, to=[request.reminders_to]).send()
    except (OSError, smtplib.SMTPException):  # a mail server away must not undo that the body was reminded
        log.warning("casework.reminder.not_sent", agency_request_id=request.pk, exc_info=False)
        return False
    return True


def tell_agency(act: Act, request: AgencyRequest, kind: str) -> bool:
    """Owe the agency that was asked in OnRoll an email to its reporters; not while the child is shielded from it."""
    if request.agency is None or registry_queries.is_any_shielded(request.enquiries.child_id, act.on):
        return False
    transfer_actions.owe_word(
        act, organisation=request.agency, kind=kind, about=request.reference, role=Role.AGENCY_REPORTER
    )
    return True
