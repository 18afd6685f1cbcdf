"""A case crosses a border: declined, offered again, decided by two people at once, and its end told to the first."""

import re

from tests.cast import Cast
from tests.integration.casework import world
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn

CHILD = "Zelphine Qvoxcanary"
OFFER = "Hand this case over to another authority"
WHO = "Which authority should take this case?"
KNOW = "What should they know?"


def test_a_case_is_declined_offered_again_and_taken_and_its_end_is_told(cast: Cast, signed_in: SignedIn) -> None:
    case = world.opened_case(cast)
    officer, neighbour = signed_in(cast.officer), signed_in(cast.neighbour_officer)

    when_she_offers(officer, case.reference, "An aunt lives in Testbury, at 4 Mill Row.")
    neighbour.follow("Other authorities")
    neighbour.follow(re.search(r"H-\w{4}-\w{4}", officer.page.content())[0])  # type: ignore[index]
    assert neighbour.facts()["What you should know"] == "An aunt lives in Testbury, at 4 Mill Row."
    neighbour.sees(CHILD)
    neighbour.check_fits_a_phone()
    when_she_declines(neighbour, "The aunt moved to us in May, and lives alone.")
    neighbour.does_not_see(CHILD)

    officer.page.reload()
    officer.sees(
        "Testbury declined: The child does not live in our area. The aunt moved to us in May, and lives alone."
    )
    when_she_offers(officer, case.reference, "The aunt's new flat is 9 Mill Row: a letter to the child came there.")
    neighbour.follow("Other authorities")
    ((second, *_),) = neighbour.rows("Cases offered to you")
    neighbour.follow(second)
    neighbour.press("Accept this case")
    neighbour.sees("The case is yours now, and you are responsible for it.")

    officer.page.reload()
    officer.sees(f"{case.reference} (closed)")
    officer.sees("Another authority has accepted the case")
    when_the_new_authority_finds_her(neighbour)
    officer.follow("Other authorities")
    officer.follow(second)
    assert officer.facts()["The case at Testbury"].startswith("Closed: ")
    officer.does_not_see("9 Mill Row, with the aunt")


def test_who_withdraws_a_moment_too_late_is_told_who_was_first(cast: Cast, signed_in: SignedIn) -> None:
    case = world.opened_case(cast)
    officer, neighbour = signed_in(cast.officer), signed_in(cast.neighbour_officer)
    when_she_offers(officer, case.reference, "An aunt lives in Testbury.")
    officer.follow("Other authorities")
    ((reference, *_),) = officer.rows("Cases you have offered")
    officer.follow(reference)
    officer.press("Withdraw this offer")
    officer.fill("Why do you withdraw this offer?", "The school has seen her.")

    neighbour.follow("Other authorities")
    neighbour.follow(reference)
    neighbour.press("Accept this case")
    officer.press("Withdraw the offer")

    officer.sees("Testbury accepted this case on")
    officer.sees("Nothing of yours was saved.")
    officer.follow("Back to the hand-over")
    assert officer.facts()["State"].startswith("Accepted")


def test_a_second_tab_cannot_offer_the_same_case_again(cast: Cast, signed_in: SignedIn) -> None:
    case = world.opened_case(cast)
    officer = signed_in(cast.officer)
    officer.visit(f"/cases/{case.reference}/")
    officer.follow(OFFER)
    officer.select(WHO, "Testbury")
    officer.fill(KNOW, "An aunt lives in Testbury.")
    second_tab = officer.context.new_page()
    second_tab.goto(officer.page.url)
    second_tab.get_by_label(WHO).select_option(label="Testbury")
    second_tab.get_by_label(KNOW).fill("An aunt lives in Testbury.")
    second_tab.get_by_role("button", name="Offer the case").click()

    officer.press("Offer the case")

    officer.sees("This case is already offered to Testbury")
    officer.follow("Other authorities")
    assert len(officer.rows("Cases you have offered")) == 1


def when_she_offers(officer: Person, reference: str, why: str) -> None:
    officer.visit(f"/cases/{reference}/")
    officer.follow(OFFER)
    officer.press("Offer the case")
    officer.follows_error_to("Select the authority that should take this case", WHO)
    officer.select(WHO, "Testbury")
    officer.fill(KNOW, why)
    officer.press("Offer the case")
    officer.sees("The case is offered. You are told what they answer.")


def when_she_declines(neighbour: Person, why: str) -> None:
    neighbour.press("Decline")
    neighbour.choose("The child does not live in our area")
    neighbour.fill("What did you find out?", why)
    neighbour.press("Decline")
    neighbour.sees("You declined. The other authority is told why.")


def when_the_new_authority_finds_her(neighbour: Person) -> None:
    neighbour.follow(neighbour.facts()["Your case"])
    neighbour.sees(CHILD)
    neighbour.press("Close this case")
    neighbour.choose("Was never missing education")
    register = "Was never missing education: a register entry or a provider’s word shows education at the time"
    neighbour.select("What kind of evidence is it?", register)
    neighbour.fill("What is the evidence?", "9 Mill Row, with the aunt: Testbury High School has had her since June.")
    neighbour.press("Close this case")
    neighbour.sees("The case is closed.")
