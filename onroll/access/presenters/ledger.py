"""Turns entries of the ledger into the final words of its page."""

import dataclasses
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from onroll.access import queries
from onroll.access.actions import LedgerPage
from onroll.access.models import Role
from onroll.audit.ledger import meanings
from onroll.audit.models import LedgerEntry
from onroll.web.parts import Cell, Link, Table
from onroll.web.words import moment_words

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


def role_words(role: str) -> str:
    """Return a role as people call it."""
    return str(Role(role).label)


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
