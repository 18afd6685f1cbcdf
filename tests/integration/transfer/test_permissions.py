"""Who may do what, over the whole cast; and what somebody finds who guesses another's address."""

import pytest

from onroll.access import queries as access_queries
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.transfer import actions, permissions, queries
from onroll.transfer.models import Message
from tests.cast import make_authority, make_member
from tests.integration.transfer import steps

SCHOOLS = {"clerk", "other_clerk", "neighbour_clerk"}
OFFICERS = {"officer", "neighbour_officer"}
AUTHORITIES = {*OFFICERS, "administrator"}


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (permissions.may_send_files, SCHOOLS | AUTHORITIES),
        (permissions.may_read_inbox, SCHOOLS | AUTHORITIES),
        (permissions.may_confirm_arrivals, SCHOOLS),
        (permissions.may_see_area, AUTHORITIES),
        (permissions.may_search_repository, OFFICERS),
    ],
)
def test_a_role_gives_these_rights_and_no_others(cast, rule, allowed: set[str]) -> None:
    assert {name for name, member in cast.members().items() if rule(member.act())} == allowed


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (permissions.is_sender, {"clerk"}),
        (permissions.is_recipient, {"neighbour_clerk"}),
        (permissions.may_read_pupils, {"clerk", "neighbour_clerk"}),
        (permissions.may_confirm_arrival, {"neighbour_clerk"}),
    ],
)
def test_a_file_gives_its_sender_and_recipient_these_rights(cast, rule, allowed: set[str]) -> None:
    message = steps.send(cast.clerk, "8384001")

    assert {name for name, member in cast.members().items() if rule(member.act(), message)} == allowed


def test_a_sent_file_is_known_to_both_ends_and_their_authorities(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    knowing = set()
    for name, member in cast.members().items():
        try:
            queries.message(member.act(), message.reference)
        except Hidden:
            continue
        knowing.add(name)

    assert knowing == {"clerk", "neighbour_clerk", *AUTHORITIES}


def test_a_file_that_was_never_sent_is_known_to_its_uploader_alone(cast) -> None:
    message = steps.receive(cast.clerk, "8384001")

    knowing = {
        name
        for name, member in cast.members().items()
        if Message.objects.visible_to(member.act()).filter(pk=message.pk).exists()
    }

    assert knowing == {"clerk"}


def test_each_action_refuses_everybody_else_by_itself(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    version = message.version

    for name, member in cast.members().items():
        act = member.act()
        if name not in SCHOOLS | AUTHORITIES:
            with pytest.raises(NotAllowed):
                actions.receive_file(act, name="x.xml", pieces=[b"x"])
        if name != "clerk":
            with pytest.raises(NotAllowed):
                actions.send_file(act, message=message, expected_version=version)
            with pytest.raises(NotAllowed):
                actions.file_as_lost(act, message=message, enquiries=[], expected_version=version)
            with pytest.raises(NotAllowed):
                actions.withdraw_file(act, message=message, reason="No", expected_version=version)
        if name != "neighbour_clerk":
            with pytest.raises(NotAllowed):
                actions.collect_file(act, message=message)
            with pytest.raises(NotAllowed):
                actions.confirm_on_roll(act, message=message, arrivals=[], expected_version=version)
        if name not in {"clerk", "neighbour_clerk"}:
            with pytest.raises(NotAllowed):
                actions.open_file(act, message=message)


LISTS = {
    "/files/waiting/": SCHOOLS | AUTHORITIES,
    "/files/sent/": SCHOOLS | AUTHORITIES,
    "/files/send/": SCHOOLS | AUTHORITIES,
    "/files/area/": AUTHORITIES,
    "/files/lost-pupils/": OFFICERS,
}


@pytest.mark.parametrize("address", LISTS)
def test_a_page_opens_for_these_roles_and_is_refused_to_others(cast, signed_in, address: str) -> None:
    answers = {name: signed_in(member).get(address).status_code for name, member in cast.members().items()}

    assert {name for name, status in answers.items() if status == 200} == LISTS[address]
    assert set(answers.values()) <= {200, 403}


@pytest.mark.parametrize(
    "page", ["", "check/", "enquiries/", "enquiries/outcomes/", "pupils/", "pupils/1/", "withdraw/"]
)
def test_guessing_another_organisations_file_finds_nothing(cast, signed_in, page: str) -> None:
    message = steps.send(cast.clerk, "8384001")

    outsider = signed_in(cast.other_clerk)

    assert outsider.get(f"/files/{message.reference}/{page}").status_code == 404
    assert outsider.post(f"/files/{message.reference}/download/").status_code == 404
    assert outsider.get(f"/files/{message.reference}/confirm/").status_code == 404
    assert outsider.get("/files/F-0000-0000/").status_code == 404


def test_an_authority_sees_a_files_steps_but_not_its_pupils(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    officer = signed_in(cast.officer)

    assert officer.get(f"/files/{message.reference}/").status_code == 200
    assert officer.get(f"/files/{message.reference}/pupils/").status_code == 403
    assert officer.post(f"/files/{message.reference}/download/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(cast, client) -> None:
    message = steps.send(cast.clerk, "8384001")

    for address in (*LISTS, f"/files/{message.reference}/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
    assert client.post("/files/send/", {}).status_code == 302


def test_looking_at_a_file_never_changes_its_state(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    client = signed_in(cast.neighbour_clerk)

    client.get(f"/files/{message.reference}/")
    client.get(f"/files/{message.reference}/pupils/")

    assert client.get(f"/files/{message.reference}/download/").status_code == 405
    message.refresh_from_db()
    assert message.state == "waiting"


def test_an_authoritys_auditor_reads_who_elsewhere_opened_and_claimed_its_children(cast) -> None:
    steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))
    testbury = make_member("testburyauditor", cast.testbury, "auditor")
    elsewhere = make_member("faraway", make_authority("Farshire", "899"), "auditor")

    def read_by(member) -> list[str]:
        filters = access_queries.LedgerFilters(about_kind="message", about_id=str(Message.objects.get().pk))
        return [entry.name for entry in access_queries.ledger_entries(member.act(), filters=filters)]

    opened = {"transfer.LostPupilOpened", "transfer.LostPupilClaimed"}
    assert opened <= set(read_by(cast.auditor))
    assert set(read_by(testbury)) == opened
    assert read_by(elsewhere) == []
