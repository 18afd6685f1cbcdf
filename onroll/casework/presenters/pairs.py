"""The pairs in which a case's or notification's child stands, as links to where people compare them."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.registry.models import PairReview
from onroll.registry.review_states import MEANINGS, ReviewState
from onroll.web.parts import Link


def pair_links(pairs: Sequence[PairReview]) -> tuple[Link, ...]:
    """Return a link for each pair that says how it stands. Nothing of the other record is shown here."""
    return tuple(
        Link(
            text=f"May be the child of another record: {MEANINGS[ReviewState(pair.state)].name.lower()}",
            href=reverse("registry:pair", args=[pair.reference]),
            hidden_words=f"(pair {pair.reference})",
        )
        for pair in pairs
    )
