"""Every change of this room, and every reading that leaves a trace."""

from onroll.access.actions.covering import AlreadyCovered, NotAColleague, NotCovered, end_cover, give_cover
from onroll.access.actions.linking import LinksLoad, load_links
from onroll.access.actions.loading import Loaded, load_establishments
from onroll.access.actions.organisations import (
    CodeTaken,
    CountryDoesNotFit,
    InTheRegister,
    add_organisation,
    add_outside,
)
from onroll.access.actions.people import (
    AddressNotUsable,
    DaysOutOfOrder,
    LastApprover,
    OwnRole,
    PersonExists,
    RoleAlreadyHeld,
    RoleDoesNotFit,
    RoleNotHeld,
    add_person,
    end_role,
    give_role,
    give_role_by_email,
    set_notice_address,
)
from onroll.access.actions.reading import LedgerPage, list_ledger, read_ledger, verify_ledger
from onroll.access.actions.signing import (
    choose_acting,
    note_failed_sign_in,
    note_sign_in,
    note_sign_out,
    set_password,
)

__all__ = [
    "AddressNotUsable",
    "AlreadyCovered",
    "CodeTaken",
    "CountryDoesNotFit",
    "DaysOutOfOrder",
    "InTheRegister",
    "LastApprover",
    "LedgerPage",
    "LinksLoad",
    "Loaded",
    "NotAColleague",
    "NotCovered",
    "OwnRole",
    "PersonExists",
    "RoleAlreadyHeld",
    "RoleDoesNotFit",
    "RoleNotHeld",
    "add_organisation",
    "add_outside",
    "add_person",
    "choose_acting",
    "end_cover",
    "end_role",
    "give_cover",
    "give_role",
    "give_role_by_email",
    "list_ledger",
    "load_establishments",
    "load_links",
    "note_failed_sign_in",
    "note_sign_in",
    "note_sign_out",
    "read_ledger",
    "set_notice_address",
    "set_password",
    "verify_ledger",
]
