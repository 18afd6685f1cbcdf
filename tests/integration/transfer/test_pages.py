"""Stories 2 to 4 through the pages, as a clerk or an officer clicks through them."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onroll.transfer import queries
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file


def text_of(response) -> str:
    """Return a page's words, as a reader sees them."""
    body = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def upload(client, content: bytes, name: str = "", **extra):
    given = SimpleUploadedFile(name or name_of(), content, content_type="text/xml")
    return client.post("/files/send/", {"file": given}, follow=True, **extra)


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_a_known_move_from_upload_to_confirmation(cast, signed_in) -> None:
    sender, receiver = signed_in(cast.clerk), signed_in(cast.other_clerk)

    checked = upload(sender, transfer_file())
    assert "Marisol Quillfeather" in text_of(checked)
    assert "Send to Placeholder Academy" in text_of(checked)
    message = Message.objects.get()
    sent = sender.post(f"/files/{message.reference}/check/", {"version": 1}, follow=True)
    assert "Placeholder Academy collects it" in text_of(sent)

    assert "8201234_CTF_8205678_001.xml" in text_of(receiver.get("/files/waiting/"))
    assert "Marisol" in text_of(receiver.get(f"/files/{message.reference}/pupils/"))
    download = receiver.post(f"/files/{message.reference}/download/")
    assert download["Content-Disposition"] == 'attachment; filename="8201234_CTF_8205678_001.xml"'
    assert b"".join(download.streaming_content) == transfer_file()
    message.refresh_from_db()
    yesterday = cast.clerk.act().on - timedelta(days=1)
    confirmed = receiver.post(
        f"/files/{message.reference}/confirm/",
        {"version": message.version, "pupils": ["1"], **boxes("on_roll_from", yesterday)},
        follow=True,
    )
    assert "Thank you" in text_of(confirmed)

    for member in (cast.clerk, cast.other_clerk, cast.officer):
        seen = text_of(signed_in(member).get(f"/files/{message.reference}/"))
        assert "On roll" in seen
        assert CANARY not in seen


def test_a_lost_pupil_from_upload_to_claim(cast, signed_in) -> None:
    sender, officer = signed_in(cast.clerk), signed_in(cast.neighbour_officer)
    checked = upload(sender, transfer_file(destination="XXXXXXX"), name_of(destination="XXXXXXX"))
    assert "say which enquiries were made" in text_of(checked)
    reference = Message.objects.get().reference

    asked = sender.get(f"/files/{reference}/enquiries/", {"asked": "1"})
    assert "Choose at least one enquiry" in text_of(asked)
    outcomes = sender.get(f"/files/{reference}/enquiries/", {"asked": "1", "made": ["TELEPHONE", "VISIT"]}, follow=True)
    assert "Say what came of each enquiry" in text_of(outcomes)
    address = f"/files/{reference}/enquiries/outcomes/?made=TELEPHONE&made=VISIT"
    missing = sender.post(address, {"version": 1, "step": "check"})
    assert "Enter what came of this: Visit the home" in text_of(missing)
    yesterday = cast.clerk.act().on - timedelta(days=1)
    answers = {
        "version": 1,
        **boxes("TELEPHONE_made_on", yesterday),
        "TELEPHONE_outcome": "Nobody answered.",
        **boxes("VISIT_made_on", yesterday),
        "VISIT_outcome": "The house is empty.",
    }
    check = sender.post(address, {**answers, "step": "check"})
    assert "The house is empty." in text_of(check)
    assert 'name="VISIT_outcome" value="The house is empty."' in check.content.decode()
    change = sender.post(address, {**answers, "step": "change"})
    assert "Say what came of each enquiry" in text_of(change)
    filed = sender.post(address, {**answers, "step": "send"}, follow=True)
    assert "your authority has been told" in text_of(filed)

    found = officer.post("/files/lost-pupils/", {**search_form(), "surname": "Quilfether"})
    assert "M.Q." in text_of(found)
    assert CANARY not in text_of(found)
    unopened = officer.get(f"/files/lost-pupils/{reference}/", follow=True)
    assert "Open this child’s record" in text_of(unopened)
    opened = officer.post(
        f"/files/lost-pupils/{reference}/open/",
        {"reason_code": "admitted_without_file", "reason": "New admission."},
        follow=True,
    )
    assert "Marisol Quillfeather" in text_of(opened)
    assert "The house is empty." in text_of(opened)
    assert CANARY not in re.search(r"<title>(.*?)</title>", opened.content.decode(), re.DOTALL)[1]
    claimed = officer.post(
        f"/files/lost-pupils/{reference}/claim/",
        {"version": 2, "school": cast.neighbour_school.pk, "reason": "Same name and former address."},
        follow=True,
    )
    assert "The file was claimed. Testbury High School (8384001) gets an email" in text_of(claimed)
    assert "Nobody in the repository" in text_of(officer.post("/files/lost-pupils/", search_form()))


