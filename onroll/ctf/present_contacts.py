"""The parts of a pupil's page that show where the pupil lives and whom to ring."""

from onroll.ctf import codes
from onroll.ctf.contact import Contact, Telephone, telephones
from onroll.ctf.pupil import Pupil
from onroll.ctf.sections import Row, Section, Table

_HEAD = ["Priority", "Name", "Relationship", "Parental responsibility", "Address", "Telephones", "Email"]


def address_section(pupil: Pupil) -> Section:
    """Return the pupil's own address, telephones and email."""
    rows = []
    if pupil.address_lines:
        rows.append(Row("Address", ", ".join(pupil.address_lines)))
    if pupil.postcode:
        rows.append(Row("Postcode", pupil.postcode))
    rows += [Row("Telephone", _telephone(number)) for number in telephones(pupil.element)]
    rows += [Row("Email", email) for email in pupil.texts("Email")]
    return Section("Address", rows)


def contacts_section(pupil: Pupil) -> Section:
    """Return the pupil's contacts in order of priority."""
    rows = [_cells(contact) for contact in pupil.contacts]
    return Section("Contacts", tables=[Table("People to contact", _HEAD, rows)] if rows else [])


def _cells(contact: Contact) -> list[str]:
    names = (contact.title, contact.forename, contact.middle_names, contact.surname)
    if contact.lives_with_pupil:
        address = "As the pupil"
    else:
        address = ", ".join([*contact.address_lines, *([contact.postcode] if contact.postcode else [])])
    return [
        "" if contact.priority is None else str(contact.priority),
        " ".join(name for name in names if name),
        _words("relationship", contact.relationship),
        {True: "Yes", False: "No", None: "Not said"}[contact.responsibility],
        address,
        "; ".join(_telephone(number) for number in contact.telephones),
        contact.email or "",
    ]


def _telephone(telephone: Telephone) -> str:
    kind = _words("telephone_type", telephone.kind)
    return f"{telephone.number} ({kind.lower()})" if kind else telephone.number


def _words(code_set: str, code: str | None) -> str:
    return (codes.describe(code_set, code) or code) if code else ""
