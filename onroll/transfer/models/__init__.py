"""The tables of the transfer room, by what they are about."""

from onroll.transfer.models.conversations import Conversation, ConversationEntry
from onroll.transfer.models.keeping import Destruction, Finding, TimedStep
from onroll.transfer.models.messages import Door, Kind, Message, MessageEvent, MessagePupil, Notice
from onroll.transfer.models.repository import (
    Enquiry,
    LostPupil,
    LostPupilKey,
    RepositoryOpening,
    RepositorySearch,
    ShieldMeeting,
)
from onroll.transfer.models.requests import FileRequest, FileRequestEvent

__all__ = [
    "Conversation",
    "ConversationEntry",
    "Destruction",
    "Door",
    "Enquiry",
    "FileRequest",
    "FileRequestEvent",
    "Finding",
    "Kind",
    "LostPupil",
    "LostPupilKey",
    "Message",
    "MessageEvent",
    "MessagePupil",
    "Notice",
    "RepositoryOpening",
    "RepositorySearch",
    "ShieldMeeting",
    "TimedStep",
]