def search_form(**changes: str) -> dict[str, str]:
    return {
        "surname": CANARY,
        "forename": "Marisol",
        **boxes("birth_date", date(2015, 3, 15)),
        "reason_code": "admitted_without_file",
        "reason": "New admission, no file.",
        **changes,
    }


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(b"not XML at all", name_of(), "was refused", id="not XML"),
        pytest.param(b"<?xml version='1.0'?><Invoice/>", name_of(), "not a transfer file", id="XML of another kind"),
        pytest.param(
            transfer_file(), name_of(destination="8384001"), "its header says 8205678", id="name disagrees with header"
        ),
        pytest.param(
            transfer_file(destination="8209999"),
            name_of(destination="8209999"),
            "no school or authority with that number",
            id="unknown establishment",
        ),
        pytest.param(
            transfer_file(destination="8202222"),
            name_of(destination="8202222"),
            "closed on 31 August 2021",
            id="closed establishment",
        ),
        pytest.param(
            transfer_file(prologue='<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a "b">]>'),
            name_of(),
            "document type declaration",
            id="a DOCTYPE with an entity",
        ),
        pytest.param(
            transfer_file(source="8384001"), name_of(source="8384001"), "you are signed in for", id="another's file"
        ),
        pytest.param(b"", name_of(), "empty", id="an empty file"),
    ],
)
def test_bad_input_gets_a_page_that_says_what_is_wrong(cast, signed_in, content: bytes, name: str, words: str) -> None:
    response = upload(signed_in(cast.clerk), content, name)

    assert response.status_code == 200
    assert words in text_of(response)
    assert not Message.objects.exclude(state=State.REFUSED).exists()


def test_a_wrong_check_letter_shows_as_a_warning_beside_the_pupil_and_can_be_sent(cast, signed_in) -> None:
    client = signed_in(cast.clerk)

    shown = text_of(upload(client, transfer_file(children=(Child(upn="A820123415001"),))))

    assert "Warning The first letter of the unique pupil number does not fit" in shown
    message = Message.objects.get()
    client.post(f"/files/{message.reference}/check/", {"version": 1})
    message.refresh_from_db()
    assert message.state == State.WAITING


def test_a_file_renamed_by_a_browser_is_taken_under_its_own_name(cast, signed_in) -> None:
    shown = text_of(upload(signed_in(cast.clerk), transfer_file(), "8201234_CTF_8205678_001 (1).xml"))

    assert "Check the file before you send it" in shown
    assert "was changed on the way" in shown


