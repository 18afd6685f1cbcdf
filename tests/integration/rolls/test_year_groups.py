"""A roll and its forms stand in the order of the years, Reception before Year 1 and by its name."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from onroll.attendance import queries as attendance_queries
from onroll.rolls import queries
from tests.cast import Cast, Member, Newcomers
from tests.integration.rolls.files import load, pupil

SignIn = Callable[[Member], Client]
YEARS = ("10", "6", "R", "2", "N2", "", "1")


def given_a_roll(cast: Cast) -> None:
    rows = [
        pupil(number, Year=year, **{"Reg group": f"{year}A" if year else ""}) for number, year in enumerate(YEARS, 1)
    ]
    load(cast.clerk, rows, date(2026, 9, 7))


def test_the_roll_stands_by_year_from_the_youngest_and_calls_reception_by_its_name(
    cast: Cast, signed_in: SignIn
) -> None:
    given_a_roll(cast)

    page = signed_in(cast.clerk).get("/rolls/").content.decode()

    in_order = [one.year_group for one in queries.roll_of(cast.clerk.act(), cast.school)]
    assert in_order == ["N2", "R", "1", "2", "6", "10", ""]
    names = ("Nursery second year", "Reception", "Year 1<", "Year 2", "Year 6", "Year 10", "Not known")
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert ">R<" not in page


def test_the_forms_of_a_register_stand_by_year_from_the_youngest(cast: Cast, newcomers: Newcomers) -> None:
    given_a_roll(cast)
    act = newcomers.attendance_clerk.act()

    forms = [one.form_group for one in attendance_queries.forms_of_day(act, act.on)]

    assert forms == ["N2A", "RA", "1A", "2A", "6A", "10A", ""]
