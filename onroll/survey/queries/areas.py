"""How scores go with facts of the area: each in three equal bands against the bands of the score, with tests."""

import dataclasses
from collections.abc import Sequence

from onroll.selfeval import area_bands, association
from onroll.selfeval.association import RankTest, TableTest
from onroll.selfeval.score import Band
from onroll.survey.queries.national import Results

# field of an authority: its name, and the unit
CHARACTERISTICS = {
    "deprivation": ("Deprivation", "score of the area; higher is more deprived"),
    "roll": ("Number of pupils on roll", "pupils"),
    "unauthorised_absence": ("Unauthorised absence", "per cent of sessions"),
    "exclusions": ("Permanent exclusions", "in a year"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class CrossTable:
    """One fact of the area against the score.

    `counts`: bands of the score (rows, low first) by bands of the fact (columns, low first), numbers of authorities.
    `corrected_p` is the exact one, corrected for the other facts tested beside it. Tests are None where nothing can be
    said.
    """

    field: str
    known: int
    unknown: int
    ranges: tuple[tuple[float, float] | None, ...]
    counts: tuple[tuple[int, ...], ...]
    table: TableTest | None
    ranks: RankTest | None
    corrected_p: float | None


def cross_tables(found: Results) -> list[CrossTable]:
    """Return a table for each fact of the area."""
    totals = [score.total for score in found.national.scores]
    bands = [score.band for score in found.national.scores]
    every = [_cross(field, found, totals, bands) for field in CHARACTERISTICS]
    tested = [each.table.exact_p for each in every if each.table]
    corrected = iter(association.holm(tested))
    return [dataclasses.replace(each, corrected_p=next(corrected)) if each.table else each for each in every]


def _cross(field: str, found: Results, totals: Sequence[int], bands: Sequence[Band]) -> CrossTable:
    figures: list[float | None] = [getattr(each.respondent, field) for each in found.sets]
    of_area = area_bands.bands(figures)
    counts = tuple(
        tuple(sum(mine is row and its is column for mine, its in zip(bands, of_area, strict=True)) for column in Band)
        for row in Band
    )
    groups = [[total for total, its in zip(totals, of_area, strict=True) if its is column] for column in Band]
    known = sum(figure is not None for figure in figures)
    return CrossTable(
        field=field,
        known=known,
        unknown=len(figures) - known,
        ranges=tuple(_range(figures, of_area, column) for column in Band),
        counts=counts,
        table=association.of_table(counts),
        ranks=association.of_ranks(groups),
        corrected_p=None,
    )


def _range(figures: Sequence[float | None], of_area: Sequence[Band | None], column: Band) -> tuple[float, float] | None:
    inside = [figure for figure, its in zip(figures, of_area, strict=True) if its is column and figure is not None]
    return (min(inside), max(inside)) if inside else None
