import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from onroll.linkage import Candidate, Route, SearchQuery, index_keys, plan, rank

BORN = date(2014, 5, 3)
SURNAMES_IN_USE = (
    "Hussein Khan Ahmed Smith Jones Okonkwo Nowak Kowalski Nguyen Patel Singh Kaur Begum Ali Brown Taylor O'Brien "
    "McDonald Adeyemi Rahman Chowdhury Silva Ferreira Wojcik Mensah Osei Popescu Demir Warsame Tesfay Marku Lakatos "
    "Green Walker Hughes Bailey Fofana Haddad Petrov Suleiman Mazur Grant Achebe Rossi Novak Bondarenko"
)
FORENAMES_IN_USE = (
    "Amira Oliver Yusuf Ayesha Chidi Maja Aleksander Sophie Mohammed Catherine Zainab Kayleigh Tomasz Linh Harpreet "
    "Simran Daniela Ioana Georgia Stephen Ibrahim Khadija Abdullah Fatima Leah Noah Isla Mason Freya Dylan Naomi Kwame "
    "Abena Tariq Layla Ruth Samuel Esther Jonas Emil Vera Olga Dmitri Petra Lucia Mateo Carmen Bilal Hana Omar"
)
SURNAMES, FORENAMES = SURNAMES_IN_USE.split(), FORENAMES_IN_USE.split()


def store(size: int, seed: int = 20260302) -> list[Candidate]:
    """Invented children, the same at every run."""
    chance = random.Random(seed)
    return [
        Candidate(
            key=f"entry-{n:05}",
            surname=chance.choice(SURNAMES),
            forename=f"{chance.choice(FORENAMES)} {chance.choice(FORENAMES)}",
            birth_date=date(2009, 9, 1) + timedelta(days=chance.randrange(4000)),
            sex=chance.choice("FM"),
            upn=f"H8012{n:08}",
            postcode=f"ZZ{chance.randrange(1, 9)} {chance.randrange(9)}AB",
            last_school=f"82{chance.randrange(10000, 10050)}",
            left_on=date(2025, 9, 1) + timedelta(days=chance.randrange(200)),
        )
        for n in range(size)
    ]


STORE = store(2_000)


