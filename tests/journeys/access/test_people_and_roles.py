"""An approver gives a role, has it covered and ends it; each page is checked with axe and on a phone."""

from datetime import timedelta

from django.utils import timezone

from onroll.access.models import Membership, Role
from tests.cast import Cast, make_member
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.signing_in import PASSWORD


def prove_again(person: Person) -> None:
    person.sees_heading("Enter your password again")
    person.fill("Your password", PASSWORD)
    person.press("Continue")


def test_an_approver_gives_a_role_to_somebody_new_and_ends_it(cast: Cast, signed_in: SignedIn) -> None:
    approver = signed_in(cast.approver)

    approver.sees_heading("People")
    approver.check_fits_a_phone()
    approver.screenshot("people")
    approver.press("Give someone a role")
    prove_again(approver)
    approver.press("Give this role")
    approver.follows_error_to("Enter their work email address", "Their work email address")
    approver.fill("Their work email address", "newcomer@onroll.example")
    approver.fill("Their name", "Newcomer Invented")
    approver.choose("Safeguarding lead")
    approver.check_fits_a_phone()
    approver.screenshot("give-role")
    approver.press("Give this role")

    approver.sees("The role is given.")
    newest = next(row for row in approver.rows() if row[0].startswith("Newcomer Invented"))
    assert newest[1::2] == ["Safeguarding lead", "Never"]

    approver.follow("Newcomer Invented as Safeguarding lead")
    approver.sees("newcomer@onroll.example")
    approver.follow("End this role")
    approver.check_fits_a_phone()
    approver.screenshot("end-role")
    approver.press("End this role")
    approver.sees("The role is ended.")
    approver.does_not_see("Newcomer Invented")


def test_the_last_approver_cannot_leave(cast: Cast, signed_in: SignedIn) -> None:
    approver = signed_in(cast.approver)

    approver.follow(f"{cast.approver.person.name} as Approver of access")
    approver.follow("End this role")
    prove_again(approver)
    approver.press("End this role")

    approver.sees("Nobody else could give or take away access then.")
    assert Membership.objects.get(pk=cast.approver.membership.pk).until_on is None


def test_somebody_has_her_work_covered_and_the_colleague_says_for_whom_she_acts(
    cast: Cast, signed_in: SignedIn
) -> None:
    colleague = make_member("colleague", cast.school, Role.ATTENDANCE)
    clerk = signed_in(cast.clerk)

    clerk.follow("Your account")
    clerk.check_fits_a_phone()
    clerk.screenshot("account")
    clerk.follow("Arrange cover for Admissions and transfer")
    clerk.follow("Name someone to cover")
    prove_again(clerk)
    clerk.select("Who will cover?", f"{colleague.person.name}, {colleague.person.email}")
    clerk.fill_date("Last day", timezone.localdate() + timedelta(days=9))
    clerk.check_fits_a_phone()
    clerk.screenshot("cover-role")
    clerk.press("Arrange this cover")
    clerk.sees("The cover is arranged.")
    clerk.check_fits_a_phone()
    clerk.screenshot("role")

    covering = signed_in(colleague)
    covering.sees_heading("Who do you act for?")
    covering.screenshot("choose-cover")
    covering.page.get_by_role("radio").nth(1).check()
    covering.press("Continue")
    covering.sees("covering for Admissions and transfer")
    covering.follow("Your account")
    covering.sees("What you cover for colleagues today")

    clerk.follow("End this cover")
    clerk.press("End this cover")
    clerk.sees("The cover is ended.")
    covering.visit("/account/")
    covering.does_not_see("What you cover for colleagues today")
