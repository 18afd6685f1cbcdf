"""Lists matched whole: good enough, whatever the order of things, and never against a number or a person's word."""

import random

import numpy as np
import pytest

from onroll.linkage.engine.evaluate import Truth, evaluate
from onroll.linkage.engine.match import SURE_FROM, Decisions, Engine, Options, match
from onroll.linkage.engine.reasons import reasons
from onroll.linkage.engine.table import FIELDS, table
from tests.unit.linkage.lists_for_tests import pairs_of, row, table_of, world


@pytest.fixture(scope="module")
def lists():
    return world()


@pytest.fixture(scope="module")
def matched(lists):
    return match(table_of(lists[0].records))


@pytest.mark.parametrize("engine", list(Engine))
def test_both_engines_find_most_true_pairs_and_hardly_a_false_one(lists, engine):
    simulated, persons = lists
    rids = list(persons)
    truth = Truth(
        {rid: str(person) for rid, person in persons.items()},
        dict(zip(rids, map(str, simulated.households), strict=True)),
        dict(zip(rids, simulated.name_groups, strict=True)),
    )

    figures = evaluate(match(table_of(simulated.records), Options(engine=engine)), truth)

    assert figures["fixed"]["precision"] > 0.98
    assert figures["fixed"]["recall"] > 0.95
    assert figures["candidates_per_record"] < 18


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_lists_and_columns_changes_nothing(lists, matched, seed):
    rng = random.Random(seed)
    records = rng.sample(lists[0].records, len(lists[0].records))
    fields = rng.sample(FIELDS, len(FIELDS))

    again = match(
        table(
            [each["rid"] for each in records],
            [each["list"] for each in records],
            {field: [each[field] for each in records] for field in fields},
        )
    )

    assert pairs_of(again, 0.0) == pairs_of(matched, 0.0)
    assert again.table.rids == matched.table.rids
    assert (again.child == matched.child).all()


@pytest.mark.parametrize("in_list", ["A", "B", "C"])
def test_an_unrelated_row_changes_no_link(lists, matched, in_list):
    names = {"forename": "Xavierine", "surname": "Quillfeather", "dob": "1999-12-31"}
    stranger = row("stranger", in_list, **names, postcode="ZE1 0AA", house="77", street="far quay")

    with_stranger = match(table_of([*lists[0].records, stranger]))

    assert set(pairs_of(with_stranger)) == set(pairs_of(matched))


def test_a_persons_no_is_never_overturned_not_even_by_way_of_a_third_row(matched, lists):
    left, right = next(
        (matched.table.rids[one], matched.table.rids[two])
        for one, two, chance in zip(matched.pairs.left, matched.pairs.right, matched.probability, strict=True)
        if chance > 0.99 and (matched.child == matched.child[one]).sum() > 2
    )

    again = match(table_of(lists[0].records), Options(decisions=Decisions(different=[(right, left)])))

    assert frozenset((left, right)) not in pairs_of(again)
    child = dict(zip(again.table.rids, again.child.tolist(), strict=True))
    assert child[left] != child[right]


def test_when_people_have_said_no_to_every_link_none_is_left(matched, lists):
    links = [tuple(sorted(pair)) for pair in pairs_of(matched)]

    again = match(table_of(lists[0].records), Options(decisions=Decisions(different=links)))

    child = dict(zip(again.table.rids, again.child.tolist(), strict=True))
    assert not set(pairs_of(again)) & {frozenset(pair) for pair in links}
    assert not [pair for pair in links if child[pair[0]] == child[pair[1]]]


def test_a_persons_yes_links_two_rows_that_share_nothing():
    rows = [
        row("1", "A"),
        row("2", "B", forename="Zed", surname="Other", dob="2009-01-30", postcode="HU1 1AA", house="3", street="quay"),
    ]

    assert pairs_of(match(table_of(rows))) == {}
    assert pairs_of(match(table_of(rows), Options(decisions=Decisions(same=[("2", "1")])))) == {frozenset("12"): 1.0}


def test_a_no_weighs_more_than_a_yes():
    both = Decisions(same=[("1", "2")], different=[("2", "1")])

    assert pairs_of(match(table_of([row("1", "A"), row("2", "B")]), Options(decisions=both))) == {}


def test_no_child_has_two_permanent_pupil_numbers(matched):
    for child in np.unique(matched.child):
        numbers = {
            matched.rows.upn[place]
            for place in np.flatnonzero(matched.child == child)
            if matched.rows.upn[place] >= 0 and not matched.rows.temporary[place]
        }
        assert len(numbers) <= 1


