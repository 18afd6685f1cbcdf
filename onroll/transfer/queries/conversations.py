"""Conversations between mailboxes, as those read them who may read the mailbox at either end."""

import dataclasses
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from onroll.access import permissions as access_permissions
from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.transfer.models import Conversation, ConversationEntry, Message

MOST_FOUND = 20
# Who is looked for by name alone: a school is found by its town too.
OFFICES = (OrganisationKind.AUTHORITY, OrganisationKind.DEPARTMENT, OrganisationKind.PROVIDER)


@dataclasses.dataclass(frozen=True, slots=True)
class Mailbox:
    """One end of a conversation: an organisation's role."""

    organisation: Organisation
    role: str


def conversations(act: Act) -> QuerySet[Any]:
    """Return the conversations of the acting person's mailboxes, the newest first; `is_new`: something is unread."""
    roles = access_permissions.parts_read_by(act)
    of_others = ConversationEntry.objects.filter(conversation=OuterRef("pk"), read_at__isnull=True).exclude(
        organisation=act.organisation_id, role__in=roles
    )
    mine: QuerySet[Any] = Conversation.objects.visible_to(act).annotate(is_new=Exists(of_others))
    return mine.select_related("opened_by", "partner").order_by("-last_entry_at", "-pk")


def conversation(act: Act, reference: str) -> Conversation:
    """Return one conversation.

    Raises: Hidden.
    """
    mine = Conversation.objects.visible_to(act).select_related("opened_by", "partner", "about", "closed_by")
    found: Conversation | None = mine.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def entries(act: Act, conversation: Conversation) -> list[ConversationEntry]:
    """Return what was written, oldest first, with the documents that came with it.

    Raises: Hidden.
    """
    if not Conversation.objects.visible_to(act).filter(pk=conversation.pk).exists():
        raise Hidden
    written = conversation.entries.select_related("organisation", "person")
    return list(written.prefetch_related("attachments__message__findings", "attachments__message__stored_file"))


def end_of(act: Act, conversation: Conversation) -> Mailbox:
    """Return the mailbox at which the acting person stands; of two that she reads, the one of her very role."""
    opener = Mailbox(conversation.opened_by, conversation.opener_role)
    partner = Mailbox(conversation.partner, conversation.partner_role)
    if _is_at(act, opener) and _is_at(act, partner):
        return partner if act.role == partner.role else opener
    return opener if _is_at(act, opener) else partner


def other_end(conversation: Conversation, end: Mailbox) -> Mailbox:
    """Return the mailbox at the other end."""
    opener = Mailbox(conversation.opened_by, conversation.opener_role)
    partner = Mailbox(conversation.partner, conversation.partner_role)
    return partner if end == opener else opener


def may_know_of(act: Act, mailbox: Mailbox, message: Message) -> bool:
    """Say whether those who read a mailbox may know of a file: what they may not, is not named to them."""
    there = dataclasses.replace(
        act,
        actor_id=None,
        organisation_id=mailbox.organisation.pk,
        organisation_kind=mailbox.organisation.kind,
        la_code=mailbox.organisation.la_code,
        role=mailbox.role,
    )
    return Message.objects.visible_to(there).filter(pk=message.pk).exists()


def file_to_name(act: Act, reference: str) -> Message | None:
    """Return a file by its reference, if the acting person may know of it."""
    found: Message | None = Message.objects.visible_to(act).filter(reference=reference.strip().upper()).first()
    return found


def organisations_meant(act: Act, words: str) -> list[Organisation]:
    """Return whom words, or a number, mean: open schools and authorities, the Department, providers off site."""
    wanted = words.strip()
    if not wanted:
        return []
    by_code = access_queries.organisation_with_code(wanted, act.on).found
    if by_code is not None:
        return [by_code]
    offices = Organisation.objects.open_on(act.on).filter(kind__in=OFFICES, name__icontains=wanted)
    schools = Organisation.objects.open_on(act.on).filter(
        pk__in=[one.pk for one in access_queries.find_schools(wanted)]
    )
    return [*offices.order_by("name")[:MOST_FOUND], *schools.order_by("name")[:MOST_FOUND]][:MOST_FOUND]


def open_organisation(act: Act, pk: int) -> Organisation | None:
    """Return an organisation that is open on the day of the act."""
    return Organisation.objects.open_on(act.on).filter(pk=pk).first()


def mailbox_roles(organisation: Organisation) -> list[str]:
    """Return the roles of an organisation to which messages can be written."""
    known = access_permissions.roles_of(organisation)
    return [role for role in access_permissions.PART_READERS if role in known]


def _is_at(act: Act, mailbox: Mailbox) -> bool:
    is_own = mailbox.organisation.pk == act.organisation_id
    return is_own and access_permissions.may_read_part(act, mailbox.role)
