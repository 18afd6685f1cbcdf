"""An officer compares a list of births with the rolls, decides about a doubt and follows up who is on no roll."""

from datetime import date

from django.utils import timezone

from onroll.casework.models import Notification
from onroll.registry.actions import Facts
from tests.cast import Cast
from tests.integration.returns import world
from tests.journeys.conftest import SignedIn

HEAD = "forename,surname,date_of_birth,sex,postcode\n"


def test_a_rising_five_list_is_compared_and_who_is_on_no_roll_is_followed_up(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    year = today.year - 4
    ada = Facts(surname="Quillfeather", forename="Adaline", birth_date=date(year, 3, 4), sex="F", postcode="ZZ1 1AA")
    world.entry(cast, facts=ada, from_on=date(today.year, 1, 5))
    births = HEAD + f"Adaline,Quillfeather,04/03/{year},F,ZZ1 1AA\nBartram,Oakenmoor,11/02/{year},M,ZZ1 2BB\n"
    officer = signed_in(cast.officer)

    officer.visit("/returns/lists/")
    officer.choose("Children due to start: births, health or nursery", within="What is it a list of?")
    officer.upload("births.csv", births.replace(f"11/02/{year}", "soon").encode())
    officer.press("Load and compare")
    officer.sees("not_a_date")
    officer.upload("births.csv", births.encode())
    officer.press("Load and compare")
    officer.sees("2 children were compared with the rolls.")
    officer.does_not_see("Adaline")
    officer.opens_on_a_phone(officer.page.url.removeprefix(officer.address))
    officer.follow("Bartram Oakenmoor", exact=False)
    officer.sees("Nobody is like this child")
    officer.choose("Put into the work list", within="What is true of this child?")
    officer.press("Save")
    officer.sees("Waiting for you: there is nobody.")
    officer.follow("On a roll")
    officer.sees("Adaline Quillfeather, Fixture Primary School")

    assert Notification.objects.get().sighting.surname == "Oakenmoor"
