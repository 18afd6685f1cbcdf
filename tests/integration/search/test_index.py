"""The index follows the records, forgives spelling, and shows nobody what is outside her scope."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onroll.audit import act as acts
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import NotAllowed
from onroll.linkage import SearchQuery
from onroll.linkage.finder import Entry
from onroll.registry import found_by
from onroll.registry.actions import Facts, note_sighting
from onroll.registry.models import Child, Sighting
from onroll.search import actions, lexicon, queries
from onroll.search.models import Posting, Token
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HOSSAIN = Facts(
    surname="Hossain",
    forename="Fatima",
    middle_names="Noor",
    birth_date=date(2014, 3, 12),
    upn="H820123415001",
    postcode="ZZ1 1AA",
)


NAMED = ("surname", "forename", "middle_names", "birth_date", "upn", "postcode")


def sight(cast: Cast, **changes: object) -> Sighting:
    facts = {field: getattr(HOSSAIN, field) for field in NAMED} | changes
    return note_sighting(cast.clerk.act(), facts=Facts(**facts), source="test", source_reference="1")  # type: ignore[arg-type]


def found(cast: Cast, text: str) -> list[int]:
    hits = queries.find(cast.officer.act(), text, {"child": Child.objects.values("pk")})
    return [hit.record_id for hit in hits]


def rows() -> set[tuple[object, ...]]:
    """Return the whole index, by words and not by their numbers."""
    fields = ("token__sort", "token__text", "birth_year", "birth_day", "kind", "record_id", "part_id")
    return set(Posting.objects.values_list(*fields))


@pytest.mark.parametrize(
    "typed",
    [
        "fatima hossain",
        "Hussein Fatima",
        "hosain fati",
        "FATMA hussain 2014",
        "hossain 12/3/2014",
        "hossain 3/12/14",
        "hussein march 2014",
        "hossain 2015",
        "f hossain",
        "noor hossain",
        "zz1 1aa fatima",
        "H820123415001",
    ],
)
def test_a_child_is_found_by_what_somebody_half_remembers(cast: Cast, typed: str) -> None:
    child = sight(cast).child_id
    sight(cast, surname="Nowak", forename="Zofia", middle_names="", birth_date=date(2011, 1, 1), upn="", postcode="")

    assert found(cast, typed)[:1] == [child]


def test_each_hit_says_why(cast: Cast) -> None:
    sight(cast)

    (hit,) = queries.find(cast.officer.act(), "hussein fatima 2015", {"child": Child.objects.values("pk")})

    assert hit.reasons == (
        "*hussein* found as *hossain*, which sounds alike",
        "*fatima* found",
        "born 2014, one year off",
    )


def test_nothing_outside_the_scope_is_found_however_well_it_fits(cast: Cast) -> None:
    hers = sight(cast, surname="Husain", upn="")
    sight(cast, upn="")

    scopes = {"child": Child.objects.filter(pk=hers.child_id).values("pk")}
    hits = queries.find(cast.officer.act(), "fatima hossain 12/3/2014", scopes)

    assert [hit.record_id for hit in hits] == [hers.child_id]
    assert "hossain" not in str([hit.reasons for hit in hits]).replace("*hossain* found as *husain*", "")


def test_a_child_is_found_only_by_the_parts_that_may_be_seen(cast: Cast) -> None:
    first = sight(cast)
    second = sight(cast, surname="Married")
    assert first.child_id == second.child_id

    scopes = {"child": queries.Parts(Sighting.objects.filter(pk=first.pk).values("pk"))}

    assert queries.find(cast.officer.act(), "married 12/3/2014", scopes)[:1] != ()
    assert all(hit.part_id == first.pk for hit in queries.find(cast.officer.act(), "married fatima", scopes))
    assert "married" not in str(queries.find(cast.officer.act(), "fatima maried", scopes)).replace("*maried*", "")


def test_software_finds_candidates_for_facts_whoever_may_see_them(cast: Cast) -> None:
    child = sight(cast).child_id
    other = sight(cast, surname="Ahmed", forename="Ali", middle_names="", upn="", birth_date=date(2010, 1, 1))
    asked = SearchQuery(surname="Hussein", forename="Fatema", birth_date=date(2014, 12, 3))

    hits = queries.candidates(asked, ["child"])
    without = queries.candidates(asked, ["child"], leaving_out=Child.objects.filter(pk=child).values("pk"))

    assert hits[0].record_id == child
    assert child not in {hit.record_id for hit in without}
    assert queries.candidates(SearchQuery(upn=HOSSAIN.upn), ["child"])[0].record_id == child
    assert queries.candidates(SearchQuery(surname="Ahmed"), ["child"], limit=1)[0].record_id == other.child_id
    assert queries.candidates(SearchQuery(surname="Ahmed"), ["case"]) == ()


def test_candidates_are_found_inside_the_transaction_that_filed_them(cast: Cast) -> None:
    sight(cast)
    later = sight(cast, surname="Zvezdana", forename="Qiu", middle_names="", upn="", birth_date=date(2012, 5, 5))

    hits = queries.candidates(SearchQuery(surname="Zvezdna", forename="Qiu"), ["child"])

    assert hits[0].record_id == later.child_id


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a",
        "a" * 10_000,
        "\x00\x07\u202e",
        "hossain\x00 fatima",
        "' OR 1=1 --",
        "%_%",
        "99/99/9999",
        "0000",
        "𝕳",
    ],
    ids=repr,
)
def test_bad_input_finds_little_and_breaks_nothing(cast: Cast, typed: str) -> None:
    sight(cast)

    hits = queries.find(cast.officer.act(), typed, {"child": Child.objects.values("pk")})

    assert len(hits) == (1 if typed.startswith("hossain") else 0)


def test_dropping_a_record_leaves_no_word_that_was_only_hers(cast: Cast) -> None:
    act = cast.clerk.act()
    actions.put(act, kind="case", record_id=1, entry=Entry(names=("Rarename Hossain",)))
    actions.put(act, kind="case", record_id=2, entry=Entry(names=("Hossain",)))

    actions.drop(act, kind="case", record_id=1)

    assert set(Token.objects.values_list("text", flat=True)) == {"hossain"}
    assert {row[5] for row in rows()} == {2}


entries = st.builds(
    Entry,
    names=st.lists(st.sampled_from(["Ana", "Anna Maria", "Łuczak", "O'Brien", "李", ""]), max_size=3).map(tuple),
    birth_date=st.none() | st.dates(date(2008, 1, 1), date(2022, 12, 31)),
    postcode=st.sampled_from(["", "ZZ1 1AA", "ZZ99 3VZ", "nonsense"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=entries, second=entries)
def test_put_drop_put_is_put(first: Entry, second: Entry) -> None:
    act = acts.by_the_system(at=datetime.now(LONDON), purpose="test")
    actions.put(act, kind="case", record_id=1, entry=second)
    expected = rows()

    actions.put(act, kind="case", record_id=1, entry=first)
    actions.drop(act, kind="case", record_id=1)
    assert rows() == set()
    assert not Token.objects.exists()
    actions.put(act, kind="case", record_id=1, entry=first)
    actions.put(act, kind="case", record_id=1, entry=second)

    assert rows() == expected
    actions.drop(act, kind="case", record_id=1)


def test_the_index_that_followed_every_change_is_the_one_that_is_made_again(cast: Cast) -> None:
    sight(cast)
    sight(cast, surname="Married")
    gone = sight(cast, surname="Nowak", forename="Zofia", middle_names="", upn="")
    followed = rows()
    actions.drop(cast.clerk.act(), kind="child", record_id=gone.child_id)
    actions.put(cast.clerk.act(), kind="child", record_id=999_999, entry=Entry(names=("Nobody",)))
    system = acts.by_the_system(at=cast.clerk.act().at, purpose="test")

    done = list(actions.rebuild(system, source=found_by.SOURCE, at_once=1))

    assert done == [1, 1]
    assert rows() == followed
    assert not Token.objects.filter(text="nobody").exists()


def test_only_an_operator_makes_the_index_again(cast: Cast) -> None:
    act: Act = cast.officer.act()

    with pytest.raises(NotAllowed):
        next(actions.rebuild(act, source=found_by.SOURCE))


def test_words_of_a_transaction_that_is_rolled_back_are_not_remembered(cast: Cast) -> None:
    before = lexicon.current().last
    sight(cast)

    assert lexicon.current().near("hosain")
    assert lexicon._lexicon.last <= before
