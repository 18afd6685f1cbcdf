"""Secure messages between mailboxes: who reads them, what they may name, marks by mailbox, documents, closing."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.transfer import actions, message_templates, queries
from onroll.transfer.actions import ConversationNotPossible, Enclosure, FileNotToBeNamed
from onroll.transfer.models import Conversation, Message, Notice
from onroll.transfer.queries import Mailbox
from onroll.transfer.states import State
from tests.cast import Cast, Member, make_member
from tests.integration.transfer import clock, parts, steps
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.test_pages import text_of

TEXT = f"{CANARY} left us on Friday."


def write(sender: Member, to: Mailbox, **more) -> Conversation:
    return actions.open_conversation(sender.act(), to=to, **{"matter": "child-with-you", "text": TEXT, **more})


def admissions_of(member: Member) -> Mailbox:
    return Mailbox(member.organisation, Role.ADMISSIONS)


def answer(member: Member, conversation: Conversation, **more):
    return actions.answer_conversation(
        member.act(), conversation=conversation, **{"text": "Yes, since Monday.", **more}
    )


def test_who_may_read_a_conversation(cast: Cast) -> None:
    lead, other = parts.lead_of(cast.other_school), make_member("attendance", cast.other_school, Role.ATTENDANCE)
    made = write(cast.safeguarding_lead, Mailbox(cast.other_school, Role.SAFEGUARDING))
    everybody = {**cast.members(), "lead": lead, "attendance": other}

    readers = set()
    for name, member in everybody.items():
        if member in (lead, cast.safeguarding_lead):
            assert list(queries.conversations(member.act())) == [made]
        try:
            queries.conversation(member.act(), made.reference)
        except Hidden:
            for change in (
                lambda who: answer(who, made),
                lambda who: actions.read_conversation(who.act(), conversation=made),
                lambda who: actions.close_conversation(who.act(), conversation=made, expected_version=1),
            ):
                with pytest.raises(NotAllowed):
                    change(member)
            continue
        readers.add(name)

    assert readers == {"lead", "safeguarding_lead"}


@pytest.mark.parametrize(
    ("name", "may"),
    [("clerk", True), ("officer", True), ("safeguarding_lead", True), ("auditor", False), ("approver", False)],
)
def test_who_may_write(cast: Cast, name: str, may: bool) -> None:
    member = getattr(cast, name)
    if may:
        assert write(member, admissions_of(cast.neighbour_clerk)).opener_role == member.membership.role
        return
    with pytest.raises(NotAllowed):
        write(member, admissions_of(cast.neighbour_clerk))


def test_unread_is_a_mark_of_the_mailbox_not_of_a_person(cast: Cast) -> None:
    colleague = make_member("colleague", cast.other_school, Role.ADMISSIONS)
    made = write(cast.clerk, admissions_of(cast.other_clerk))

    def is_new(member: Member) -> bool:
        return queries.conversations(member.act()).get().is_new

    before = [is_new(member) for member in (cast.clerk, cast.other_clerk, colleague)]
    actions.read_conversation(cast.clerk.act(), conversation=made)  # one's own words are not news
    still = is_new(colleague)
    actions.read_conversation(cast.other_clerk.act(), conversation=made)
    answer(cast.other_clerk, made)

    assert before == [False, True, True]
    assert still
    assert [is_new(member) for member in (cast.clerk, cast.other_clerk, colleague)] == [True, False, False]
    assert LedgerEntry.objects.filter(name="transfer.ConversationRead").count() == 2


def test_the_role_is_told_by_email_without_a_word_of_it(cast: Cast, mailoutbox: list) -> None:
    lead = parts.lead_of(cast.other_school)
    made = write(cast.safeguarding_lead, Mailbox(cast.other_school, Role.SAFEGUARDING))
    write(cast.clerk, admissions_of(cast.other_clerk))

    actions.send_owed_notices(clock.acts.by_the_system(at=clock.moment(0), purpose="test"))

    assert [one.bcc for one in mailoutbox] == [[lead.person.email], ["office@8205678.example"]]
    assert made.reference in mailoutbox[0].body
    assert CANARY not in "".join(f"{one.subject}{one.body}" for one in mailoutbox)


def test_only_a_file_that_both_sides_may_know_of_is_named(cast: Cast) -> None:
    file = steps.send(cast.clerk, "8205678")
    for to in (
        admissions_of(cast.neighbour_clerk),  # no side of this file
        Mailbox(cast.other_school, Role.SAFEGUARDING),  # the school's, yet not the lead's to know of
    ):
        with pytest.raises(FileNotToBeNamed):
            write(cast.clerk, to, about=file.reference)
    with pytest.raises(FileNotToBeNamed):
        write(cast.neighbour_clerk, admissions_of(cast.clerk), about=file.reference)
    with pytest.raises(FileNotToBeNamed):
        write(cast.clerk, admissions_of(cast.other_clerk), about="F-0000-0000")

    named = write(cast.clerk, admissions_of(cast.other_clerk), about=file.reference.lower())

    assert named.about == file
    assert write(cast.clerk, Mailbox(cast.exampleton, Role.CME_OFFICER), about=file.reference).about == file
    assert Conversation.objects.count() == 2


def test_a_message_goes_only_where_somebody_could_read_it(cast: Cast) -> None:
    for to, words in (
        (Mailbox(cast.closed_school, Role.ADMISSIONS), "is not open"),
        (Mailbox(cast.other_school, Role.CME_OFFICER), "nobody in that role"),
        (Mailbox(cast.other_school, Role.APPROVER), "nobody in that role"),
        (admissions_of(cast.clerk), "your own mailbox"),
    ):
        with pytest.raises(ConversationNotPossible, match=words):
            write(cast.clerk, to)
    for wrong in ({"text": "  "}, {"text": "x" * 5001}, {"matter": "gossip"}):
        with pytest.raises(ConversationNotPossible):
            write(cast.clerk, admissions_of(cast.other_clerk), **wrong)
    assert not Conversation.objects.exists()


def test_two_roles_of_one_school_write_to_each_other(cast: Cast) -> None:
    made = write(cast.clerk, Mailbox(cast.school, Role.SAFEGUARDING))

    answer(cast.safeguarding_lead, made)

    assert list(made.entries.values_list("role", flat=True)) == ["admissions", "safeguarding"]
    assert queries.conversations(cast.clerk.act()).get().is_new


def test_a_document_goes_through_the_checks_and_to_the_other_mailbox_alone(cast: Cast, tmp_path: Path) -> None:
    lead = parts.lead_of(cast.other_school)
    made = write(
        cast.safeguarding_lead,
        Mailbox(cast.other_school, Role.SAFEGUARDING),
        enclosure=Enclosure(parts.NAME, [parts.PDF]),
    )
    with parts.scanner(tmp_path):
        answer(lead, made, enclosure=Enclosure("answer.pdf", [parts.HARMFUL]))

    clean, harmful = Message.objects.order_by("pk")
    assert (clean.state, clean.recipient, clean.part_role) == (State.WAITING, cast.other_school, "safeguarding")
    assert (harmful.state, harmful.sent_at) == (State.REFUSED, None)
    assert b"".join(actions.collect_file(lead.act(), message=clean).pieces) == parts.PDF
    with pytest.raises(Hidden):
        queries.message(cast.other_clerk.act(), clean.reference)


def test_a_message_that_is_not_written_leaves_no_document(cast: Cast, settings, tmp_path: Path) -> None:
    settings.VAULT_FOLDER = tmp_path
    large = Enclosure("large.pdf", [b"%PDF-1.7\n", b"x" * 600_000])
    made = write(cast.clerk, admissions_of(cast.other_clerk))
    actions.close_conversation(cast.clerk.act(), conversation=made, expected_version=made.version)

    with pytest.raises(ConversationNotPossible, match="was closed"):
        answer(cast.other_clerk, made, enclosure=large)

    assert not Message.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_either_side_closes_it_once_and_not_over_an_answer_she_has_not_seen(cast: Cast) -> None:
    made = write(cast.clerk, admissions_of(cast.other_clerk))
    seen = made.version
    answer(cast.other_clerk, made)

    with pytest.raises(Stale):
        actions.close_conversation(cast.clerk.act(), conversation=made, expected_version=seen)
    made.refresh_from_db()
    closed = actions.close_conversation(cast.other_clerk.act(), conversation=made, expected_version=made.version)
    with pytest.raises(ConversationNotPossible):
        actions.close_conversation(cast.clerk.act(), conversation=made, expected_version=closed.version)

    assert (closed.state, closed.closed_by) == ("closed", cast.other_school)


def test_the_ledger_never_holds_what_was_written(cast: Cast) -> None:
    made = write(cast.clerk, admissions_of(cast.other_clerk), enclosure=Enclosure(parts.NAME, [parts.PDF]))
    answer(cast.other_clerk, made, text=TEXT)
    actions.read_conversation(cast.clerk.act(), conversation=made)

    assert CANARY not in "".join(str(entry.details) for entry in LedgerEntry.objects.all())
    assert Notice.objects.filter(about=made.reference, kind="message_waits").count() == 2


def test_every_template_begins_a_message(cast: Cast) -> None:
    codes = [template.code for template in message_templates.in_force(cast.clerk.act().on)]

    assert {"child-with-you", "send-file", "safeguarding-call", "closed", message_templates.FREE} <= set(codes)
    assert all(message_templates.title_of(code) != code for code in codes)
    assert message_templates.title_of("gone-from-the-table") == "gone-from-the-table"


# The pages.


def begin(client, **given: str):
    asked = {"organisation": "8205678", "role": "admissions", "matter": "child-with-you", "about": "", **given}
    return client.post("/files/messages/new/", asked)


def test_a_clerk_writes_from_a_template_and_the_other_school_answers_and_closes(cast: Cast, signed_in) -> None:
    sender, receiver = signed_in(cast.clerk), signed_in(cast.other_clerk)
    file = steps.send(cast.clerk, "8205678")
    about = text_of(sender.get(f"/files/{file.reference}/"))

    to_write = begin(sender, about=file.reference).headers["Location"]
    form = text_of(sender.get(to_write))
    given = {"text": TEXT, "about": file.reference, "document": SimpleUploadedFile(parts.NAME, parts.PDF)}
    sent = text_of(sender.post(to_write, given, follow=True))
    listed = text_of(receiver.get("/files/messages/"))
    made = Conversation.objects.get()
    address = f"/files/messages/{made.reference}/"
    read = text_of(receiver.get(address))
    answered = text_of(receiver.post(address, {"text": "Yes, since Monday."}, follow=True))
    made.refresh_from_db()
    closed = text_of(receiver.post(f"{address}close/", {"version": made.version}, follow=True))
    again = text_of(receiver.post(address, {"text": "One thing more"}))

    assert "Write a message about this file" in about
    assert "Is the child on your roll, and from which day?" in form
    assert "The message was sent." in sent
    assert "New" in listed
    assert CANARY not in listed
    assert TEXT in read
    assert parts.NAME in read
    assert "Yes, since Monday." in answered
    assert "The conversation was closed." in closed
    assert "Send your answer" not in closed
    assert "This conversation was closed" in again
    assert "Read at the other end" in text_of(sender.get(address))


def test_of_several_schools_with_the_name_one_is_chosen(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)

    unknown = text_of(begin(client, organisation="Nowhere College"))
    several = text_of(begin(client, organisation="Testbury"))
    wrong_role = text_of(begin(client, role="cme_officer"))
    chosen = begin(client, organisation="Testbury", chosen=str(cast.testbury.pk), role="cme_officer")

    assert "No open school or authority has this name" in unknown
    assert "Choose which of these you mean" in several
    assert "Placeholder Academy has nobody in that role" in wrong_role
    assert urlencode({"to": cast.testbury.pk}) in chosen.headers["Location"]


def test_an_address_that_names_no_mailbox_or_no_matter_is_not_there(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    good = {"to": cast.other_school.pk, "role": "admissions", "matter": "other"}

    for wrong in ({"to": "x"}, {"to": cast.closed_school.pk}, {"role": "auditor"}, {"matter": "gossip"}):
        assert client.get(f"/files/messages/new/write/?{urlencode({**good, **wrong})}").status_code == 404
    assert client.get(f"/files/messages/new/write/?{urlencode(good)}").status_code == 200


def test_a_file_that_may_not_be_named_is_an_error_of_its_field(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    address = f"/files/messages/new/write/?to={cast.other_school.pk}&role=admissions&matter=other"

    shown = text_of(client.post(address, {"text": "About this", "about": "F-9999-9999"}))

    assert "may not know of this file, or there is no such file" in shown


def test_a_stranger_s_conversation_is_not_there_and_closing_a_seen_one_twice_says_so(cast: Cast, signed_in) -> None:
    made = write(cast.clerk, admissions_of(cast.other_clerk))
    client = signed_in(cast.clerk)
    address = f"/files/messages/{made.reference}/"
    client.post(f"{address}close/", {"version": made.version})

    again = client.post(f"{address}close/", {"version": made.version}, follow=True)

    assert "was closed before" in text_of(again)
    assert signed_in(cast.neighbour_clerk).get(address).status_code == 404
    assert signed_in(cast.auditor).get("/files/messages/").status_code == 403


def test_the_department_has_a_mailbox_that_is_found_by_its_name(cast: Cast, signed_in) -> None:
    department = cast.national_auditor.organisation
    reader = make_member("departmentadministrator", department, Role.EXCHANGE_ADMINISTRATOR)
    sender = signed_in(cast.clerk)

    asked = {"organisation": "Department for Education", "role": "exchange_administrator"}
    to_write = begin(sender, **asked).headers["Location"]
    sender.post(to_write, {"text": TEXT, "about": ""}, follow=True)
    made = Conversation.objects.get()
    answered = text_of(signed_in(reader).post(f"/files/messages/{made.reference}/", {"text": "Noted."}, follow=True))

    assert made.partner == department
    assert "Noted." in answered
    assert "Noted." in text_of(sender.get(f"/files/messages/{made.reference}/"))
