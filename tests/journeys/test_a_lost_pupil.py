"""Story 3: nobody knows the next school. The file goes to the repository, and the authority opens a case."""

from datetime import date, timedelta

from onroll.web.words import day_words
from tests.cast import Cast
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import UNKNOWN_PLACE, name_of, school_system_file
from tests.journeys.signing_in import notices

PHONED = "Phone every number held, at different times of day; text and email"
WROTE = "Write to the last address and to the emergency contacts"


def test_a_child_nobody_can_find_becomes_a_case_with_its_dates(cast: Cast, signed_in: SignedIn) -> None:
    clerk, officer = signed_in(cast.clerk), signed_in(cast.officer)
    today = cast.clerk.act().on

    when_a_clerk_uploads_a_file_to_an_unknown_destination(clerk)
    when_she_says_which_enquiries_were_made(clerk, PHONED, WROTE)
    then_she_is_asked_for_what_is_missing(clerk)
    when_she_says_what_came_of_each(clerk, today)
    then_she_checks_her_answers_and_sends(clerk, today)
    reference = clerk.heading().removeprefix("File ")
    assert [notice.subject for notice in notices()] == []

    officer.follow("Work list")
    officer.sees("1 new notification and 0 open cases.")
    officer.follow("Trialla Dunmere", exact=False)
    then_she_reads_what_the_school_said(officer, reference, today)
    officer.press("Open a case")

    officer.sees("The case is open, and you are responsible for it.")
    officer.sees_heading("Trialla Dunmere")
    facts = officer.facts()
    assert facts["Notified"] == day_words(today)
    assert facts["Provision determined"].startswith("Not yet")
    assert facts["Provision accessed"].startswith("Not yet")
    assert facts["Responsible"].startswith(cast.officer.person.name)
    officer.follow("Back to the work list")
    officer.sees("0 new notifications and 1 open case.")


def when_a_clerk_uploads_a_file_to_an_unknown_destination(clerk: Person) -> None:
    clerk.follow("Send a file")
    clerk.upload(
        name_of(destination="XXXXXXX"),
        school_system_file(UNKNOWN_PLACE, source="8201234", destination="XXXXXXX"),
    )
    clerk.press("Check this file")
    clerk.sees("1. Trialla Dunmere")
    assert clerk.facts()["To"] == "Not known: lost-pupil repository"
    clerk.sees("The file says that the next school is not known.")
    clerk.press("Continue")


def when_she_says_which_enquiries_were_made(clerk: Person, *enquiries: str) -> None:
    clerk.sees_heading("Say which enquiries were made")
    clerk.press("Continue")
    clerk.follows_error_to("Choose at least one enquiry that was made", PHONED)
    for enquiry in enquiries:
        clerk.choose(enquiry)
    clerk.press("Continue")
    clerk.sees_heading("Say what came of each enquiry")


def then_she_is_asked_for_what_is_missing(clerk: Person) -> None:
    clerk.press("Continue")
    clerk.follows_error_to(f"Enter the day on which this was done: {PHONED}", "Day")
    clerk.follows_error_to(f"Enter what came of this: {PHONED}", "What came of it")


def when_she_says_what_came_of_each(clerk: Person, today: date) -> None:
    for enquiry, days_ago, outcome in ((PHONED, 9, "No answer on three days."), (WROTE, 5, "Came back unopened.")):
        made_on = today - timedelta(days=days_ago)
        about = clerk.page.get_by_role("group", name=enquiry)
        for box, number in (("Day", made_on.day), ("Month", made_on.month), ("Year", made_on.year)):
            about.get_by_label(box, exact=True).fill(str(number))
        about.get_by_label("What came of it").fill(outcome)
    clerk.press("Continue")


def then_she_checks_her_answers_and_sends(clerk: Person, today: date) -> None:
    clerk.sees_heading("Check your answers")
    clerk.press("Change an answer")
    clerk.press("Continue")
    assert clerk.facts() == {
        PHONED: f"{day_words(today - timedelta(days=9))}: No answer on three days.",
        WROTE: f"{day_words(today - timedelta(days=5))}: Came back unopened.",
    }
    clerk.press("Send to the lost-pupil repository")
    clerk.sees("The file is in the lost-pupil repository, and your authority has been told.")
    clerk.sees("Next: an authority whose school has the child claims it.")


def then_she_reads_what_the_school_said(officer: Person, reference: str, today: date) -> None:
    officer.sees_heading("Trialla Dunmere")
    facts = officer.facts()
    assert facts["Told by"] == "Fixture Primary School (8201234)"
    assert facts["Notified"] == f"{day_words(today)} (0 days ago)"
    assert facts["File"].startswith(reference)
    assert officer.rows("Enquiries the school made") == [
        [PHONED, day_words(today - timedelta(days=9)), "No answer on three days."],
        [WROTE, day_words(today - timedelta(days=5)), "Came back unopened."],
    ]
