"""Secure messages between mailboxes: begun from a template or freely, answered, read, closed. None is ever edited."""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.db import transaction

from onroll.access import permissions as access_permissions
from onroll.access.models import Organisation
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry.references import new_reference
from onroll.transfer import message_templates, notices, permissions, queries
from onroll.transfer.actions import documents, notifying
from onroll.transfer.conversation_states import MOVES, ConversationState
from onroll.transfer.events import ConversationAnswered, ConversationClosed, ConversationOpened, ConversationRead
from onroll.transfer.models import (
    Conversation,
    ConversationAttachment,
    ConversationEntry,
    Door,
    Message,
    Notice,
)
from onroll.transfer.queries import Mailbox
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault.content_checks import Checked
from onroll.vault.models import StoredFile

LONGEST_TEXT = 5000


class ConversationNotPossible(RuleBroken):
    """The message cannot be written: to nobody who could read it, without words, or in a closed conversation."""

    code = "conversation_not_possible"


class FileNotToBeNamed(RuleBroken):
    """The other side may not know of the file, or there is none."""

    code = "file_not_to_be_named"
    default_words = (
        "The mailbox you write to may not know of this file, or there is no such file. Leave it out, or write to those "
        "who sent or received it."
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Enclosure:
    """A document to go with a message. Its name may hold personal data and is never logged."""

    name: str
    pieces: Iterable[bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class _Taken:
    """A document that was taken and checked, before any lock is held."""

    name: str
    stored: StoredFile
    checked: Checked


def open_conversation(
    act: Act, *, to: Mailbox, matter: str, text: str, about: str = "", enclosure: Enclosure | None = None
) -> Conversation:
    """Write to another mailbox. This will tell those who read it that something waits, and nothing else.

    `about`: the reference of a file that both sides may know of. Raises: ConversationNotPossible, FileNotToBeNamed;
    FileTooLarge, with nothing kept.
    """
    permissions.check(permissions.has_mailbox(act))
    _check_to(act, to)
    if matter not in {template.code for template in message_templates.in_force(act.on)}:
        raise ConversationNotPossible("Choose what the message is about.")
    words, file = _text(text), _file(act, to, about)
    with _enclosed(act, enclosure) as taken, transaction.atomic():
        conversation = Conversation.objects.create(
            reference=new_reference("M"),
            matter=matter,
            opened_by_id=cast("int", act.organisation_id),
            opener_role=act.role,
            partner=to.organisation,
            partner_role=to.role,
            about=file,
            opened_at=act.at,
            last_entry_at=act.at,
        )
        _write(act, conversation, words, taken)
        ledger.record(
            act,
            ConversationOpened(
                conversation_id=conversation.pk,
                partner_id=to.organisation.pk,
                partner_role=to.role,
                matter=matter,
            ),
        )
    return conversation


def answer_conversation(
    act: Act, *, conversation: Conversation, text: str, enclosure: Enclosure | None = None
) -> ConversationEntry:
    """Answer, from the acting person's end. The other mailbox is told that something waits.

    Raises: ConversationNotPossible, when it was closed; FileTooLarge, with nothing kept.
    """
    permissions.check(permissions.is_in_conversation(act, conversation))
    words = _text(text)
    with _enclosed(act, enclosure) as taken, transaction.atomic():
        _lock(conversation)
        if conversation.state != ConversationState.OPEN:
            raise ConversationNotPossible("This conversation was closed. Write a new message.")
        entry = _write(act, conversation, words, taken)
        changed = {"last_entry_at": act.at, "version": conversation.version + 1}
        Conversation.objects.filter(pk=conversation.pk).update(**changed)
        ledger.record(act, ConversationAnswered(conversation_id=conversation.pk, entry_id=entry.pk))
    return entry


@transaction.atomic
def read_conversation(act: Act, *, conversation: Conversation) -> list[ConversationEntry]:
    """Read a conversation. This will mark what the other end wrote as read by the mailbox, and record who read it."""
    permissions.check(permissions.is_in_conversation(act, conversation))
    end = queries.end_of(act, conversation)
    unread = conversation.entries.filter(read_at__isnull=True).exclude(organisation=end.organisation, role=end.role)
    new_ids = tuple(unread.values_list("pk", flat=True))
    conversation.entries.filter(pk__in=new_ids, read_at__isnull=True).update(read_at=act.at)
    ledger.record(act, ConversationRead(conversation_id=conversation.pk, entry_ids=new_ids))
    return queries.entries(act, conversation)


@transaction.atomic
def close_conversation(act: Act, *, conversation: Conversation, expected_version: int) -> Conversation:
    """Close a conversation whose matter is settled; either side may. Nobody writes in it any more.

    Raises: ConversationNotPossible, Stale (somebody answered meanwhile).
    """
    permissions.check(permissions.is_in_conversation(act, conversation))
    _lock(conversation)
    if ConversationState.CLOSED not in MOVES[ConversationState(conversation.state)]:
        raise ConversationNotPossible("This conversation was closed before.")
    as_seen = Conversation.objects.filter(pk=conversation.pk, version=expected_version)
    closed = {"state": ConversationState.CLOSED.value, "closed_at": act.at, "closed_by_id": act.organisation_id}
    if not as_seen.update(version=expected_version + 1, **closed):
        raise Stale
    ledger.record(act, ConversationClosed(conversation_id=conversation.pk))
    conversation.refresh_from_db()
    return conversation


@contextmanager
def _enclosed(act: Act, enclosure: Enclosure | None) -> Iterator[_Taken | None]:
    """Take and check a document before any lock is held; forget its bytes where the message was not written."""
    if enclosure is None:
        yield None
        return
    stored = vault_actions.take(act, enclosure.pieces, limit=settings.UPLOAD_LIMIT_BYTES)
    is_written = False
    try:
        yield _Taken(enclosure.name, stored, content_checks.check(stored, name=enclosure.name))
        is_written = True
    finally:
        if not is_written:
            vault_actions.let_go(stored)


def _check_to(act: Act, to: Mailbox) -> None:
    if not Organisation.objects.open_on(act.on).filter(pk=to.organisation.pk).exists():
        raise ConversationNotPossible(f"{to.organisation.name} is not open, so nobody there can read it.")
    if to.role not in queries.mailbox_roles(to.organisation):
        raise ConversationNotPossible(f"{to.organisation.name} has nobody in that role. Choose another.")
    if to.organisation.pk == act.organisation_id and access_permissions.may_read_part(act, to.role):
        raise ConversationNotPossible("That is your own mailbox.")


def _text(text: str) -> str:
    words = text.strip()
    if not words:
        raise ConversationNotPossible("Write what you want to say.")
    if len(words) > LONGEST_TEXT:
        raise ConversationNotPossible(
            f"A message has {LONGEST_TEXT:,} characters at most. Send longer things as a document."
        )
    return words


def _file(act: Act, to: Mailbox, reference: str) -> Message | None:
    if not reference.strip():
        return None
    file = queries.file_to_name(act, reference)
    if file is None or not queries.may_know_of(act, to, file):
        raise FileNotToBeNamed
    return file


def _lock(conversation: Conversation) -> None:
    conversation.refresh_from_db(from_queryset=Conversation.objects.select_for_update())


def _write(act: Act, conversation: Conversation, text: str, enclosed: _Taken | None) -> ConversationEntry:
    end = queries.end_of(act, conversation)
    other = queries.other_end(conversation, end)
    entry = ConversationEntry.objects.create(
        conversation=conversation,
        at=act.at,
        organisation=end.organisation,
        role=end.role,
        person_id=cast("int", act.actor_id),
        text=text,
    )
    if enclosed is not None:
        to: dict[str, Any] = {
            "recipient": other.organisation,
            "destination_code": other.organisation.code,
            "part_role": other.role,
        }
        stored = vault_actions.keep(enclosed.stored)
        message = documents.new_document(act, stored, enclosed.checked, enclosed.name, "", Door.PAGE, **to)
        ConversationAttachment.objects.create(entry=entry, message=message)
    _owe_notice(act, conversation, other)
    return entry


def _owe_notice(act: Act, conversation: Conversation, to: Mailbox) -> None:
    notice = Notice.objects.create(
        organisation=to.organisation,
        about=conversation.reference,
        role=to.role,
        kind=notices.Kind.MESSAGE_WAITS,
        created_at=act.at,
    )
    system = acts.by_the_system(at=act.at, purpose="send a notice")
    transaction.on_commit(lambda: notifying.send_notice(system, notice_id=notice.pk))
