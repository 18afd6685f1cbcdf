"""The tables of the transfer room, by what they are about."""

from onroll.transfer.models.conversations import Conversation, ConversationAttachment, ConversationEntry
from onroll.transfer.models.keeping import ClockReading, Destruction, Finding, TimedStep
from onroll.transfer.models.messages import Door, Kind, Message, MessageEvent, MessagePupil, Notice
from onroll.transfer.models.repository import (
    Enquiry,
    LostPupil,
    RepositoryOpening,
    RepositorySearch,
    ShieldMeeting,
)
from onroll.transfer.models.requests import FileRequest, FileRequestEvent

__all__ = [
    "ClockReading",
    "Conversation",
    "ConversationAttachment",
    "ConversationEntry",
    "Destruction",
    "Door",
    "Enquiry",
    "FileRequest",
    "FileRequestEvent",
    "Finding",
    "Kind",
    "LostPupil",
    "Message",
    "MessageEvent",
    "MessagePupil",
    "Notice",
    "RepositoryOpening",
    "RepositorySearch",
    "ShieldMeeting",
    "TimedStep",
]
