"""An officer sees who is missing education, records what she learns, and asks again as it was known before."""

from datetime import date, timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.integration.insight import world
from tests.journeys.conftest import SignedIn

NAME = "Zelphine Quillon"


def test_a_child_goes_from_the_list_by_a_fact_and_stands_on_it_as_known_before(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    given_a_child_who_left(cast, today - timedelta(days=40))
    officer = signed_in(cast.officer)

    officer.visit("/missing/")
    officer.sees("Missing education: 1 child")
    officer.sees("Counted from the first day")
    officer.follow("Change the local tag")
    officer.fill("Mark a child after how many days out?", "28")
    officer.press("Save")
    officer.sees("Your authority marks children who are out for 28 days or more")
    officer.opens_on_a_phone("/missing/")

    officer.follow(NAME, exact=False)
    officer.follow("Education beside the rolls: at home, arranged, applied for, abroad")
    officer.press("Record what is known")
    officer.select("What is known?", "Educated at home")
    officer.fill_date("First day on which it was true", today)
    officer.fill("What shows it?", "Letter of the parent, seen today.")
    officer.press("Save")
    officer.sees("Say whether the education was found suitable")
    officer.select("Was the education found suitable?", "Found suitable")
    officer.press("Save")
    officer.sees("Educated at home. Found suitable")
    officer.opens_on_a_phone(officer.page.url.removeprefix(officer.address))

    officer.visit("/missing/")
    officer.sees("Nobody is on this list.")
    officer.page.get_by_text("Ask about another day or by another rule").click()
    officer.fill_date("Day up to whose end things were known", today - timedelta(days=1))
    officer.press("Show these lists")
    officer.sees(NAME)

    officer.follow("See figures for a school year")
    officer.sees("Met the rule in the year")
    officer.opens_on_a_phone("/missing/figures/")


def given_a_child_who_left(cast: Cast, left_on: date) -> None:
    began_on = left_on - timedelta(days=400)
    child = world.child(cast.clerk, 0, on=began_on)
    world.on_roll(cast.clerk, child, began_on, told_on=began_on)
    world.on_roll(cast.clerk, child, began_on, left_on, told_on=left_on)
