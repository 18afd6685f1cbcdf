"""What a content check finds reaches nobody: refused, held for the named role, or held until it can be checked."""

from pathlib import Path

import pytest
from django.test import override_settings

from onroll.access.models import EstablishmentLink, Organisation, Role
from onroll.audit import act as acts
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, RuleBroken
from onroll.transfer import actions, queries
from onroll.transfer.models import Destruction, Finding, Message, Notice
from onroll.transfer.states import MoveNotAllowed, State
from tests.cast import Cast, Member, make_member
from tests.integration.transfer import clock, parts, steps


@pytest.fixture
def administrator(cast: Cast) -> Member:
    """The exchange administrator of the clerk's school."""
    return make_member("schooladministrator", cast.school, Role.EXCHANGE_ADMINISTRATOR)


def held_part(cast: Cast) -> tuple[Message, Message]:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message, name="letter.docm", content=parts.with_macros())
    return message, part


def test_a_harmful_document_is_refused_kept_apart_and_its_sender_told(cast: Cast, tmp_path: Path) -> None:
    message = steps.receive(cast.clerk, "8205678")
    with parts.scanner(tmp_path):
        part = parts.add(cast.clerk, message, content=parts.HARMFUL)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    part = parts.fresh(part)
    assert (part.state, part.sent_at) == (State.REFUSED, None)
    assert clock.is_kept(part)
    assert [(row.scanner, row.code) for row in Finding.objects.all()] == [("clamav", "virus")]
    notice = Notice.objects.get(message=part)
    assert (notice.organisation, notice.kind) == (cast.school, "content_refused")
    (receipt,) = queries.receipts(cast.clerk.act(), message)
    assert receipt.found == ("virus",)
    assert queries.receipts(cast.other_clerk.act(), parts.fresh(message)) == []  # nobody else ever hears of it


def test_what_is_kept_apart_nobody_collects_or_reads(cast: Cast, tmp_path: Path) -> None:
    lead = parts.lead_of(cast.other_school)
    message = steps.receive(cast.clerk, "8205678")
    with parts.scanner(tmp_path):
        harmful = parts.add(cast.clerk, message, content=parts.HARMFUL)
    held = parts.add(cast.clerk, message, name="letter.docm", content=parts.with_macros())
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    for part in (parts.fresh(harmful), parts.fresh(held)):
        with pytest.raises((NotAllowed, MoveNotAllowed)):
            actions.collect_file(lead.act(), message=part)
        with pytest.raises(RuleBroken):
            actions.open_document(cast.safeguarding_lead.act(), message=part)


def test_a_document_with_macros_is_held_until_the_administrator_lets_it_go(cast: Cast, administrator: Member) -> None:
    message, part = held_part(cast)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    part = parts.fresh(part)
    held = part.state

    actions.let_go(administrator.act(), message=part, reason="A form of the county", expected_version=part.version)

    part = parts.fresh(part)
    assert (held, part.state, part.recipient) == (State.HELD, State.WAITING, cast.other_school)
    entry = LedgerEntry.objects.get(name="transfer.ContentCleared")
    assert (entry.actor_id, entry.details["codes"]) == (administrator.person.pk, ["macros"])


def test_let_go_before_its_file_is_sent_it_waits_for_its_file(cast: Cast, administrator: Member) -> None:
    message, part = held_part(cast)

    actions.let_go(administrator.act(), message=part, reason="A form", expected_version=part.version)
    ready = parts.fresh(part).state
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    assert (ready, parts.fresh(part).state) == (State.CHECKED, State.WAITING)


def test_a_setting_says_whether_macros_are_held_or_refused(cast: Cast) -> None:
    with override_settings(MACROS="refuse"):
        _, part = held_part(cast)

    assert part.state == State.REFUSED


def test_who_may_look_into_what_is_kept_apart_and_let_it_go(cast: Cast, administrator: Member) -> None:
    other = make_member("otheradministrator", cast.other_school, Role.EXCHANGE_ADMINISTRATOR)
    _, part = held_part(cast)
    allowed = set()
    for name, member in {**cast.members(), "own administrator": administrator, "other administrator": other}.items():
        try:
            queries.kept_apart_document(member.act(), part.reference)
            actions.open_kept_apart(member.act(), message=part, reason="A mistake?")
        except (Hidden, NotAllowed):
            with pytest.raises(NotAllowed):
                actions.let_go(member.act(), message=part, reason="Mine", expected_version=part.version)
            continue
        allowed.add(name)

    assert allowed == {"own administrator"}


def test_looking_into_it_needs_a_reason_and_is_recorded(cast: Cast, administrator: Member) -> None:
    _, part = held_part(cast)

    with pytest.raises(RuleBroken, match="Say why"):
        actions.open_kept_apart(administrator.act(), message=part, reason=" ")
    ready = actions.open_kept_apart(administrator.act(), message=part, reason="Is it the county’s form?")

    assert b"".join(ready.pieces) == parts.with_macros()
    assert ready.name == f"{part.reference}.kept-apart"
    assert LedgerEntry.objects.get(name="transfer.KeptApartOpened").details["reason"] == "Is it the county’s form?"


def test_a_refused_document_is_never_let_go(cast: Cast, administrator: Member) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message, name="setup.exe", content=b"MZ\0\0")

    with pytest.raises(actions.CannotBeLetGo):
        actions.let_go(administrator.act(), message=part, reason="Please", expected_version=part.version)


