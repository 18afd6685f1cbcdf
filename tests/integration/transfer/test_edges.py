"""Corners of the pages and of routing that the stories do not pass."""

from datetime import timedelta

import pytest

from onroll.audit.refusals import Hidden
from onroll.transfer import actions, queries
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file
from tests.integration.transfer.test_pages import boxes, search_form, text_of, upload

MANY = tuple(Child(upn="", forename=f"Number{place}") for place in range(1, 61))
DESTINATION = b"<DestSchool><LEA>820</LEA><Estab>5678</Estab></DestSchool>"
SOURCE = b"<SourceSchool><LEA>820</LEA><Estab>1234</Estab>"


def take(cast, content: bytes, name: str) -> Message:
    return actions.receive_file(cast.clerk.act(), name=name, pieces=[content])


def test_a_header_without_a_destination_is_routed_by_the_files_name(cast) -> None:
    message = take(cast, transfer_file().replace(DESTINATION, b"<DestSchool/>"), name_of())

    assert message.state == State.CHECKED
    assert message.recipient == cast.other_school


def test_a_file_that_nowhere_says_where_it_goes_is_refused(cast) -> None:
    message = take(cast, transfer_file().replace(DESTINATION, b"<DestSchool/>"), "leaver.xml")

    assert message.state == State.REFUSED
    assert message.file_name == ""
    assert "destination-missing" in {problem["code"] for problem in message.problems}


def test_a_header_without_a_source_is_taken_at_the_names_word(cast) -> None:
    content = transfer_file().replace(SOURCE, b"<SourceSchool>")

    assert take(cast, content, name_of()).state == State.CHECKED
    other = take(cast, content + b"\n", name_of(source="8384001"))
    assert "source-not-yours" in {problem["code"] for problem in other.problems}


def test_a_pupil_without_the_sender_in_the_history_has_no_enrolment_there(cast) -> None:
    elsewhere = transfer_file().replace(
        b"<School><LEA>820</LEA><Estab>1234</Estab>", b"<School><LEA>838</LEA><Estab>4001</Estab>"
    )
    message = take(cast, elsewhere, name_of())

    actions.send_file(cast.clerk.act(), message=message, expected_version=1)

    assert not message.pupils.get().sighting.child.enrolments.exists()


def test_an_enrolment_that_ends_before_it_begins_keeps_its_end_only(cast) -> None:
    message = steps.send(cast.clerk, "8205678", children=(Child(entry_on="2026-09-01", left_on="2026-07-17"),))

    enrolment = message.pupils.get().sighting.child.enrolments.get()
    assert (enrolment.from_on, str(enrolment.until_on)) == (None, "2026-07-17")


def test_steps_of_a_file_of_others_are_hidden(cast) -> None:
    message = steps.send(cast.clerk, "8384001")

    with pytest.raises(Hidden):
        queries.timeline(cast.other_clerk.act(), message)


def test_a_long_file_is_checked_and_read_in_pages(cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "8205678", children=MANY)
    sender = signed_in(cast.clerk)

    first = text_of(sender.get(f"/files/{message.reference}/check/"))
    second = text_of(sender.get(f"/files/{message.reference}/check/?page=2"))
    nonsense = text_of(sender.get(f"/files/{message.reference}/check/?page=two"))

    assert "50. Number50" in first
    assert "51. Number51" not in first
    assert "60 pupils of 60 have something to look at." in first
    assert "51. Number51" in second
    assert "1. Number1" in nonsense
    actions.send_file(cast.clerk.act(), message=message, expected_version=1, are_problems_known=True)
    listed = text_of(signed_in(cast.other_clerk).get(f"/files/{message.reference}/pupils/?page=2"))
    assert "Number60" in listed
    assert "Number50 " not in listed


def test_a_file_not_sent_yet_and_a_refused_one_lead_to_their_check(cast, signed_in) -> None:
    checked = steps.receive(cast.clerk, "8205678")
    refused = steps.receive(cast.clerk, "8202222")
    client = signed_in(cast.clerk)

    assert "Check and send it" in text_of(client.get(f"/files/{checked.reference}/"))
    assert "See why it was refused" in text_of(client.get(f"/files/{refused.reference}/"))
    assert "Fixture Primary School mends the file" in text_of(client.get(f"/files/{refused.reference}/"))


