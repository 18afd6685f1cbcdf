"""The national survey in a browser: an interview with a break and a lost line, a mismatch settled, the report."""

from playwright.sync_api import expect

from onroll.selfeval import invented
from onroll.survey import actions, queries
from onroll.survey.models import Interview, Survey
from tests.cast import Cast, Newcomers
from tests.integration.survey import world
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn


def test_a_telephone_interview_has_a_break_and_survives_a_lost_line(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn
) -> None:
    survey = world.survey(newcomers)
    interviewer = signed_in(newcomers.interviewer)
    when_the_authority_is_called(interviewer, survey)
    interviewer.sees_heading("Is there a written policy on children missing education?")
    interviewer.opens_on_a_phone(interviewer.page.url.removeprefix(interviewer.address))
    interviewer.screenshot("survey-question")

    interviewer.choose("No")
    interviewer.press("Save and go on")
    interviewer.sees_heading(
        "What has the authority done about the ways in which children go missing from education here?"
    )
    interviewer.opens_on_a_phone(interviewer.page.url.removeprefix(interviewer.address))
    interviewer.press("Stop here and go on later")
    interviewer.sees("There is a break now")
    interviewer.visit(f"/survey/{survey.pk}/")
    interviewer.follow("Ashwick")
    interviewer.press("Go on with the interview")
    interviewer.press("Go on with the interview")
    when_the_line_is_lost(interviewer)

    interviewer.follow("All answers so far")
    interviewer.sees("Working towards it")
    interviewer.opens_on_a_phone(interviewer.page.url.removeprefix(interviewer.address))
    interviewer.screenshot("survey-answers")


def when_the_authority_is_called(interviewer: Person, survey: Survey) -> None:
    interviewer.visit("/survey/")
    interviewer.follow(survey.name)
    interviewer.opens_on_a_phone(f"/survey/{survey.pk}/")
    interviewer.screenshot("survey")
    interviewer.follow("Ashwick")
    interviewer.press("Call")
    interviewer.sees("This is call 1 of no more than 4")
    interviewer.choose("Will not take part")
    interviewer.press("Record the call")
    interviewer.sees("Select why the authority will not take part")
    interviewer.choose("Reached: the interview can begin now")
    interviewer.press("Record the call")


def when_the_line_is_lost(interviewer: Person) -> None:
    """Answer with no connection: the answer rests on the device, without what was typed as evidence, and is sent."""
    page = interviewer.page
    for legend in ("Documented the ways", "Analysed the local situation", "Put procedures in place"):
        page.get_by_role("group", name=legend).get_by_label("Working towards it").check()
    interviewer.fill("Evidence", "Zelphine Quillon showed it.")
    interviewer.context.set_offline(True)
    page.get_by_role("button", name="Save and go on").click()
    interviewer.sees("The answer is kept on this device")
    rests = page.evaluate("JSON.stringify(localStorage)")
    assert "working_towards" in rests
    assert "Zelphine" not in rests
    interviewer.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Who regularly monitors the numbers of children missing education?", timeout=15_000
    )
    assert page.evaluate("localStorage.length") == 0
    interviewer.faults.clear()  # the browser says of the lost line that it was lost


def test_a_mismatch_between_rule_and_interviewer_is_settled(
    cast: Cast, newcomers: Newcomers, signed_in: SignedIn
) -> None:
    survey = world.survey(newcomers)
    interview = world.interview(newcomers, survey)
    world.answer(newcomers.interviewer, interview, "; ".join(world.ACHIEVED.values()))
    actions.finish_asking(newcomers.interviewer.act(), interview=interview, expected_version=1)
    interviewer = signed_in(newcomers.interviewer)

    interviewer.visit(f"/survey/interviews/{interview.pk}/judge/")
    interviewer.select("B2. Are notification routes provided and publicised to all of them?", "Working towards")
    interviewer.fill("Note on B2", "Two stakeholders could not say how they notify.")
    interviewer.press("Save my judgements")
    interviewer.sees("To be settled")
    interviewer.opens_on_a_phone(f"/survey/interviews/{interview.pk}/judge/")
    interviewer.screenshot("survey-judge")
    interviewer.press("The interview is done")

    leader = signed_in(newcomers.researcher)
    leader.visit(f"/survey/{survey.pk}/differences/")
    leader.opens_on_a_phone(f"/survey/{survey.pk}/differences/")
    leader.follow("Ashwick, B2")
    leader.sees("Two stakeholders could not say how they notify.")
    leader.press("Settle")
    leader.sees("There is a problem")
    leader.choose("Working towards")
    leader.fill("Why?", "The evidence asks that several stakeholders can say it.")
    leader.press("Settle")
    leader.sees("There is nothing to settle")
    assert queries.overview(Interview.objects.get(pk=interview.pk)).clashes == ()


def test_the_national_report_stands_beside_that_of_2006(cast: Cast, newcomers: Newcomers, signed_in: SignedIn) -> None:
    survey = actions.begin_survey(newcomers.researcher.act(), name="As in 2006", asked=149)
    data = world.file_of(dict(invented.authorities()))
    leader = signed_in(newcomers.researcher)
    leader.visit(f"/survey/{survey.pk}/answers/")
    leader.page.locator("input[type=file]").set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": data}
    )
    leader.press("Take it in")
    leader.sees("Taken in: 129 authorities")
    leader.visit(f"/survey/{survey.pk}/")
    leader.sees("149 authorities are said to be asked, but 129 are on the list")

    leader.follow("National report")
    leader.sees("129 of 149 asked (87%)")
    leader.opens_on_a_phone(f"/survey/{survey.pk}/results/")
    leader.screenshot("survey-results")
    assert leader.download("Save the report (PDF)").suggested_filename == f"survey-{survey.pk}.pdf"
    assert leader.download("Save the workbook (XLSX)").suggested_filename == f"survey-{survey.pk}.xlsx"
    leader.follow("Each figure of 2006 beside ours")
    assert len(leader.rows("Figures")) == 243
    leader.opens_on_a_phone(f"/survey/{survey.pk}/results/2006/")
