"""Bars drawn as SVG on the server: the same numbers as the table beside them, readable without colour or script."""

from collections.abc import Sequence
from html import escape

ROW, LABEL, BAR, TOP = 34, 160, 420, 30
MOST_LABEL = 21  # characters that fit before the bar


def bars(title: str, rows: Sequence[tuple[str, float | None, float | None]], *, names: tuple[str, str]) -> str:
    """Return horizontal bars of percentages from 0 to 100: for each label now, and before as a line across.

    `names` say what bar and line are; the second is empty where there is no line.
    """
    height = TOP + ROW * len(rows) + 34
    width = LABEL + BAR + 100
    parts = [
        (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img' "
            f"aria-label='{escape(title, quote=True)}. The table below has the same numbers.' "
            "font-family='Arial, sans-serif' font-size='14'>"
        ),
        f"<text x='0' y='18' font-weight='bold'>{escape(title)}</text>",
    ]
    for number, (label, now, before) in enumerate(rows):
        parts += _row(TOP + number * ROW, label, now, before)
    legend = TOP + ROW * len(rows) + 22
    parts += [
        f"<rect x='{LABEL}' y='{legend - 11}' width='14' height='12' fill='#1d70b8'/>",
        f"<text x='{LABEL + 20}' y='{legend}'>{escape(names[0])}</text>",
    ]
    if names[1]:
        parts += [
            f"<rect x='{LABEL + 240}' y='{legend - 13}' width='4' height='16' fill='#0b0c0c'/>",
            f"<text x='{LABEL + 250}' y='{legend}'>{escape(names[1])}</text>",
        ]
    return "".join([*parts, "</svg>"])


def _row(top: int, label: str, now: float | None, before: float | None) -> list[str]:
    middle = top + 18
    parts = [
        f"<text x='0' y='{middle + 2}'>{escape(_short(label))}</text>",
        f"<rect x='{LABEL}' y='{top + 4}' width='{BAR}' height='20' fill='#f3f2f1'/>",
    ]
    if now is not None:
        parts.append(f"<rect x='{LABEL}' y='{top + 4}' width='{BAR * now / 100:.1f}' height='20' fill='#1d70b8'/>")
    if before is not None:
        parts.append(f"<rect x='{LABEL + BAR * before / 100 - 2:.1f}' y='{top}' width='4' height='28' fill='#0b0c0c'/>")
    words = "no sessions" if now is None else f"{now:.1f}%"
    return [*parts, f"<text x='{LABEL + BAR + 8}' y='{middle + 2}'>{words}</text>"]


def _short(label: str) -> str:
    """Return a label as it fits, with a sign where letters are left out."""
    return label if len(label) <= MOST_LABEL else f"{label[: MOST_LABEL - 1]}…"
