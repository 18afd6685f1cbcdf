"""A doubtful pair is reviewed, merged by two people and split again; twins are kept apart. By keyboard, on a phone."""

from playwright.sync_api import expect

from onroll.registry.models import PairReview
from onroll.registry.review_states import ReviewState
from tests.cast import Cast
from tests.integration.registry.pairs import TWIN, YUSUF, pair, second_officer
from tests.journeys.browser import PHONE, Person
from tests.journeys.conftest import SignedIn
from tests.journeys.signing_in import PASSWORD

QUEUE = "/children/pairs/"


def prove_again(person: Person) -> None:
    person.sees_heading("Enter your password again")
    person.fill("Your password", PASSWORD)
    person.press("Continue")


def test_a_doubtful_pair_is_merged_by_two_people_and_split_again(cast: Cast, signed_in: SignedIn) -> None:
    review = pair(cast)
    first, second = signed_in(cast.officer), signed_in(second_officer(cast))

    first.visit(QUEUE)
    first.screenshot("same-child-queue")
    first.follow("Yusuf Hussein and Yousef Hossain", exact=False)
    compared = {row[0]: row[3] for row in first.rows("The two records")}
    assert (compared["Surname"], compared["Date of birth"], compared["UPN"]) == (
        "Sounds alike",
        "Same",
        "Not known",
    )
    first.screenshot("same-child-pair")
    first.press("Save")
    first.follows_error_to("Choose what you say of these two records", "One child: a second officer is asked to agree")
    first.choose("One child: a second officer is asked to agree")
    first.press("Save")
    first.sees("Somebody else has to agree")

    second.visit(f"{QUEUE}{review.reference}/")
    second.go_on("Agree that this is one child")
    prove_again(second)
    second.check_fits_a_phone()
    second.screenshot("same-child-merge")
    second.page.get_by_label("I have compared both records myself, and they are one child").check()
    second.press("Agree that this is one child")
    second.sees("The two records are read as one child from now on.")

    first.visit(f"/children/{review.second.reference}/")
    first.sees(f"Child {review.first.reference}")
    first.sees(f"{review.first.reference} and {review.second.reference} were found to be one child")
    first.check_fits_a_phone()
    first.screenshot("same-child-child")
    first.go_on("Correct or add what is known")
    first.check_fits_a_phone()
    first.screenshot("same-child-correct")
    first.press("Keep")
    first.follows_error_to("Choose how you know", "Birth certificate")
    first.choose("Birth certificate")
    first.fill("Surname", "Husseini")
    first.press("Keep")
    first.sees("Kept, beside what was said before.")
    first.sees("Yousef Husseini")
    first.visit(f"{QUEUE}{review.reference}/")
    first.go_on("Split into two children again")
    prove_again(first)
    first.fill("Why are they two children?", "I met both boys.")
    first.press("Split into two children again")
    first.sees("They are two children again.")

    first.visit(f"/children/{review.second.reference}/")
    first.sees(f"Child {review.second.reference}")
    first.sees("were split again")


def test_twins_are_kept_apart_with_the_keyboard_on_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    review = pair(cast, YUSUF, TWIN)
    officer = signed_in(cast.officer)
    officer.page.set_viewport_size(PHONE)

    officer.visit(QUEUE)
    _tab_to(officer, "Yusuf Hussein and Bilal Hussein")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    officer.check_fits_a_phone()
    officer.page.set_viewport_size(PHONE)
    officer.sees("They may be twins: surname and birth date agree, but the forename does not.")
    officer.page.get_by_label("One child: a second officer is asked to agree").focus()
    officer.page.keyboard.press("ArrowDown")
    expect(officer.page.get_by_label("Two children: keep them apart")).to_be_checked()
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.type("Twins: the school has both on its roll.")
    officer.page.keyboard.press("Tab")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")

    officer.sees("They are kept apart.")
    officer.check_accessibility()
    review.refresh_from_db()
    assert review.state == ReviewState.KEPT_APART
    officer.visit("/children/pairs/audit/")
    officer.check_fits_a_phone()
    officer.screenshot("same-child-audit")
    assert PairReview.objects.count() == 1


def _tab_to(person: Person, words: str) -> None:
    """Reach a link with the Tab key alone."""
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.activeElement.innerText || ''").startswith(words):
            return
    raise AssertionError(f"no way by keyboard to {words}")
