"""Parts of a pupil's record that have parts of their own: contacts, school spells and addresses.

Source: the format notes, sections 7.6 to 7.8 and 7.11.
"""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from onroll.ctf import access, values


@dataclass(frozen=True, slots=True)
class SchoolSpell:
    """A row of school history. `left_on` may lie in the future: a planned leaving."""

    la: str | None
    number: str | None
    urn: str | None
    name: str | None
    entry_on: date | None
    left_on: date | None
    leaving_reason: str | None
    removal_ground: str | None
    is_last: bool | None

    @property
    def code(self) -> str:
        """The seven characters of authority and establishment, or as many as are known."""
        return f"{self.la or ''}{self.number or ''}"


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number as written, and the code of its kind."""

    number: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to contact about the pupil. `responsibility` is parental responsibility; None is not said."""

    priority: int | None
    title: str | None
    surname: str | None
    forename: str | None
    middle_names: str | None
    sex: str | None
    relationship: str | None
    responsibility: bool | None
    lives_with_pupil: bool | None
    address_lines: list[str]
    postcode: str | None
    telephones: list[Telephone]
    email: str | None


def school_spell(row: etree._Element) -> SchoolSpell:
    """Return what a `School` element says."""
    return SchoolSpell(
        la=access.text(row, "LEA"),
        number=access.text(row, "Estab"),
        urn=access.text(row, "URN"),
        name=access.text(row, "SchoolName"),
        entry_on=values.as_date(access.text(row, "EntryDate")),
        left_on=values.as_date(access.text(row, "LeavingDate")),
        leaving_reason=access.text(row, "LeavingReason"),
        removal_ground=access.text(row, "RemovalGrounds"),
        is_last=values.as_boolean(access.text(row, "LastSchool")),
    )


def address_lines(block: etree._Element) -> list[str]:
    """Return the lines of an `Address` element in the order of an envelope, without the postcode."""
    house = " ".join(access.texts(block, "BS7666Address/PAON") + access.texts(block, "BS7666Address/Street"))
    lines = [*access.texts(block, "BS7666Address/SAON"), house]
    for part in ("Locality", "Town", "AdministrativeArea", "PostTown"):
        lines += access.texts(block, f"BS7666Address/{part}")
    for number in range(1, 6):
        lines += access.texts(block, f"AddressLines/AddressLine{number}")
        lines += access.texts(block, f"AddressLine{number}")
    lines += access.texts(block, "County") + access.texts(block, "Zip") + access.texts(block, "Country")
    return [line for line in lines if line]


def telephones(block: etree._Element) -> list[Telephone]:
    """Return the telephone numbers of a pupil or contact."""
    rows = access.along(block, "Phones/Phone")
    pairs = [(access.text(row, "PhoneNo"), access.text(row, "TelephoneType")) for row in rows]
    return [Telephone(number, kind) for number, kind in pairs if number]


def contact(block: etree._Element) -> Contact:
    """Return what a `Contact` element says."""
    address = access.first(block, "Address")
    return Contact(
        priority=values.as_integer(access.text(block, "Order")),
        title=access.text(block, "Title"),
        surname=access.text(block, "Surname"),
        forename=access.text(block, "Forename"),
        middle_names=access.text(block, "MiddleNames"),
        sex=access.text(block, "Sex") or access.text(block, "Gender"),
        relationship=access.text(block, "Relationship"),
        responsibility=values.as_boolean(access.text(block, "Responsibility")),
        lives_with_pupil=values.as_boolean(access.text(block, "Address/AddressAsPupil")),
        address_lines=[] if address is None else address_lines(address),
        postcode=access.text(block, "Address/PostCode"),
        telephones=telephones(block),
        email=access.text(block, "Email"),
    )
