"""Three equal bands of a figure of the area, such as deprivation or the roll.

Source: report RR797, 4.1: each characteristic was parted into three bands with as equal a number of authorities as can
be. The cuts are made anew for each set: none is a constant.
"""

from collections.abc import Sequence

from onroll.selfeval.score import Band

_BANDS = tuple(Band)


def bands(figures: Sequence[float | None]) -> list[Band | None]:
    """Return the band of each figure, in the same order; None for one that is not known.

    Equal figures share a band: that in which the middle of them falls. Bands are equal in number where nothing is tied.
    """
    known = sorted(figure for figure in figures if figure is not None)
    by_figure = {figure: _band(known, figure) for figure in set(known)}
    return [None if figure is None else by_figure[figure] for figure in figures]


def _band(known: Sequence[float], figure: float) -> Band:
    first = known.index(figure)
    middle = 2 * first + known.count(figure)  # twice the middle rank of those that are equal, from 0
    return _BANDS[min(3 * middle // (2 * len(known)), 2)]
