"""Documents that travel with a file, sent by software: for a role, checked, tracked, in one piece or in chunks."""

import json

import pytest

from onroll.access.models import Role
from onroll.transfer import queries
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import Cast, make_cast
from tests.integration.doors.caller import Software, codes, reference_of
from tests.integration.doors.test_races import at_once
from tests.integration.transfer import parts, steps

pytestmark = pytest.mark.django_db
PLAN = b"%PDF-1.7 a plan"


@pytest.fixture
def whole(cast: Cast) -> Message:
    """A file that waits at the other school."""
    return steps.send(cast.clerk, "8205678")


def send(sender: Software, whole: Message, *, role: str = "safeguarding", data: bytes = PLAN, **more: str):
    said = {"mex_onroll_part_of": whole.reference, "mex_onroll_part_role": role, "mex_filename": "Plan.pdf", **more}
    return sender.send("8205678", data, **said)


def tracked(sender: Software, reference: str) -> dict[str, object]:
    answer = sender.call("get", f"/outbox/tracking?messageID={reference}")
    return json.loads(answer.content)


def test_a_part_waits_for_its_role_and_its_sender_follows_it_without_its_name(
    cast: Cast, sender: Software, receiver: Software, whole: Message
) -> None:
    lead = parts.lead_of(cast.other_school)

    reference = reference_of(send(sender, whole))

    part = Message.objects.get(reference=reference)
    assert (part.part_of, part.part_role, part.state) == (whole, "safeguarding", State.WAITING)
    assert receiver.inbox() == [whole.reference]  # a key of admissions collects nothing for the lead
    assert queries.message(lead.act(), reference).document_name == "Plan.pdf"
    assert (tracked(sender, reference)["state"], tracked(sender, reference)["filename"]) == (
        "waiting",
        f"{reference}.dat",
    )


def test_a_part_for_admissions_is_collected_by_software(sender: Software, receiver: Software, whole: Message) -> None:
    reference = reference_of(send(sender, whole, role="admissions"))

    assert receiver.inbox() == [whole.reference, reference]


def test_a_retry_makes_no_second_part(sender: Software, whole: Message) -> None:
    first, again = (reference_of(send(sender, whole, mex_localid="mine")) for _ in range(2))

    assert first == again
    assert whole.parts.count() == 1


def test_a_part_in_chunks_is_a_part(sender: Software, whole: Message) -> None:
    reference = reference_of(send(sender, whole, data=PLAN[:9], mex_chunk_range="1:2"))
    sender.send_chunk(reference, 2, 2, PLAN[9:])

    part = Message.objects.get(reference=reference)
    assert (part.part_of, part.part_role, part.stored_file.size) == (whole, "safeguarding", len(PLAN))


def test_a_harmful_part_is_refused_with_its_code_and_kept_apart(sender: Software, whole: Message) -> None:
    answer = send(sender, whole, data=b"MZ\0\0 a program")

    assert answer.status_code == 417
    assert "executable" in codes(answer)
    assert whole.parts.get().state == State.REFUSED


@pytest.mark.parametrize(
    "wrong", [{"mex_onroll_part_of": "F-0000-0000"}, {"mex_onroll_part_of": ""}, {"mex_onroll_part_role": "gossip"}]
)
def test_a_part_of_nothing_or_for_nobody_is_refused(sender: Software, whole: Message, wrong: dict[str, str]) -> None:
    answer = send(sender, whole, **wrong)

    assert 400 <= answer.status_code < 500
    assert not whole.parts.exists()


def test_another_school_adds_nothing_to_a_file(receiver: Software, whole: Message) -> None:
    said = {"mex_onroll_part_of": whole.reference, "mex_onroll_part_role": Role.SAFEGUARDING.value}

    assert 400 <= receiver.send("8201234", PLAN, **said).status_code < 500
    assert not whole.parts.exists()


def test_a_key_that_stands_for_another_role_is_refused(sender: Software, whole: Message) -> None:
    first = reference_of(send(sender, whole, idempotency_key="one"))
    answer = send(sender, whole, role="admissions", idempotency_key="one")

    assert (answer.status_code, codes(answer)[-1]) == (422, "key_used_before")
    assert whole.parts.get().reference == first


@pytest.mark.django_db(transaction=True)
def test_two_parts_with_one_key_for_two_roles_at_the_same_moment_are_one_and_a_proper_refusal() -> None:
    cast = make_cast()
    software, file = Software(cast.school), steps.send(cast.clerk, "8205678")
    roles = ("safeguarding", "admissions") * 2

    answers = at_once(lambda number: send(software, file, role=roles[number], idempotency_key="one"))

    part = file.parts.get()
    said = [(answer.status_code, codes(answer)[-1] if answer.status_code != 202 else "") for answer in answers]
    assert said == [(202, "") if role == part.part_role else (422, "key_used_before") for role in roles]
