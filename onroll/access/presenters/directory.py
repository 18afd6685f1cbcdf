"""Turns the choice of an organisation, and the schools that were found, into the final words of their pages."""

import dataclasses
from collections.abc import Sequence

from onroll.access.acting import Standing
from onroll.access.models import Country, Organisation, OrganisationKind, Status
from onroll.web.parts import Colour, Table, Tag
from onroll.web.words import count_words, day_words

SCHOOLS_SHOWN = 20
STATUS_TAGS: dict[str, tuple[Colour, str]] = {
    Status.OPEN: ("green", "Takes files"),
    Status.CLOSED: ("red", "Takes no files any more"),
    Status.PROPOSED: ("yellow", "Not open yet"),
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChooseOrganisation:
    """Whom the person may act for, which one she acts for now, and where she goes next."""

    title: str
    choices: list[tuple[str, str]]
    hints: dict[str, str]
    initial: dict[str, str]
    after: str


def choose_organisation(held: Sequence[Standing], *, current: Standing | None, after: str) -> ChooseOrganisation:
    """Present the roles a person may act in today."""
    return ChooseOrganisation(
        title="Choose who you act for" if held else "You have no role at the moment",
        choices=[(one.key, one.membership.organisation.name) for one in held],
        hints={one.key: standing_words(one) for one in held},
        initial={"standing": current.key} if current else {},
        after=after,
    )


def standing_words(standing: Standing) -> str:
    """Return in which role one acts where, and until when, where it is covered for a colleague."""
    words = standing.role_words[:1].upper() + standing.role_words[1:]
    until = f", until {day_words(standing.cover.until_on)}" if standing.cover else ""
    return f"{words}, {place_words(standing.membership.organisation)}{until}"


def place_words(organisation: Organisation) -> str:
    """Return what kind of organisation it is and its code: two schools may share a name."""
    kind = OrganisationKind(organisation.kind).label
    if organisation.country != Country.ENGLAND:
        kind = f"{kind}, {Country(organisation.country).label}"
    return f"{kind} {organisation.code}" if organisation.code else str(kind)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindSchool:
    """What a search for schools found."""

    title: str
    words: str
    table: Table | None
    note: str
    meanings: str


def find_school(words: str, schools: Sequence[Organisation]) -> FindSchool:
    """Present the schools that were found; one more than are shown means: there are more."""
    shown = schools[:SCHOOLS_SHOWN]
    caption, note = f"{count_words(len(shown), 'school')} found", ""
    if len(schools) > SCHOOLS_SHOWN:
        caption = f"The first {SCHOOLS_SHOWN} schools found"
        note = "There are more. Add the town or another word to narrow it down."
    table = Table(
        caption=caption,
        head=("School", "Code for files", "URN", "Town", "Postcode", "Status"),
        rows=tuple((one.name, one.code, one.urn or "", one.town, one.postcode, status_tag(one)) for one in shown),
    )
    return FindSchool(
        title="Find a school", words=words, table=table if shown else None, note=note, meanings=meanings_of(shown)
    )


def meanings_of(schools: Sequence[Organisation]) -> str:
    """Return what the statuses among some schools mean, each once."""
    present = {school.status for school in schools}
    return " ".join(
        f"{Status(key).label}: {words.lower()}." for key, (_, words) in STATUS_TAGS.items() if key in present
    )


def status_tag(school: Organisation) -> Tag:
    """Present the register's status, with the day of closing or opening where the register has it."""
    colour, meaning = STATUS_TAGS[school.status]
    words = str(Status(school.status).label)
    if school.status == Status.CLOSED and school.closed_on:
        words = f"Closed {day_words(school.closed_on)}"
    return Tag(words=words, colour=colour, meaning=meaning)
