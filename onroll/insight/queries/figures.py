"""How many children met a rule in a school year, how many are still out, and how long it took the others to return.

Units: days are calendar days from the first day out of education to the first day back (process.md section 16, 6).
A child counts once a year, in the area whose child she was on the first day of the year on which she met the rule, with
the age and year group of that day; what became of her is that of her last time out that touches the year.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from onroll.audit.act import Act
from onroll.casework.queries import Followed, followed_children
from onroll.insight import permissions
from onroll.insight.queries.asking import Asked
from onroll.rules.school_years import YEAR_GROUPS, SchoolYear, age_on
from onroll.rules.time_out import Spread, Stretch, spread, stretches

# The name of this query beside each figure. A change of what is counted makes another number.
QUERY = "cme-figures/1"
OTHER_YEAR_GROUP = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Ages:
    """Ages in whole years, both counted, on the first day of the year on which the child met the rule."""

    least: int = 5
    most: int = 16

    def __str__(self) -> str:
        return f"{self.least}-{self.most}"

    def hold(self, age: int) -> bool:
        """Return whether an age is among them."""
        return self.least <= age <= self.most


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of one group of children. `met` is the sum of the three that follow it.

    `ended_otherwise`: grown out of school age, confirmed abroad, found not to be missing, or expected at a school.
    """

    met: int
    still_out: int
    returned: int
    ended_otherwise: int
    days_out: Spread


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one area and year, by the rule and as known at the end of the day of `asked`."""

    la_code: str
    year: SchoolYear
    asked: Asked
    ages: Ages
    query: str
    total: Line
    by_year_group: tuple[tuple[str, Line], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Counted:
    la_code: str
    year: SchoolYear
    year_group: str
    last: Stretch


def figures_by_authority(
    act: Act, asked: Asked, *, years: Sequence[SchoolYear], ages: Ages, la_codes: Iterable[str] | None = None
) -> list[Figures]:
    """Return the figures of each year and area, in that order: of the acting officer's area, or for an operator of any.

    An operator who names no area gets those to which any child is tied. Raises: NotAllowed.
    """
    if permissions.may_see_all_figures(act):
        codes = None if la_codes is None else sorted(set(la_codes))
    else:
        permissions.check(permissions.may_see_figures(act))
        codes = [act.la_code]
    children = followed_children(codes, known_by=asked.known_by)
    counted: dict[tuple[SchoolYear, str], list[_Counted]] = defaultdict(list)
    for child in children:
        for one in _counted(child, asked, years, ages):
            counted[one.year, one.la_code].append(one)
    if codes is None:
        codes = sorted({tie.la_code for child in children for tie in child.ties if tie.la_code})
    return [_figures(code, year, asked, ages, counted[year, code]) for year in years for code in codes]


def _counted(child: Followed, asked: Asked, years: Sequence[SchoolYear], ages: Ages) -> Iterable[_Counted]:
    born_on = child.facts.born_on
    if born_on is None or not child.facts.is_identified:
        return
    out = stretches(child.facts, rule=asked.rule, until=asked.on, known_by=asked.known_by)
    for year in years:
        last_on = min(year.last_on, asked.on)
        touching = [each for each in out if each.touches(year.first_on, last_on)]
        if not touching:
            continue
        first_on: date = max(touching[0].from_on, year.first_on)
        if ages.hold(age_on(born_on, first_on)):
            yield _Counted(child.area_on(first_on), year, year.year_group(born_on), touching[-1])


def _figures(la_code: str, year: SchoolYear, asked: Asked, ages: Ages, counted: Sequence[_Counted]) -> Figures:
    groups = (*YEAR_GROUPS, OTHER_YEAR_GROUP)
    by_group = [(group, [one for one in counted if one.year_group == group]) for group in groups]
    return Figures(
        la_code=la_code,
        year=year,
        asked=asked,
        ages=ages,
        query=QUERY,
        total=_line(counted),
        by_year_group=tuple((group, _line(ones)) for group, ones in by_group if ones),
    )


def _line(counted: Sequence[_Counted]) -> Line:
    still_out = sum(one.last.until_on is None for one in counted)
    returned = [one.last for one in counted if one.last.is_return]
    return Line(
        met=len(counted),
        still_out=still_out,
        returned=len(returned),
        ended_otherwise=len(counted) - still_out - len(returned),
        days_out=spread(days for days in (each.days_out for each in returned) if days is not None),
    )
