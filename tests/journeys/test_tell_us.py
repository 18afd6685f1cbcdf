"""A passer-by tells of a child without a name, on a phone; an officer works on it up to the close."""

import re

from tests.cast import Cast
from tests.journeys import test_found
from tests.journeys.browser import PHONE, Person
from tests.journeys.conftest import Bring, SignedIn
from tests.journeys.files import CANARY

MILL_LANE = "boy, about 8, red coat, on Mill Lane most mornings"

REGISTER_SHOWS = "Was never missing education: a register entry or a provider’s word shows education at the time"


def test_from_a_public_notification_to_settled(cast: Cast, new_person: Bring, signed_in: SignedIn) -> None:
    passer_by, officer = new_person(), signed_in(cast.officer)
    passer_by.page.set_viewport_size(PHONE)

    when_a_passer_by_tells_of_a_boy(passer_by)
    passer_by.check_fits_a_phone()
    reference, secret_words = then_she_has_a_receipt(passer_by)

    officer.follow("Work list")
    officer.follow("A child whose name is not known", exact=False)
    officer.sees(MILL_LANE)
    officer.sees("The notifier did not say")
    officer.sees("No name was given, so nobody can be offered.")
    officer.press("A new child")
    officer.press("Open a case")
    officer.sees("The case is open, and you are responsible for it.")
    passer_by_sees(passer_by, reference, secret_words, "Being looked into")

    officer.press("Close this case")
    officer.choose("Was never missing education")
    officer.select("What kind of evidence is it?", REGISTER_SHOWS)
    officer.fill(
        "What is the evidence?", "Met him with his grandmother: the school closes on Fridays, and confirmed it."
    )
    officer.press("Close this case")
    officer.sees("The case is closed.")
    passer_by_sees(passer_by, reference, secret_words, "Finished")
    passer_by.does_not_see("grandmother")


def test_a_girl_whom_a_neighbour_names_is_known_and_settled_at_a_school_in_the_end(
    cast: Cast, new_person: Bring, signed_in: SignedIn
) -> None:
    file_reference = test_found.given_a_child_filed_as_lost_twelve_days_ago_with_an_open_case(cast)
    neighbour, officer, finder, school = (
        new_person(),
        signed_in(cast.officer),
        signed_in(cast.neighbour_officer),
        signed_in(cast.neighbour_clerk),
    )
    when_a_neighbour_names(neighbour, "Marisol", CANARY)
    reference, secret_words = then_she_has_a_receipt(neighbour)

    officer.follow("Work list")
    officer.follow(f"({reference})", exact=False)
    officer.sees("Offered because:")
    officer.page.get_by_role("button", name="It is this child").first.click()
    officer.follow("Go to case", exact=False)
    officer.follow("What was told again on", exact=False)
    officer.sees("The new flat in Testbury")
    test_found.when_the_finder_searches_with_a_misspelt_name_and_a_date_a_day_out(finder)
    test_found.when_she_opens_the_child_with_a_reason(finder, file_reference)
    test_found.when_she_claims_the_file_for(finder, "Testbury High School (8384001)")
    passer_by_sees(neighbour, reference, secret_words, "Being looked into")
    test_found.when_the_school_collects_and_confirms(school, file_reference, cast.neighbour_clerk)

    test_found.then_the_first_authority_closes_its_case_on_that_evidence(officer, cast)
    passer_by_sees(neighbour, reference, secret_words, "Finished")
    neighbour.does_not_see("Testbury High School")


def test_whoever_fears_for_a_child_is_sent_to_the_police_first(cast: Cast, new_person: Bring) -> None:
    neighbour = new_person(has_scripts=False)
    neighbour.visit("/tell-us/")
    neighbour.choose("The child is being hurt, or may be in danger")
    neighbour.press("Continue")

    neighbour.sees_heading("Call for help first")
    neighbour.sees("999")
    neighbour.press("I have called: tell the council too")
    neighbour.sees_heading("Where is the child?")


def when_a_passer_by_tells_of_a_boy(passer_by: Person) -> None:
    passer_by.visit("/")
    passer_by.follow("Tell the council about a child")
    passer_by.press("Continue")
    passer_by.follows_error_to(
        "Say whether the child is missing or in danger now", "The child is missing from home or from care"
    )
    passer_by.choose("No, but the child may not be getting an education")
    passer_by.press("Continue")
    passer_by.fill("Street, shop or other place", "Mill Lane, by the bakery")
    passer_by.press("Continue")
    passer_by.select("Council", "Exampleton")
    passer_by.press("Continue")
    passer_by.fill("In your own words", MILL_LANE)
    passer_by.press("Continue")
    passer_by.press("Continue")
    passer_by.fill("Age (optional)", "about 8")
    passer_by.press("Continue")
    passer_by.press("Continue")
    passer_by.press("Continue")
    passer_by.sees_heading("Check your answers")
    assert passer_by.facts()["Who you are"].startswith("You do not say")
    passer_by.press("Send to the council")


def when_a_neighbour_names(neighbour: Person, forename: str, surname: str) -> None:
    neighbour.page.goto(f"{neighbour.address}/tell-us/")
    neighbour.choose("No, but the child may not be getting an education")
    neighbour.go_on("Continue")
    neighbour.fill("Street, shop or other place", "The new flat in Testbury")
    neighbour.go_on("Continue")
    neighbour.select("Council", "Exampleton")
    neighbour.go_on("Continue")
    neighbour.fill("In your own words", "The girl next door moved away in the summer, and is in no school.")
    neighbour.go_on("Continue")
    neighbour.fill("First name (optional)", forename)
    neighbour.fill("Last name (optional)", surname)
    for _ in ("name", "age", "day", "neighbour"):
        neighbour.go_on("Continue")
    neighbour.go_on("Send to the council")


def then_she_has_a_receipt(passer_by: Person) -> tuple[str, str]:
    passer_by.sees("We have your report")
    facts = passer_by.facts()
    assert re.fullmatch(r"N-\w{4}-\w{4}", facts["Reference"])
    return facts["Reference"], facts["Secret words"]


def passer_by_sees(passer_by: Person, reference: str, secret_words: str, state: str) -> None:
    passer_by.visit("/tell-us/status/")
    passer_by.fill("Reference", reference)
    passer_by.fill("Secret words", secret_words)
    passer_by.press("See how far it is")
    passer_by.sees(state)
