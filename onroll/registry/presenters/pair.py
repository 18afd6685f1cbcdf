"""The page of one pair: both records side by side, each difference named, and why they may be one child or twins."""

import dataclasses
from typing import cast

from django.urls import reverse

from onroll.audit.act import Act
from onroll.linkage import Comparison, Field, Kind
from onroll.registry import permissions
from onroll.registry.answers import CHOICES
from onroll.registry.likeness import Likeness
from onroll.registry.models import Cause, PairReview, ReviewStep
from onroll.registry.presenters.record import NOT_KNOWN, NOT_SHOWN, SEALED, record_words
from onroll.registry.review_states import MEANINGS, ReviewState
from onroll.web.parts import Cell, Colour, Event, Link, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

ROWS = {
    "Surname": Field.SURNAME,
    "Forenames": Field.FORENAME,
    "Date of birth": Field.BIRTH_DATE,
    "Sex": Field.SEX,
    "UPN": Field.UPN,
    "Postcode": Field.POSTCODE,
    "Address": None,
    "Year group": None,
    "Told by": None,
    "Received": None,
}
COMPARED_AS_SHOWN = frozenset({"Address", "Year group"})
BANDS = {
    "strong": "Very likely one child",
    "good": "Likely one child",
    "possible": "Possibly one child",
    "weak": "Hardly one child",
}
TITLES = {
    ReviewState.WAITING: "Put before people",
    ReviewState.SET_ASIDE: "Question asked",
    ReviewState.AGREED_ONCE: "One officer agreed",
    ReviewState.MERGED: "A second officer agreed: read as one child",
    ReviewState.KEPT_APART: "Kept apart",
    ReviewState.SPLIT: "Split again",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairPage:
    """What the template shows. `merge_href`, `split_href` and `blocked` are empty where they do not apply."""

    title: str
    caption: str
    state: Tag
    whose_turn: str
    records: Table
    least: str
    reasons: tuple[str, ...]
    twins: str
    rivals: str
    made: str
    may_decide: bool
    merge_href: str
    split_href: str
    blocked: str
    children: tuple[Link, ...]
    story: tuple[Event, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignPage:
    """A page on which one thing is signed: what it does, above the form."""

    title: str
    caption: str
    lead: str
    records: Table
    back_href: str


def pair_page(act: Act, review: PairReview, found: Likeness, steps: list[ReviewStep]) -> PairPage:
    """Present a pair to somebody of one of its authorities."""
    state = ReviewState(review.state)
    meaning = MEANINGS[state]
    both_full = is_full(act, review, 1) and is_full(act, review, 2)
    return PairPage(
        title="Are these one child?" if state is not ReviewState.MERGED else "Read as one child",
        caption=f"Pair {review.reference}",
        state=Tag(words=meaning.name, meaning=meaning.words, colour=cast("Colour", meaning.colour)),
        whose_turn=_whose_turn(review, meaning.whose_turn),
        records=records_table(act, review, found),
        least="" if both_full else _least_words(act, review),
        reasons=_reasons(found, both_full=both_full),
        twins=found.twins,
        rivals=_rival_words(review),
        made=_made(review, found),
        may_decide=bool(CHOICES[state]),
        merge_href=_page("merge-pair", review)
        if state is ReviewState.AGREED_ONCE and permissions.may_sign_second(act, review)
        else "",
        split_href=_page("split-pair", review) if state is ReviewState.MERGED else "",
        blocked=_blocked(act, review) if state is ReviewState.AGREED_ONCE else "",
        children=_children(act, review),
        story=tuple(_event(step) for step in steps),
    )


def merge_page(act: Act, review: PairReview, found: Likeness) -> SignPage:
    """Present the second signature."""
    return SignPage(
        title="Agree that this is one child",
        caption=f"Pair {review.reference}",
        lead=f"{review.agreed_by.name if review.agreed_by else 'A colleague'} says that these two records are one "
        "child. If you agree, they are read as one from now on, under the earlier reference. Nothing is deleted, and "
        "they can be split again.",
        records=records_table(act, review, found),
        back_href=_page("pair", review),
    )


def split_page(act: Act, review: PairReview, found: Likeness) -> SignPage:
    """Present the splitting of a merge."""
    return SignPage(
        title="Split into two children again",
        caption=f"Pair {review.reference}",
        lead="Each record is then what it was, with what was received about it meanwhile. That they were read as one "
        "child stays in the history.",
        records=records_table(act, review, found),
        back_href=_page("pair", review),
    )


def records_table(act: Act, review: PairReview, found: Likeness) -> Table:
    """Return both records side by side; the last column says in words how each fact compares."""
    first, second = (
        record_words(row, is_full=is_full(act, review, number))
        for number, row in ((1, review.first_sighting), (2, review.second_sighting))
    )
    rows: list[tuple[Cell, ...]] = []
    for name, field in ROWS.items():
        compared = _in_words(name, found.compared[field] if field else None, first[name], second[name])
        rows.append((name, first[name], second[name], compared))
    return Table(
        caption="The two records", head=("Fact", "First record", "Second record", "How they compare"), rows=tuple(rows)
    )


def is_full(act: Act, review: PairReview, number: int) -> bool:
    """Say whether a side is shown in full: the acting authority's own, or one that no authority of ours has."""
    authority_id = review.first_authority_id if number == 1 else review.second_authority_id
    return authority_id in (None, act.organisation_id)


def _in_words(name: str, compared: Comparison | None, one: str, other: str) -> Cell:
    """Say how a fact compares: as the score saw it, else as it is shown. Who told us, and when, says nothing of her."""
    if compared is None:
        return _plainly(one, other) if name in COMPARED_AS_SHOWN else "Not compared"
    if compared.kind is Kind.MISSING:
        return _not_counted(one, other)
    if compared.kind in {Kind.SAME, Kind.FORMER}:
        return Tag(words="Same", colour="green")
    if compared.kind is Kind.DIFFERENT:
        return Tag(words="Different", colour="red")
    return Tag(words=str(compared.kind).capitalize(), colour="yellow")


def _not_counted(one: str, other: str) -> Tag:
    """Say of a fact that the score left out what can be seen of it: a stand-in, or nothing."""
    if {one, other} & {NOT_KNOWN, NOT_SHOWN, SEALED}:
        return _plainly(one, other)
    if one == other:
        return Tag(words="Same", meaning="The score does not count it: many children have this value.", colour="grey")
    return Tag(words="Cannot be compared", meaning="The score does not count a value such as this.", colour="grey")


def _plainly(one: str, other: str) -> Tag:
    """Compare two texts as they are shown."""
    if one == other == NOT_KNOWN:
        return Tag(words="Not known", meaning="Neither record says.", colour="grey")
    if NOT_KNOWN in {one, other}:
        return Tag(words="Cannot be compared", meaning="Only one record says.", colour="grey")
    if {one, other} & {NOT_SHOWN, SEALED}:
        return Tag(words="Cannot be compared", meaning="You do not see both.", colour="grey")
    return Tag(words="Same", colour="green") if one == other else Tag(words="Different", colour="red")


def _reasons(found: Likeness, *, both_full: bool) -> tuple[str, ...]:
    """Return why the score is what it is; without the names where one side's are not for this person."""
    if both_full:
        return found.score.reasons
    return tuple(f"{each.field}: {each.kind}" for each in found.compared.values() if each.kind is not Kind.MISSING)


def _made(review: PairReview, found: Likeness) -> str:
    return (
        f"{BANDS[found.score.band]}. The score was {review.score:.2f} of 1 on {day_words(review.raised_at)}, by "
        f"{review.engine}. It says in which order to look, and decides nothing. Why it came up: "
        f"{Cause(review.cause).label}."
    )


def _rival_words(review: PairReview) -> str:
    if not review.rivals:
        return ""
    return (
        f"{count_words(review.rivals, 'other record')} came near as well: a brother, sister or namesake. "
        "Look at which of them fits best."
    )


def _least_words(act: Act, review: PairReview) -> str:
    other = review.second_authority if is_full(act, review, 1) else review.first_authority
    name = other.name if other else "the other authority"
    return f"One child is known to {name}: of that record you see the least. Its officer sees the rest, and signs too."


def _whose_turn(review: PairReview, words: str) -> str:
    if review.state == ReviewState.AGREED_ONCE and review.first_authority_id != review.second_authority_id:
        others = [each for each in (review.first_authority, review.second_authority) if each]
        other = next((each.name for each in others if each.pk != review.agreed_for_id), "")
        return f"An officer of {other}" if other else words
    return words


def _blocked(act: Act, review: PairReview) -> str:
    if permissions.may_sign_second(act, review):
        return ""
    if act.actor_id == review.agreed_by_id:
        return "You agreed first. Somebody else has to agree before the two are read as one child."
    return "An officer of the other authority has to agree before the two are read as one child."


def _children(act: Act, review: PairReview) -> tuple[Link, ...]:
    if not permissions.may_read_children(act):
        return ()
    return tuple(
        Link(
            text=f"All that is known of child {child.reference}", href=reverse("registry:child", args=[child.reference])
        )
        for number, child in ((1, review.first), (2, review.second))
        if is_full(act, review, number)
    )


def _event(step: ReviewStep) -> Event:
    by = ", ".join(
        part
        for part in (step.person.name if step.person else "", step.organisation.name if step.organisation else "")
        if part
    )
    return Event(title=TITLES[ReviewState(step.state)], at=moment_words(step.at), by=by, note=step.words)


def _page(name: str, review: PairReview) -> str:
    return reverse(f"registry:{name}", args=[review.reference])