def test_lone_twins_are_not_linked_without_a_person_and_the_others_still_are(lists):
    simulated, persons = lists
    rng = random.Random(5)
    needed = ("forename", "surname", "dob", "postcode", "sex")
    whole = [each for each in simulated.records if each["list"] == "A" and all(each[field] for field in needed)]
    names = {"M": ("Bartholomew", "Quentin", "Zebedee"), "F": ("Winifred", "Philippa", "Ottoline")}
    twins = [
        {
            **each,
            "rid": f"twin{number}",
            "list": "B",
            "upn": None,
            "middle": None,
            "forename": rng.choice(names[each["sex"]]),
        }
        for number, each in enumerate(rng.sample(whole, 60))
    ]

    again = match(table_of([*simulated.records, *twins]))

    sure = pairs_of(again, SURE_FROM)
    assert not [pair for pair in sure if any(rid.startswith("twin") for rid in pair)]
    place = {rid: number for number, rid in enumerate(again.table.rids)}
    planted = {each["rid"] for each in twins}
    linked = {pair for pair in pairs_of(again) if not any(rid in planted for rid in pair)}
    assert not {again.child[place[rid]] for rid in planted} & {again.child[place[rid]] for rid in persons}
    assert sum(len({persons[rid] for rid in pair}) == 1 for pair in linked) > 0.9 * _true_pairs(simulated, persons)


@pytest.mark.parametrize("engine", list(Engine))
def test_a_likely_twin_is_held_with_the_reason_and_a_third_row_with_both_names_lets_go(engine):
    rows = [row("1", "A", forename="Sadie"), row("2", "B", forename="Mia")]
    with_third = [*rows, row("3", "C", forename="Sadie", middle="Mia")]

    held, let_go = (match(table_of(each), Options(engine=engine)) for each in (rows, with_third))

    assert held.probability.max() < SURE_FROM
    assert "may be a twin, so a person decides" in reasons(held, np.array([0]))[0]
    assert len(set(held.child.tolist())) == 2
    assert len(set(let_go.child.tolist())) == 1


@pytest.mark.parametrize("engine", list(Engine))
def test_where_a_twin_in_the_same_list_fits_better_the_other_row_goes_to_a_person(engine):
    rows = [
        row("1", "A", forename="Muhammad", sex="M"),
        row("2", "B", forename="Muhammad", sex="M"),
        row("3", "B", forename="Md", sex="M"),
    ]

    sure = pairs_of(match(table_of(rows), Options(engine=engine)), SURE_FROM)

    assert frozenset("13") not in sure


def test_a_child_twice_in_one_list_is_found_only_when_asked_for():
    rows = [row("1", "A"), row("2", "A", forename="Aminah"), row("3", "A", forename="Tom", dob="2010-01-01")]

    assert pairs_of(match(table_of(rows))) == {}
    assert set(pairs_of(match(table_of(rows), Options(within=True)))) == {frozenset("12")}


@pytest.mark.parametrize(
    "rows",
    [
        [row("1", "A")],
        [row("1", "A", forename="", surname=""), row("2", "B", forename="", surname="")],
        [
            row(rid, rid, forename="NK", surname="Unknown", dob="1900-01-01", sex="", postcode="ZZ99 3WZ")
            for rid in ("1", "2")
        ],
        [row("1", "A", forename=""), row("2", "B")],
    ],
)
def test_lists_with_little_in_them_are_matched_without_fault_and_linked_never_surely(rows):
    assert pairs_of(match(table_of(rows)), SURE_FROM) == {}


def test_a_list_where_all_have_one_birth_date_still_links_by_names_and_places(lists):
    one_date = [{**each, "dob": "2010-01-01"} for each in lists[0].records]

    found = pairs_of(match(table_of(one_date)))

    right = sum(len({lists[1][rid] for rid in pair}) == 1 for pair in found)
    assert right > 0.7 * _true_pairs(*lists)
    assert right > 0.9 * len(found)


def _true_pairs(simulated, persons):
    places: dict[int, dict[str, int]] = {}
    for each in simulated.records:
        counts = places.setdefault(persons[each["rid"]], {})
        counts[each["list"]] = counts.get(each["list"], 0) + 1
    return sum((sum(each.values()) ** 2 - sum(count**2 for count in each.values())) // 2 for each in places.values())
