"""The pairs that wait for people, and how one stands: for the authorities that have the children, and no others."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry.models import Child, Merge, PairReview, ReviewStep, Sighting
from onroll.registry.queries.merging import one_with
from onroll.registry.review_states import APART, UNANSWERED

_BOTH = (
    "first",
    "second",
    "first_sighting__told_by",
    "second_sighting__told_by",
    "first_authority",
    "second_authority",
)


def waiting_pairs(act: Act) -> QuerySet[PairReview]:
    """Return the pairs that wait for an answer, the most urgent first."""
    waiting: QuerySet[PairReview] = PairReview.objects.visible_to(act).unanswered().by_urgency()
    return waiting.select_related(*_BOTH, "agreed_by")


def decided_pairs(act: Act, limit: int = 50) -> list[PairReview]:
    """Return the pairs that were decided last, the newest first."""
    decided = PairReview.objects.visible_to(act).exclude(state__in=UNANSWERED)
    return list(decided.select_related(*_BOTH).order_by("-decided_at", "-pk")[:limit])


def pair_with(act: Act, reference: str) -> PairReview:
    """Return one pair.

    Raises: Hidden.
    """
    seen = PairReview.objects.visible_to(act).select_related(*_BOTH, "agreed_by", "agreed_for")
    found: PairReview | None = seen.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def pairs_of_child(act: Act, child_ids: Iterable[int]) -> list[PairReview]:
    """Return the pairs in which a child stands, under any of her records, the newest first."""
    seen = PairReview.objects.visible_to(act).of_children(list(child_ids))
    return list(seen.select_related("first", "second").order_by("-raised_at", "-pk"))


def open_pairs_of(act: Act, child_id: int) -> QuerySet[PairReview]:
    """Return the unanswered pairs of a child, whoever may see them, but none with a shielded child.

    For rooms that tell others of a pair: what a shield hides is not told of, even where it was found before.
    """
    found: QuerySet[PairReview] = PairReview.objects.unanswered().of_children(one_with(child_id))
    return found.without_shielded(act.on)  # type: ignore[attr-defined,no-any-return]


def is_decided_apart(some: Iterable[int], others: Iterable[int], *, leaving_out: int | None = None) -> bool:
    """Say whether a person has found that any of some records is not the same child as any of others.

    `leaving_out`: a pair that does not count.
    """
    said_no = _between(some, others).filter(state__in=APART)
    return (said_no.exclude(pk=leaving_out) if leaving_out else said_no).exists()


def pair_between(some: Iterable[int], others: Iterable[int]) -> PairReview | None:
    """Return a pair of which one record is of the first children and one of the others, however it stands."""
    return _between(some, others).order_by("pk").first()


def merges_of(child_ids: Iterable[int]) -> list[Merge]:
    """Return the merges of some records, ended or not, the oldest first."""
    ids = list(child_ids)
    rows = Merge.objects.filter(Q(child_id__in=ids) | Q(same_as_id__in=ids))
    people = ("decided_first", "decided_second", "ended_by")
    return list(rows.select_related("child", "same_as", "review", *people).order_by("from_at", "pk"))


def authority_of(sighting: Sighting) -> Organisation | None:
    """Return the authority of the area in which a sighting was told; None where no authority of ours has it."""
    if sighting.told_by is None or not sighting.told_by.la_code:
        return None
    areas = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=sighting.told_by.la_code)
    return areas.first()


def child_with(act: Act, reference: str) -> Child:
    """Return a child by any of her references, where the acting officer's area knows any of her records.

    Raises: Hidden.
    """
    asked: Child | None = Child.objects.filter(reference=reference).select_related("known_as").first()
    if asked is None or not Child.objects.visible_to(act).filter(pk__in=Child.objects.one_with(asked.pk)).exists():
        raise Hidden
    return asked


def _between(some: Iterable[int], others: Iterable[int]) -> QuerySet[PairReview]:
    one, two = list(some), list(others)
    either_way = Q(first_id__in=one, second_id__in=two) | Q(first_id__in=two, second_id__in=one)
    return PairReview.objects.filter(either_way)


def steps_of(review: PairReview) -> list[ReviewStep]:
    """Return what happened to a pair, the oldest first."""
    return list(review.steps.select_related("person", "organisation"))
