"""The page that lists every printed figure of 2006 beside ours, and where the report contradicts itself."""

import dataclasses

from django.urls import reverse

from onroll.selfeval import baseline
from onroll.survey.presenters.results import comparison_rows
from onroll.survey.queries import Results
from onroll.web.parts import Link, Table

HEAD = ("Step and place", "What", "Printed %", "Printed n", "Our %", "Our n", "Verdict", "Note")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparisonPage:
    """Every printed figure beside ours."""

    title: str
    back: Link
    lead: str
    table: Table
    inconsistencies: Table


def comparison_page(found: Results) -> ComparisonPage:
    """Present every printed figure of 2006 beside this survey's."""
    rows = comparison_rows(found)
    return ComparisonPage(
        title="Each figure of 2006 beside ours",
        back=Link(text="Back to the report", href=reverse("survey:results", args=[found.survey.pk])),
        lead=(
            f"The report of 2006 prints {len(rows)} figures about {baseline.BASE} of {baseline.INVITED} authorities. "
            "All are kept as printed: nothing is corrected, averaged or filled in. A number printed blank stays blank."
        ),
        table=Table(caption="Figures", head=HEAD, rows=rows, numeric=frozenset({2, 3, 4, 5})),
        inconsistencies=inconsistencies_table(),
    )


def inconsistencies_table() -> Table:
    """Return where the report of 2006 does not agree with itself."""
    return Table(
        caption="Where the report of 2006 does not agree with itself",
        head=("Step", "Kind", "What"),
        rows=tuple((each.step, each.kind, each.words) for each in baseline.inconsistencies()),
    )
