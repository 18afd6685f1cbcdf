"""Small tables for the tests of matching: a simulated world, and rows written by hand."""

from onroll.linkage.engine.table import from_records
from onroll.linkage.simulator import World, simulate

CHILD = {
    "forename": "Amina",
    "middle": "",
    "surname": "Hussein",
    "dob": "2014-03-05",
    "sex": "F",
    "postcode": "BS5 1AA",
    "house": "12",
    "street": "mill lane",
}


def row(rid, in_list, **changes):
    return {"rid": rid, "list": in_list, **CHILD, **changes}


def world(seed=77, persons=400, noise=0.9):
    """Return a simulated world: its rows, and the person of each row reference."""
    lists = simulate(World(seed=seed, persons=persons, noise=noise))
    persons_of = {row["rid"]: person for row, person in zip(lists.records, lists.persons, strict=True)}
    return lists, persons_of


def pairs_of(matched, at_least=0.5):
    """Return the linked pairs as references with their probability."""
    return {
        frozenset((matched.table.rids[left], matched.table.rids[right])): round(float(chance), 6)
        for left, right, chance in zip(matched.pairs.left, matched.pairs.right, matched.probability, strict=True)
        if chance > at_least
    }


def table_of(rows):
    return from_records(rows)
