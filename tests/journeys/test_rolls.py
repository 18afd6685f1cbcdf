"""A school with a feed and a school without one keep their rolls; the authority sees how fresh each is."""

from datetime import date, timedelta

from django.utils import timezone

from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.rolls.files import load, pupil, pupils, table
from tests.journeys.conftest import SignedIn


def test_a_school_with_a_feed(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    load(cast.clerk, pupils(range(1, 31)), today - timedelta(days=1))
    clerk = signed_in(cast.clerk)

    clerk.visit("/rolls/")
    clerk.sees("Your roll")
    clerk.opens_on_a_phone("/rolls/")
    clerk.follow("How your roll comes")
    clerk.select("Who is told when a file is wrong, or none comes?", "Clerk Invented")
    clerk.press("Save")
    clerk.sees("How your roll comes is kept.")

    clerk.visit("/rolls/send/")
    changed = [*pupils(range(2, 30)), pupil(30, **{"Reg group": "6B"}), pupil(31, DOA=f"{today:%d/%m/%Y}")]
    clerk.upload("roll.csv", table(changed))
    clerk.press("See what it would change")
    clerk.sees("Which column is which?")
    clerk.press("Save and see what the file would change")
    clerk.sees("This is what the file would change. Nothing has been changed yet.")
    clerk.sees("Moved to another form")
    clerk.opens_on_a_phone(clerk.page.url.removeprefix(clerk.address))
    clerk.press("Take this file")
    clerk.sees("The file is taken: your roll is now as it says.")
    assert RollEntry.objects.get(pupil_key="000001").until_on is not None

    clerk.visit("/rolls/send/")
    faulty = [*pupils(range(2, 31)), pupil(32, DOB="03/14/2015")]
    clerk.upload("roll.csv", table(faulty))
    clerk.press("See what it would change")
    clerk.sees("This file cannot be taken.")
    clerk.sees("Row 31, Date of birth")

    clerk.visit("/rolls/send/")
    clerk.upload("roll.csv", table(pupils(range(2, 10))))
    clerk.press("See what it would change")
    clerk.sees("By this file more than half of your roll has left.")
    clerk.press("Take this file")
    clerk.sees("Held for a person")
    address = clerk.page.url.removeprefix(clerk.address)

    officer = signed_in(cast.officer)
    officer.visit("/rolls/schools/")
    officer.sees("Files that wait for a person")
    officer.opens_on_a_phone("/rolls/schools/")
    officer.visit(address)
    officer.press("Say whether it is right")
    officer.choose("No: do not take it. Pupils are missing from it")
    officer.fill("How do you know?", "The office says that the export stopped.")
    officer.press("Save")
    officer.sees("Your decision is kept.")
    officer.sees("Refused")


def test_a_school_without_a_system_enters_its_pupils(cast: Cast, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    clerk = signed_in(cast.clerk, has_scripts=False)

    clerk.visit("/rolls/")
    clerk.sees("Nobody is on this roll yet.")
    clerk.press("Add a pupil")
    clerk.opens_on_a_phone("/rolls/pupils/add/")
    clerk.fill("Legal surname", "Quillon")
    clerk.fill("Legal forename", "Zelphine")
    clerk.fill_date("Date of birth", date(2015, 3, 14))
    clerk.choose("Female")
    clerk.fill_date("First day on your roll", today - timedelta(days=3))
    clerk.fill("Last school", "none")
    clerk.fill("Full name of a parent the pupil lives with", "Ottoline Quillon")
    clerk.press("Put on roll")
    clerk.sees("The pupil is on your roll.")

    clerk.follow("Quillon, Zelphine")
    clerk.press("Change")
    clerk.fill("Postcode", "ZZ1 1ZZ")
    clerk.press("Save")
    clerk.sees("The change is kept.")
    clerk.sees("Address changed")

    clerk.press("This pupil left")
    clerk.fill_date("Last day on your roll", today)
    clerk.fill("Next school or place (if known)", "Not known")
    clerk.press("Take off the roll")
    clerk.sees("The pupil has left your roll. The record stays.")
    clerk.opens_on_a_phone(clerk.page.url.removeprefix(clerk.address))
    assert RollEntry.objects.get().until_on == today

    clerk.visit("/rolls/")
    clerk.follow("Boarders")
    clerk.opens_on_a_phone("/rolls/boarders/")
    clerk.choose("No: every pupil is a day pupil")
    clerk.press("Save")
    clerk.sees("It holds for new pupils of whom your files do not say whether they board.")
