"""Files to try out by hand, in var/demonstration-files, with a note of what to do with each."""

import dataclasses
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from onroll.access.models import Organisation
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.people import CLERK_A, CLERK_B, OFFICERS, PASSWORD, organisation_of
from onroll.web.words import day_words

BROKEN = 2  # which of the three files is cut off
# How names are misheard, the first that fits.
SLIPS = (("ck", "k"), ("ee", "ea"), ("i", "y"), ("y", "i"), ("ll", "l"), ("o", "u"), ("a", "e"), ("e", "a"))

README = """FILES TO TRY OUT

Everybody in these files is invented. Sign in as {clerk} ({school}),
password {password}; the code is written where OnRoll runs.

1. {known}
   A child moves to {other}. Choose "Send a file", drop it there, look at
   what is in it and send it. Then sign in as {other_clerk}: the file waits,
   can be read, collected, and the child confirmed on roll.

2. {lost}
   Nobody knows where this child went. Send it the same way: you are asked
   which enquiries were made, and the file goes to the lost-pupil repository.
   Then sign in as {officer}: a notification waits in the work list.
   To play the finding, sign in as {other_officer} and search the repository
   with these facts, a little wrong on purpose: surname {surname}, forename
   {forename}, born {born}.

3. {broken}
   This file was cut off on its way. Send it, and see what you are told.
"""


@dataclasses.dataclass(frozen=True)
class Handouts:
    """Where the files are, their names, and the facts (a little wrong) by which the lost child is to be found."""

    folder: Path
    known: str
    lost: str
    broken: str
    surname: str
    forename: str
    born_on: date


def write_handouts(cast: Cast, until: datetime) -> Handouts:
    """Write the three files and the note beside them."""
    folder = Path(settings.VAR) / "demonstration-files"
    folder.mkdir(parents=True, exist_ok=True)
    sender, other = organisation_of(CLERK_A, cast.places), organisation_of(CLERK_B, cast.places)
    leavers = cast.children.leavers(sender, 3, until.date())
    names = []
    for number, (destination, leaver) in enumerate(zip((other.code, "XXXXXXX", other.code), leavers, strict=True)):
        name, content = cast.children.file(
            [leaver], sender=sender, destination=destination, at=until, sequence=1 + number // 2
        )
        is_broken = number == BROKEN
        (folder / name).write_bytes(content[: len(content) // 2] if is_broken else content)
        names.append(name)
    lost = leavers[1]
    handouts = Handouts(
        folder=folder,
        known=names[0],
        lost=names[1],
        broken=names[BROKEN],
        surname=misspelt(lost.surname or ""),
        forename=lost.forename or "",
        born_on=(lost.birth_date or until.date()) + timedelta(days=1),
    )
    (folder / "README.txt").write_text(_note(handouts, sender, other))
    return handouts


def misspelt(name: str) -> str:
    """Return a name as somebody might mishear it."""
    for written, heard in SLIPS:
        if written in name[1:]:
            return name[0] + name[1:].replace(written, heard, 1)
    return f"{name}e"


def _note(handouts: Handouts, sender: Organisation, other: Organisation) -> str:
    return README.format(
        clerk=CLERK_A.email,
        school=sender.name,
        password=PASSWORD,
        other=other.name,
        other_clerk=CLERK_B.email,
        officer=OFFICERS[0].email,
        other_officer=OFFICERS[1].email,
        known=handouts.known,
        lost=handouts.lost,
        broken=handouts.broken,
        surname=handouts.surname,
        forename=handouts.forename,
        born=day_words(handouts.born_on),
    )