def test_while_the_scanner_is_away_a_document_stays_received_and_the_tick_tries_again(
    cast: Cast, tmp_path: Path
) -> None:
    message = steps.receive(cast.clerk, "8205678")
    with parts.scanner_away(tmp_path):
        part = parts.add(cast.clerk, message)
        message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
        clock.tick(1)
        unchecked = parts.fresh(part).state
    with parts.scanner(tmp_path):
        clock.tick(1, hours=1)

    part = parts.fresh(part)
    assert (unchecked, part.state, part.recipient) == (State.RECEIVED, State.WAITING, cast.other_school)
    assert not part.findings.filter(cleared_at__isnull=True).exists()


def test_what_could_not_be_checked_and_turns_out_harmful_is_refused(cast: Cast, tmp_path: Path) -> None:
    message = steps.receive(cast.clerk, "8205678")
    with parts.scanner_away(tmp_path):
        part = parts.add(cast.clerk, message, content=parts.HARMFUL)
    with parts.scanner(tmp_path):
        clock.tick(0)

    part = parts.fresh(part)
    assert part.state == State.REFUSED
    assert [row["code"] for row in part.problems] == ["virus"]
    assert Notice.objects.filter(message=part, kind="content_refused").exists()


def test_what_was_not_checked_nobody_lets_go(cast: Cast, administrator: Member, tmp_path: Path) -> None:
    message = steps.receive(cast.clerk, "8205678")
    with parts.scanner_away(tmp_path):
        part = parts.add(cast.clerk, message)

    with pytest.raises(actions.CannotBeLetGo, match="has not checked"):
        actions.let_go(administrator.act(), message=part, reason="Hurry", expected_version=part.version)


def test_only_the_system_checks_again(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.check_again(cast.clerk.act())


def test_a_held_document_follows_a_file_that_is_redirected(cast: Cast, administrator: Member) -> None:
    clean_lead = parts.lead_of(cast.neighbour_school)
    message, part = held_part(cast)
    clean = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    urns = {"urn": cast.other_school.urn, "link_urn": cast.neighbour_school.urn}
    EstablishmentLink.objects.create(words="Successor", established_on="2021-09-01", **urns)
    Organisation.objects.filter(pk=cast.other_school.pk).update(status="closed", closed_on="2026-01-01")

    actions.redirect_file(
        cast.clerk.act(),
        message=parts.fresh(message),
        successor=cast.neighbour_school,
        expected_version=parts.fresh(message).version,
    )
    still_held = parts.fresh(part).state
    part = parts.fresh(part)
    actions.let_go(administrator.act(), message=part, reason="A form", expected_version=part.version)

    assert still_held == State.HELD
    for one in (clean, part):
        assert (parts.fresh(one).state, parts.fresh(one).recipient) == (State.WAITING, cast.neighbour_school)
        assert queries.message(clean_lead.act(), one.reference)
    told = Notice.objects.filter(message=clean, kind="part_waits", organisation=cast.neighbour_school)
    assert told.get().role == "safeguarding"


def test_what_is_kept_apart_is_destroyed_in_time_with_a_certificate(cast: Cast) -> None:
    _, part = held_part(cast)
    message = steps.receive(cast.clerk, "8384001")
    refused = parts.add(cast.clerk, message, name="setup.exe", content=b"MZ\0\0")

    clock.tick_two_days(20)
    kept = clock.is_kept(part), clock.is_kept(refused)
    clock.tick_two_days(32)

    assert kept == (True, True)
    assert not clock.is_kept(part)
    assert not clock.is_kept(refused)
    assert (parts.fresh(part).state, parts.fresh(refused).state) == (State.EXPIRED, State.REFUSED)
    assert Destruction.objects.filter(message__in=[part, refused], rule__contains="content check").count() == 2


def test_a_document_by_itself_is_checked_as_well(cast: Cast, tmp_path: Path) -> None:
    said = {"recipient": cast.other_school, "media_type": "application/pdf", "limit": 1_000_000}
    with parts.scanner(tmp_path):
        harmful = actions.receive_document(cast.clerk.act(), name="a.pdf", pieces=[parts.HARMFUL], **said)
        clean = actions.receive_document(cast.clerk.act(), name="b.pdf", pieces=[parts.PDF], **said)
    with parts.scanner_away(tmp_path):
        unsure = actions.receive_document(cast.clerk.act(), name="c.pdf", pieces=[parts.PDF + b"c"], **said)
    with parts.scanner(tmp_path):
        actions.check_again(acts.by_the_system(at=clock.moment(0), purpose="test"))

    assert [one.state for one in (harmful, clean, unsure)] == [State.REFUSED, State.WAITING, State.RECEIVED]
    assert parts.fresh(unsure).state == State.WAITING
    assert list(queries.inbox(cast.other_clerk.act())) == [parts.fresh(unsure), clean]


def test_a_large_document_streams_through_the_check_with_flat_memory(cast: Cast) -> None:
    import tracemalloc

    def pieces():
        yield b"%PDF-1.7\n"
        for _ in range(320):
            yield b"x" * 65_536

    message = steps.receive(cast.clerk, "8205678")
    tracemalloc.start()
    part = actions.add_part(
        cast.clerk.act(), message=message, role="safeguarding", name="large.pdf", media_type="", pieces=pieces()
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert part.stored_file.size > 20_000_000
    assert part.state == State.CHECKED
    assert peak < 8_000_000
