"""The tables of the doors room, by what they are about."""

from onroll.doors.models.folders import DropOutcome, SftpDrop, SftpTaking
from onroll.doors.models.keys import KeyKind, MachineKey, PostKey, SpentToken
from onroll.doors.models.reports import MeshReport
from onroll.doors.models.uploads import MeshChunk, MeshNote, MeshUpload, Outcome

__all__ = [
    "DropOutcome",
    "KeyKind",
    "MachineKey",
    "MeshChunk",
    "MeshNote",
    "MeshReport",
    "MeshUpload",
    "Outcome",
    "PostKey",
    "SftpDrop",
    "SftpTaking",
    "SpentToken",
]
