"""Sending the email notices that are owed. A notice is stored with its change, and sent only once that stands."""

import smtplib
from datetime import date

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from onroll.access import permissions as access_permissions
from onroll.access import queries as access_queries
from onroll.access.models import Organisation, Role
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import notices
from onroll.transfer.events import NoticeSent, OtherNoticeSent
from onroll.transfer.models import Notice

log = structlog.get_logger()


def owe_word(
    act: Act, *, organisation: Organisation, kind: str, about: str, person_id: int | None = None, role: str = ""
) -> None:
    """Keep that an organisation, or one person there, is to be told of something by its reference; sent afterwards.

    `kind` is one of `notices.Kind`. For the rooms above, whose things are no files.
    """
    notice = Notice.objects.create(
        organisation=organisation,
        about=about,
        kind=notices.Kind(kind),
        person_id=person_id,
        role=role,
        created_at=act.at,
    )
    system = acts.by_the_system(at=act.at, purpose="send a notice")
    transaction.on_commit(lambda: send_notice(system, notice_id=notice.pk))


def send_owed_notices(act: Act) -> tuple[int, int]:
    """Try every notice that is still owed, the oldest first. Returns how many went out and how many are left."""
    owed = list(Notice.objects.filter(sent_at__isnull=True).order_by("pk").values_list("pk", flat=True))
    sent = sum(send_notice(act, notice_id=notice_id) for notice_id in owed)
    return sent, len(owed) - sent


def send_notice(act: Act, *, notice_id: int) -> bool:
    """Send one notice. Returns False where it stays owed: nobody to tell, or the mail server did not take it.

    The email goes first and the row after it, so that no lock is held while a mail server thinks: should the
    process die between the two, a notice without personal data is sent twice, which does less harm than never.
    """
    notice = Notice.objects.select_related("organisation", "message__part_of", "person").get(pk=notice_id)
    if notice.sent_at is not None:  # by a tick that came between the step and the end of its transaction
        return True
    addresses = _addresses(notice, act.on)
    if not addresses or not _mailed(notice, addresses):
        return False
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(sent_at=act.at)
        ledger.record(act, _event(notice))
    return True


def _addresses(notice: Notice, on: date) -> list[str]:
    """Return whom to write to: the person named, for what nobody else may know of; a role; else the organisation.

    Where nobody holds the role, those who can give it are told: what waits for it is not to wait unseen.
    """
    if notice.person is not None:
        return [notice.person.email] if notice.person.is_active else []
    if not notice.role:
        return access_queries.people_to_notify(notice.organisation, on)
    readers = access_permissions.PART_READERS.get(notice.role, frozenset({Role(notice.role)}))
    return access_queries.people_to_notify(notice.organisation, on, readers) or access_queries.people_to_notify(
        notice.organisation, on, frozenset({Role.APPROVER})
    )


def _event(notice: Notice) -> NoticeSent | OtherNoticeSent:
    to = notice.organisation_id
    if notice.message_id is None:
        return OtherNoticeSent(organisation_id=to, kind=notice.kind, about=notice.about)
    return NoticeSent(message_id=notice.message_id, kind=notice.kind, organisation_id=to)


def _reference(notice: Notice) -> str:
    """Return what the notice is about; of a part, its file's: those who may not see the part find it there."""
    if notice.message is None:
        return notice.about
    return notice.message.part_of.reference if notice.message.part_of else notice.message.reference


def _mailed(notice: Notice, addresses: list[str]) -> bool:
    words = notices.words_of(
        notices.Kind(notice.kind),
        organisation=notice.organisation.name,
        reference=_reference(notice),
        site=next((one for one in settings.CSRF_TRUSTED_ORIGINS if "*" not in one), ""),
    )
    try:
        EmailMessage(words.subject, words.body, bcc=addresses).send()
    except (OSError, smtplib.SMTPException):  # a mail server away must not undo the step that owes the notice
        log.warning("transfer.notice.not_sent", notice_id=notice.pk, exc_info=False)
        return False
    return True
