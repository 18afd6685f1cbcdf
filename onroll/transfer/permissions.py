"""Who may do what with files and in the lost-pupil repository. Whether it may happen now is for the action.

Auditors read the ledger, never a file.
"""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.transfer.models import Conversation, FileRequest, Kind, LostPupil, Message


def may_send_files(act: Act) -> bool:
    """Somebody who handles files for a school or an authority."""
    return access_permissions.is_school_exchange_user(act) or access_permissions.is_authority_exchange_user(act)


def may_read_inbox(act: Act) -> bool:
    """Whoever may send may receive: every school and every authority has a box."""
    return may_send_files(act)


def may_confirm_arrivals(act: Act) -> bool:
    """Only a school has a roll; an authority that received a file cannot confirm a child on it."""
    return access_permissions.is_school_exchange_user(act)


def may_see_area(act: Act) -> bool:
    """An authority's exchange user sees the files that schools of its area sent or await."""
    return access_permissions.is_authority_exchange_user(act)


def may_search_repository(act: Act) -> bool:
    """Only an authority's officer for children missing education; a school asks its authority."""
    return access_permissions.is_cme_officer(act)


def may_read_patterns(act: Act) -> bool:
    """An auditor of an authority, for its own officers, or of the Department, for all."""
    kinds = (OrganisationKind.AUTHORITY, OrganisationKind.DEPARTMENT)
    return access_permissions.may_read_ledger(act) and act.organisation_kind in kinds


def has_mailbox(act: Act) -> bool:
    """Somebody in a role to which parts of bundles and secure messages go: everybody but auditors and approvers."""
    return bool(access_permissions.parts_read_by(act))


def has_documents_only(act: Act) -> bool:
    """Somebody to whom parts of bundles go and never whole files, such as a safeguarding lead."""
    return has_mailbox(act) and not may_send_files(act)


def may_handle(act: Act, message: Message) -> bool:
    """Somebody in a role to which such a file goes; whether it is her organisation's, is for the caller to ask."""
    if message.part_role:
        return access_permissions.may_read_part(act, message.part_role)
    return may_send_files(act)


def is_sender(act: Act, message: Message) -> bool:
    """Whether the acting organisation sent, or is about to send, this file; of a part, in the part's role."""
    return may_handle(act, message) and message.sender_id == act.organisation_id


def is_recipient(act: Act, message: Message) -> bool:
    """Whether this file was sent to the acting organisation; of a part, in the part's role."""
    is_ours = message.sent_at is not None and message.recipient_id == act.organisation_id
    return may_handle(act, message) and is_ours


def may_add_part(act: Act, message: Message) -> bool:
    """Whoever sends a file may let documents for any role travel with it, and take them back, unread."""
    return message.part_of_id is None and is_sender(act, message)


def may_add_own_part(act: Act, message: Message) -> bool:
    """Whoever holds a role with a mailbox at the sender and handles no files: a document for her own role alone.

    So that a safeguarding lead's papers pass through nobody else's hands on their way to the file.
    """
    return message.part_of_id is None and has_documents_only(act) and message.sender_id == act.organisation_id


def may_add_part_for(act: Act, message: Message, role: str) -> bool:
    """Whoever sends the file, for any role; at the sender, whoever holds a role of documents alone, for that one."""
    return may_add_part(act, message) or (role == act.role and may_add_own_part(act, message))


def may_take_back_part(act: Act, part: Message) -> bool:
    """Whoever sends the file it goes with, or holds the part's role at the sender."""
    return part.part_of is not None and (may_add_part(act, part.part_of) or is_sender(act, part))


def is_in_conversation(act: Act, conversation: Conversation) -> bool:
    """Whoever may read the mailbox at either end."""
    ends = (
        (conversation.opened_by_id, conversation.opener_role),
        (conversation.partner_id, conversation.partner_role),
    )
    return any(pk == act.organisation_id and access_permissions.may_read_part(act, role) for pk, role in ends)


def may_keep_apart(act: Act) -> bool:
    """The named role that looks into what a content check keeps apart."""
    return access_permissions.has_a_role(act) and act.role == Role.EXCHANGE_ADMINISTRATOR


def may_decide_content(act: Act, message: Message) -> bool:
    """The sender's own exchange administrator, for a document of whatever role."""
    return may_keep_apart(act) and message.sender_id == act.organisation_id


def may_read_pupils(act: Act, message: Message) -> bool:
    """Sender and recipient read what is in a file; their authorities see its steps, not its pupils."""
    is_file = message.kind == Kind.TRANSFER_FILE
    return is_file and (is_sender(act, message) or is_recipient(act, message))


def may_confirm_arrival(act: Act, message: Message) -> bool:
    """The school that the file was sent to."""
    return may_confirm_arrivals(act) and is_recipient(act, message)


def may_say_on_roll(act: Act, school_id: int) -> bool:
    """The school itself, by whatever its roll says: somebody there, its software, or the product for it."""
    return act.organisation_id == school_id and act.organisation_kind != OrganisationKind.AUTHORITY


def may_return_lost_pupil(act: Act, message: Message) -> bool:
    """The school that a lost pupil's file was claimed for, and the officers of the authority that claimed it."""
    lost_pupil: LostPupil | None = getattr(message, "lost_pupil", None)
    if lost_pupil is None or lost_pupil.claimed_by_id is None:
        return False
    is_claimer = may_search_repository(act) and lost_pupil.claimed_by_id == act.organisation_id
    return is_claimer or is_recipient(act, message)


def may_decide_held(act: Act, message: Message) -> bool:
    """The authority in whose area a file was sent: it decides on one that nobody can, or did, collect."""
    recipient = message.recipient
    return (
        may_see_area(act) and message.sent_at is not None and recipient is not None and recipient.la_code == act.la_code
    )


def may_redirect(act: Act, message: Message) -> bool:
    """The sender of a file, and the authority in whose area it was sent."""
    return is_sender(act, message) or may_decide_held(act, message)


def may_ask_for_files(act: Act) -> bool:
    """Only a school admits children, so only a school asks for their files."""
    return access_permissions.is_school_exchange_user(act)


def is_asker(act: Act, request: FileRequest) -> bool:
    """Whether the acting organisation made this request."""
    return may_send_files(act) and request.asker_id == act.organisation_id


def is_asked(act: Act, request: FileRequest) -> bool:
    """Whether the acting organisation has to answer this request."""
    return may_send_files(act) and request.asked_id == act.organisation_id


def may_read_request(act: Act, request: FileRequest) -> bool:
    """Asker and asked read whom a request is about; other authorities see its steps and its clock."""
    return is_asker(act, request) or is_asked(act, request)


def may_search_for(act: Act, request: FileRequest) -> bool:
    """An officer of the authority that was asked searches the repository for the child."""
    return may_search_repository(act) and is_asked(act, request)


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
