"""A leader sees the team's load, gives an absent officer's cases over, reads a child's story, and mends a letter."""

from onroll.access.models import Role
from tests.cast import Cast, Newcomers, make_member
from tests.integration.casework import world
from tests.journeys.conftest import SignedIn


def test_a_leader_gives_an_absent_officers_cases_over_and_follows_one_child(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn
) -> None:
    make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    for _ in range(2):
        world.opened_case(cast)
    leader = signed_in(newcomers.leader)

    leader.visit("/cases/team/")
    leader.sees("2 open cases, 0 of them overdue")
    leader.opens_on_a_phone("/cases/team/")
    leader.follow("Give cases over", exact=False)
    leader.choose("All 2 cases of Officer Invented")
    leader.select("Who is to be responsible?", "Colleague Invented")
    leader.press("Give these cases")
    leader.sees("Enter why")
    leader.fill("Why?", "Long absence of a colleague.")
    leader.press("Give these cases")
    leader.sees("2 cases given to Colleague Invented.")

    leader.visit("/cases/")
    leader.sees("Everybody’s")
    leader.follow(f"{world.CANARY_FORENAME} {world.CANARY_SURNAME}", exact=False)
    leader.follow("The whole story of this child", exact=False)
    leader.sees("Who is acting")
    leader.sees("Colleague Invented is now responsible. Long absence of a colleague.")
    leader.opens_on_a_phone(leader.page.url.removeprefix(leader.address))

    leader.visit("/cases/team/")
    leader.follow("Change the texts of letters")
    leader.follow("Notice to satisfy the authority")
    leader.fill("Text of the letter", "Our own notice\n\nDear {{ parent }}, about {{ child }}.")
    leader.press("Preview")
    leader.sees("Dear Oona Placeholder, about Zelphine Placeholder.")
    leader.press("Save this text")
    leader.sees("Your own, version 1")
