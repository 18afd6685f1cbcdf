"""Documents travel with a file: each for one role, with a receipt of its own, wherever the file goes."""

import pytest

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.transfer import actions, queries
from onroll.transfer.models import Destruction, Message, Notice
from onroll.transfer.states import MoveNotAllowed, State
from tests.cast import Cast, Member, make_member
from tests.integration.transfer import clock, parts, steps


def opens(member: Member, message: Message) -> bool:
    try:
        queries.message(member.act(), message.reference)
    except Hidden:
        return False
    return True


def told(message: Message) -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(message=message).order_by("pk")
    return [(row.organisation.name, row.kind, row.role) for row in rows]


def test_a_part_goes_with_its_file_and_waits_for_its_role(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)

    ready = parts.fresh(part).state
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    assert ready == State.CHECKED
    part = parts.fresh(part)
    assert (part.state, part.recipient) == (State.WAITING, cast.other_school)
    assert part.sent_at == parts.fresh(message).sent_at
    assert told(part) == [("Placeholder Academy", "part_waits", "safeguarding")]


CME_ROLES = {Role.CME_OFFICER, Role.CME_LEADER}  # an authority's, never a school's


def test_who_may_open_a_safeguarding_part_and_who_may_open_its_file(cast: Cast) -> None:
    lead = parts.lead_of(cast.other_school)
    attendance = make_member("attendance", cast.other_school, Role.ATTENDANCE)
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    everybody = {**cast.members(), "lead": lead, "attendance": attendance}

    may_open_part = {name for name, member in everybody.items() if opens(member, part)}
    may_open_file = {name for name, member in everybody.items() if opens(member, message)}

    assert may_open_part == {"lead", "safeguarding_lead"}
    assert may_open_file == {"clerk", "other_clerk", "officer", "administrator"}


@pytest.mark.parametrize(
    ("role", "readers"),
    [
        (Role.ADMISSIONS, {Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR}),
        (Role.ATTENDANCE, {Role.ATTENDANCE}),
        (Role.SAFEGUARDING, {Role.SAFEGUARDING}),
        (Role.EXCHANGE_ADMINISTRATOR, {Role.EXCHANGE_ADMINISTRATOR}),
    ],
)
def test_each_role_opens_the_parts_for_it_and_no_others(cast: Cast, role: Role, readers: set[Role]) -> None:
    staff = {each: make_member(f"other{each.value}", cast.other_school, each) for each in Role if each not in CME_ROLES}
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message, role=role)

    before = {each for each, member in staff.items() if opens(member, part)}
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    assert before == set()
    assert {each for each, member in staff.items() if opens(member, part)} == readers


