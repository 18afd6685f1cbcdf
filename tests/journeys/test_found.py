"""Story 4: a third school in another authority admits the child; the repository gives her file, and her case ends."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from onroll.access.models import Role
from onroll.casework import actions as casework_actions
from onroll.casework.models import Notification
from onroll.web.words import day_words
from tests.cast import Cast, Member
from tests.integration.transfer import steps
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import CANARY, Child
from tests.journeys.signing_in import notices

WHY = "A school in our area has admitted the child and has no file"
OWN_WORDS = "Admitted on Monday, no file came."
ALIKE = (
    *("Marisole", "Marysol", "Marissol", "Marisoll", "Marizol", "Merisol"),
    *("Marisola", "Marisal", "Maresol", "Marisul", "Maricol"),
)

LIKENESS_TOLD = {
    ("office@8201234.example", "A child whom Fixture Primary School filed as lost may have been named elsewhere"),
    ("office@8205678.example", "A child whom Placeholder Academy filed as lost may have been named elsewhere"),
}


def test_a_lost_child_is_found_in_another_authority_and_the_case_ends(cast: Cast, signed_in: SignedIn) -> None:
    reference = given_a_child_filed_as_lost_twelve_days_ago_with_an_open_case(cast)
    given_eleven_others_much_like_her(cast)
    finder, receiver, officer = (
        signed_in(member) for member in (cast.neighbour_officer, cast.neighbour_clerk, cast.officer)
    )

    when_the_finder_searches_with_a_misspelt_name_and_a_date_a_day_out(finder)
    then_she_sees_at_most_ten_with_the_least_data(finder, reference)
    when_she_opens_the_child_with_a_reason(finder, reference)
    when_she_claims_the_file_for(finder, "Testbury High School (8384001)")
    then_the_sender_and_its_authority_were_told_of_the_claim()
    when_the_school_collects_and_confirms(receiver, reference, cast.neighbour_clerk)

    then_the_first_authority_closes_its_case_on_that_evidence(officer, cast)
    then_the_sender_is_told(signed_in(cast.clerk), reference)
    then_the_repository_no_longer_lists_her(finder, reference)
    then_an_auditor_reads_every_step(signed_in(cast.national_auditor), cast)


def given_a_child_filed_as_lost_twelve_days_ago_with_an_open_case(cast: Cast) -> str:
    with time_machine.travel(datetime.now(tz=UTC) - timedelta(days=12)):
        lost_pupil = steps.file_lost(cast.clerk)
        notification = Notification.objects.get(message=lost_pupil.message)
        casework_actions.open_case(
            cast.officer.act("open a case"), notification=notification, expected_version=notification.version
        )
    return lost_pupil.message.reference


def given_eleven_others_much_like_her(cast: Cast) -> None:
    for name in ALIKE:
        steps.file_lost(cast.other_clerk, children=(Child(upn="", forename=name, surname="Quillfether"),))


def when_the_finder_searches_with_a_misspelt_name_and_a_date_a_day_out(officer: Person) -> None:
    officer.follow("Lost pupils")
    officer.fill("Surname", "Quilfeather")
    officer.fill("Forename", "Marisol")
    officer.fill_date("Date of birth", date(2015, 3, 15))
    officer.choose(WHY)
    officer.fill("In your own words", OWN_WORDS)
    officer.press("Search the repository")


def then_she_sees_at_most_ten_with_the_least_data(officer: Person, reference: str) -> None:
    officer.sees("10 candidates, the likeliest first")
    rows = officer.rows("candidates")
    assert len(rows) == 10
    who, likeness, born, sex, last_school, *_ = rows[0]
    assert (who, likeness) == (f"M.Q. open file {reference}", "Likely")
    assert (born, sex, last_school) == ("2015", "Female", "Exampleton")
    officer.does_not_see(CANARY)
    officer.does_not_see("Fixture Primary School")


def when_she_opens_the_child_with_a_reason(officer: Person, reference: str) -> None:
    officer.follow(f"open file {reference}", exact=False)
    officer.press("Open the record")
    officer.follows_error_to("Choose why you need this", WHY)
    officer.follows_error_to("Say in a few words why you need this", "In your own words")
    officer.choose(WHY)
    officer.fill("In your own words", OWN_WORDS)
    officer.press("Open the record")
    officer.sees_heading(f"Marisol {CANARY}")
    assert officer.facts()["Date of birth"] == "14 March 2015"
    assert CANARY not in officer.page.title()


def when_she_claims_the_file_for(officer: Person, school: str) -> None:
    officer.press("Claim this file")
    officer.select("School that has the child", school)
    officer.fill("How do you know that this is the child?", "Name, birth date and last school agree.")
    officer.press("Claim the file")
    officer.sees(f"The file was claimed. {school} gets an email that it waits.")


def then_the_sender_and_its_authority_were_told_of_the_claim() -> None:
    told = {(notice.recipients()[0], notice.subject) for notice in notices()}
    assert told == {
        ("office@8384001.example", "A file waits for Testbury High School"),
        ("office@8201234.example", "A lost-pupil file has been claimed"),
        ("cme@820.example", "A lost-pupil file has been claimed"),
        *LIKENESS_TOLD,  # of the others, when they were filed
    }
    assert not any(CANARY in notice.body or "Marisol" in notice.body for notice in notices())


def when_the_school_collects_and_confirms(clerk: Person, reference: str, member: Member) -> None:
    clerk.follow("Waiting for you")
    clerk.follow(reference)
    clerk.download("Collect the file")
    clerk.follow("Go on when you have it")
    clerk.press("Confirm that the child is on our roll")
    clerk.fill_date("On our roll from", member.act().on - timedelta(days=1))
    clerk.press("Confirm")
    clerk.sees("Thank you.")


def then_the_first_authority_closes_its_case_on_that_evidence(officer: Person, cast: Cast) -> None:
    yesterday = day_words(cast.officer.act().on - timedelta(days=1))
    officer.follow("Work list")
    officer.sees("Ready to close")
    officer.follow(f"Marisol {CANARY}", exact=False)
    confirmed = "Testbury High School (8384001) confirmed on"
    officer.sees(confirmed)
    officer.follow("Close this case with this as its evidence")
    officer.press("Close this case")

    officer.sees("The case is closed.")
    facts = officer.facts()
    assert facts["Outcome"] == "On a school’s roll, confirmed by that school"
    assert facts["Evidence"].startswith(confirmed)
    assert facts["Provision accessed"] == yesterday
    assert facts["Time taken"] == "11 days from notified to accessed"


def then_the_sender_is_told(clerk: Person, reference: str) -> None:
    subject = "A file from Fixture Primary School has done its work"
    assert [notice.recipients() for notice in notices() if notice.subject == subject] == [["office@8201234.example"]]
    clerk.follow("Sent")
    clerk.follow(reference)
    clerk.sees("The school has confirmed that the child is on its roll.")


def then_the_repository_no_longer_lists_her(officer: Person, reference: str) -> None:
    when_the_finder_searches_with_a_misspelt_name_and_a_date_a_day_out(officer)
    candidates = [row[0] for row in officer.rows("candidates")]
    assert candidates
    assert not any(reference in candidate for candidate in candidates)


def then_an_auditor_reads_every_step(auditor: Person, cast: Cast) -> None:
    auditor.follow("Ledger")
    read = {tuple(row[1:4]): row for row in auditor.rows("Entries")}
    finder, clerk, officer = (who(member) for member in (cast.neighbour_officer, cast.neighbour_clerk, cast.officer))
    steps_of_the_story = {
        ("The lost-pupil repository was searched", *finder): OWN_WORDS,
        ("A child in the lost-pupil repository was opened in full", *finder): OWN_WORDS,
        ("A child's file was claimed for a school", *finder): "Name, birth date and last school agree.",
        ("A file was downloaded by its recipient", *clerk): "Collect a file",
        ("A school confirmed that a child is on its roll", *clerk): "Confirm a child on roll",
        ("A case was closed", *officer): "Close a case",
    }
    for step, why in steps_of_the_story.items():
        assert step in read, (step, sorted(read))
        assert why in read[step][4]
        assert read[step][0].startswith(day_words(datetime.now(tz=UTC).date()))
    auditor.does_not_see(CANARY)
    auditor.press("Check the chain now")
    auditor.sees("hold.")


def who(member: Member) -> tuple[str, str]:
    """Return how the ledger names somebody, and for whom she acts."""
    return f"{member.person.name}, {Role(member.membership.role).label}", str(member.organisation)
