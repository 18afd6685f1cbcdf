"""Every change that a request at the message door can make."""

from onroll.doors.mesh.actions.chunking import complete_left_uploads, end_abandoned_uploads
from onroll.doors.mesh.actions.reporting import make_report
from onroll.doors.mesh.actions.requests import acknowledge, confirm_on_roll, fetch, send, send_chunk
from onroll.doors.mesh.actions.spending import forget_old_tokens, spend_lightly

__all__ = [
    "acknowledge",
    "complete_left_uploads",
    "confirm_on_roll",
    "end_abandoned_uploads",
    "fetch",
    "forget_old_tokens",
    "make_report",
    "send",
    "send_chunk",
    "spend_lightly",
]
