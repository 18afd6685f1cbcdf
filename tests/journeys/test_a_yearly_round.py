"""A yearly round: an officer asks, a contact answers by her link without signing in, and the leaflet shows it."""

import io
import re
from datetime import date, timedelta

import docx
from django.core import mail

from onroll.casework.actions import directory_papers
from tests.cast import Cast
from tests.integration.casework import directory_world as world
from tests.journeys.browser import Person
from tests.journeys.conftest import Bring, SignedIn

NEW_PHONE = "01632 960777"


def test_a_contact_confirms_by_her_link_and_the_leaflet_shows_it(
    cast: Cast, new_person: Bring, signed_in: SignedIn
) -> None:
    given_a_directory_that_was_last_confirmed_long_ago(cast)
    officer, nurse = signed_in(cast.officer), new_person(has_scripts=False)

    when_the_officer_begins_a_round(officer)
    when_the_contact_puts_her_number_right(nurse, the_link_in_her_email())
    then_she_reads_the_policy_and_answers_five_questions(nurse)
    then_the_officer_sees_the_answer_and_publishes(officer)

    nurse.visit("/routes/820/")
    nurse.sees(NEW_PHONE)
    nurse.screenshot("directory-routes")
    nurse.check_fits_a_phone()
    came = nurse.download("Leaflet as Word document")
    words = "\n".join(each.text for each in docx.Document(io.BytesIO(came.path().read_bytes())).paragraphs)
    assert f"Named nurse, {NEW_PHONE}" in words
    assert "Qvoxcanary" not in words


def given_a_directory_that_was_last_confirmed_long_ago(cast: Cast) -> None:
    act = cast.officer.act()
    team = world.agency(cast, "Children missing education team", "cme")
    world.contact(cast, team, role_name="Duty officer", email="team@820.example")
    trust = world.agency(cast)
    world.contact(cast, trust)
    world.agency(cast, "Emergency department", parent=trust, early_help="School nursing, by telephone")
    directory_papers.publish_policy(
        act,
        title="Children missing education: our policy",
        text="Tell us at once.",
        pieces=None,
        sections=("monitoring",),
        in_force_from=act.on,
        review_by=act.on + timedelta(days=365),
        expected_number=0,
    )


def when_the_officer_begins_a_round(officer: Person) -> None:
    officer.follow("Agencies and routes")
    officer.screenshot("directory")
    officer.check_fits_a_phone()
    officer.follow("Gaps", exact=False)
    officer.sees("Police: not in the directory.")
    officer.follow("Back to agencies and routes")
    officer.follow("Yearly round")
    officer.sees("2 contacts not confirmed within a year")
    officer.fill_date("Last day for answers", date(2020, 1, 1))
    officer.press("Begin the round and send the emails")
    officer.sees("Choose a last day for answers between tomorrow and")
    officer.fill_date("Last day for answers", date.today() + timedelta(days=14))  # noqa: DTZ011 - as a person would
    officer.press("Begin the round and send the emails")
    officer.sees("2 emails sent.")
    officer.screenshot("directory-round")


def the_link_in_her_email() -> str:
    letter = next(one for one in mail.outbox if one.recipients() == ["nurse@agency.example"])
    link = re.search(r"/routes/confirm/\S+", letter.body)
    assert link is not None
    return link[0]


def when_the_contact_puts_her_number_right(nurse: Person, link: str) -> None:
    nurse.visit(link)
    nurse.sees_heading("Is this entry still right?")
    nurse.screenshot("directory-link")
    nurse.check_fits_a_phone()
    nurse.choose("Yes, or it is once I have changed it below")
    nurse.fill("Work phone (optional)", NEW_PHONE)
    nurse.press("Send to the council")
    nurse.sees_heading("Thank you: the entry is confirmed")


def then_she_reads_the_policy_and_answers_five_questions(nurse: Person) -> None:
    nurse.follow("Read the council’s policy, and check what you know")
    nurse.press("I have read this")
    nurse.sees("You have said that you have read this version.")
    for words in (
        "At once",
        "Missing education",
        "The police or children’s social care at once",
        "You may answer where it is needed to find or protect the child and by an agreed route",
        "Tell the council: it asks whether the education is suitable",
    ):
        nurse.choose(words)
    nurse.press("See how many are right")
    nurse.sees_heading("4 of 5 right")


def then_the_officer_sees_the_answer_and_publishes(officer: Person) -> None:
    officer.follow("Agencies and routes")
    officer.follow("Yearly round")
    officer.follow("See the round")
    assert {row[0]: row[2] for row in officer.rows()} == {
        "Invented Health Trust": "Corrected",
        "Children missing education team": "Waiting",
    }
    officer.follow("Agencies and routes")
    officer.follow("Policy, and who has read it")
    officer.sees("4 of 5 answers right, in 1 check")
    officer.follow("Agencies and routes")
    officer.press("Publish the routes")
    officer.press("Publish page and leaflet")
    officer.sees("Page and leaflet are published.")
    officer.screenshot("directory-publish")