class Index:
    """What a caller keeps: for each key, the entries filed under it; beside it their birth dates."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self.entries = {each.key: each for each in candidates}
        self.filed: dict[str, set[str]] = {}
        for each in candidates:
            for key in index_keys(each):
                self.filed.setdefault(key, set()).add(each.key)

    def found_by(self, route: Route) -> set[str]:
        """Answer one look-up."""
        found = set().union(*(self.filed.get(key, set()) for key in route.keys)) if route.keys else set(self.entries)
        return {key for key in found if not route.born or self._born_in(key, route)}

    def search(self, query: SearchQuery) -> list[str]:
        """Plan, look up and rank, as the transfer room does over its own index."""
        found = sorted(set().union(*map(self.found_by, plan(query).routes)))
        return [hit.key for hit in rank(query, [self.entries[key] for key in found])]

    def _born_in(self, key: str, route: Route) -> bool:
        born = self.entries[key].birth_date
        return born is not None and any(first <= born <= last for first, last in route.born)


def misspelt(name: str, chance: random.Random) -> str:
    """A letter left out, doubled, swapped with its neighbour or turned into another."""
    at = chance.randrange(1, len(name) - 1)
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
            name[:at] + chance.choice("aeioulnrst") + name[at + 1 :],
        ]
    )


def test_a_misspelt_name_and_a_birth_date_a_day_out_find_the_child_among_the_first_ten() -> None:
    chance = random.Random(7)
    index = Index(STORE)
    asked = chance.sample(STORE, 60)

    found = 0
    for child in asked:
        assert child.birth_date
        query = SearchQuery(
            surname=misspelt(child.surname, chance),
            forename=misspelt(child.forename.split()[0], chance),
            birth_date=child.birth_date + timedelta(days=chance.choice((-1, 1))),
        )
        found += child.key in index.search(query)

    assert found >= 0.97 * len(asked)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (SearchQuery(surname="Hossain", forename="Ameera", birth_date=date(2014, 5, 4)), 0),
        (SearchQuery(surname="Hussein", forename="Amira", birth_date=date(2014, 3, 5)), 0),
        (SearchQuery(surname="Amira", forename="Hussein", birth_date=BORN), 0),
        (SearchQuery(surname="Zzyzx", forename="Amira", birth_date=BORN), 0),
        (SearchQuery(forename="Amira", postcode="ZZ99AB"), 0),
        (SearchQuery(surname="Hussein", last_school="8299999"), 0),
        (SearchQuery(surname="Hussein", forename="Amira", left_from=BORN, left_until=date(2026, 9, 1)), 0),
        (SearchQuery(upn="K909900002002", surname="Okafor"), 0),
        (SearchQuery(former_upn="K909900002002", birth_date=BORN), 0),
        (SearchQuery(forename="Amira", birth_date=date(2014, 11, 20), birth_date_tolerance_days=366, sex="F"), 9),
    ],
)
def test_each_kind_of_fact_leads_to_the_child(query: SearchQuery, place: int) -> None:
    child = Candidate(
        "sought", "Hussein", "Amira", BORN, "F", "ZZ9 9AB", "K909900002002", "", "8299999", date(2026, 3, 6)
    )

    hits = Index([*STORE, child]).search(query)

    assert "sought" in hits[: place + 1]


def test_a_large_crowd_of_namesakes_does_not_hide_the_child_of_the_school_asked_for() -> None:
    crowd = [replace(each, surname="Khan", forename="Ali", last_school="8211111") for each in STORE]
    child = replace(crowd[1234], key="sought", last_school="8222222", left_on=date(2026, 3, 6))

    query = SearchQuery(surname="Khan", last_school="8222222", left_from=date(2026, 3, 1))

    assert rank(query, [*crowd, child])[0].key == "sought"


def test_a_shared_number_is_never_lost_in_a_crowd_of_likelier_names() -> None:
    crowd = [replace(each, surname="Okafor", forename="Chidi", birth_date=BORN) for each in STORE[:160]]

    hits = rank(SearchQuery(surname="Okafor", forename="Chidi", upn=STORE[999].upn), [*crowd, STORE[999]])

    assert STORE[999].key in [hit.key for hit in hits]


def test_the_order_of_the_candidates_changes_nothing() -> None:
    query = SearchQuery(surname="Khan", forename="Ayesha", birth_date=BORN, birth_date_tolerance_days=366)
    shuffled = random.Random(1).sample(STORE, len(STORE))

    assert rank(query, shuffled) == rank(query, STORE)


def test_the_short_list_loses_no_hit_that_full_comparison_would_show() -> None:
    chance = random.Random(11)
    for child in chance.sample(STORE, 2):
        query = SearchQuery(surname=child.surname, forename=child.forename, birth_date=child.birth_date)
        lots = (STORE[n : n + 100] for n in range(0, 800, 100))
        in_small_lots = [hit for lot in lots for hit in rank(query, lot, limit=100)]
        best = sorted(in_small_lots, key=lambda hit: (-hit.score.value, -hit.score.bits, hit.key))[:5]

        assert rank(query, STORE[:800], limit=5) == best


def test_no_more_than_ten_are_shown_and_the_unlikely_not_at_all() -> None:
    crowd = [replace(each, surname="Khan", forename="Ali", birth_date=BORN) for each in STORE[:50]]

    assert len(rank(SearchQuery(surname="Khan", forename="Ali", birth_date=BORN), crowd)) == 10
    assert rank(SearchQuery(surname="Okafor", forename="Chidi", birth_date=BORN), STORE[:100]) == []


def test_whoever_asks_well_is_not_shown_the_far_less_likely() -> None:
    sought = Candidate("sought", "Hussein", "Amira", BORN, "F")
    unlike = Candidate("unlike", "Hussein", "Amira", date(2013, 12, 25), "F")

    well = rank(SearchQuery(surname="Hussein", forename="Amira", birth_date=BORN), [unlike, sought])
    badly = rank(SearchQuery(surname="Hussein", forename="Amira"), [unlike, sought])

    assert [hit.key for hit in well] == ["sought"]
    assert [hit.key for hit in badly] == ["sought", "unlike"]


def test_equal_candidates_are_put_in_the_order_of_their_keys() -> None:
    crowd = [Candidate(key, "Khan", "Ali", BORN) for key in ("c", "a", "b")]

    hits = rank(SearchQuery(surname="Khan", forename="Ali", birth_date=BORN), crowd)

    assert [hit.key for hit in hits] == ["a", "b", "c"]


def test_an_entry_is_filed_under_names_numbers_and_postcode() -> None:
    child = Candidate("1", "Al-Hussein", "Amira", BORN, "F", "zz99ab", "k909900002002", "H801200001001")

    assert index_keys(child) >= {"HSN", "AMR", "postcode:ZZ9 9AB", "upn:K909900002002", "upn:H801200001001"}


def test_a_child_is_found_and_judged_by_a_former_name_and_the_reason_says_so() -> None:
    child = Candidate("sought", "Okafor", "Zahra", BORN, other_surnames=("Khan", "Hussein"), other_forenames=("Amira",))
    query = SearchQuery(surname="Hossain", forename="Amira", birth_date=BORN)

    (hit,) = rank(query, [child])

    assert index_keys(child) == {"AKFR", "ZR", "KN", "HSN", "AMR"}
    assert hit.score.band == "strong"
    assert "same forename Amira (another name the child has had)" in hit.score.reasons


def test_other_names_say_nothing_about_a_name_that_was_not_asked() -> None:
    child = Candidate("sought", "Okafor", "Zahra", BORN, other_forenames=("Amira",))

    (hit,) = rank(SearchQuery(surname="Okafor", birth_date=BORN), [child])

    assert hit.score.reasons == ("born on the same day", "same surname Okafor")


def test_a_stand_in_postcode_and_an_empty_number_file_nothing() -> None:
    assert index_keys(Candidate("1", "Khan", "", postcode="ZZ99 3VZ", upn=" ")) == {"KN"}


def test_a_query_that_holds_nothing_has_no_route() -> None:
    assert plan(SearchQuery(sex="F")).routes == ()


def test_a_birth_date_gives_a_wide_route_with_names_and_a_narrow_one_without() -> None:
    wide, narrow = plan(SearchQuery(surname="Khan", birth_date=BORN)).routes

    assert wide.keys == {"KN"}
    assert wide.born == ((date(2013, 5, 2), date(2015, 5, 4)),)
    assert narrow.keys == frozenset()
    assert narrow.born == (
        (date(2014, 5, 2), date(2014, 5, 4)),
        (date(2014, 3, 5), date(2014, 3, 5)),
        (date(2013, 5, 3), date(2013, 5, 3)),
        (date(2015, 5, 3), date(2015, 5, 3)),
    )


def test_a_leap_day_has_no_slip_to_a_day_that_does_not_exist() -> None:
    (narrow,) = plan(SearchQuery(birth_date=date(2016, 2, 29))).routes

    assert narrow.born == ((date(2016, 2, 28), date(2016, 3, 1)),)
