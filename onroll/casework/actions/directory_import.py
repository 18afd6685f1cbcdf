"""Importing a list into the directory: all of it or nothing, with every reason why not."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.directory import keep_agency, keep_contact
from onroll.casework.directory_events import DirectoryImported
from onroll.casework.imports.directory import AgencyRow, ListFault, read_directory
from onroll.casework.imports.lists import NotAList
from onroll.casework.models import Agency, ConfirmedBy, Standing
from onroll.casework.queries import directory as queries


class DirectoryListRefused(RuleBroken):
    """A list was not taken. `problems` say why, each with its line and code; nothing of it was kept."""

    code = "directory_list_refused"
    default_words = "The list was not taken, and nothing of it was kept. Put right what is named and choose it again."

    def __init__(self, problems: Sequence[ListFault]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.code)))
        super().__init__()


@transaction.atomic
def import_directory(act: Act, *, content: bytes) -> tuple[int, int]:
    """Add every agency of a list, with its contacts. Returns how many agencies and how many contacts.

    A contact counts as confirmed on the day that its row gives; without one, on the day of the import.
    Raises: NotAnOfficer; DirectoryListRefused.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    try:
        found = list(read_directory(content, act.on))
    except NotAList as refused:
        raise DirectoryListRefused([ListFault(0, "D01", refused.words)]) from None
    rows = [each for each in found if isinstance(each, AgencyRow)]
    problems = [each for each in found if isinstance(each, ListFault)]
    if not found:
        problems = [ListFault(0, "D01", "The list has no rows.")]
    there = {agency.name.casefold(): agency for agency in queries.agencies(act)}
    ordered, unplaced = _parents_first(rows, set(there))
    problems += unplaced
    contacts = 0
    for row in ordered:
        try:
            with transaction.atomic():
                _check_new(row, there)
                agency = _added(act, row, there.get(row.parent.casefold()))
                contacts += _named(act, row, agency)
            there[row.name.casefold()] = agency
        except RuleBroken as refused:
            problems.append(ListFault(row.line, _code(refused), refused.words))
    if problems:
        raise DirectoryListRefused(problems)
    ledger.record(
        act, DirectoryImported(authority_id=act.organisation_id or 0, agencies=len(ordered), contacts=contacts)
    )
    return len(ordered), contacts


def _parents_first(rows: Sequence[AgencyRow], known: set[str]) -> tuple[list[AgencyRow], list[ListFault]]:
    """Return the rows with each one after the one it stands below, and a fault for whatever has no place."""
    ordered: list[AgencyRow] = []
    left, placed = list(rows), set(known)
    while ready := [row for row in left if not row.parent or row.parent.casefold() in placed]:
        ordered += ready
        placed |= {row.name.casefold() for row in ready}
        left = [row for row in left if row not in ready]
    names = {row.name.casefold() for row in rows}
    faults = [
        ListFault(
            row.line,
            "D04",
            "Stands below: agencies stand below each other in a circle."
            if row.parent.casefold() in names
            else "Stands below: there is no agency of this name in the list or in the directory.",
        )
        for row in left
    ]
    return ordered, faults


def _check_new(row: AgencyRow, there: Mapping[str, Agency]) -> None:
    if row.name.casefold() in there:
        raise RuleBroken("This name is in the directory, or in the list, already.")


def _added(act: Act, row: AgencyRow, parent: Agency | None) -> Agency:
    return keep_agency(
        act,
        agency=None,
        name=row.name,
        kind=row.kind,
        parent=parent,
        parts=row.parts,
        route=row.route,
        early_help=row.early_help,
    )


def _named(act: Act, row: AgencyRow, agency: Agency) -> int:
    """Name contact and deputy where the row has one; return how many."""
    places = [(Standing.MAIN, row.main), (Standing.DEPUTY, row.deputy)]
    given = [(standing, details) for standing, details in places if any(details.values())]
    for standing, details in given:
        keep_contact(
            act,
            agency=agency,
            standing=standing,
            details=details,
            may_publish=row.may_publish,
            confirmed_on=row.confirmed_on or act.on,
            how=ConfirmedBy.IMPORT,
        )
    return len(given)


def _code(refused: RuleBroken) -> str:
    return {"agency_impossible": "D12", "contact_impossible": "D08"}.get(refused.code, "D06")
