"""The generated pages of docs/: gathered from every room, compared by `./run check`."""

from onroll.config import catalogue, permission_table, pictures, voices
from onroll.ctf import documentation as ctf_documentation
from onroll.doors.mesh import documentation as mesh_documentation
from onroll.doors.sftp import documentation as sftp_documentation
from onroll.rolls import documentation as rolls_documentation
from onroll.rules import attendance_documentation
from onroll.rules import documentation as rules_documentation
from onroll.selfeval import documentation as selfeval_documentation


def pages() -> dict[str, str]:
    """Return every generated page: its path under docs/, and its text."""
    return {
        **pictures.pages(),
        **catalogue.pages(),
        **permission_table.pages(),
        **voices.pages(),
        **ctf_documentation.pages(),
        **mesh_documentation.pages(),
        **sftp_documentation.pages(),
        **rolls_documentation.pages(),
        **attendance_documentation.pages(),
        **rules_documentation.pages(),
        **selfeval_documentation.pages(),
    }
