"""Fills an empty installation with the cast, and gives the public keys of a folder to the mailboxes they are named for.

`python -m tests.peers.sftp.installation FOLDER`: FOLDER holds `8201234.pub` and the like,
and the environment is set.
"""

import sys
from pathlib import Path

import django


def main(folder: Path) -> None:
    """Make tables, the cast and the keys."""
    django.setup()
    from onroll.access.models import Organisation, Role
    from onroll.config import preparation
    from onroll.doors import actions
    from onroll.doors.models import KeyKind
    from tests import ready
    from tests.cast import make_cast
    from tests.integration.doors.caller import operator

    ready.copy_in()
    preparation.prepare_database()
    make_cast()
    for path in folder.glob("*.pub"):
        actions.add_key(
            operator(),
            organisation=Organisation.objects.with_code(path.stem).get(),
            kind=KeyKind.SFTP,
            role=Role.ADMISSIONS,
            public_key=path.read_text(),
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
