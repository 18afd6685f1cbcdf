"""Loading the national register: rows are added and changed in sets, never removed. Idempotent."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from onroll.access import countries
from onroll.access.actions.people import check_may_manage
from onroll.access.events import EstablishmentsLoaded
from onroll.access.models import Organisation, OrganisationKind
from onroll.access.register import Problem, Row
from onroll.audit import ledger
from onroll.audit.act import Act

ROWS_AT_ONCE = 2000


@dataclasses.dataclass(slots=True)
class Loaded:
    """What a load did, in establishments; `problems` tells of rows left out and of values that were not understood."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    new_authorities: int = 0
    problems: list[Problem] = dataclasses.field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were left out."""
        return sum(problem.severity == "refused" for problem in self.problems)


@transaction.atomic
def load_establishments(
    act: Act,
    *,
    lines: Iterable[Row | Problem],
    register_id: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Add the establishments of an extract that are new, change those that differ, and make their authorities.

    Nothing is ever removed: an establishment that is gone from the extract stays as it was. Columns that the extract
    does not have stay as they were too. `progress` is told after each set how many rows have been read.
    """
    check_may_manage(act)
    loaded, authorities, read = Loaded(), dict[str, str](), 0
    rows = _without_problems(lines, loaded.problems)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        for row in batch:
            if countries.is_authority(str(row.values["la_code"])):
                authorities.setdefault(str(row.values["la_code"]), str(row.values["la_name"]))
        _store(batch, loaded)
        read += len(batch)
        progress(read)
    loaded.new_authorities = store_authorities(authorities | _known_by_name_only(authorities))
    ledger.record(
        act,
        EstablishmentsLoaded(
            register_id=register_id,
            new=loaded.new,
            changed=loaded.changed,
            unchanged=loaded.unchanged,
            refused=loaded.refused,
            new_authorities=loaded.new_authorities,
        ),
    )
    return loaded


def _without_problems(lines: Iterable[Row | Problem], problems: list[Problem]) -> Iterator[Row]:
    for line in lines:
        if isinstance(line, Problem):
            problems.append(line)
        else:
            yield line


def _store(batch: list[Row], loaded: Loaded) -> None:
    """Write the rows of one set that are new or differ, in as few statements as the database takes."""
    fields = [*(field for field in batch[0].values if field not in {"urn", "la_name"}), "kind", "country"]
    urns = [row.values["urn"] for row in batch]
    held = {known.pop("urn"): known for known in Organisation.objects.filter(urn__in=urns).values("urn", *fields)}
    to_write = []
    for row in batch:
        values: dict[str, Any] = {field: value for field, value in row.values.items() if field in fields}
        values |= place_of(str(values["la_code"]))
        known = held.get(row.values["urn"])
        if known == values:
            loaded.unchanged += 1
            continue
        if known is None:
            loaded.new += 1
        else:
            loaded.changed += 1
        to_write.append(Organisation(urn=str(row.values["urn"]), **values))
    Organisation.objects.bulk_create(to_write, update_conflicts=True, unique_fields=["urn"], update_fields=fields)


def place_of(la_code: str) -> dict[str, str]:
    """Return the kind and the country of a school with an authority's number."""
    kind = OrganisationKind.SCHOOL if countries.is_authority(la_code) else OrganisationKind.OUTSIDE
    return {"kind": kind.value, "country": countries.country_of(la_code).value}


def _known_by_name_only(in_extract: dict[str, str]) -> dict[str, str]:
    """Return the authorities that the extract shows no school of and that are not in the directory yet."""
    held = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).values_list("la_code", flat=True)
    names = countries.authorities_without_schools()
    return {code: name for code, name in names.items() if code not in in_extract and code not in set(held)}


def store_authorities(names: dict[str, str]) -> int:
    """Make the authorities that are not known yet and rename those with another name now; return how many are new."""
    held = {one.la_code: one for one in Organisation.objects.filter(kind=OrganisationKind.AUTHORITY)}
    new = [
        Organisation(kind=OrganisationKind.AUTHORITY, country=countries.country_of(code), la_code=code, name=name)
        for code, name in names.items()
        if code not in held
    ]
    renamed = [held[code] for code, name in names.items() if code in held and name and held[code].name != name]
    for one in renamed:
        one.name = names[one.la_code]
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(renamed, ["name"])
    return len(new)