def test_a_clerk_cannot_collect_what_is_for_the_lead_even_with_the_row_in_hand(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    part = parts.fresh(part)

    for member, action in ((cast.other_clerk, actions.collect_file), (cast.clerk, actions.open_document)):
        with pytest.raises(NotAllowed):
            action(member.act(), message=part)
    with pytest.raises(NotAllowed):
        actions.collect_file(cast.safeguarding_lead.act(), message=part)  # the sender's lead is no recipient


def test_both_sides_see_each_part_s_own_receipt_and_never_its_name(cast: Cast) -> None:
    lead = parts.lead_of(cast.other_school)
    message = steps.receive(cast.clerk, "8205678")
    part, sen = parts.add(cast.clerk, message), parts.add(cast.clerk, message, role=Role.ADMISSIONS, content=b"%PDF-2")
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    content = b"".join(actions.collect_file(lead.act(), message=parts.fresh(part)).pieces)

    assert content == parts.PDF
    for member in (cast.clerk, cast.other_clerk, cast.officer):
        found = queries.receipts(member.act(), message)
        assert [(one.role, one.state, one.collected_at is not None) for one in found] == [
            ("safeguarding", State.COLLECTED, True),
            ("admissions", State.WAITING, False),
        ]
        assert [one.may_open for one in found] == [False, member is not cast.officer]
    with pytest.raises(Hidden):
        queries.receipts(lead.act(), message)
    assert parts.fresh(message).state == parts.fresh(sen).state == State.WAITING


def test_a_document_added_after_the_file_was_sent_follows_at_once(cast: Cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)

    part = parts.add(cast.clerk, parts.fresh(message))

    assert (part.state, part.recipient) == (State.WAITING, cast.other_school)


def test_the_same_bytes_for_the_same_role_are_one_part(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")

    first, again, other = (
        parts.add(cast.clerk, message),
        parts.add(cast.clerk, message),
        parts.add(cast.clerk, message, role=Role.ATTENDANCE),
    )

    assert first == again
    assert other != first


def test_who_may_add_a_part(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    refused = []
    for name, member in cast.members().items():
        try:
            parts.add(member, message)
        except NotAllowed:
            refused.append(name)

    # The document is for the safeguarding lead: she may add her own.
    assert set(cast.members()) - set(refused) == {"clerk", "safeguarding_lead"}


def test_a_part_is_refused_where_it_could_not_travel(cast: Cast) -> None:
    refused_file = steps.receive(cast.clerk, "8209999")
    message = steps.receive(cast.clerk, "8205678")

    for file, role, words in (
        (refused_file, Role.SAFEGUARDING, "ready to send"),
        (message, Role.CME_OFFICER, "nobody in that role"),
        (message, Role.AUDITOR, "Choose whom"),
    ):
        with pytest.raises(actions.PartNotPossible, match=words):
            parts.add(cast.clerk, file, role=role)


def test_parts_are_taken_back_with_their_file_and_destroyed(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong", expected_version=message.version)

    part = parts.fresh(part)
    assert part.state == State.WITHDRAWN
    assert part.stored_file.destroyed_at is not None
    assert ("Placeholder Academy", "file_taken_back", "safeguarding") in told(part)


def test_what_the_lead_has_collected_is_not_taken_back(cast: Cast) -> None:
    lead = parts.lead_of(cast.other_school)
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    b"".join(actions.collect_file(lead.act(), message=parts.fresh(part)).pieces)

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong", expected_version=message.version)

    assert parts.fresh(part).state == State.COLLECTED
    with pytest.raises(MoveNotAllowed):
        actions.take_back_part(cast.clerk.act(), part=parts.fresh(part))


def test_one_part_is_taken_back_alone_by_the_clerk_who_may_not_read_it(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    with pytest.raises(NotAllowed):
        actions.take_back_part(cast.other_clerk.act(), part=parts.fresh(part))
    actions.take_back_part(cast.clerk.act(), part=parts.fresh(part))

    assert parts.fresh(part).state == State.WITHDRAWN
    assert parts.fresh(message).state == State.WAITING


def test_parts_go_into_the_repository_and_to_the_school_that_has_the_child_and_back(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    part = parts.add(cast.clerk, message)
    lead = parts.lead_of(cast.neighbour_school)
    act = cast.clerk.act()
    lost = actions.file_as_lost(act, message=message, enquiries=[steps.enquiry(act)], expected_version=message.version)
    in_repository = parts.fresh(part)

    claimed = steps.claim(cast.neighbour_officer, cast, lost)
    waits = parts.fresh(part)
    is_opened = opens(lead, part)
    actions.return_lost_pupil(
        cast.neighbour_clerk.act(), message=claimed, reason="Another", expected_version=claimed.version
    )

    assert (in_repository.state, in_repository.recipient) == (State.HELD_AS_LOST, None)
    assert (waits.state, waits.recipient, is_opened) == (State.WAITING, cast.neighbour_school, True)
    assert (parts.fresh(part).state, opens(lead, part)) == (State.HELD_AS_LOST, False)
    assert not opens(cast.neighbour_officer, part)


def test_parts_of_a_lost_pupil_are_destroyed_with_their_file_each_with_a_certificate(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    part = parts.add(cast.clerk, message)
    act = cast.clerk.act()
    actions.file_as_lost(act, message=message, enquiries=[steps.enquiry(act)], expected_version=message.version)

    clock.tick_two_days(366)
    clock.tick_two_days(400)
    clock.tick_two_days(440)

    assert parts.fresh(message).state == parts.fresh(part).state == State.EXPIRED
    assert not clock.is_kept(part)
    certificates = Destruction.objects.filter(message__in=[message, part])
    assert len(set(certificates.values_list("rule", flat=True))) == 1
    assert certificates.count() == 2


def test_a_part_that_nobody_collects_has_clocks_of_its_own(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    steps.collect(cast.other_clerk, message)

    clock.tick(8)
    notices = {(kind, role) for _, kind, role in told(part)}
    clock.tick_two_days(62)
    clock.tick_two_days(120)

    assert {("still_waits", "safeguarding"), ("not_collected", "")} <= notices
    assert parts.fresh(part).state == State.EXPIRED
    assert parts.fresh(message).state == State.COLLECTED


def test_a_role_that_nobody_holds_is_told_of_to_who_can_give_it(cast: Cast, mailoutbox: list) -> None:
    approver = make_member("otherapprover", cast.other_school, Role.APPROVER)
    message = steps.receive(cast.clerk, "8205678")
    parts.add(cast.clerk, message)
    with_commit = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    actions.send_owed_notices(clock.acts.by_the_system(at=clock.moment(0), purpose="test"))

    (sent,) = [one for one in mailoutbox if approver.person.email in one.bcc]
    assert with_commit.reference in sent.body
    assert "Quillfeather" not in f"{sent.subject}{sent.body}"


def test_the_ledger_and_the_steps_never_hold_a_document_s_name(cast: Cast) -> None:
    lead = parts.lead_of(cast.other_school)
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    b"".join(actions.collect_file(lead.act(), message=parts.fresh(part)).pieces)

    written = "".join(str(entry.details) for entry in LedgerEntry.objects.all()) + "".join(clock.why(part))

    assert "Quillfeather" not in written
    assert {"transfer.PartAdded", "transfer.PartsMoved"} <= set(LedgerEntry.objects.values_list("name", flat=True))
