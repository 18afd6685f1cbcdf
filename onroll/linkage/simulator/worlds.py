"""A world: how many children, how they live, and how badly the lists are kept. Gives the lists and the truth."""

from dataclasses import dataclass
from datetime import date
from random import Random

from onroll.linkage.simulator.families import Child, Nursery, family
from onroll.linkage.simulator.lists import BENEFITS, CENSUS, COLUMNS, DOCTORS, Faults, rows
from onroll.linkage.simulator.places import make_town

SIMULATOR_VERSION = "2026.11.2"

# Shares of naming traditions among children, roughly of an English city with many communities. Worlds vary them.
SHARES = {
    "british": 44,
    "pakistani": 10,
    "bangladeshi": 4,
    "indian": 4,
    "sikh": 2,
    "tamil": 1,
    "afghan": 2.5,
    "kurdish": 1.5,
    "arabic": 4,
    "somali": 4,
    "eritrean": 1.5,
    "nigerian": 4,
    "ghanaian": 2,
    "congolese": 1.5,
    "caribbean": 2.5,
    "irish": 2.5,
    "traveller": 1.2,
    "polish": 3,
    "slovak": 1.2,
    "bulgarian": 0.8,
    "lithuanian": 0.8,
    "romanian": 3.5,
    "ukrainian": 1,
    "turkish": 1.2,
    "spanish": 1,
    "portuguese": 1.5,
    "chinese": 1.5,
    "vietnamese": 0.6,
    "filipino": 0.5,
}
_FAULTS = (
    "typed",
    "by_ear",
    "misheard",
    "scanned",
    "cut",
    "parted",
    "garbled",
    "initial",
    "swap",
    "digit",
    "day",
    "month",
    "year",
    "first",
    "calendar",
    "decade",
    "placeholder",
    "days",
    "vowel",
    "doubled",
)


@dataclass(frozen=True, slots=True)
class World:
    """What a world is made from. `noise` multiplies all rates of error: 1 is a usual city, 2 a badly kept one.

    `gaps` are pairs of list and field: what a list never has ("B", "house").
    """

    seed: int
    persons: int
    noise: float = 1.0
    twin_share: float = 0.03
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Simulated:
    """Lists with the truth. Each row of `records` has the columns of `lists.COLUMNS`; truth runs beside it."""

    records: list[dict[str, str | None]]
    persons: list[int]
    households: list[int]
    name_groups: list[str]


def simulate(world: World) -> Simulated:
    """Return the lists of a world and who is who. The same world gives the same lists.

    Scale: about two rows a child. Rows are in no order.
    """
    rng = Random(world.seed)  # noqa: S311 (invented people need no secrets)
    children = _children(rng, world)
    faults = Faults(
        world.noise, {name: rng.choice((0.4, 0.7, 1.0, 1.0, 1.5, 2.5)) for name in _FAULTS}, rng.uniform(0.3, 1.7)
    )
    told = [
        (row, child)
        for child in children
        for kind in (CENSUS, DOCTORS, BENEFITS)
        for row in rows(rng, child, kind, faults)
    ]
    rng.shuffle(told)
    records = [{**row, "rid": f"{row['list']}{number}"} for number, (row, _) in enumerate(told)]
    return Simulated(
        [
            {column: None if (record["list"], column) in world.gaps else record[column] for column in COLUMNS}
            for record in records
        ],
        [child.person for _, child in told],
        [child.household for _, child in told],
        [child.tradition for _, child in told],
    )


def _children(rng: Random, world: World) -> list[Child]:
    town = make_town(rng, world.persons // 2, rng.uniform(3.0, 15.0))
    span = (date(2002, 9, 1), date(2021, 8, 31))
    nursery = Nursery(rng, town, world.twin_share, rng.uniform(0.25, 0.5), *span, rng.uniform(0.4, 1.4))
    traditions = list(SHARES)
    weights = [share * rng.gammavariate(3.0, 1 / 3.0) for share in SHARES.values()]
    children: list[Child] = []
    while len(children) < world.persons:
        children += family(nursery, rng.choices(traditions, weights)[0])
    return children
