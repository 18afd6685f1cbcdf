"""Every change of this room, and every reading that leaves a trace."""

from onroll.access.actions.loading import Loaded, load_establishments
from onroll.access.actions.organisations import InTheRegister, add_organisation
from onroll.access.actions.people import (
    PersonExists,
    RoleAlreadyHeld,
    RoleDoesNotFit,
    RoleNotHeld,
    add_person,
    end_role,
    give_role,
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
    "InTheRegister",
    "LedgerPage",
    "Loaded",
    "PersonExists",
    "RoleAlreadyHeld",
    "RoleDoesNotFit",
    "RoleNotHeld",
    "add_organisation",
    "add_person",
    "choose_acting",
    "end_role",
    "give_role",
    "list_ledger",
    "load_establishments",
    "note_failed_sign_in",
    "note_sign_in",
    "note_sign_out",
    "read_ledger",
    "set_notice_address",
    "set_password",
    "verify_ledger",
]
