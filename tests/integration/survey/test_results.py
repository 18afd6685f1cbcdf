"""The national report comes out of files of answers and interviews, with each printed figure of 2006 beside it."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onroll.audit.refusals import NotAllowed
from onroll.selfeval import invented, reading
from onroll.survey import actions, queries
from onroll.survey.models import AnswerFile, Interview, Respondent, Survey
from onroll.survey.presenters import results as presenting
from onroll.survey.presenters import saving
from tests.cast import Member, Newcomers
from tests.integration.survey import world

EVERY = dict(invented.authorities())
FILE = world.file_of(EVERY)


@pytest.fixture
def survey(newcomers: Newcomers) -> Survey:
    return actions.begin_survey(newcomers.researcher.act(), name="As in 2006", asked=149)


def areas() -> bytes:
    rows = [f"{name},North,{at % 40},{at * 100},{(at * 7) % 13 / 10},{at % 5}" for at, name in enumerate(EVERY)]
    return "\n".join(["authority,region,deprivation,roll,unauthorised_absence,exclusions", *rows]).encode()


def test_129_invented_authorities_give_the_report_of_2006(newcomers: Newcomers, survey: Survey) -> None:
    act = newcomers.researcher.act()
    actions.take_authorities(act, survey=survey, data=areas())

    taken = actions.take_answers(act, survey=survey, data=FILE)

    assert (taken.authorities, taken.refused, taken.to_ask_again, taken.not_on_list) == (129, (), (), ())
    found = queries.results(act, survey)
    assert (found.response.n, found.response.base, found.response.pct) == (129, 149, 87)
    assert found.national.at_least(44).pct == 37
    assert found.national.steps["A1"].reached.n == 21
    rows = presenting.comparison_rows(found)
    assert len(rows) == 243
    assert not [row for row in rows if row[6] == "number differs"]

    page = presenting.report_page(act, found)
    assert len(page.steps) == 22
    crossed = [part for part in page.parts if part.title.startswith("Scores and ")]
    assert len(crossed) == 4
    assert all("Exact test" in part.words and "expected count is" in part.words for part in crossed)
    assert saving.report_pdf(page).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(saving.report_xlsx(page, found))) as archive:
        assert len([name for name in archive.namelist() if "worksheets/" in name]) == 3 + len(page.parts) + 22
    again = reading.read(saving.answers_csv(found).encode())
    assert {each.authority: each.answers for each in again.submissions} == EVERY


def test_interviews_and_a_file_count_together_and_one_under_way_does_not(newcomers: Newcomers) -> None:
    survey = world.survey(newcomers)
    world.interview(newcomers, survey, "Coldholt")
    interview = world.interview(newcomers, survey)
    world.answer(newcomers.interviewer, interview, "A1a=no")
    act = newcomers.interviewer.act()
    actions.finish_asking(act, interview=interview, expected_version=1)
    actions.finish_interview(act, interview=Interview.objects.get(pk=interview.pk), expected_version=2)
    data = world.as_file(*world.as_rows("BRACKCOMBE", "A1a=no"))

    taken = actions.take_answers(newcomers.researcher.act(), survey=survey, data=data)

    assert {each.code for each in taken.to_ask_again} == {"step_unanswered"}
    found = queries.results(act, survey)
    assert found.response.n == 2
    assert found.to_settle == 42  # 21 steps of each were never asked


def test_a_file_that_says_what_no_answer_is_changes_nothing(newcomers: Newcomers, survey: Survey) -> None:
    data = world.as_file("Ashwick,A1a,,yes", "Ashwick,A1a,,perhaps", "Ashwick,Q7,,yes")

    taken = actions.take_answers(newcomers.researcher.act(), survey=survey, data=data)

    assert [each.code for each in taken.refused] == ["answer_unknown", "item_unknown"]
    assert not Interview.objects.exists()
    assert not AnswerFile.objects.exists()
    assert not Respondent.objects.exists()


def test_a_file_is_taken_once_and_an_authority_answers_once(newcomers: Newcomers, survey: Survey) -> None:
    act = newcomers.researcher.act()
    data = world.as_file("Ashwick,A1a,,no")
    actions.take_answers(act, survey=survey, data=data)

    with pytest.raises(actions.FileTakenBefore):
        actions.take_answers(act, survey=survey, data=data)
    with pytest.raises(actions.FileUnreadable, match="Ashwick"):
        actions.take_answers(act, survey=survey, data=world.as_file("ASHWICK,A1a,,yes"))
    with pytest.raises(actions.FileUnreadable):
        actions.take_answers(act, survey=survey, data=b"no table")
    assert Interview.objects.count() == 1


def test_an_authority_that_is_not_on_the_list_is_taken_and_named(newcomers: Newcomers) -> None:
    survey = world.survey(newcomers)
    data = world.as_file("Ashwick,A1a,,no", "Newshire,A1a,,no")

    taken = actions.take_answers(newcomers.researcher.act(), survey=survey, data=data)

    assert taken.not_on_list == ("Newshire",)
    assert queries.results(newcomers.researcher.act(), survey).on_list == 4


def test_a_coded_result_in_the_file_is_the_interviewers(newcomers: Newcomers, survey: Survey) -> None:
    data = world.as_file("Ashwick,A1a,,no", "Ashwick,A1e,,achieved")
    actions.take_answers(newcomers.researcher.act(), survey=survey, data=data)

    waiting = queries.differences(newcomers.researcher.act(), survey)

    assert [each.step for each in waiting if each.judgement.differs] == ["A1"]


def test_only_whoever_leads_takes_files_in_and_results_away(newcomers: Newcomers, survey: Survey) -> None:
    act = newcomers.interviewer.act()
    for refused in (
        lambda: actions.take_answers(act, survey=survey, data=FILE),
        lambda: actions.take_authorities(act, survey=survey, data=world.LIST),
        lambda: actions.save_results(act, survey=survey, form="pdf"),
        lambda: actions.draw_sample(act, survey=survey, size=1, seed=1, expected_version=1),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_sample_is_drawn_before_the_first_call_and_not_after(newcomers: Newcomers) -> None:
    survey = world.survey(newcomers)
    act = newcomers.researcher.act()
    with pytest.raises(actions.SampleNotPossible, match="from 1 to 3"):
        actions.draw_sample(act, survey=survey, size=4, seed=1, expected_version=1)
    world.interview(newcomers, survey)

    with pytest.raises(actions.SampleNotPossible, match="before"):
        actions.draw_sample(act, survey=survey, size=2, seed=1, expected_version=1)


def test_the_pages_take_a_file_and_show_the_report(
    newcomers: Newcomers, survey: Survey, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.researcher)
    empty = client.get(f"/survey/{survey.pk}/results/")
    assert b"0 authorities have answered" in empty.content
    wrong = SimpleUploadedFile("answers.csv", b"authority,item,line,answer\nAshwick,A1a,,perhaps\n")
    page = client.post(f"/survey/{survey.pk}/answers/", {"file": wrong})
    assert b"Nothing was taken in" in page.content
    right = SimpleUploadedFile("answers.csv", world.as_file("Ashwick,A1a,,no", "Ashwick,C1a,,no", "Ashwick,C2a,,none"))
    page = client.post(f"/survey/{survey.pk}/answers/", {"file": right}).content.decode()
    assert "Taken in: 1 authority" in page
    assert "C1a=no leads past it" in page

    page = client.get(f"/survey/{survey.pk}/results/").content.decode()
    assert "1 of 149 asked (1%)" in page
    assert "Nothing can be tested" in page
    assert "Table 1" in client.get(f"/survey/{survey.pk}/results/2006/").content.decode()
    for name in ("report.pdf", "report.xlsx", "answers.csv"):
        assert client.get(f"/survey/{survey.pk}/results/{name}").status_code == 200
    saved = client.get(f"/survey/{survey.pk}/results/answers.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(saved)))["authority"] == "Ashwick"
    assert signed_in(newcomers.interviewer).get(f"/survey/{survey.pk}/results/report.pdf").status_code == 403
