"""Requests for a file through the pages: by a clerk who asks, one who answers, and an officer who searches."""

from datetime import date, timedelta

from onroll.transfer import actions
from onroll.transfer.actions import ChildSought
from onroll.transfer.models import FileRequest
from tests.cast import make_school
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.test_pages import boxes, text_of

BORN = date(2015, 3, 14)
CHILD = {"surname": CANARY, "forename": "Marisol", **boxes("birth_date", BORN)}


def ask(client, **fields: str):
    return client.post("/files/requests/ask/", {**CHILD, "whom": "school", **fields}, follow=True)


def test_a_clerk_asks_by_number_and_the_old_school_finds_it_where_files_wait(cast, signed_in) -> None:
    asked = ask(signed_in(cast.neighbour_clerk), old_school="8201234")

    request = FileRequest.objects.get()
    assert "Next: Fixture Primary School answers" in text_of(asked)
    waiting = text_of(signed_in(cast.clerk).get("/files/waiting/"))
    assert "Requests for you to answer" in waiting
    assert request.reference in waiting
    assert CANARY not in waiting
    assert f"Marisol {CANARY}" in text_of(signed_in(cast.clerk).get(f"/files/requests/{request.reference}/"))
    of_officer = text_of(signed_in(cast.officer).get(f"/files/requests/{request.reference}/"))
    assert CANARY not in of_officer


def test_of_several_schools_with_the_name_one_is_chosen(cast, signed_in) -> None:
    make_school("Fixture Primary School North", "8201235", "990011")
    client = signed_in(cast.neighbour_clerk)

    first = text_of(ask(client, old_school="fixture primary"))
    assert "Choose which of these schools you mean" in first
    ask(client, old_school="fixture primary", school=str(cast.school.pk))

    assert FileRequest.objects.get().asked == cast.school


def test_a_school_that_nobody_knows_and_a_child_without_a_date_are_named_as_problems(cast, signed_in) -> None:
    client = signed_in(cast.neighbour_clerk)

    assert "No open school has this name or number" in text_of(ask(client, old_school="Nowhere at all"))
    empty = text_of(client.post("/files/requests/ask/", {"surname": CANARY, "forename": "Marisol", "whom": "school"}))
    assert "Enter the child’s date of birth, or the UPN" in empty
    assert "Enter the old school’s name or number" in empty
    assert "Enter a UPN with a letter" in text_of(ask(client, old_school="8201234", upn="123"))
    assert not FileRequest.objects.exists()


def test_each_answer_has_a_page_and_moves_the_request(cast, signed_in) -> None:
    asker, asked = signed_in(cast.neighbour_clerk), signed_in(cast.clerk)
    ask(asker, old_school="8201234")
    at = f"/files/requests/{FileRequest.objects.get().reference}"

    given = asked.post(f"{at}/not-held/", {"version": 1, "reason": "The child was never on our roll"}, follow=True)
    assert "asks its authority to search" in text_of(given)
    passed = {"version": 2, "why": "The old school says that it holds no file"}
    assert "With the authority" in text_of(asker.post(f"{at}/authority/", passed, follow=True))
    assert "Choose which" not in text_of(asker.get(f"{at}/file/"))
    taken_back = text_of(asker.post(f"{at}/withdraw/", {"version": 3}, follow=True))
    assert "Nothing is left to do" in taken_back
    assert "it cannot become" in text_of(asker.post(f"{at}/withdraw/", {"version": 4}, follow=True))


def test_an_officer_searches_from_the_request_with_the_form_filled_in(cast, signed_in) -> None:
    steps.file_lost(cast.clerk)
    sought = ChildSought(surname=CANARY, forename="Marisol", birth_date=BORN)
    made = actions.ask_for_file(cast.neighbour_clerk.act(), asked=cast.testbury, child=sought)
    at = f"/files/requests/{made.reference}/search/"
    officer = signed_in(cast.neighbour_officer)

    assert f'value="{CANARY}"' in officer.get(at).content.decode()
    given = {**CHILD, "reason_code": "admitted_without_file", "reason": f"Request {made.reference}"}
    assert "1 candidate" in text_of(officer.post(at, given))
    assert signed_in(cast.officer).get(at).status_code == 404
    assert signed_in(cast.clerk).get(at).status_code == 403


def test_a_file_on_its_way_is_linked_by_hand(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    ask(signed_in(cast.neighbour_clerk), old_school="8201234")
    at = f"/files/requests/{FileRequest.objects.get().reference}"

    page = signed_in(cast.neighbour_clerk).get(f"{at}/file/")
    assert message.reference in text_of(page)
    assert CANARY not in text_of(page)
    done = signed_in(cast.clerk).post(f"{at}/file/", {"version": 1, "file": message.reference}, follow=True)
    assert "The request is answered" in text_of(done)


def test_the_lists_say_what_is_overdue_in_few_queries(cast, signed_in, django_assert_max_num_queries) -> None:
    for number in range(3):
        child = ChildSought(surname=CANARY, forename="Marisol", birth_date=BORN + timedelta(days=number))
        actions.ask_for_file(cast.neighbour_clerk.act(), asked=cast.school, child=child)
    FileRequest.objects.update(due_on=cast.clerk.act().on - timedelta(days=2))
    client = signed_in(cast.neighbour_officer)
    client.get("/files/requests/")

    with django_assert_max_num_queries(10):
        shown = text_of(client.get("/files/requests/"))

    assert shown.count("overdue by 2 days") == 3
    assert CANARY not in shown
    assert "There is no request" in text_of(signed_in(cast.other_clerk).get("/files/requests/"))
