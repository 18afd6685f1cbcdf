"""A pupil stays away: school and authority enquire together, both sign, and the school deletes her under ground I."""

from datetime import date, timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn

# Long enough ago for twenty school days, whatever holidays lie between.
AWAY_DAYS = 120
CHILD = "Zelphine Qvoxcanary"
TELEPHONE = "Phone every number held, at different times of day; text and email"
VISIT = "Visit the home after weighing the risk; ask neighbours, landlord; look for occupation"
FLAT_EMPTY = "The flat is empty. A neighbour saw the family leave with cases."


def test_a_school_deletes_a_pupil_under_ground_i_with_both_signatures(cast: Cast, signed_in: SignedIn) -> None:
    clerk, officer = signed_in(cast.clerk), signed_in(cast.officer)

    when_the_school_begins(clerk)
    then_ground_i_lacks(clerk, "The school has not said up to which day it looked at its register.")
    when_she_adds(clerk, TELEPHONE, "Telephone", "No answer on three days, at three times of day.")
    when_she_adds(clerk, VISIT, "Visit", FLAT_EMPTY)
    when_the_rest_does_not_apply(clerk)
    when_she_says_what_the_register_shows(clerk)

    officer.follow("Enquiries")
    officer.follow(CHILD)
    officer.sees(FLAT_EMPTY)
    officer.sees("It cannot be signed yet")
    when_the_rest_does_not_apply(officer)
    when_nobody_has_found_her(officer)
    when_she_signs(officer)
    assert officer.facts()["Authority"].startswith(cast.officer.person.name)
    officer.does_not_see("Delete the pupil today")

    clerk.page.reload()
    then_ground_i_lacks(clerk, "It needs two signatures on the list as it stands now")
    clerk.does_not_see("Delete the pupil today")
    when_she_signs(clerk)
    clerk.does_not_see("Delete the pupil today under ground H")
    clerk.press("Delete the pupil today under ground I")

    clerk.sees("Pupil deleted")
    assert "ground I, recorded" in clerk.facts()["Deleted from the register"]
    clerk.does_not_see("Add an enquiry")
    clerk.check_fits_a_phone()
    then_the_authority_looks_for_the_child_from_now_on(officer)


def test_what_is_added_after_a_signature_has_to_be_signed_again(cast: Cast, signed_in: SignedIn) -> None:
    clerk, officer = signed_in(cast.clerk), signed_in(cast.officer)
    when_the_school_begins(clerk)
    when_she_adds(clerk, TELEPHONE, "Telephone", "No answer.")
    when_the_rest_does_not_apply(clerk)
    officer.follow("Enquiries")
    officer.follow(CHILD)
    when_the_rest_does_not_apply(officer)
    clerk.page.reload()
    when_she_signs(clerk)

    officer.page.reload()
    officer.press("Sign for your side")
    when_she_adds(clerk, VISIT, "Visit", "A light is on at night.")
    officer.choose("The enquiries are reasonable and complete, and I have read the list as it stands")
    assert officer.press("Sign") == 409
    officer.does_not_see("You have signed for your side.")
    clerk.page.reload()
    assert clerk.facts()["School"] == "Not signed, as the list stands now"


def when_the_school_begins(clerk: Person) -> None:
    clerk.follow("Enquiries")
    clerk.press("Begin enquiries about a pupil")
    clerk.press("Begin")
    clerk.follows_error_to("Enter forename", "Forename")
    clerk.fill("Forename", "Zelphine")
    clerk.fill("Surname", "Qvoxcanary")
    clerk.fill_date("Date of birth", date(timezone.localdate().year - 12, 5, 17))
    clerk.fill_date("Last day the pupil attended", _days_ago(AWAY_DAYS))
    clerk.press("Begin")
    clerk.sees_heading(CHILD)
    clerk.sees("Nobody yet")


def when_she_adds(clerk: Person, enquiry: str, method: str, what_came: str) -> None:
    clerk.press("Add an enquiry")
    clerk.choose(enquiry)
    clerk.fill_date("When was it made?", _days_ago(2))
    clerk.choose(method, within="How was it made?")
    clerk.choose("No answer, or nothing learnt")
    clerk.fill("What came of it?", what_came)
    clerk.choose("No", within="Is there any sign of significant harm?")
    clerk.press("Add the enquiry")
    clerk.sees(what_came)


def when_the_rest_does_not_apply(person: Person) -> None:
    person.press("Say which lines do not apply")
    for line in person.page.get_by_role("checkbox").all():
        line.check()
    person.fill("Why do they not apply?", "The family has no such link that either side knows of.")
    person.press("Mark these lines")
    person.sees("The lines are marked.")


def when_she_says_what_the_register_shows(clerk: Person) -> None:
    clerk.follow("Change what the register shows")
    clerk.fill_date("Last day looked at in the register", _days_ago(0))
    clerk.choose("Yes", within="Is every session since then coded G, N or O?")
    cause = "Are there reasonable grounds to think that sickness or an unavoidable cause is the reason?"
    clerk.choose("No", within=cause)
    clerk.press("Save")
    clerk.sees("What the register shows is recorded.")


def when_nobody_has_found_her(officer: Person) -> None:
    officer.follow("Change whether found")
    officer.choose("No", within="Is the child found?")
    officer.press("Save")
    assert officer.facts()["Child found"] == "No"


def when_she_signs(person: Person) -> None:
    person.press("Sign for your side")
    person.choose("The enquiries are reasonable and complete, and I have read the list as it stands")
    person.press("Sign")
    person.sees("You have signed for your side.")


def then_ground_i_lacks(person: Person, why: str) -> None:
    assert any("Not met" in row[1] and why in row[2] for row in person.rows("Conditions of ground I"))


def then_the_authority_looks_for_the_child_from_now_on(officer: Person) -> None:
    officer.follow("Work list")
    officer.follow(CHILD, exact=False)
    officer.sees(CHILD)
    officer.press("Open a case")
    officer.sees("The case is open, and you are responsible for it.")
    officer.check_fits_a_phone()


def _days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