def test_the_check_of_a_file_that_was_sent_leads_to_the_file(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")

    response = signed_in(cast.clerk).get(f"/files/{message.reference}/check/")

    assert response["Location"] == f"/files/{message.reference}/"


def test_a_file_that_was_not_collected_is_not_confirmed_on_its_page(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")

    response = signed_in(cast.other_clerk).get(f"/files/{message.reference}/confirm/")

    assert response["Location"] == f"/files/{message.reference}/"


def test_outcomes_without_enquiries_lead_back_to_the_checklist(cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")

    response = signed_in(cast.clerk).get(f"/files/{message.reference}/enquiries/outcomes/?made=ASTROLOGY")

    assert response["Location"] == f"/files/{message.reference}/enquiries/"


@pytest.mark.parametrize("step", ["check", "send"])
def test_an_enquiry_in_the_future_is_refused_at_once_beside_its_day(cast, signed_in, step: str) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    address = f"/files/{message.reference}/enquiries/outcomes/?made=TELEPHONE"
    tomorrow = cast.clerk.act().on + timedelta(days=1)
    answers = {"version": 1, **boxes("TELEPHONE_made_on", tomorrow), "TELEPHONE_outcome": "None."}

    response = signed_in(cast.clerk).post(address, {**answers, "step": step})

    assert "cannot be later than today" in text_of(response)
    assert 'href="#id_TELEPHONE_made_on' in response.content.decode()
    assert "Say what came of each enquiry" in text_of(response)


def test_a_search_by_one_fact_or_by_half_a_number_says_what_to_give(cast, signed_in) -> None:
    officer = signed_in(cast.officer)
    without_date = {key: value for key, value in search_form().items() if not key.startswith("birth_date")}

    assert "at least two different kinds of fact" in text_of(officer.post("/files/lost-pupils/", without_date))
    assert "Enter a full postcode" in text_of(officer.post("/files/lost-pupils/", search_form(postcode="ZZ9")))
    assert "Enter a UPN with" in text_of(officer.post("/files/lost-pupils/", search_form(upn="A82")))


def test_an_opened_child_that_another_authority_claimed_is_hidden(cast, signed_in) -> None:
    lost_pupil = steps.open_lost(cast.officer, steps.file_lost(cast.clerk))
    steps.claim(cast.neighbour_officer, cast, lost_pupil)
    address = f"/files/lost-pupils/{lost_pupil.message.reference}/"

    assert signed_in(cast.officer).get(address).status_code == 404
    own = text_of(signed_in(cast.neighbour_officer).get(address))
    assert "Your authority has claimed this file." in own


def test_a_claim_without_an_opening_asks_for_the_reason_first(cast, signed_in) -> None:
    reference = steps.file_lost(cast.clerk).message.reference

    response = signed_in(cast.officer).get(f"/files/lost-pupils/{reference}/claim/")

    assert response["Location"] == f"/files/lost-pupils/{reference}/open/"


def test_a_claim_offers_only_open_schools_of_the_officers_area(cast, signed_in) -> None:
    reference = steps.open_lost(cast.officer, steps.file_lost(cast.clerk)).message.reference

    page = text_of(signed_in(cast.officer).get(f"/files/lost-pupils/{reference}/claim/"))

    assert "Placeholder Academy (8205678)" in page
    assert "Mockham Old School" not in page
    assert "Testbury High School" not in page


def test_an_address_of_the_repository_that_was_guessed_finds_nothing(cast, signed_in) -> None:
    officer = signed_in(cast.officer)

    assert officer.get("/files/lost-pupils/F-0000-0000/open/").status_code == 404
    assert officer.post("/files/lost-pupils/F-0000-0000/open/", {}).status_code == 404


def test_an_opening_of_yesterday_does_not_show_the_child_today(cast, signed_in) -> None:
    lost_pupil = steps.open_lost(cast.officer, steps.file_lost(cast.clerk))
    opening = lost_pupil.openings.get()
    opening.at -= timedelta(days=1)
    opening.save()

    response = signed_in(cast.officer).get(f"/files/lost-pupils/{lost_pupil.message.reference}/")

    assert response.status_code == 302


def test_a_refused_file_shows_the_place_of_each_pupil_with_a_problem(cast, signed_in) -> None:
    shown = text_of(
        upload(
            signed_in(cast.clerk),
            transfer_file(destination="8202222", children=(Child(), Child(upn="12"))),
            name_of(destination="8202222"),
        )
    )

    assert "Pupil 2 of the file" in shown
    assert CANARY not in shown
