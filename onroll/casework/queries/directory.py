"""Readings of the directory: the tree with its contacts, who is due, gaps, and evidence for steps B1 and B3."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Max, QuerySet

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import directory_tables
from onroll.casework.models import Agency, Contact, ContactRound, Standing
from onroll.rules import contacts

TEAM = "cme"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact in place. `last_confirmed_on` is None where nobody ever confirmed it; `is_due`: to be asked again."""

    contact: Contact
    last_confirmed_on: date | None
    is_due: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """An agency in the tree: how deep it stands, and who is contact and deputy there; None where the place is free."""

    agency: Agency
    depth: int
    main: ContactLine | None
    deputy: ContactLine | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that the directory lacks: what, why it matters, and the agency, where there is one."""

    code: str
    words: str
    agency: Agency | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NamedContact:
    """A named contact, as evidence of steps B1 and B3: no name of a person, but that there is one."""

    agency: str
    kind: str
    role_name: str
    is_person_named: bool
    has_deputy: bool
    last_confirmed_on: date | None
    is_due: bool


def contact_lines(act: Act) -> list[ContactLine]:
    """Return every contact and deputy in place, with the day on which each was last confirmed."""
    return lines_of(Contact.objects.visible_to(act), act.on)


def lines_of(given: QuerySet[Contact], on: date) -> list[ContactLine]:
    """Return those of some contacts who are in place, with the day on which each was last confirmed."""
    due_since = contacts.due_since(on)
    rows = Contact.objects.filter(pk__in=given.values("pk")).in_place().select_related("agency")
    found = rows.annotate(last_on=Max("confirmations__confirmed_on")).order_by("agency_id", "-standing", "pk")
    return [
        ContactLine(contact=row, last_confirmed_on=row.last_on, is_due=row.last_on is None or row.last_on <= due_since)
        for row in found
    ]


def tree(act: Act) -> list[AgencyLine]:
    """Return the directory in the order of a tree: the council's own team first, then by kind and name."""
    places: dict[tuple[int, str], ContactLine] = {
        (line.contact.agency_id, line.contact.standing): line for line in contact_lines(act)
    }
    below: dict[int | None, list[Agency]] = defaultdict(list)
    rows = list(Agency.objects.visible_to(act).filter(ended_on__isnull=True).select_related("organisation"))
    known = {row.pk for row in rows}
    order = list(directory_tables.kinds())
    for row in sorted(rows, key=lambda one: (order.index(one.kind), one.name.casefold())):
        below[row.parent_id if row.parent_id in known else None].append(row)
    return list(_walk(below, places, None, 0))


def _walk(
    below: dict[int | None, list[Agency]], places: dict[tuple[int, str], ContactLine], parent: int | None, depth: int
) -> Iterator[AgencyLine]:
    for row in below.get(parent, []):
        yield AgencyLine(
            agency=row,
            depth=depth,
            main=places.get((row.pk, Standing.MAIN)),
            deputy=places.get((row.pk, Standing.DEPUTY)),
        )
        yield from _walk(below, places, row.pk, depth + 1)


def agency(act: Act, reference: str) -> Agency:
    """Return one agency of the authority's own directory.

    Raises: Hidden.
    """
    rows = Agency.objects.visible_to(act).select_related("parent", "organisation", "authority")
    found: Agency | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def agencies(act: Act) -> list[Agency]:
    """Return the agencies in the directory, by name."""
    return list(Agency.objects.visible_to(act).filter(ended_on__isnull=True).order_by("name", "pk"))


def organisations_that_sign_in(act: Act) -> list[Organisation]:
    """Return the partner agencies of the area that have an account, for the officer to say which node is theirs."""
    rows = Organisation.objects.filter(kind=OrganisationKind.AGENCY, la_code=act.la_code)
    return list(rows.order_by("name", "pk")) if act.la_code else []


def contact_in_place(act: Act, agency: Agency, standing: str) -> Contact | None:
    """Return who is contact or deputy at an agency now."""
    found: Contact | None = (
        Contact.objects.visible_to(act).filter(agency=agency, standing=standing, left_on__isnull=True).first()
    )
    return found


