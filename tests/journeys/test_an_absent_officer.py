"""An officer falls ill: somebody else of her authority covers, finds her overdue work, does it under her own name."""

from datetime import timedelta

from django.utils import timezone

from onroll.access.models import Role
from tests.cast import Cast, make_member
from tests.integration.casework import world
from tests.journeys.access.test_people_and_roles import prove_again
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn

CHILD = "Zelphine Qvoxcanary"


def test_a_colleague_covers_for_an_officer_who_is_ill_and_nothing_waits(cast: Cast, signed_in: SignedIn) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    case = world.opened_case(cast, when=timezone.now() - timedelta(days=60))
    approver = signed_in(make_member("authorityapprover", cast.exampleton, Role.APPROVER))
    covering = signed_in(colleague)

    covering.sees("1 open case")
    assert covering.rows("Open cases")[0][2].startswith("Overdue")
    when_she_shows(covering, "Those of a colleague I cover for today")
    covering.sees("No open case fits.")

    when_the_approver_arranges_cover(approver, cast, colleague.person.name, colleague.person.email)
    covering.page.reload()
    (row,) = covering.rows("Open cases")
    assert row[4].startswith(f"{cast.officer.person.name}, away until")
    assert row[4].endswith(f"{colleague.person.name} covers")

    covering.follow(CHILD, exact=False)
    covering.follow("Record a follow-up")
    covering.fill("What did you do, and with whom?", "Rang the aunt: the family is back, and rings the school today.")
    covering.press("Save the follow-up")
    covering.sees("The follow-up is recorded.")
    assert "in time" in covering.facts()["Follow-up"]
    assert covering.facts()["Responsible"].startswith(f"{cast.officer.person.name}, away until ")
    assert covering.facts()["Responsible"].endswith(f"{colleague.person.name} covers")
    covering.sees("Rang the aunt")
    then_the_story_names_who_did_it(covering, colleague.person.name)
    covering.check_fits_a_phone()
    covering.visit("/cases/?queue=covered")
    assert covering.rows("Open cases")[0][2].startswith("In time")

    back = signed_in(cast.officer)
    back.visit(f"/cases/{case.reference}/")
    back.sees("Rang the aunt")


def test_a_case_of_somebody_who_left_is_found_and_given_to_a_colleague(cast: Cast, signed_in: SignedIn) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    world.opened_case(cast)
    type(cast.officer.membership).objects.filter(pk=cast.officer.membership.pk).update(
        until_on=timezone.localdate() - timedelta(days=1)
    )
    covering = signed_in(colleague)

    when_she_shows(covering, "Those of somebody who has left the team")
    covering.follow(CHILD, exact=False)
    covering.follow("Change who is responsible")
    covering.choose(colleague.person.name)
    covering.press("Give the case")
    covering.sees("The case has its new responsible officer.")
    when_she_shows(covering, "Those I am responsible for")
    covering.sees(CHILD)


def when_she_shows(officer: Person, queue: str) -> None:
    officer.follow("Work list")
    officer.page.get_by_text("Show only some cases").click()
    officer.select("Whose cases", queue)
    officer.press("Show these cases")


def when_the_approver_arranges_cover(approver: Person, cast: Cast, name: str, email: str) -> None:
    approver.follow(f"{cast.officer.person.name} as Children missing education officer")
    approver.follow("Name someone to cover")
    prove_again(approver)
    approver.select("Who will cover?", f"{name}, {email}")
    approver.fill_date("Last day", timezone.localdate() + timedelta(days=9))
    approver.press("Arrange this cover")
    approver.sees("The cover is arranged.")


def then_the_story_names_who_did_it(officer: Person, name: str) -> None:
    step = officer.page.locator(".onroll-timeline__event", has_text="Rang the aunt").first
    assert name in step.inner_text()
