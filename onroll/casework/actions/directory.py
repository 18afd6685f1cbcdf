"""Keeping the directory: agencies as a tree, and whoever is the contact and the deputy at each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.casework import directory_tables, permissions
from onroll.casework.directory_events import AgencyKept, ContactKept
from onroll.casework.directory_states import InvitationState
from onroll.casework.models import Agency, Confirmation, ConfirmedBy, Contact, ContactInvitation, Standing
from onroll.registry.references import new_reference

LONGEST_ROUTE, LONGEST_HANDOVER = 600, 800  # characters, as the columns
DEEPEST = 6  # levels of the tree: a body, its trust, its service, its team, and some to spare
# The details of a contact that can be corrected, with the most characters of each, as the columns.
DETAILS = {"role_name": 150, "person_name": 150, "phone": 40, "email": 254}


class AgencyImpossible(RuleBroken):
    """An agency has no name, a name that another has, or a place in the tree that cannot be."""

    code = "agency_impossible"


class ContactImpossible(RuleBroken):
    """A contact has no role, no way to be reached, a day that cannot be, or is her own deputy."""

    code = "contact_impossible"


@transaction.atomic
def keep_agency(
    act: Act,
    *,
    agency: Agency | None,
    name: str,
    kind: str,
    parent: Agency | None = None,
    organisation: Organisation | None = None,
    parts: Iterable[str] = (),
    route: str = "",
    early_help: str = "",
    expected_version: int = 0,
) -> Agency:
    """Add an agency to the directory, or change one; `expected_version` is of the one that is changed.

    Raises: NotAnOfficer; Hidden; AgencyImpossible, also for a loop in the tree; Stale.
    """
    authority_id = agency.authority_id if agency else act.organisation_id or 0
    permissions.check_may_work_on(act, authority_id)
    Organisation.objects.select_for_update().get(pk=authority_id)  # two changes of one tree might make a loop
    if organisation and organisation.la_code != act.la_code:
        raise AgencyImpossible("Choose an organisation of your own area.")
    given = {
        "name": _checked_name(name),
        "kind": kind,
        "parent": parent,
        "organisation": organisation,
        "parts": [code for code in directory_tables.PARTS if code in set(parts)],
        "route": route.strip(),
        "early_help": early_help.strip(),
    }
    _check_agency(given, set(parts))
    _check_place(agency, parent, authority_id)
    try:
        with transaction.atomic():
            kept = _changed(agency, expected_version, given) if agency else _added(act, authority_id, given)
    except IntegrityError:
        raise AgencyImpossible(
            "Another agency of the directory has this name. Add the place or the team to it."
        ) from None
    ledger.record(act, AgencyKept(agency_id=kept.pk, what="changed" if agency else "added"))
    return kept


@transaction.atomic
def end_agency(act: Act, *, agency: Agency, expected_version: int) -> Agency:
    """Take an agency out of the directory; what was kept of it stays. Nothing may stand below it any more.

    The links that its contacts have for a yearly round stop working, and nobody there is emailed any more.
    Raises: NotAnOfficer; Hidden; AgencyImpossible; Stale.
    """
    permissions.check_may_work_on(act, agency.authority_id)
    if agency.children.filter(ended_on__isnull=True).exists():
        raise AgencyImpossible("Other agencies stand below this one. Move or end those first.")
    ended = _changed(agency, expected_version, {"ended_on": act.on})
    for contact in Contact.objects.filter(agency=agency, left_on__isnull=True):
        close_invitations(act, contact, InvitationState.ANSWERED_ELSEWHERE)
    ledger.record(act, AgencyKept(agency_id=agency.pk, what="ended"))
    return ended


@transaction.atomic
def keep_contact(
    act: Act,
    *,
    agency: Agency,
    standing: Standing,
    details: dict[str, str],
    may_publish: bool,
    confirmed_on: date,
    expected_version: int = 0,
    how: ConfirmedBy = ConfirmedBy.OFFICER,
) -> Contact:
    """Name whoever is contact or deputy at an agency, or correct and confirm the one there.

    `details`: the fields of DETAILS. `expected_version`: of the contact that is corrected; 0 where the place is free.
    A question of a running round to this contact ends: it is answered.
    Raises: NotAnOfficer; Hidden; ContactImpossible; Stale.
    """
    permissions.check_may_work_on(act, agency.authority_id)
    if agency.ended_on:
        raise ContactImpossible("This agency is not in the directory any more.")
    if confirmed_on > act.on:
        raise ContactImpossible("The day of confirmation is in the future. Enter the day on which you asked.")
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)  # contact and deputy are compared: one at a time
    current = Contact.objects.filter(agency=agency, standing=standing, left_on__isnull=True).first()
    if (current.version if current else 0) != expected_version:
        raise Stale
    changes = checked_details(agency, standing, details) | {"may_publish": may_publish}
    if current is None:
        current = Contact.objects.create(agency=agency, standing=standing, named_on=confirmed_on, **changes)
        what = "named"
    else:
        _check_not_before(current, confirmed_on)
        what = "corrected" if change_contact(current, expected_version, changes) else "confirmed"
    confirm(act, current, on=confirmed_on, how=how, is_corrected=what == "corrected")
    close_invitations(act, current, InvitationState.ANSWERED_ELSEWHERE)
    ledger.record(act, ContactKept(contact_id=current.pk, what=what, how=how))
    return current


@transaction.atomic
def record_leaving(act: Act, *, contact: Contact, left_on: date, handover: str, expected_version: int) -> Contact:
    """Record that a contact has left, with what her successor has to know. The free place is a task until it is filled.

    Raises: NotAnOfficer; Hidden; ContactImpossible; Stale.
    """
    permissions.check_may_work_on(act, contact.agency.authority_id)
    if not contact.named_on <= left_on <= act.on:
        raise ContactImpossible("The last day must be between the day on which she was named and today.")
    if len(handover) > LONGEST_HANDOVER:
        raise ContactImpossible(f"Write no more than {LONGEST_HANDOVER} characters for the hand-over.")
    leave(contact, left_on, handover.strip(), expected_version)
    close_invitations(act, contact, InvitationState.ANSWERED_ELSEWHERE)
    ledger.record(act, ContactKept(contact_id=contact.pk, what="left", how=ConfirmedBy.OFFICER))
    return contact


def checked_details(agency: Agency, standing: str, details: dict[str, str]) -> dict[str, str]:
    """Return the details of a contact without spaces around them.

    Raises: ContactImpossible, without a role or a way to be reached, or for two deputies who are one person.
    """
    given = {name: details.get(name, "").strip() for name in DETAILS}
    if not given["role_name"]:
        raise ContactImpossible("Enter the role, such as “named nurse”: people change, the role stays.")
    too_long = next((name for name, most in DETAILS.items() if len(given[name]) > most), "")
    if too_long:
        raise ContactImpossible(f"Enter no more than {DETAILS[too_long]} characters.")
    if not given["phone"] and not given["email"]:
        raise ContactImpossible("Enter a phone number or an email address.")
    other = Contact.objects.filter(agency=agency, left_on__isnull=True).exclude(standing=standing).first()
    if other and _is_same_person(other, given):
        raise ContactImpossible("Contact and deputy are the same person. A deputy is there when the contact is not.")
    return given


def change_contact(contact: Contact, expected_version: int, changes: Mapping[str, Any]) -> bool:
    """Change a contact where it still has the version that was seen; say whether anything is other than before.

    Raises: Stale.
    """
    is_other = any(getattr(contact, name) != value for name, value in changes.items())
    here = Contact.objects.filter(pk=contact.pk, version=expected_version, left_on__isnull=True)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    contact.refresh_from_db()
    return is_other


def leave(contact: Contact, left_on: date, handover: str, expected_version: int) -> None:
    """Set that a contact has left.

    Raises: Stale.
    """
    here = Contact.objects.filter(pk=contact.pk, version=expected_version, left_on__isnull=True)
    if not here.update(version=F("version") + 1, left_on=left_on, handover=handover):
        raise Stale
    contact.refresh_from_db()


def confirm(act: Act, contact: Contact, *, on: date, how: ConfirmedBy, is_corrected: bool) -> None:
    """Keep that a contact was right on a day."""
    Confirmation.objects.create(
        contact=contact,
        confirmed_on=on,
        how=how,
        is_corrected=is_corrected,
        recorded_at=act.at,
        recorded_by_id=act.actor_id,
    )


def close_invitations(act: Act, contact: Contact, state: InvitationState) -> None:
    """End the open questions to a contact: what they ask is known now."""
    waiting = ContactInvitation.objects.filter(contact=contact, state=InvitationState.OPEN)
    waiting.update(state=state, answered_at=act.at)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise AgencyImpossible("Enter the name of the agency, in no more than 200 characters.")
    return name


def _check_agency(given: Mapping[str, object], parts: set[str]) -> None:
    if given["kind"] not in directory_tables.kinds():
        raise AgencyImpossible("Choose what kind of body it is.")
    if parts - set(directory_tables.PARTS):
        raise AgencyImpossible("Choose parts of the process from the list.")
    if any(len(str(given[name])) > LONGEST_ROUTE for name in ("route", "early_help")):
        raise AgencyImpossible(f"Write no more than {LONGEST_ROUTE} characters for a route: it is read in a hurry.")


def _check_place(agency: Agency | None, parent: Agency | None, authority_id: int) -> None:
    """Refuse a parent elsewhere, one that is ended, a loop, and a tree too deep to be drawn."""
    if parent is None:
        return
    if parent.authority_id != authority_id:
        raise Hidden
    if parent.ended_on:
        raise AgencyImpossible("The agency above is not in the directory any more.")
    above, depth = Agency.objects.filter(pk=parent.pk).first(), 1
    while above is not None:
        depth += 1
        if agency is not None and above.pk == agency.pk:
            raise AgencyImpossible("An agency cannot stand below itself. Choose another one above it.")
        if depth > DEEPEST:
            raise AgencyImpossible(f"The tree has {DEEPEST} levels at most.")
        above = Agency.objects.filter(pk=above.parent_id).first() if above.parent_id else None


def _added(act: Act, authority_id: int, given: Mapping[str, Any]) -> Agency:
    return Agency.objects.create(reference=new_reference("G"), authority_id=authority_id, made_at=act.at, **given)


def _changed(agency: Agency, expected_version: int, changes: Mapping[str, Any]) -> Agency:
    here = Agency.objects.filter(pk=agency.pk, version=expected_version, ended_on__isnull=True)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    agency.refresh_from_db()
    return agency


def _check_not_before(contact: Contact, confirmed_on: date) -> None:
    last = contact.confirmations.order_by("-confirmed_on").first()
    if last and confirmed_on < last.confirmed_on:
        raise ContactImpossible("It was confirmed later than that already. Check the year.")


def _is_same_person(other: Contact, given: dict[str, str]) -> bool:
    """Whether two are one: by the person's name, else by an email address that both have. A desk's phone is shared."""
    name, email = given["person_name"].casefold(), given["email"].casefold()
    if name and other.person_name:
        return name == other.person_name.casefold()
    return bool(email) and email == other.email.casefold()
