"""The checklist of reasonable enquiries that school and authority make together before a pupil is lost.

No list in law is complete: ministers have said so. This one is compiled from guidance and authorities' own
lists; who may do each is this project's reading of which gateway serves whom. A change makes a new version,
never an edit.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.rules.rulesets import RuleNotInForce


class Party(StrEnum):
    """Who makes an enquiry."""

    SCHOOL = "school"
    AUTHORITY = "authority"


class UnknownEnquiry(LookupError):
    """The checklist has no line with this code."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A line of the checklist: a code that never changes its meaning, its words, and who may do it."""

    code: str
    words: str
    may_be_done_by: frozenset[Party]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A version of the checklist, in force from a day until the next version's."""

    version: str
    in_force_from: date
    source: str
    enquiries: tuple[Enquiry, ...]

    def enquiry(self, code: str) -> Enquiry:
        """Return a line by its code.

        Raises: UnknownEnquiry.
        """
        for each in self.enquiries:
            if each.code == code:
                return each
        raise UnknownEnquiry(code)

    def for_party(self, party: Party) -> tuple[Enquiry, ...]:
        """Return the lines that a school, or an authority, may do, in order."""
        return tuple(each for each in self.enquiries if party in each.may_be_done_by)


_BOTH = frozenset(Party)
_AUTHORITY = frozenset({Party.AUTHORITY})

CHECKLISTS = (
    Checklist(
        version="1",
        in_force_from=date(2016, 9, 1),
        source="guidance on children missing education, 2024 and 2025; authorities' checklists (V/K)",
        enquiries=(
            Enquiry("TELEPHONE", "Phone every number held, at different times of day; text and email", _BOTH),
            Enquiry("CONTACTS", "Ask every emergency contact, relatives, and neighbours where safe", _BOTH),
            Enquiry("LETTER", "Write to the last address and to the emergency contacts", _BOTH),
            Enquiry(
                "SIBLINGS",
                "Ask brothers' and sisters' schools, friends, and staff who know the family",
                _BOTH,
            ),
            Enquiry(
                "VISIT",
                "Visit the home after weighing the risk; ask neighbours, landlord; look for occupation",
                _BOTH,
            ),
            Enquiry(
                "OWN_SYSTEMS",
                "Search the authority's own systems: admissions, home education, special needs, early help, "
                "social care, housing, council tax (where the law allows), youth justice, virtual school, "
                "free school meals",
                _AUTHORITY,
            ),
            Enquiry("LOST_PUPILS", "Search the lost-pupil repository and message schools and authorities", _BOTH),
            Enquiry(
                "OTHER_AREAS",
                "Ask the previous and the suspected new authority and school, and where the family lives",
                _BOTH,
            ),
            Enquiry(
                "HEALTH",
                "Ask the school nurse, health visitor and general practice through the agreed route",
                _BOTH,
            ),
            Enquiry("POLICE", "Ask the police, or a refuge, through the agreed route", _BOTH),
            Enquiry("CHILD_BENEFIT", "Ask HM Revenue and Customs about child benefit: the last resort", _AUTHORITY),
            Enquiry("HOME_OFFICE", "Ask the Home Office, UK Visas and Immigration or Border Force", _AUTHORITY),
            Enquiry(
                "FORCES",
                "Ask the Ministry of Defence's education advisory service, for service families",
                _BOTH,
            ),
            Enquiry(
                "ABROAD",
                "Ask an embassy, consulate or school abroad, where the child is said to be abroad",
                _BOTH,
            ),
            Enquiry("ANYONE_ELSE", "Ask anyone else known to the family", _BOTH),
        ),
    ),
)


def checklist_on(on: date) -> Checklist:
    """Return the version of the checklist in force on a day.

    Raises: RuleNotInForce, before the first version.
    """
    for checklist in sorted(CHECKLISTS, key=lambda each: each.in_force_from, reverse=True):
        if checklist.in_force_from <= on:
            return checklist
    raise RuleNotInForce("reasonable enquiries checklist", on)
