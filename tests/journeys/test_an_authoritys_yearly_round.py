"""A team answers its yearly round, sees what its own data say, and the leader settles and signs it."""

from datetime import timedelta

from django.utils import timezone

from onroll.evaluation.models import Round
from tests.cast import Cast, Newcomers
from tests.integration.casework import world as casework_world
from tests.integration.evaluation import world
from tests.journeys.conftest import SignedIn

BY_HAND = ("B3", "E4", "E6")


def test_a_round_is_answered_measured_settled_and_signed(cast: Cast, newcomers: Newcomers, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    casework_world.opened_case(cast)
    officer = signed_in(cast.officer)

    officer.follow("Self-evaluation")
    officer.press("Begin a round")
    officer.choose("The 2004 guide's checklist, as audited in 2006: 22 steps")
    officer.press("Begin this round")
    officer.follow("Round 1")
    officer.sees("0 of 22 steps")
    given_the_other_steps_are_achieved(cast)

    # A step in place for a year and reviewed is embedded by its dates, with a file as evidence.
    officer.follow("B3 Is there a named contact?")
    officer.choose("Yes", within="Is there a named person for all enquiries about children missing education?")
    officer.fill_date("In place since", today - timedelta(days=365))
    officer.fill_date("Last reviewed on", today - timedelta(days=30))
    officer.fill("Who reviewed it?", "Head of service")
    officer.fill("What came of the review?", "No change")
    officer.press("Save this answer")
    officer.sees("Embedded")
    officer.follow("Attach a file")
    officer.fill("What is this evidence?", "The page with our contact")
    officer.upload("contact.txt", b"Children missing education officer: 01632 960001")
    officer.press("Check and attach")
    officer.sees("The file was checked and attached.")
    officer.opens_on_a_phone(officer.page.url.removeprefix(officer.address))

    # Two answers that cannot both be so are shown together; what is not achieved needs a task.
    officer.follow("Back to the round")
    officer.follow("E6 Upload and download of lost pupils?", exact=False)
    officer.choose("We do not know", within="Are lost pupils’ files uploaded and downloaded at least monthly?")
    officer.press("Save this answer")
    officer.sees("Something was answered with “we do not know”.")
    officer.follow("Add a task")
    officer.choose("Find out what we do not know")
    officer.fill("What is to be done?", "Ask the exchange administrator")
    officer.fill("Who will do it?", "CME officer")
    officer.fill_date("By which day?", today + timedelta(days=14))
    officer.press("Add the task")
    officer.sees("CME officer, by")

    # The team may judge otherwise than the printed rule.
    officer.follow("Back to the round")
    officer.follow("E4 Are schools encouraged", exact=False)
    officer.choose("No: we use a secure network of our own")
    officer.choose("Achieved", within="Do you judge this step differently from the rule?")
    officer.fill("If so, why?", "Our own network reaches every school.")
    officer.press("Save this answer")
    officer.sees("differs from the rule")
    officer.follow("Add a task")
    officer.choose("Close a gap")
    officer.fill("What is to be done?", "Show schools the exchange")
    officer.fill("Who will do it?", "CME officer")
    officer.fill_date("By which day?", today + timedelta(days=60))
    officer.press("Add the task")

    officer.follow("Back to the round")
    officer.press("Measure my data now")
    officer.sees("Disagrees: the data do not show it")
    officer.sees("22 of 22 steps")
    officer.screenshot("evaluation-round")
    reference = Round.objects.get().reference
    officer.opens_on_a_phone(f"/evaluation/rounds/{reference}/")
    officer.press("Put it before the leader")
    officer.sees("It waits for the leader of the team.")

    officer.visit("/evaluation/draws/")
    officer.press("Draw a case at random and trace it")
    officer.sees("each as likely as another")
    officer.screenshot("evaluation-trace")
    officer.opens_on_a_phone(officer.page.url.removeprefix(officer.address))

    leader = signed_in(newcomers.leader)
    leader.visit(f"/evaluation/rounds/{reference}/")
    leader.sees("Settle E4 before you sign")
    leader.follow("Settle E4")
    leader.choose("Working towards")
    leader.fill("Why?", "The network is secure, and the exchange itself is not shown to schools.")
    leader.press("Settle this result")
    leader.press("Sign this round")
    leader.sees("The round is signed. Its results are kept.")

    leader.follow("Report of this round")
    leader.sees("Fewer than 5 other authorities")
    leader.screenshot("evaluation-report")
    leader.opens_on_a_phone(f"/evaluation/rounds/{reference}/report/")
    assert leader.download("Save as a PDF").suggested_filename == f"self-evaluation-{reference}.pdf"
    assert leader.download("Save as a workbook (Excel)").suggested_filename.endswith(".xlsx")


def given_the_other_steps_are_achieved(cast: Cast) -> None:
    """The rest of the 22 steps are answered by the team as achieved, with evidence."""
    found = Round.objects.get()
    for step in found.steps:
        if step not in BY_HAND:
            world.answer(cast.officer, found, step, world.given(step))
            world.evidence(cast.officer, found, step)
