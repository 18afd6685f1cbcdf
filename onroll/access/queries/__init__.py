"""Every reading of this room: the directory, people and their roles, and the ledger."""

from onroll.access.queries.directory import (
    CodeLookup,
    authority,
    authority_names,
    authority_of,
    find_schools,
    organisation_with_code,
    organisations_of_area,
    organisations_outside,
    successors_of,
)
from onroll.access.queries.ledger import LedgerFilters, Names, last_verification, ledger_entries, names_in
from onroll.access.queries.people import (
    acting_organisation,
    colleagues,
    mailbox_roles,
    own_covers,
    own_roles,
    people_of,
    people_to_notify,
    people_with_access,
    role_to_manage,
    roles_to_manage,
)

__all__ = [
    "CodeLookup",
    "LedgerFilters",
    "Names",
    "acting_organisation",
    "authority",
    "authority_names",
    "authority_of",
    "colleagues",
    "find_schools",
    "last_verification",
    "ledger_entries",
    "mailbox_roles",
    "names_in",
    "organisation_with_code",
    "organisations_of_area",
    "organisations_outside",
    "own_covers",
    "own_roles",
    "people_of",
    "people_to_notify",
    "people_with_access",
    "role_to_manage",
    "roles_to_manage",
    "successors_of",
]
