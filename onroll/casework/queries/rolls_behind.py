"""How fresh the rolls are on which what a page says of a child rests."""

from collections.abc import Iterable

from onroll.audit.act import Act
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment


def rolls_behind(act: Act, child: Child) -> tuple[str, ...]:
    """Return a sentence for each school of the officer's own area that had the child on its roll; else of the area."""
    rows = Enrolment.objects.filter(child_id__in=registry_queries.one_with(child.pk))
    return rolls_behind_these(act, rows.filter(organisation__la_code=act.la_code))


def rolls_behind_these(act: Act, enrolments: Iterable[Enrolment]) -> tuple[str, ...]:
    """Return the same for times on rolls that the reader may know of.

    Where no school has the child now, that rests on every roll of the area, and so it says how fresh these are.
    """
    rows = list(enrolments)
    said = registry_queries.rolls_of_schools(act, {each.organisation_id for each in rows})
    if any(each.until_on is None or each.until_on >= act.on for each in rows):
        return said
    return (*said, *filter(None, (registry_queries.rolls_of_area(act),)))
