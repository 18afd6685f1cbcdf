"""Turns what this room knows into the final words of its pages."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from onroll.access import queries
from onroll.access.actions import LedgerPage
from onroll.access.models import Membership, Organisation, OrganisationKind, Role, Status
from onroll.audit.ledger import Event, event_name
from onroll.audit.models import LedgerEntry
from onroll.web.parts import Cell, Colour, Link, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

SCHOOLS_SHOWN = 20
# What an entry is about, in words; kinds that are not here are shown by their own name.
KINDS = {
    "case": "Case",
    "child": "Child",
    "message": "File",
    "notification": "Notification",
    "organisation": "Organisation",
    "person": "Account",
    "register": "Register extract",
}
# Details that say why something was done; everything else of an event stays in the export.
REASONS = ("reason", "reason_code", "outcome", "evidence")
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


def choose_organisation(held: Sequence[Membership], *, current: Membership | None, after: str) -> ChooseOrganisation:
    """Present the roles a person holds today."""
    return ChooseOrganisation(
        title="Choose who you act for" if held else "You have no role at the moment",
        choices=[(str(one.pk), one.organisation.name) for one in held],
        hints={str(one.pk): f"{role_words(one.role)}, {place_words(one.organisation)}" for one in held},
        initial={"membership": str(current.pk)} if current else {},
        after=after,
    )


def role_words(role: str) -> str:
    """Return a role as people call it."""
    return str(Role(role).label)


def place_words(organisation: Organisation) -> str:
    """Return what kind of organisation it is and its code: two schools may share a name."""
    kind = OrganisationKind(organisation.kind).label
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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ledger:
    """Some entries of the ledger, and whether its chain was found whole."""

    title: str
    table: Table | None
    checked: str
    is_broken: bool
    about: str
    all_href: str
    older_href: str
    newest_href: str


def ledger(
    found: LedgerPage,
    *,
    names: queries.Names,
    asked: QueryDict,
    verification: LedgerEntry | None,
) -> Ledger:
    """Present entries of the ledger, newest first."""
    here = reverse("access:ledger")
    rows = tuple(_row(entry, names, here) for entry in found.entries)
    table = Table(
        caption="Entries, newest first",
        head=("When", "What happened", "Who", "For", "Why", "About"),
        rows=rows,
    )
    kind, _, number = asked.get("about", "").partition("-")
    return Ledger(
        title="Ledger",
        table=table if rows else None,
        checked=_checked(verification),
        is_broken=bool(verification and verification.details["broken"]),
        about=f"{KINDS.get(kind, kind)} {number}" if number else "",
        all_href=here,
        older_href=_href(here, asked, older_than=found.older_than) if found.older_than else "",
        newest_href=_href(here, asked, older_than=None) if asked.get("older_than") else "",
    )


def _row(entry: LedgerEntry, names: queries.Names, here: str) -> tuple[Cell, ...]:
    return (
        moment_words(entry.at),
        meanings().get(entry.name, entry.name),
        _who(entry, names),
        names.organisations.get(entry.organisation_id or 0, "Nobody in particular"),
        why(entry),
        Link(text=about_words(entry, names), href=f"{here}?about={entry.subject_kind}-{entry.subject_id}"),
    )


def about_words(entry: LedgerEntry, names: queries.Names) -> str:
    """Return what an entry is about: by name for accounts and organisations, by number for everything else."""
    kind = KINDS.get(entry.subject_kind, entry.subject_kind.replace("_", " ").capitalize())
    if entry.subject_kind in {"person", "organisation"} and entry.subject_id == "0":
        return "An unknown address" if entry.subject_kind == "person" else "The whole ledger"
    known = {"person": names.people, "organisation": names.organisations}.get(entry.subject_kind, {})
    number = int(entry.subject_id) if entry.subject_id.isdecimal() else 0
    return known.get(number, f"{kind} {entry.subject_id}")


def _who(entry: LedgerEntry, names: queries.Names) -> str:
    if entry.actor_id is None:
        return "OnRoll itself" if entry.role == "system" else "Somebody not signed in"
    name = names.people.get(entry.actor_id, f"Account {entry.actor_id}")
    return f"{name}, {role_words(entry.role)}" if entry.role in set(Role) else name


def why(entry: LedgerEntry) -> str:
    """Return why something was done: the purpose of the act, and the reason given with it."""
    details: dict[str, Any] = entry.details
    given = [str(details[key]) for key in REASONS if details.get(key)]
    return ". ".join([entry.purpose[:1].upper() + entry.purpose[1:], *given])


def _checked(verification: LedgerEntry | None) -> str:
    if verification is None:
        return "The chain has not been checked yet."
    broken: list[int] = verification.details["broken"]
    entries = entries_words(verification.details["entries"])
    at = moment_words(verification.at)
    if broken:
        return f"The chain was checked on {at}. It does not hold at entry {broken[0]:,} of {entries}."
    return f"The chain was checked on {at}: all {entries} hold."


def entries_words(number: int) -> str:
    """Return a number of entries, as in "1 entry" or "3,000 entries"."""
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _href(here: str, asked: QueryDict, *, older_than: int | None) -> str:
    query = asked.copy()
    query.pop("older_than", None)
    if older_than is not None:
        query["older_than"] = str(older_than)
    return f"{here}?{query.urlencode()}"


def event_choices() -> list[tuple[str, str]]:
    """Return every kind of event with its meaning, in the order of the words."""
    return sorted(meanings().items(), key=lambda pair: pair[1])


def meanings() -> dict[str, str]:
    """Return the sentence of each kind of event that this installation can record."""
    return {event_name(kind): kind.meaning for kind in _kinds(Event)}


def _kinds(kind: type[Event]) -> Iterable[type[Event]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("onroll."):
            yield one
            yield from _kinds(one)
