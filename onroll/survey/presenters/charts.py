"""Bars drawn as SVG, each with its number in words: no level is ever drawn as a part of a whole, as levels overlap."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from markupsafe import Markup

WIDTH, ROW, LABEL = 420, 26, 190
_BAR = WIDTH - LABEL - 50


def bars(title: str, counts: Sequence[tuple[str, int]], *, unit: str = "%") -> Markup:
    """Return a chart of horizontal bars.

    Args:
        title: what it shows, for those who hear it.
        counts: label and number of each bar; numbers are 0 to 100 where the unit is a per cent.
        unit: what stands after each number.
    """
    most = 100 if unit == "%" else max((number for _label, number in counts), default=0) or 1
    height = len(counts) * ROW + 8
    said = "; ".join(f"{label} {number}{unit}" for label, number in counts)
    parts = [
        f"<svg class='onroll-chart' viewBox='0 0 {WIDTH} {height}' font-family='Arial, sans-serif' font-size='13'",
        f" role='img' aria-label='{_safe(f'{title}: {said}')}'>",
    ]
    for place, (label, number) in enumerate(counts):
        y = 4 + place * ROW
        width = round(_BAR * number / most, 1)
        parts.append(
            f"<text x='{LABEL - 8}' y='{y + 16}' text-anchor='end' fill='#0b0c0c'>{_safe(label)}</text>"
            f"<rect x='{LABEL}' y='{y + 2}' width='{width}' height='{ROW - 8}' fill='#1d70b8'/>"
            f"<text x='{LABEL + width + 6}' y='{y + 16}' fill='#0b0c0c'>{number}{unit}</text>"
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - every text in it is escaped above


def _safe(text: str) -> str:
    return escape(text, {"'": "&#39;", '"': "&#34;"})
