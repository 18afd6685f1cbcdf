"""An officer finds a child by half a name, spelt as it was heard: as she types, on a phone, and without scripts."""

from onroll.casework.models import Notification
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.journeys.browser import PHONE
from tests.journeys.conftest import SignedIn
from tests.journeys.files import Child

FATIMA = Child(upn="", surname="Hossain", forename="Fatima", birth_date="2014-03-12")
OTHER = Child(upn="", surname="Nowak", forename="Zofia", birth_date="2011-01-05")


def test_an_officer_finds_a_child_while_she_types(cast: Cast, signed_in: SignedIn) -> None:
    reference = given_two_notifications(cast)
    officer = signed_in(cast.officer)
    officer.page.set_viewport_size(PHONE)
    officer.visit("/cases/")

    officer.page.get_by_label("Find a child", exact=True).press_sequentially("husain fati 2015")

    officer.sees("1 child found, the likeliest first")
    officer.sees("“husain” found as “hossain”")
    officer.sees("born 2014, one year off")
    officer.check_accessibility()
    assert "husain" not in officer.page.url
    officer.page.keyboard.press("Tab")  # the button
    officer.page.keyboard.press("Tab")  # the first thing that was found
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    officer.sees_heading("Fatima Hossain")
    assert reference in officer.page.url
    officer.opens_on_a_phone("/cases/find/")


def test_the_box_finds_the_child_without_scripts(cast: Cast, signed_in: SignedIn) -> None:
    given_two_notifications(cast)
    officer = signed_in(cast.officer, has_scripts=False)
    officer.visit("/cases/find/")

    officer.fill("Find a child", "hussein fatma")
    officer.press("Find")

    officer.sees("Fatima Hossain")
    officer.follow("All that is known of the child", exact=False)
    officer.sees("Hossain")


def given_two_notifications(cast: Cast) -> str:
    steps.file_lost(cast.clerk, children=(OTHER,))
    message = steps.file_lost(cast.clerk, children=(FATIMA,)).message
    return Notification.objects.get(message=message).reference
