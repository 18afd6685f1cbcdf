"""The pupils of a file: read from its bytes, which stay as they came, beside what is known of each one's arrival."""

import dataclasses
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from onroll import ctf
from onroll.audit.refusals import Hidden
from onroll.transfer.models import Message, MessagePupil
from onroll.vault import queries as vault_queries


@dataclasses.dataclass(frozen=True, slots=True)
class FilePupil:
    """What a list shows of a pupil of a file."""

    position: int
    name: str
    upn: str
    birth_date: date | None


def read_message_pupils(message: Message) -> Iterator[ctf.Pupil]:
    """Yield the pupils of a file one at a time. The caller has recorded that somebody reads them."""
    with vault_queries.opened(message.stored_file) as source:
        yield from ctf.pupils(source)


def file_pupils(message: Message, *, first: int, most: int) -> list[FilePupil]:
    """Return at most `most` pupils of a file from place `first` on."""
    found = []
    for pupil in read_message_pupils(message):
        if pupil.position >= first + most:
            break
        if pupil.position >= first:
            names = " ".join(name for name in (pupil.forename, pupil.surname) if name)
            found.append(FilePupil(pupil.position, names or "No name given", pupil.upn or "", pupil.birth_date))
    return found


def file_pupil(message: Message, position: int) -> ctf.Pupil:
    """Return one pupil of a file.

    Raises: Hidden, when the file has none at that place.
    """
    for pupil in read_message_pupils(message):
        if pupil.position == position:
            return pupil
    raise Hidden


def message_pupils(message: Message) -> QuerySet[MessagePupil]:
    """Return what is kept of a sent file's pupils, in their order in the file."""
    return message.pupils.select_related("sighting").order_by("position")


def arrivals(message: Message) -> list[tuple[int, date | None]]:
    """Return each pupil's place in a sent file and the first day on roll; nothing before the first is confirmed.

    Without names: whoever sees the file's steps sees these, authorities too.
    """
    found = list(message.pupils.order_by("position").values_list("position", "on_roll_from"))
    return found if any(on_roll_from for _, on_roll_from in found) else []
