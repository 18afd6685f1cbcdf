"""A school deletes a pupil: refused while the ground is not met, then made lawfully and told at once."""

from datetime import date, timedelta

from django.utils import timezone

from onroll.returns.models import Return
from tests.cast import Cast
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn


def test_a_deletion_is_refused_and_then_made_lawfully(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    clerk = signed_in(cast.clerk)

    clerk.visit("/returns/")
    clerk.press("Delete a pupil")
    clerk.fill_date("On which day is the pupil deleted from the register?", today)
    clerk.select("Under which ground?", "F: Elective home education or other education otherwise")
    clerk.press("Continue")
    clerk.sees_heading("Ground F: Elective home education or other education otherwise")
    answer_what_the_ground_asks(clerk, today, notice="No")
    clerk.press("Delete and tell the authority")
    clerk.sees("The pupil stays on the register.")
    clerk.sees("Spoken notice is not enough.")
    assert not Return.objects.exists()

    clerk.choose("Yes", within="Have you the parent’s notice in writing?")
    clerk.press("Delete and tell the authority")
    clerk.sees("The authority has been told")
    clerk.sees("In time")
    clerk.opens_on_a_phone("/returns/delete/")

    officer = signed_in(cast.officer)
    officer.visit("/returns/?show=made")
    officer.follow("Zelphine Qvoxcanary", exact=False)
    officer.sees("Fixture Primary School")
    officer.visit("/returns/home-education/")
    officer.follow("Zelphine Qvoxcanary", exact=False)
    officer.sees("Nobody has decided yet.")
    officer.press("Record a decision")
    officer.choose("Found unsuitable", within="What was decided?")
    officer.fill_date("On which day?", today)
    officer.fill("What was it decided on?", "A visit, and the work of a month.")
    officer.press("Save")
    officer.sees("Counts as missing education since then.")
    officer.opens_on_a_phone("/returns/home-education/")


def answer_what_the_ground_asks(clerk: Person, today: date, *, notice: str) -> None:
    yesterday = today - timedelta(days=1)
    clerk.choose(notice, within="Have you the parent’s notice in writing?")
    clerk.fill_date("On which day did the notice reach you?", yesterday)
    clerk.fill_date("From which day does the notice say the pupil is educated otherwise than at school?", yesterday)
    clerk.choose("Yes", within="Has the pupil stopped attending?")
    clerk.choose("No", within="Is a school attendance order in force that names this school?")
    clerk.choose("No", within="Is this a special school, with the place arranged by a local authority?")
    clerk.fill("Forename", "Zelphine")
    clerk.fill("Surname", "Qvoxcanary")
    clerk.fill_date("Date of birth", date(today.year - 12, 5, 17))
    clerk.fill("Parent’s full name", "Ottoline Qvoxcanary")
    clerk.fill("Telephone number for an emergency", "01632 960001")
