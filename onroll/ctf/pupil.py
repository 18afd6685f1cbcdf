"""A pupil of a file, read by name from an element that stays untouched.

Nothing is copied until it is asked for, so that passing over 200,000 pupils costs what parsing costs.
Source: the format notes, sections 5 to 7.
"""

from datetime import date
from functools import cached_property

from lxml import etree

from onroll.ctf import access, values
from onroll.ctf.contact import Contact, SchoolSpell, address_lines, contact, school_spell


class Pupil:
    """One pupil. `position` is the 1-based place in the file; `element` is what was read."""

    def __init__(self, element: etree._Element, position: int = 1) -> None:
        self.element = element
        self.position = position

    def __repr__(self) -> str:
        return f"<Pupil {self.position}>"

    def text(self, path: str) -> str | None:
        """Return the first text at a path such as `BasicDetails/FormerUPN`, or None."""
        return access.text(self.element, path.removeprefix("Pupil/"))

    def texts(self, path: str) -> list[str]:
        """Return all texts at a path."""
        return access.texts(self.element, path.removeprefix("Pupil/"))

    @cached_property
    def upn(self) -> str | None:
        """The unique pupil number as written."""
        return self.text("UPN")

    @cached_property
    def former_upns(self) -> list[str]:
        """Former unique pupil numbers."""
        return self.texts("BasicDetails/FormerUPN")

    @cached_property
    def uln(self) -> str | None:
        """The unique learner number."""
        return self.text("UniqueLearnerNumber")

    @cached_property
    def surname(self) -> str | None:
        """The legal surname."""
        return self.text("Surname")

    @cached_property
    def forename(self) -> str | None:
        """The legal forename."""
        return self.text("Forename")

    @cached_property
    def middle_names(self) -> str | None:
        """Middle names, a space between them."""
        return self.text("BasicDetails/MiddleNames")

    @cached_property
    def preferred_surname(self) -> str | None:
        """The surname the pupil goes by."""
        return self.text("BasicDetails/PreferredSurname")

    @cached_property
    def preferred_forename(self) -> str | None:
        """The forename the pupil goes by."""
        return self.text("BasicDetails/PreferredForename")

    @cached_property
    def former_surname(self) -> str | None:
        """A surname of earlier times."""
        return self.text("BasicDetails/FormerSurname")

    @cached_property
    def birth_date(self) -> date | None:
        """The date of birth, or None where it is missing or not a date."""
        return values.as_date(self.text("DOB"))

    @cached_property
    def sex(self) -> str | None:
        """The code under `Sex` or, in files before 25.0, `Gender`."""
        return self.text("Sex") or self.text("Gender")

    @cached_property
    def year_group(self) -> str | None:
        """The code of the national curriculum year."""
        return self.text("BasicDetails/NCyearActual")

    @cached_property
    def postcode(self) -> str | None:
        """The postcode as written."""
        return self.text("Address/PostCode")

    @cached_property
    def address_lines(self) -> list[str]:
        """The address as lines for an envelope, the postcode left out."""
        block = access.first(self.element, "Address")
        return [] if block is None else address_lines(block)

    @cached_property
    def school_history(self) -> list[SchoolSpell]:
        """The schools of the pupil, the newest first, whatever their order in the file."""
        spells = [school_spell(row) for row in access.along(self.element, "SchoolHistory/School")]
        return sorted(spells, key=lambda spell: spell.entry_on or date.min, reverse=True)

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contacts in order of priority; those without one come last."""
        found = [contact(block) for block in access.along(self.element, "Contacts/Contact")]
        return sorted(found, key=lambda person: 10_000 if person.priority is None else person.priority)
