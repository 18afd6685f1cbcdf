"""Every change that a request at the folder door can make."""

from onroll.doors.sftp.actions.collecting import begin_reading, end_reading, remove_collected
from onroll.doors.sftp.actions.dropping import drop_file, drop_held, hold_file
from onroll.doors.sftp.actions.removing import remove_file, remove_report, tidy

__all__ = [
    "begin_reading",
    "drop_file",
    "drop_held",
    "end_reading",
    "hold_file",
    "remove_collected",
    "remove_file",
    "remove_report",
    "tidy",
]
