"""The lost-pupil repository on screen: a search's candidates, one child in full, and the claim."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll import ctf
from onroll.access.models import Organisation
from onroll.rules import enquiries as checklists
from onroll.transfer import outside_reasons
from onroll.transfer.models import LostPupil
from onroll.transfer.presenters.reading import PupilSection, sections_of
from onroll.transfer.queries import HeldCounts, LeastData
from onroll.web import words
from onroll.web.parts import Colour, Link, Row, Table, Tag

BANDS: dict[str, tuple[str, Colour, str]] = {
    "strong": ("Very likely", "green", "Nearly everything you gave agrees."),
    "good": ("Likely", "blue", "Most of what you gave agrees."),
    "possible": ("Possible", "yellow", "Some of what you gave agrees; it may be another child."),
    "weak": ("Unlikely", "grey", "Little agrees."),
}
SEXES = {"F": "Female", "M": "Male"}
# An officer tells a child by these parts; what teachers need stays in the file, for the school that collects it.
TELLING_SECTIONS = frozenset({"Address", "Contacts", "School history"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class SearchRepository:
    """The search form's page, with what was found once it was asked."""

    title: str
    lead: str
    was_asked: bool = False
    table: Table | None = None
    bands: tuple[Tag, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class OpenLostPupil:
    """The page before a child is opened: says what opening means."""

    title: str
    caption: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilPage:
    """One held child in full."""

    title: str
    caption: str
    name: str
    is_held: bool
    rows: tuple[Row, ...]
    sections: tuple[PupilSection, ...]
    enquiries: Table
    claim_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClaimLostPupil:
    """The page on which a child's file is claimed."""

    title: str
    caption: str
    back_href: str


def search_repository(counts: HeldCounts, hits: Sequence[LeastData] | None) -> SearchRepository:
    """Present the search; `hits` is None before one was made."""
    lead = (
        f"The repository holds {words.count_words(counts.everywhere - counts.outside_everywhere, 'child')} whose next "
        f"school is not known; {counts.from_area - counts.outside_from_area:,} from our area. Kept apart from them, it "
        f"holds {words.count_words(counts.outside_everywhere, 'child')} said to be outside the maintained sector; "
        f"{counts.outside_from_area:,} from our area."
    )
    table = None
    if hits:
        table = Table(
            caption=f"{words.count_words(len(hits), 'candidate')}, the likeliest first",
            head=("Candidate", "Likeness", "Born in", "Sex", "Last school in", "Left", "Filed as", "How it compares"),
            rows=tuple(_hit(hit) for hit in hits),
        )
    bands = tuple(Tag(words=name, colour=colour, meaning=meaning) for name, colour, meaning in BANDS.values())
    return SearchRepository(
        title="Lost pupils", lead=lead, was_asked=hits is not None, table=table, bands=bands if hits else ()
    )


def open_lost_pupil(reference: str) -> OpenLostPupil:
    """Present the question before a child is opened in full."""
    return OpenLostPupil(title="Open this child’s record", caption=f"Repository file {reference}")


def lost_pupil_page(lost_pupil: LostPupil, pupil: ctf.Pupil, *, is_held: bool) -> LostPupilPage:
    """Present one child in full, to an officer who has said why."""
    reference = lost_pupil.message.reference
    return LostPupilPage(
        title=f"Repository file {reference}",
        caption=f"Repository file {reference}",
        name=" ".join(name for name in (pupil.forename, pupil.surname) if name) or "No name given",
        is_held=is_held,
        rows=_rows(lost_pupil, pupil),
        sections=tuple(section for section in sections_of(pupil) if section.title in TELLING_SECTIONS),
        enquiries=_enquiries(lost_pupil),
        claim_href=reverse("transfer:claim-lost-pupil", args=[reference]),
    )


def claim_lost_pupil(lost_pupil: LostPupil) -> ClaimLostPupil:
    """Present the claim."""
    reference = lost_pupil.message.reference
    return ClaimLostPupil(
        title="Claim this file for a school",
        caption=f"Repository file {reference}",
        back_href=reverse("transfer:lost-pupil", args=[reference]),
    )


def school_words(school: Organisation) -> str:
    """Return a school as a choice: two schools of one area may share a name."""
    place = f", {school.town}" if school.town else ""
    return f"{school.name}{place} ({school.code})"


def _hit(hit: LeastData) -> tuple[str | Link | Tag, ...]:
    name, colour, _ = BANDS[hit.band]
    return (
        Link(
            text=hit.initials or "No name",
            href=reverse("transfer:open-lost-pupil", args=[hit.reference]),
            hidden_words=f"open file {hit.reference}",
        ),
        Tag(words=name, colour=colour),
        str(hit.birth_year) if hit.birth_year else "Not known",
        SEXES.get(hit.sex, "Not known"),
        hit.authority,
        words.day_words(hit.left_on) if hit.left_on else "Not known",
        "Outside the sector" if hit.is_outside else "Next school not known",
        "; ".join(hit.reasons),
    )


def _rows(lost_pupil: LostPupil, pupil: ctf.Pupil) -> tuple[Row, ...]:
    names = (
        ("Legal name", pupil.forename, pupil.middle_names, pupil.surname),
        ("Known as", pupil.preferred_forename, pupil.preferred_surname),
        ("Former surname", pupil.former_surname),
    )
    rows = [(key, " ".join(part for part in parts if part)) for key, *parts in names]
    rows += [
        ("Date of birth", words.day_words(pupil.birth_date) if pupil.birth_date else ""),
        ("Sex", SEXES.get(lost_pupil.sighting.sex, "")),
        ("UPN", pupil.upn or ""),
        ("Former UPN", ", ".join(pupil.former_upns)),
        ("Last school", str(lost_pupil.message.sender)),
        ("Left on", words.day_words(lost_pupil.left_on) if lost_pupil.left_on else "Not given"),
        ("Filed as", "Outside the maintained sector" if lost_pupil.outside_sector else "Next school not known"),
        ("Why outside", outside_reasons.WORDS.get(lost_pupil.outside_reason, "")),
        ("Filed", words.moment_words(lost_pupil.filed_at)),
        ("Kept until", words.day_words(lost_pupil.keep_until)),
    ]
    return tuple(Row(key=key, value=value) for key, value in rows if value)


def _enquiries(lost_pupil: LostPupil) -> Table:
    known = {line.code: line.words for checklist in checklists.CHECKLISTS for line in checklist.enquiries}
    rows = tuple(
        (known.get(made.code, made.code), words.day_words(made.made_on), made.outcome)
        for made in lost_pupil.enquiries.all()
    )
    return Table(caption="Enquiries the school made", head=("Enquiry", "Made on", "What came of it"), rows=rows)
