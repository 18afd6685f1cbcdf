"""The rarer ways: a closed school, a file nobody collects, a request, a shielded child, a file taken back."""

import re
from datetime import date

from onroll.access.models import EstablishmentLink
from onroll.audit.act import by_the_system
from onroll.transfer import actions
from tests.cast import Cast
from tests.integration.transfer import clock, steps
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import CANARY, KNOWN_PLACE, name_of, school_system_file
from tests.journeys.signing_in import notices

WHY = "A school in our area has admitted the child and has no file"
NOBODY = "Nobody in the repository is like the child"


def test_a_file_for_a_closed_school_goes_to_the_one_that_took_over_and_both_sides_are_told(
    cast: Cast, signed_in: SignedIn
) -> None:
    EstablishmentLink.objects.create(
        urn=cast.closed_school.urn, link_urn=cast.neighbour_school.urn, words="Successor", established_on="2021-09-01"
    )
    sender = signed_in(cast.clerk)
    reference = when_she_uploads(sender, destination="8202222")

    sender.sees("Mockham Old School closed on 31 August 2021, so the file cannot go there.")
    sender.press("Send on")
    sender.follows_error_to("Choose where the file should go", "Testbury High School (8384001)")
    sender.choose("Testbury High School (8384001)")
    sender.press("Send on")

    sender.sees("The file was sent. Testbury High School (8384001) gets an email that it waits.")
    sender.sees("Mockham Old School closed on 31 August 2021. Sent on to Testbury High School")
    sender.check_fits_a_phone()
    receiver = signed_in(cast.neighbour_clerk)
    receiver.follow("Waiting for you")
    receiver.follow(reference)
    receiver.sees("Mockham Old School")
    collected = receiver.download("Collect the file")
    assert collected.suggested_filename == "8201234_CTF_8384001_001.xml"
    assert told() == {
        ("office@8384001.example", "A file waits for Testbury High School"),
        ("office@8201234.example", "A file from Fixture Primary School was sent on to another school"),
    }


def test_a_file_that_nobody_collects_is_reported_to_its_sender_and_the_authority(
    cast: Cast, signed_in: SignedIn
) -> None:
    message = steps.send(cast.clerk, "8384001")
    clock.tick(4)
    assert ("office@8201234.example", "A file was not collected") not in told()

    clock.tick(5)

    report = {to for to, subject in told() if "not been collected" in subject or "not collected" in subject}
    assert report == {"office@8201234.example", "cme@838.example"}
    sender, officer = signed_in(cast.clerk), signed_in(cast.neighbour_officer)
    sender.follow("Sent")
    sender.follow(message.reference)
    sender.sees("Reported as not collected after 5 days")
    officer.follow("Files in our area")
    officer.follow("What waits, how long and with whom")
    officer.sees("Not delivered")
    officer.sees(message.reference)
    officer.does_not_see(CANARY)
    officer.check_fits_a_phone()


def test_a_school_asks_for_a_file_and_the_old_school_answers(cast: Cast, signed_in: SignedIn) -> None:
    asker, asked = signed_in(cast.neighbour_clerk), signed_in(cast.clerk)
    asker.follow("Requests")
    asker.press("Ask for a child’s file")
    asker.press("Ask for the file")
    asker.follows_error_to("Enter the child’s surname", "Surname")
    asker.fill("Surname", CANARY)
    asker.fill("Forename", "Marisol")
    asker.fill_date("Date of birth", date(2015, 3, 14))
    asker.choose("The old school")
    asker.fill("Old school", "8201234")
    asker.press("Ask for the file")
    asker.sees("was asked, and gets an email. You see the answer here.")
    request = asker.heading().removeprefix("Request ")
    asker.check_fits_a_phone()

    asked.follow("Requests")
    asked.follow(request)
    assert asked.facts()["Child"] == f"Marisol {CANARY}"
    asked.check_fits_a_phone()
    steps.send(cast.clerk, "8384001")

    asker.visit(f"/files/requests/{request}/")
    asker.sees("File sent")
    asker.sees("it agrees on the child")
    assert told() >= {
        ("office@8201234.example", "Fixture Primary School is asked for a file"),
        ("office@8384001.example", "There is an answer to a request for a file"),
    }
    assert not any(CANARY in notice.body for notice in notices())


