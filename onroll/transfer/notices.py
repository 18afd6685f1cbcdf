"""The words of email notices. They hold no personal data: the organisation's name and the file's reference alone."""

import dataclasses
from enum import StrEnum


class Kind(StrEnum):
    """Why an organisation is told."""

    FILE_WAITS = "file_waits"
    CHILD_ON_ROLL = "child_on_roll"
    FILE_CLAIMED = "file_claimed"


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of one notice."""

    subject: str
    body: str


_TEMPLATES: dict[Kind, Words] = {
    Kind.FILE_WAITS: Words(
        "A file waits for {organisation}",
        "One file waits for {organisation}. Sign in to collect it.\n\nFile: {reference}",
    ),
    Kind.CHILD_ON_ROLL: Words(
        "A file from {organisation} has done its work",
        "The receiving school has confirmed what {organisation} sent: on roll. Sign in to see from when.\n\n"
        "File: {reference}",
    ),
    Kind.FILE_CLAIMED: Words(
        "A lost-pupil file has been claimed",
        "A file in the lost-pupil repository has been claimed for a school. {organisation} is told because the file "
        "came from there or from a school in its area. Sign in to see each step.\n\nFile: {reference}",
    ),
}

CLOSING = "\n\nThis notice was sent by OnRoll. It never holds a pupil’s name. Please do not answer it."


def words_of(kind: Kind, *, organisation: str, reference: str) -> Words:
    """Return what to write to an organisation."""
    template = _TEMPLATES[kind]
    return Words(
        # An organisation's name comes from a register; a line break in it must not start another mail header.
        subject=" ".join(template.subject.format(organisation=organisation).split()),
        body=template.body.format(organisation=organisation, reference=reference) + CLOSING,
    )
