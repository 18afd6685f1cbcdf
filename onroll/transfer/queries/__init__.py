"""Every reading of files and of the lost-pupil repository."""

from onroll.transfer.queries.messages import (
    OWED_STATES,
    area_files,
    counts_by_state,
    inbox,
    message,
    outbox,
    timeline,
    waiting_since,
    with_since,
)
from onroll.transfer.queries.pupils import FilePupil, file_pupil, file_pupils, message_pupils, read_message_pupils
from onroll.transfer.queries.repository import (
    HeldCounts,
    LeastData,
    held_counts,
    held_lost_pupil,
    least_data,
    lost_pupil_once_opened,
    open_schools_of_area,
    repository_candidates,
)
from onroll.transfer.queries.successors import Onward, is_closed, onward

__all__ = [
    "OWED_STATES",
    "FilePupil",
    "HeldCounts",
    "LeastData",
    "Onward",
    "area_files",
    "counts_by_state",
    "file_pupil",
    "file_pupils",
    "held_counts",
    "held_lost_pupil",
    "inbox",
    "is_closed",
    "least_data",
    "lost_pupil_once_opened",
    "message",
    "message_pupils",
    "onward",
    "open_schools_of_area",
    "outbox",
    "read_message_pupils",
    "repository_candidates",
    "timeline",
    "waiting_since",
    "with_since",
]
