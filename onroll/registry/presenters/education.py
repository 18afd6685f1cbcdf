"""What is known of a child's education beside the rolls, in words: every fact, corrected ones too."""

import dataclasses
from collections.abc import Callable, Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.registry.actions import Said
from onroll.registry.models import Child, EducationFact, EducationKind
from onroll.registry.presenters.record import NOT_SHOWN
from onroll.web.parts import Cell, Link, Table
from onroll.web.words import day_words, moment_words

Record = Callable[[Said], object]
HEAD = ("What", "When true", "What shows it", "Said by", "Known since", "How it stands")


@dataclasses.dataclass(frozen=True, kw_only=True)
class EducationPage:
    """What the template shows; the table is None where nothing was ever said."""

    title: str
    caption: str
    table: Table | None
    record_href: str
    child_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordPage:
    """A page on which a fact is recorded, or (`is_correction`) another put in its place."""

    title: str
    caption: str
    lead: str
    is_correction: bool
    back_href: str


def education_page(act: Act, child: Child, facts: Sequence[EducationFact]) -> EducationPage:
    """Present the facts, the newest known first. What another area said is named by kind and days alone."""
    table = Table(
        caption="What was said, the newest first", head=HEAD, rows=tuple(_row(act, child, each) for each in facts)
    )
    return EducationPage(
        title="Education beside the rolls",
        caption=f"Child {child.reference}",
        table=table if facts else None,
        record_href=reverse("registry:record-education", args=[child.reference]),
        child_href=reverse("registry:child", args=[child.reference]),
    )


def _row(act: Act, child: Child, fact: EducationFact) -> tuple[Cell, ...]:
    is_of_area = fact.told_by.la_code == act.la_code
    by = fact.recorded_by.name if fact.recorded_by and is_of_area else "what an officer decided"
    return (
        _what(fact),
        f"{day_words(fact.from_on)} to {day_words(fact.until_on)}"
        if fact.until_on
        else f"From {day_words(fact.from_on)}",
        fact.evidence if is_of_area else NOT_SHOWN,
        f"{fact.told_by.name}: {by}",
        moment_words(fact.recorded_at),
        _standing(act, child, fact),
    )


def _what(fact: EducationFact) -> str:
    words = str(EducationKind(fact.kind).label)
    if fact.suitability:
        words += f". {fact.get_suitability_display()}"
    return f"{words}: {fact.school.name}" if fact.school else words


def _standing(act: Act, child: Child, fact: EducationFact) -> Cell:
    follower = getattr(fact, "superseded_by", None)
    if follower is not None:
        return f"{'Found wrong' if follower.is_void else 'Corrected'} on {day_words(follower.recorded_at)}"
    if fact.is_void:
        return "Says that an earlier fact was wrong"
    if fact.told_by_id != act.organisation_id:
        return "Counts"
    href = reverse("registry:correct-education", args=[child.reference, fact.reference])
    return Link(text="Counts: correct it", href=href, hidden_words=f"({fact.reference})")


def record_education_page(child: Child, fact: EducationFact | None) -> RecordPage:
    """Present the page on which a fact is recorded or corrected."""
    lead = (
        "What you record is known from now on. An answer about an earlier day, as it was known then, stays as it was."
    )
    return RecordPage(
        title="Record what is known" if fact is None else "Correct what is known",
        caption=f"Child {child.reference}",
        lead=lead if fact is None else f"{_what(fact)}. The earlier fact stays, and counts no more from now on.",
        is_correction=fact is not None,
        back_href=reverse("registry:education", args=[child.reference]),
    )


def said_before(fact: EducationFact) -> dict[str, object]:
    """Return what a correction begins with: the earlier fact, without what showed it."""
    return {
        "kind": fact.kind,
        "suitability": fact.suitability,
        "from_on": fact.from_on,
        "until_on": fact.until_on,
        "school": fact.school.code if fact.school else "",
    }