def contact(act: Act, contact_id: int) -> Contact:
    """Return a contact who is in place.

    Raises: Hidden.
    """
    found: Contact | None = (
        Contact.objects.visible_to(act).in_place().select_related("agency").filter(pk=contact_id).first()
    )
    if found is None:
        raise Hidden
    return found


def history(act: Act, agency: Agency) -> list[Contact]:
    """Return everybody who was or is contact or deputy at an agency, the newest first, with their confirmations."""
    rows = Contact.objects.visible_to(act).filter(agency=agency).order_by("-pk")
    return list(rows.prefetch_related("confirmations"))


def free_places(act: Act) -> list[Contact]:
    """Return whoever left without a successor, the longest ago first: each is a hand-over to be done."""
    gone = Contact.objects.visible_to(act).filter(left_on__isnull=False, agency__ended_on__isnull=True)
    taken = {(line.contact.agency_id, line.contact.standing) for line in contact_lines(act)}
    latest: dict[tuple[int, str], Contact] = {}
    for row in gone.select_related("agency").order_by("left_on", "pk"):
        latest[row.agency_id, row.standing] = row
    return [row for place, row in latest.items() if place not in taken]


def gaps(act: Act) -> list[Gap]:
    """Return what the directory lacks: kinds of body that nobody has entered, then what lacks at each agency."""
    lines = tree(act)
    present = {line.agency.kind for line in lines}
    found = [
        Gap(code="kind_missing", words=f"{kind.name}: not in the directory. {kind.gap}.")
        for kind in directory_tables.kinds().values()
        if kind.is_expected and kind.code not in present
    ]
    parents = {line.agency.parent_id for line in lines}
    for line in lines:
        found += [Gap(code=code, words=words, agency=line.agency) for code, words in _lacks(line, parents)]
    return found


def _lacks(line: AgencyLine, parents: set[int | None]) -> Iterator[tuple[str, str]]:
    """Yield what lacks at one agency; one that only holds others together needs no contact of its own."""
    is_heading = line.agency.pk in parents and line.main is None and line.deputy is None
    if is_heading:
        return
    if line.main is None:
        yield "contact_missing", "No contact is named."
    elif not line.main.contact.person_name:
        yield "person_missing", "The contact’s role is known, and nobody’s name."
    if line.deputy is None:
        yield "deputy_missing", "No deputy is named: nobody answers when the contact is away."
    if any(place and place.is_due for place in (line.main, line.deputy)):
        yield "confirmation_due", "A contact was not confirmed for a year."
    if not line.agency.route and line.agency.kind != TEAM:
        yield "route_missing", "How it tells the council of a child is not written down."
    if not line.agency.parts:
        yield "parts_missing", "In which parts of the process it takes part is not written down."


def running_round(act: Act) -> ContactRound | None:
    """Return the round whose last day has not passed."""
    rows = ContactRound.objects.visible_to(act).filter(answer_by__gte=act.on)
    found: ContactRound | None = rows.order_by("-pk").first()
    return found


def contact_rounds(act: Act) -> list[ContactRound]:
    """Return every round of the authority, the newest first, with its questions."""
    rows = ContactRound.objects.visible_to(act).prefetch_related("invitations__contact__agency")
    return list(rows.order_by("-pk"))


def contact_round(act: Act, reference: str) -> ContactRound:
    """Return one round with its questions.

    Raises: Hidden.
    """
    found = next((each for each in contact_rounds(act) if each.reference == reference), None)
    if found is None:
        raise Hidden
    return found


def named_contacts(act: Act) -> tuple[NamedContact, ...]:
    """Return the contacts as evidence of steps B1 and B3: which body, which role, and when last confirmed."""
    return tuple(
        NamedContact(
            agency=line.agency.name,
            kind=line.agency.kind,
            role_name=line.main.contact.role_name,
            is_person_named=bool(line.main.contact.person_name),
            has_deputy=line.deputy is not None,
            last_confirmed_on=line.main.last_confirmed_on,
            is_due=line.main.is_due,
        )
        for line in tree(act)
        if line.main
    )
