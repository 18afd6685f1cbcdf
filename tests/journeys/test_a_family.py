"""A family of three is found through one child, and one worry opens all."""

from tests.cast import Cast
from tests.integration.casework import world
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn


def test_a_family_of_three_is_found_through_one_child(cast: Cast, signed_in: SignedIn) -> None:
    case = world.opened_case(cast)
    officer = signed_in(cast.officer)
    officer.visit(f"/cases/{case.reference}/")

    when_the_officer_adds(officer, "Ivo")
    when_the_officer_adds(officer, "Mirabel")
    officer.sees("2 children of this family without an open case.")
    officer.page.get_by_role("button", name="Open cases for the family").click()
    officer.press("Open these cases")

    officer.sees("The cases are open, and you are responsible for them.")
    officer.sees("Cases were opened for the family")
    officer.visit("/cases/")
    officer.sees("3 open cases")
    officer.follow("Ivo Qvoxcanary", exact=False)
    officer.sees("Zelphine Qvoxcanary")
    officer.sees("Through another child of the family.")


def when_the_officer_adds(officer: Person, forename: str) -> None:
    officer.follow("Add a child of the family")
    officer.fill("Forename", forename)
    officer.fill("Surname", "Qvoxcanary")
    officer.choose("Brother or sister")
    officer.choose("As somebody said it")
    officer.fill("Who or what says so?", "The grandmother, by telephone")
    officer.press("Add this child")
    officer.sees(f"{forename} Qvoxcanary")
