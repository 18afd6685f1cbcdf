"""The simulator: the same world twice, every tradition and list in it, twins, and faults that grow with noise."""

from collections import Counter

import pytest

from onroll.identifiers import upn
from onroll.linkage.simulator import World, simulate
from onroll.linkage.simulator.naming import gendered
from onroll.linkage.simulator.worlds import SHARES

WORLD = World(seed=11, persons=2500)


@pytest.fixture(scope="module")
def lists():
    return simulate(WORLD)


def test_the_same_world_gives_the_same_lists_and_another_seed_gives_others(lists):
    small = World(seed=5, persons=200)

    assert simulate(small) == simulate(small)
    assert simulate(small).records != simulate(World(seed=6, persons=200)).records


def test_every_naming_tradition_and_every_list_is_there(lists):
    assert set(lists.name_groups) == set(SHARES)
    assert {row["list"] for row in lists.records} == {"A", "B", "C"}


def test_only_the_census_and_some_benefit_rows_have_a_pupil_number_of_the_right_shape(lists):
    numbered = Counter(row["list"] for row in lists.records if row["upn"])

    assert numbered["B"] == 0
    assert numbered["A"] > numbered["C"] > 0
    assert all(upn.is_well_formed(row["upn"]) for row in lists.records if row["upn"])


def test_most_children_stand_in_two_lists_or_more(lists):
    seen: dict[int, set[str | None]] = {}
    for row, person in zip(lists.records, lists.persons, strict=True):
        seen.setdefault(person, set()).add(row["list"])

    assert sum(len(where) > 1 for where in seen.values()) > len(seen) * 0.6


def test_there_are_twins_of_one_household_and_one_birth_date(lists):
    born: dict[tuple[int, str | None], set[int]] = {}
    for row, person, household in zip(lists.records, lists.persons, lists.households, strict=True):
        born.setdefault((household, row["dob"]), set()).add(person)

    assert sum(len(persons) > 1 for (_, date), persons in born.items() if date) > 10


def test_a_noisier_world_has_more_names_that_differ_between_lists():
    def differing(noise):
        lists = simulate(World(seed=3, persons=800, noise=noise))
        names: dict[int, set[str]] = {}
        for row, person in zip(lists.records, lists.persons, strict=True):
            names.setdefault(person, set()).add(f"{row['forename']} {row['surname']}".lower())
        return sum(len(each) > 1 for each in names.values()) / len(names)

    assert differing(2.0) > differing(0.3) + 0.05


@pytest.mark.parametrize(
    ("surname", "tradition", "sex", "form"),
    [
        ("Kowalski", "polish", "F", "Kowalska"),
        ("Kowalski", "polish", "M", "Kowalski"),
        ("Novák", "slovak", "F", "Nováková"),
        ("Petrov", "bulgarian", "F", "Petrova"),
        ("Kazlauskas", "lithuanian", "F", "Kazlauskaitė"),
        ("Smith", "british", "F", "Smith"),
    ],
)
def test_a_girls_surname_takes_its_form_where_the_language_has_one(surname, tradition, sex, form):
    assert gendered(surname, tradition, sex) == form
