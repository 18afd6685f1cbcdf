"""The report page of a match: how probabilities lie, what precision and recall to expect, who is left doubtful."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onroll.linkage.engine.match import DOUBTFUL_FROM, LINK_FROM, SURE_FROM, Matched

_EDGES = (0.0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 0.99, 1.0001)
_CHART_HEIGHT = 160
# Share of true pairs that share no key, or fall to the first filter, on simulated lists: the card of the model.
UNSEEN_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of links, by the matcher's own claim. Shares 0 to 1; `recall` counts pairs never looked at too."""

    links: int
    precision: float
    recall: float
    for_a_person: int
    sure: int


def expected(chance: np.ndarray) -> Expected:
    """Return what the probabilities of pairs (0 to 1) lead one to expect at the fixed threshold."""
    links = chance > LINK_FROM
    all_true = float(chance.sum()) / (1 - UNSEEN_SHARE)
    return Expected(
        links=int(links.sum()),
        precision=float(chance[links].mean()) if links.any() else 0.0,
        recall=float(chance[links].sum()) / all_true if all_true else 0.0,
        for_a_person=int(((chance >= DOUBTFUL_FROM) & (chance < SURE_FROM)).sum()),
        sure=int((chance >= SURE_FROM).sum()),
    )


def write_report(matched: Matched, groups: dict[str, str], remarks: list[str], path: Path) -> None:
    """Write the page. `groups` gives the group of each row reference, "" for none. It holds figures, never a name."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("report.html.jinja").render(
        lists=[(name, int((matched.rows.lists == place).sum())) for place, name in enumerate(matched.table.list_names)],
        rows=len(matched.table),
        children=len(np.unique(matched.child)),
        candidates=matched.candidates,
        expected=expected(matched.probability),
        bars=_bars(matched.probability),
        groups=_by_group(matched, groups),
        correction=matched.correction,
        remarks=remarks,
        sure_from=SURE_FROM,
        doubtful_from=DOUBTFUL_FROM,
        link_from=LINK_FROM,
        height=_CHART_HEIGHT,
    )
    path.write_text(page, encoding="utf-8")


def _bars(chance: np.ndarray) -> list[dict[str, object]]:
    """Return the bars of the chart. Heights are of the square root, so that few doubtful pairs are seen beside many."""
    counts = np.histogram(chance, bins=_EDGES)[0]
    tallest = float(np.sqrt(max(counts.max(initial=0), 1)))
    return [
        {
            "label": f"{low:.2f} to {min(high, 1):.2f}",
            "pairs": int(count),
            "height": round(float(np.sqrt(count)) / tallest * _CHART_HEIGHT, 1),
        }
        for low, high, count in zip(_EDGES[:-1], _EDGES[1:], counts, strict=True)
    ]


def _by_group(matched: Matched, groups: dict[str, str]) -> list[tuple[str, Expected]]:
    of_row = np.array([groups.get(rid, "") for rid in matched.table.rids])
    left, right = of_row[matched.pairs.left], of_row[matched.pairs.right]
    return [
        (str(name), expected(matched.probability[(left == name) | (right == name)]))
        for name in np.unique(of_row)
        if name
    ]
