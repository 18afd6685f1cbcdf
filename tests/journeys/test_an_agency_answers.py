"""An officer asks a partner agency in OnRoll; it reads the request, asks for time and answers, and she reads that."""

import os
from datetime import timedelta

from django.utils import timezone

from onroll.casework import actions
from tests.cast import Cast
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.tellers import reporter
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn

CHILD = f"{world.CANARY_FORENAME} {world.CANARY_SURNAME}"


def test_a_request_goes_to_an_agency_and_its_answer_comes_back(cast: Cast, signed_in: SignedIn) -> None:
    case, nurse = world.opened_case(cast), reporter()
    enquiries = actions.begin_for_case(cast.officer.act(), case=case, school=cast.school)
    officer = signed_in(cast.officer)

    officer.visit(f"/cases/enquiries/{enquiries.reference}/ask-agency/")
    officer.choose("Health: school nurse, health visitor, GP registration")
    officer.fill("Which office, and whom there?", "School nursing team")
    officer.fill("What do you ask, and why is it needed?", "Is the family still registered with a practice?")
    officer.select("Does an agency that uses OnRoll answer this? (optional)", "Invented Health (Health)")
    picture(officer, "ask-agency")
    officer.press("Keep the request")

    agency = signed_in(nurse)
    agency.follow("1 request for your organisation’s answer")
    agency.sees_heading("Requests to us")
    agency.does_not_see(world.CANARY_SURNAME)
    agency.check_fits_a_phone()
    picture(agency, "requests-to-us")
    agency.follow("A-", exact=False)
    assert agency.facts()["Child"] == CHILD
    assert agency.facts()["Asked by"].startswith("Exampleton")
    agency.sees("Is the family still registered with a practice?")
    agency.check_fits_a_phone()
    picture(agency, "request-to-us")

    when_it_asks_for_more_time(agency)
    agency.press("Answer")
    agency.press("Send the answer")
    agency.follows_error_to("Select whether you know this child", "We know where the child is")
    agency.choose("We know where the child is")
    agency.press("Send the answer")
    agency.sees("Enter what you know, and how you know it")
    agency.fill("What do you know, and how do you know it?", "The practice wrote to the family there in October.")
    agency.choose("No", within="Is there any sign of significant harm?")
    agency.page.get_by_text("Give an address, another name or date of birth that you know").click()
    agency.fill("Address (optional)", "7 Canaryquill Lane")
    agency.fill("Postcode (optional)", "HD1 1AA")
    agency.check_fits_a_phone()
    picture(agency, "request-answer")
    agency.press("Send the answer")
    agency.sees("Exampleton has it, and is told by email that it is there.")
    agency.sees("The child’s name and the question are not shown any more.")
    agency.does_not_see(world.CANARY_SURNAME)
    picture(agency, "request-answered")
    assert not any(world.CANARY_SURNAME in words for words in (agency.page.url, agency.page.title()))

    officer.visit("/cases/agencies/")
    officer.sees("New answers: nobody of your organisation has read these")
    officer.follow("Health: school nurse", exact=False)
    assert officer.facts()["Answered by"].startswith("Healthvisitor Invented, Invented Health")
    assert officer.facts()["Answer"] == "It knows where the child is"
    assert officer.facts()["Address given"] == "7 Canaryquill Lane, HD1 1AA"
    officer.check_fits_a_phone()
    picture(officer, "agency-request-answered")
    officer.visit(f"/cases/{case.reference}/")
    officer.sees("it knows where the child is")


def test_an_agency_refuses_without_scripts_and_the_refusal_is_on_the_ladder(cast: Cast, signed_in: SignedIn) -> None:
    nurse, enquiries = reporter(), enquiry_world.begun(cast)
    request = actions.ask_agency(
        cast.officer.act(),
        enquiries=enquiries,
        body="health",
        asked_of="School nursing team",
        question="Is the family registered?",
        agency=nurse.organisation,
    )
    agency = signed_in(nurse, has_scripts=False)

    agency.visit(f"/telling/requests/{request.reference}/")
    agency.press("We cannot share what we know")
    picture(agency, "request-refuse")
    agency.press("Send the refusal")
    agency.sees("Select why you cannot share what you know")
    agency.choose("Data protection: we may not share it")
    agency.fill("In your words: why, and who decided it?", "Our governance lead says that consent is needed.")
    agency.press("Send the refusal")
    agency.sees("Your organisation will not answer, and said why.")

    officer = signed_in(cast.officer)
    officer.visit("/directory/refusals/")
    officer.sees("It says that data protection forbids it")
    officer.visit(f"/cases/agencies/{request.reference}/")
    officer.sees("Ask again")


def when_it_asks_for_more_time(agency: Person) -> None:
    agency.press("Ask for more time")
    agency.press("Ask for more time")
    agency.sees("Enter the day by which you can answer")
    agency.fill_date("By which day can you answer?", timezone.localdate() + timedelta(days=30))
    agency.fill("Why do you need more time?", "Old records are in an archive.")
    picture(agency, "request-more-time")
    agency.press("Ask for more time")
    agency.sees("not agreed yet")


def picture(person: Person, name: str) -> None:
    """Keep a picture for somebody who looks at the pages, where she asks for it."""
    if os.environ.get("ONROLL_PICTURES"):
        person.screenshot(name)