def test_a_shielded_child_looks_like_no_result_and_the_named_officer_is_alerted(
    cast: Cast, signed_in: SignedIn
) -> None:
    reference = steps.file_lost(cast.clerk).message.reference
    officer, finder = signed_in(cast.officer), signed_in(cast.neighbour_officer)
    when_she_shields_the_child(officer, cast)

    when_she_searches(finder, "Underhillock", "Benedict")
    finder.sees(NOBODY)
    when_she_searches(finder, CANARY, "Marisol")
    finder.sees(NOBODY)
    assert finder.visit(f"/files/lost-pupils/{reference}/open/") == 404
    assert finder.visit(f"/files/lost-pupils/{reference}/claim/") == 404
    actions.tick(by_the_system(at=cast.officer.act().at, purpose="tick"))

    alerts = [notice for notice in notices() if "shielded" in notice.subject]
    assert [alert.recipients() for alert in alerts] == [[cast.officer.person.email]]
    assert CANARY not in alerts[0].body
    officer.follow("Shielded children")
    officer.page.get_by_role("table").get_by_role("link").first.click()
    officer.check_accessibility()
    officer.sees(cast.neighbour_officer.person.name)
    officer.check_fits_a_phone()


def test_a_sender_takes_a_file_back_before_it_is_collected(cast: Cast, signed_in: SignedIn) -> None:
    sender, receiver = signed_in(cast.clerk), signed_in(cast.neighbour_clerk)
    reference = steps.send(cast.clerk, "8384001").reference
    sender.follow("Sent")
    sender.follow(reference)
    sender.follow("Take the file back")
    sender.check_fits_a_phone()
    sender.press("Take the file back")
    sender.follows_error_to("Choose why you take the file back", "It was for the wrong school")
    sender.choose("It was for the wrong school")
    sender.press("Take the file back")
    sender.sees("The file was taken back and deleted here.")

    receiver.follow("Waiting for you")
    receiver.follow(reference)
    receiver.sees("The sender took the file back before it was collected.")
    receiver.sees("It was for the wrong school")
    receiver.does_not_see("Collect the file")
    assert ("office@8384001.example", "A file has been taken back") in told()


def told() -> set[tuple[str, str]]:
    """Return who was sent which notice."""
    return {(notice.recipients()[0], notice.subject) for notice in notices()}


def when_she_uploads(clerk: Person, *, destination: str) -> str:
    clerk.follow("Send a file")
    clerk.upload(
        name_of(destination=destination), school_system_file(KNOWN_PLACE, source="8201234", destination=destination)
    )
    clerk.press("Check this file")
    found = re.search(r"/files/([^/]+)/check/", clerk.page.url)
    assert found
    return found[1]


def when_she_shields_the_child(officer: Person, cast: Cast) -> None:
    officer.follow("Shielded children")
    officer.press("Shield a child")
    officer.fill("Unique pupil number (UPN)", "D820123415001")
    officer.press("Find the child")
    officer.follow("Shield child", exact=False)
    officer.check_fits_a_phone()
    officer.press("Shield this child")
    officer.follows_error_to("Choose why the child must not be found", "Adopted, or placed for adoption")
    officer.choose("Adopted, or placed for adoption")
    officer.page.get_by_label("Who is told when a search would have found the child?").select_option(index=1)
    officer.press("Shield this child")
    officer.sees("The child is shielded. No search shows the child any more.")


def when_she_searches(officer: Person, surname: str, forename: str) -> None:
    officer.follow("Lost pupils")
    officer.fill("Surname", surname)
    officer.fill("Forename", forename)
    officer.fill_date("Date of birth", date(2015, 3, 14))
    officer.choose(WHY)
    officer.fill("In your own words", "Admitted on Monday, no file came.")
    officer.press("Search the repository")
