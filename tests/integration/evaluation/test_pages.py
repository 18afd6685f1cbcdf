"""The pages of a round: a step is answered, evidence checked, a report saved, through the browser's own forms."""

import html
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.evaluation import actions, queries
from onroll.evaluation.models import Evidence, Round, Task
from tests.cast import Cast, Member, Newcomers
from tests.integration.evaluation import world

SignIn = Callable[[Member], Client]


def text(response) -> str:
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(plain).split())


def address(name: str, found: Round, *more: str) -> str:
    return reverse(f"evaluation:{name}", args=[found.reference, *more])


@pytest.fixture
def found(cast: Cast) -> Round:
    return world.opened(cast.officer)


def test_a_round_is_begun_and_given_up(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    assert "There is no round yet" in text(officer.get(reverse("evaluation:rounds")))
    assert "There is a problem" in text(officer.post(reverse("evaluation:open-round"), {"set_key": ""}))
    page = text(officer.post(reverse("evaluation:open-round"), {"set_key": "2006", "partly": "2"}, follow=True))
    assert "The round is open" in page
    found = Round.objects.get()
    assert found.partly == 2
    again = text(officer.post(reverse("evaluation:open-round"), {"set_key": "2006", "partly": "1"}))
    assert "already being worked on" in again

    officer.get(address("abandon", found))
    officer.post(address("abandon", found), {"version": found.version})

    found.refresh_from_db()
    assert found.state == "abandoned"


def test_a_step_is_answered_on_its_page_with_rule_result_and_history(
    cast: Cast, found: Round, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    page = officer.get(address("step", found, "A1"))
    assert "Has the policy been shared with, and is it understood by, key staff in:" in text(page)

    answered = {"number": 0, "level": "", "A1a": "yes", "A1b__health": "yes", "A1b__police": "no"}
    page = text(officer.post(address("step", found, "A1"), answered, follow=True))

    assert "Working towards" in page
    assert "By rule A1-working-towards" in page
    assert "Answer 1" in page
    assert "Step A1" not in page
    assert found.answers.get().ticks == {"A1a": {"": ["yes"]}, "A1b": {"health": ["yes"], "police": ["no"]}}


def test_a_contradiction_shows_both_answers_and_keeps_what_was_typed(
    cast: Cast, found: Round, signed_in: SignIn
) -> None:
    answered = {"number": 0, "level": "", "C3a": ["no", "monitored"], "reviewed_by": "Kept as typed"}

    page = signed_in(cast.officer).post(address("step", found, "C3"), answered)

    assert "These cannot both be so" in text(page)
    assert "The numbers are monitored" in text(page)
    assert "Kept as typed" in page.content.decode()
    assert not found.answers.exists()


def test_a_stale_tab_is_told_and_nothing_is_overwritten(cast: Cast, found: Round, signed_in: SignIn) -> None:
    world.answer(cast.officer, found, "B1", world.given("B1"))

    answer = signed_in(cast.officer).post(address("step", found, "B1"), {"number": 0, "level": "", "B1a": "no"})

    assert answer.status_code == 409
    assert found.answers.get().ticks == {"B1a": {"": ["all"]}}


def test_a_step_of_todays_law_asks_how_far_the_team_has_come(cast: Cast, signed_in: SignIn) -> None:
    found = world.opened(cast.officer, "2026")
    officer = signed_in(cast.officer)
    assert "How far have you come?" in text(officer.get(address("step", found, "N-C6")))
    officer.post(address("step", found, "N-C6"), {"number": 0, "level": "partly_achieved", "reason": "One return"})
    assert world.level(cast.officer, found, "N-C6") == "partly_achieved"
    assert officer.get(address("step", found, "A1")).status_code == 404


def upload(client: Client, found: Round, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(address("attach", found, "A1"), {"words": "The policy", "file": file}, follow=True)


def test_a_file_of_evidence_is_checked_kept_read_and_taken_away(cast: Cast, found: Round, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    refused = upload(officer, found, "policy.exe", b"MZ\x90\x00" + b"\x00" * 200)
    assert "It was not attached" in text(refused)
    assert not Evidence.objects.exists()

    assert "checked and attached" in text(upload(officer, found, "policy.txt", b"Our policy"))
    one = Evidence.objects.get()
    where = reverse("evaluation:evidence", args=[one.pk])
    assert officer.get(where).content == b"Our policy"
    assert LedgerEntry.objects.filter(name="evaluation.EvidenceRead").count() == 1
    assert signed_in(cast.neighbour_officer).get(where).status_code == 404

    away = reverse("evaluation:take-away", args=[one.pk])
    officer.get(away)
    page = text(officer.post(away, {"why": "It names a family"}, follow=True))
    assert "by Officer Invented: It names a family" in page
    one.refresh_from_db()
    assert one.file is not None
    assert one.file.destroyed_at is not None
    assert "taken away before" in text(officer.post(away, {"why": "Again"}))


def test_evidence_that_was_destroyed_is_shown_as_gone(cast: Cast, found: Round, signed_in: SignIn) -> None:
    from onroll.vault import actions as vault_actions

    one = actions.attach_file(
        cast.officer.act(), found=found, step="A1", words="Policy", name="policy.txt", pieces=[b"x"]
    )
    vault_actions.destroy(cast.officer.act(), stored_file=one.file)

    page = text(signed_in(cast.officer).get(address("step", found, "A1")))
    assert "The file was destroyed" in page
    step = queries.standing(cast.officer.act(), found).steps["A1"]
    assert step.standing_evidence == ()


def test_a_page_and_a_document_elsewhere_are_pointed_to(cast: Cast, found: Round, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    where = address("point", found, "A1")
    assert officer.get(where).status_code == 200
    wrong = {"words": "Policy", "kind": "page", "place": "javascript:alert(1)"}
    assert "full address" in text(officer.post(where, wrong))

    officer.post(where, {**wrong, "place": "https://example.org/policy"})
    officer.post(where, {**wrong, "kind": "elsewhere", "place": "Cabinet 4"})

    page = officer.get(address("step", found, "A1")).content.decode()
    assert 'href="https://example.org/policy"' in page
    assert "Cabinet 4" in page


def test_a_task_is_set_changed_and_finished(cast: Cast, found: Round, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    day = cast.officer.act().on
    due = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    task = {"kind": "close", "what": "Write the policy", "owner": "Head of admissions", **due}
    officer.get(address("set-task", found, "A1"))
    assert "past" in text(officer.post(address("set-task", found, "A1"), {**task, "due_on_year": day.year - 1}))
    officer.post(address("set-task", found, "A1"), task)
    one = Task.objects.get()
    where = reverse("evaluation:task", args=[one.pk])
    assert "1 task open, 0 of them late" in text(officer.get(reverse("evaluation:plan")))
    officer.get(where)
    officer.post(where, {"version": 1, "owner": "Director", **due})
    assert officer.post(where, {"version": 1, "owner": "Nobody", **due}).status_code == 409

    done = {"version": 2, "words": "Agreed by cabinet", "finish": "yes"}
    done |= {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year}
    page = text(officer.post(where, done, follow=True))

    one.refresh_from_db()
    assert (one.owner, one.done_words) == ("Director", "Agreed by cabinet")
    assert "Agreed by cabinet" in page
    assert officer.get(where).status_code == 302


def test_a_round_goes_to_the_leader_and_is_settled_given_back_and_signed(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    found = world.achieved_round(cast.officer)
    officer, leader = signed_in(cast.officer), signed_in(newcomers.leader)
    assert "Your data were measured" in text(officer.post(address("measure", found), follow=True))
    page = text(officer.get(address("round", found)))
    assert "22 of 22 steps" in page
    assert "Disagrees: the data do not show it" in page

    def submit() -> str:
        found.refresh_from_db()
        return text(officer.post(address("submit", found), {"version": found.version}, follow=True))

    assert "waits for the leader" in submit()
    assert officer.post(address("sign", found), {"version": 1}).status_code == 403
    found.refresh_from_db()
    leader.get(address("give-back", found))
    leader.post(address("give-back", found), {"version": found.version, "why": "Look at D3 again"})
    assert "gave this round back: Look at D3 again" in text(officer.get(address("round", found)))
    own = {"number": 1, "level": "no", "reason": "Not sent", "D3a": "yes"}
    own |= {f"D3b__{line}": "yes" for line in world.met("D3")["D3b"]}
    officer.post(address("step", found, "D3"), own)
    submit()
    assert "Settle D3 before you sign" in text(leader.get(address("round", found)))
    leader.get(address("settle", found, "D3"))
    leader.post(address("settle", found, "D3"), {"number": 2, "level": "achieved", "reason": "They were sent"})

    found.refresh_from_db()
    page = text(leader.post(address("sign", found), {"version": found.version}, follow=True))

    assert "The round is signed" in page
    assert "44 of 66, medium band of 2006" in page


def test_the_report_is_a_page_a_pdf_and_a_workbook(cast: Cast, newcomers: Newcomers, signed_in: SignIn) -> None:
    found = world.signed_round(cast.officer, newcomers.leader)
    officer = signed_in(cast.officer)
    page = text(officer.get(address("report", found)))
    assert "Fewer than 5 other authorities" in page
    assert "2006, chapter 4" in page
    assert "Not measured yet: it will be once" in page

    pdf = officer.get(address("report-file", found, "pdf"))
    assert pdf.content.startswith(b"%PDF")
    book = officer.get(address("report-file", found, "xlsx"))
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        names = re.findall(r'sheet name="([^"]+)"', opened.read("xl/workbook.xml").decode())
        strings = opened.read("xl/sharedStrings.xml").decode()
    assert names == ["Summary", "Results", "What the data say", "Evidence", "Action plan", "Movement", "Comparison"]
    assert "Is there a written CME policy?" in strings
    assert officer.get(address("report-file", found, "doc")).status_code == 404
    assert [each.details["form"] for each in LedgerEntry.objects.filter(name="evaluation.ReportRead")] == [
        "pdf",
        "xlsx",
    ]


def test_what_somebody_typed_is_never_a_formula_in_the_workbook(cast: Cast, found: Round, signed_in: SignIn) -> None:
    act = cast.officer.act()
    what = '=HYPERLINK("https://example.org")'
    actions.set_task(act, found=found, step="A1", kind="close", what=what, owner="+1", due_on=act.on)

    book = signed_in(cast.officer).get(address("report-file", found, "xlsx"))

    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        sheets = "".join(opened.read(name).decode() for name in opened.namelist() if "worksheets/sheet" in name)
        strings = html.unescape(opened.read("xl/sharedStrings.xml").decode())
    assert "<f>" not in sheets
    assert what in strings


def test_numbers_are_given_and_kept_as_they_stood(cast: Cast, signed_in: SignIn) -> None:
    officer, where = signed_in(cast.officer), reverse("evaluation:numbers")
    assert "Missing education today" in text(officer.get(where))
    assert "There is a problem" in text(officer.post(where, {"audience": "senior_officers", "given_to": ""}))
    page = text(officer.post(where, {"audience": "elected_members", "given_to": "Scrutiny"}, follow=True))

    assert "Given before" in page
    assert "Scrutiny" in page


def test_only_the_departments_auditor_reads_signed_totals_and_nothing_behind_them(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    found = world.signed_round(cast.officer, newcomers.leader)
    auditor, where = signed_in(cast.national_auditor), reverse("evaluation:totals")

    page = text(auditor.get(where))

    assert "Exampleton 1 The 2004 guide’s checklist" in page.replace("'", "’")
    assert "44 of 66" in page
    assert LedgerEntry.objects.get(name="evaluation.TotalsRead").details["rounds"] == 1
    assert auditor.get(address("round", found)).status_code == 403
    assert signed_in(cast.auditor).get(where).status_code == 403
    assert signed_in(cast.officer).get(where).status_code == 403
