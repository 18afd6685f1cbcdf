"""The directory of schools and authorities: by code on a day, by words, and its page."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onroll.access import queries
from onroll.access.models import Organisation
from onroll.access.queries.directory import MOST_WORDS
from tests.cast import Cast, make_school

TODAY = date(2026, 9, 7)


def test_a_schools_code_finds_the_school(cast: Cast) -> None:
    assert queries.organisation_with_code("8201234", TODAY).found == cast.school


def test_an_authoritys_code_finds_the_authority(cast: Cast) -> None:
    assert queries.organisation_with_code("820LLLL", TODAY).found == cast.exampleton


def test_a_code_may_be_written_with_a_stroke_and_small_letters(cast: Cast) -> None:
    assert queries.organisation_with_code(" 820/llll", TODAY).found == cast.exampleton


@pytest.mark.parametrize("code", ["8209999", "XXXXXXX", "MMMMMMM", "", "820", "999LLLL"])
def test_a_code_that_nobody_has_is_unknown(cast: Cast, code: str) -> None:
    assert queries.organisation_with_code(code, TODAY) == queries.CodeLookup(found=None, reason="unknown")


def test_a_closed_school_is_named_but_not_found(cast: Cast) -> None:
    lookup = queries.organisation_with_code("8202222", TODAY)

    assert (lookup.found, lookup.reason, lookup.closed) == (None, "closed", cast.closed_school)


def test_a_closed_school_is_found_on_a_day_when_it_was_open(cast: Cast) -> None:
    assert queries.organisation_with_code("8202222", date(2021, 8, 30)).found == cast.closed_school


def test_of_two_holders_of_a_number_the_one_that_is_open_that_day_is_meant(cast: Cast) -> None:
    academy = make_school("Mockham Academy", "8202222", "990014", opened_on=date(2021, 9, 1))

    assert queries.organisation_with_code("8202222", TODAY).found == academy
    assert queries.organisation_with_code("8202222", date(2020, 1, 1)).found == cast.closed_school


def test_of_several_open_holders_the_one_that_opened_last_is_meant(cast: Cast) -> None:
    make_school("Older Academy", "8203333", "990015", opened_on=date(2019, 9, 1))
    newest = make_school("Newer Academy", "8203333", "990016", opened_on=date(2022, 9, 1))

    assert queries.organisation_with_code("8203333", TODAY).found == newest


def test_a_school_that_is_only_proposed_is_not_open(cast: Cast) -> None:
    proposed = make_school("Someday Academy", "8204444", "990017", status="proposed")

    assert queries.organisation_with_code("8204444", TODAY).closed == proposed


def test_the_authority_of_a_school_an_authority_and_the_department(cast: Cast) -> None:
    assert queries.authority_of(cast.school) == cast.exampleton
    assert queries.authority_of(cast.exampleton) == cast.exampleton
    assert queries.authority_of(cast.national_auditor.organisation) is None
    assert queries.authority("838") == cast.testbury


def test_the_area_of_an_authority_is_itself_and_its_schools(cast: Cast) -> None:
    found = set(queries.organisations_of_area("820"))

    assert found == {cast.exampleton, cast.school, cast.other_school, cast.closed_school}
    assert not queries.organisations_of_area("")


@pytest.fixture
def st_marys(cast: Cast) -> Organisation:
    """A school whose name people write in many ways."""
    return make_school("St. Mary's and St. Peter’s School", "8205555", "990018", town="Mockham", postcode="ZZ1 2BB")


@pytest.mark.parametrize(
    "words",
    [
        "st marys",
        "ST. MARY'S",
        "peters mockham",
        "st mary & st peter",
        "8205555",
        "820/5555",
        "5555",
        "990018",
        "zz12bb",
    ],
)
def test_a_school_is_found_by_what_people_type(st_marys: Organisation, words: str) -> None:
    assert queries.find_schools(words) == [st_marys]


@pytest.mark.parametrize("words", ["", " ", "s", "nowhere at all", "990099", "8209999", "%%", "__"])
def test_what_fits_nothing_finds_nothing(st_marys: Organisation, words: str) -> None:
    assert queries.find_schools(words) == []


def test_only_so_many_words_are_looked_for_each_once(st_marys: Organisation) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert queries.find_schools("mary peter school st mary mar ma " + "m " * 40) == [st_marys]
        assert queries.find_schools(" ".join(f"word{number:02}" for number in range(14))) == []

    assert [str(one["sql"]).upper().count("LIKE") for one in asked] == [2 * 4, 2 * MOST_WORDS]


def test_open_schools_come_first_and_authorities_are_no_schools(cast: Cast) -> None:
    found = queries.find_schools("school")

    assert found[-1] == cast.closed_school
    assert set(found) == {cast.school, cast.neighbour_school, cast.closed_school}
    assert queries.find_schools("exampleton") == []


def test_no_more_are_found_than_asked_for(cast: Cast) -> None:
    assert len(queries.find_schools("school", limit=2)) == 2


def test_the_page_shows_code_urn_town_and_status(st_marys: Organisation, cast: Cast, signed_in) -> None:
    page = signed_in(cast.clerk).get("/schools/?words=marys").content.decode()

    for words in ("1 school found", "8205555", "990018", "Mockham", "ZZ1 2BB", "Open: takes files."):
        assert words in page


def test_the_page_says_that_a_school_is_closed_and_since_when(cast: Cast, signed_in) -> None:
    page = signed_in(cast.clerk).get("/schools/?words=8202222").content.decode()

    assert "Closed 31 August 2021" in page
    assert "Closed: takes no files any more." in page


def test_the_page_says_that_nothing_fits(cast: Cast, signed_in) -> None:
    page = signed_in(cast.clerk).get("/schools/?words=<b>nowhere").content.decode()

    assert "No school fits “&lt;b&gt;nowhere”" in page


def test_the_page_says_when_there_are_more_than_it_shows(cast: Cast, signed_in) -> None:
    for number in range(21):
        make_school(f"Many School {number:02}", f"820{6000 + number}", f"{980000 + number}")

    page = signed_in(cast.clerk).get("/schools/?words=many").content.decode()

    assert "The first 20 schools found" in page
    assert "Add the town or another word" in page
    assert "Many School 19" in page
    assert "Many School 20" not in page


def test_every_role_may_look_up_schools(cast: Cast, signed_in) -> None:
    answers = {name: signed_in(one).get("/schools/").status_code for name, one in cast.members().items()}

    assert set(answers.values()) == {200}


def test_the_page_asks_the_database_one_question_more_with_words(
    cast: Cast, signed_in, django_assert_num_queries
) -> None:
    client = signed_in(cast.clerk)
    client.get("/schools/")

    with django_assert_num_queries(5):  # session, person, roles, covers, schools
        client.get("/schools/?words=school")


def test_a_search_with_a_nul_is_refused_quietly(cast: Cast, signed_in) -> None:
    assert signed_in(cast.clerk).get("/schools/?words=a%00b").status_code == 400


def test_a_stranger_sees_no_schools(cast: Cast) -> None:
    assert Client().get("/schools/?words=school").status_code == 302


def test_status_on_a_day_follows_the_register(cast: Cast) -> None:
    today = timezone.localdate()
    undated = make_school("Undated Old School", "8207777", "990019", status="closed")

    open_today = set(Organisation.objects.open_on(today))

    assert undated not in open_today
    assert cast.school in open_today
