"""Several lists put into one table for the matcher, with remarks on what in them makes matching weak."""

from collections import Counter
from collections.abc import Sequence

from onroll.linkage.engine.table import FIELDS, Table, table
from onroll.linkage.lists.reading import ListFile

_FREE_TEXT_WORDS = 6
_ONE_VALUE_SHARE = 0.5
_ENOUGH_ROWS = 20


class NothingToCompare(Exception):
    """A list has no column with names, so that its rows cannot be compared."""


def joined(files: Sequence[ListFile], mappings: Sequence[dict[str, str]]) -> tuple[Table, list[str], list[str]]:
    """Return the rows of all lists as a table, the group of each row ("" for none) and remarks.

    A row is known as "list/id" from here on; without an id column its number in the file stands in.
    Raises: NothingToCompare, if a list has no column with names.
    """
    rids: list[str] = []
    lists: list[str] = []
    groups: list[str] = []
    columns: dict[str, list[str]] = {field: [] for field in FIELDS}
    remarks: list[str] = []
    names = list_names(files)
    for name, file, mapping in zip(names, files, mappings, strict=True):
        if not {"forename", "surname"} & set(mapping):
            raise NothingToCompare(f"{name} has no column with names: say which with --map surname=COLUMN")
        rids += _references(name, file, mapping)
        lists += [name] * len(file)
        groups += file.columns[mapping["group"]] if "group" in mapping else [""] * len(file)
        for field in FIELDS:
            columns[field] += _values(file, mapping, field)
        remarks += [f"{name}: {remark}" for remark in (*file.remarks, *_remarks(file, mapping))]
    return table(rids, lists, columns), groups, [*remarks, *_the_same(files, names)]


def list_names(files: Sequence[ListFile]) -> list[str]:
    """Return a name for each list: that of its file, with a number where two files have one name."""
    seen: Counter[str] = Counter()
    names = []
    for file in files:
        seen[file.name] += 1
        names.append(file.name if seen[file.name] == 1 else f"{file.name}-{seen[file.name]}")
    return names


def _values(file: ListFile, mapping: dict[str, str], field: str) -> list[str]:
    if field in mapping:
        return file.columns[mapping[field]]
    if field == "house" and "street" in mapping:
        return file.columns[mapping["street"]]  # an address in one column: the numbers in it are the house
    return [""] * len(file)


def _references(name: str, file: ListFile, mapping: dict[str, str]) -> list[str]:
    given = file.columns[mapping["id"]] if "id" in mapping else [str(row) for row in range(2, len(file) + 2)]
    seen: Counter[str] = Counter()
    references = []
    for each in given:
        seen[each] += 1
        references.append(f"{name}/{each}" if seen[each] == 1 else f"{name}/{each}#{seen[each]}")
    return references


def _remarks(file: ListFile, mapping: dict[str, str]) -> list[str]:
    return [*_free_text(file, mapping), *_one_value(file, mapping), *_not_found(mapping)]


def _free_text(file: ListFile, mapping: dict[str, str]) -> list[str]:
    remarks = []
    for field in ("forename", "surname"):
        values = [value for value in file.columns.get(mapping.get(field, ""), []) if value]
        if values and sum(len(value.split()) for value in values) > _FREE_TEXT_WORDS * len(values):
            remarks.append(f"the column for {field} looks like free text, which compares badly")
    return remarks


def _one_value(file: ListFile, mapping: dict[str, str]) -> list[str]:
    remarks = []
    for field in ("dob", "postcode", "surname"):
        values = file.columns.get(mapping.get(field, ""), [])
        top = Counter(value for value in values if value).most_common(1)
        if len(values) >= _ENOUGH_ROWS and top and top[0][1] > _ONE_VALUE_SHARE * len(values):
            remarks.append(f"most rows have one and the same {field}, so it tells nobody apart")
    return remarks


def _not_found(mapping: dict[str, str]) -> list[str]:
    return [
        f"no column was found for {field}: fewer links will be sure"
        for field in ("dob", "postcode")
        if field not in mapping
    ]


def _the_same(files: Sequence[ListFile], names: Sequence[str]) -> list[str]:
    rows = [Counter(zip(*(file.columns[heading] for heading in file.headings), strict=True)) for file in files]
    return [
        f"{names[one]} and {names[two]} hold the same rows: is one of them the wrong file?"
        for one in range(len(files))
        for two in range(one + 1, len(files))
        if rows[one] == rows[two]
    ]