def test_a_serious_problem_with_a_pupil_must_be_said_to_be_known(cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    upload(client, transfer_file(children=(Child(upn=""),)))
    address = f"/files/{Message.objects.get().reference}/check/"

    refused = client.post(address, {"version": 1})
    assert "say that you know of them" in text_of(refused)
    sent = client.post(address, {"version": 1, "are_problems_known": "on"}, follow=True)
    assert "The file was sent." in text_of(sent)


def test_the_same_file_again_is_refused_with_a_link_to_the_first(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")

    response = upload(signed_in(cast.clerk), transfer_file())

    assert "You already sent this file" in text_of(response)
    assert f'href="/files/{message.reference}/"' in response.content.decode()


def test_no_file_chosen_says_so(cast, signed_in) -> None:
    assert "Choose a file" in text_of(signed_in(cast.clerk).post("/files/send/", {}))


def test_the_second_officer_to_claim_gets_a_page_that_says_so(cast, signed_in) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.open_lost(cast.officer, lost_pupil)
    steps.claim(cast.neighbour_officer, cast, lost_pupil)

    response = signed_in(cast.officer).post(
        f"/files/lost-pupils/{lost_pupil.message.reference}/claim/",
        {"version": 2, "school": cast.other_school.pk, "reason": "Same child."},
    )

    assert response.status_code == 409
    assert "Another authority claimed this child a moment ago" in text_of(response)


def test_a_file_is_taken_back_on_its_own_page_with_a_reason(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")
    client = signed_in(cast.clerk)
    address = f"/files/{message.reference}/withdraw/"

    assert "Choose why you take the file back" in text_of(client.post(address, {"version": 2}))
    done = client.post(address, {"version": 2, "reason": "It was the wrong file"}, follow=True)

    assert "taken back and deleted here" in text_of(done)
    late = client.post(address, {"version": 3, "reason": "It was the wrong file"})
    assert "now “Withdrawn”" in text_of(late)


def test_several_pupils_are_listed_and_read_one_by_one(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678", children=(Child(), Child(upn="", surname="Otherby", forename="Tam")))
    client = signed_in(cast.other_clerk)

    listed = text_of(client.get(f"/files/{message.reference}/pupils/"))
    second = text_of(client.get(f"/files/{message.reference}/pupils/2/"))

    assert "Tam Otherby" in listed
    assert "Tam Otherby" in second
    assert CANARY not in second
    assert client.get(f"/files/{message.reference}/pupils/3/").status_code == 404


def test_an_arrival_in_the_future_is_refused_on_the_page(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    tomorrow = cast.clerk.act().on + timedelta(days=1)

    response = signed_in(cast.other_clerk).post(
        f"/files/{message.reference}/confirm/",
        {"version": message.version, "pupils": ["1"], **boxes("on_roll_from", tomorrow)},
    )

    assert "cannot be later than today" in text_of(response)


def test_the_area_list_shows_what_waits_by_state_without_any_pupil(cast, signed_in) -> None:
    sent = steps.send(cast.clerk, "8384001")
    steps.file_lost(cast.clerk)
    client = signed_in(cast.neighbour_officer)

    everything = text_of(client.get("/files/area/"))
    held = text_of(client.get("/files/area/", {"state": "held_as_lost"}))

    assert sent.reference in everything
    assert CANARY not in everything
    assert "There is no such file in our area" in held  # filed in the other authority's area
    assert "Children in the repository, all authorities 1" in everything


@pytest.mark.parametrize(
    ("address", "member", "most"),
    [("/files/waiting/", "other_clerk", 10), ("/files/sent/", "clerk", 10), ("/files/area/", "officer", 13)],
)
def test_a_list_takes_the_same_few_queries_however_long_it_is(
    cast, signed_in, django_assert_max_num_queries, address: str, member: str, most: int
) -> None:
    for year in range(2010, 2016):
        steps.send(cast.clerk, "8205678", children=(Child(upn="", birth_date=f"{year}-01-02"),))
    client = signed_in(getattr(cast, member))

    with django_assert_max_num_queries(most):
        response = client.get(address)

    assert text_of(response).count("(today)") == 6


def test_age_is_told_in_school_days(cast, signed_in) -> None:
    steps.send(cast.clerk, "8205678")

    assert "(today)" in text_of(signed_in(cast.other_clerk).get("/files/waiting/"))
    assert queries.waiting_since(Message.objects.get()) is not None


def test_a_page_that_is_only_opened_shows_no_error(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    lost_pupil = steps.open_lost(cast.officer, steps.file_lost(cast.clerk))
    held = lost_pupil.message.reference
    pages = [
        (cast.clerk, "/files/send/"),
        (cast.clerk, f"/files/{held}/withdraw/"),
        (cast.other_clerk, f"/files/{message.reference}/confirm/"),
        (cast.officer, "/files/lost-pupils/"),
        (cast.officer, f"/files/lost-pupils/{held}/open/"),
        (cast.officer, f"/files/lost-pupils/{held}/claim/"),
    ]

    for member, address in pages:
        response = signed_in(member).get(address)
        assert response.status_code == 200
        assert "There is a problem" not in text_of(response), address
