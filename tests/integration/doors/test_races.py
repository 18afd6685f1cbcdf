"""Two requests at the same moment: one message, one chunk, one token."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from onroll.doors.models import MeshUpload
from onroll.transfer.models import Message
from tests.cast import make_cast
from tests.integration.doors.caller import Software

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(call: Callable[[int], Any], times: int = 4) -> list[Any]:
    """Do a thing several times at the same moment."""

    def one(number: int) -> Any:
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_the_same_key_sent_at_the_same_moment_is_one_message() -> None:
    sender = Software(make_cast().school)

    answers = at_once(lambda _: sender.send("8205678", b"same", idempotency_key="k"))

    assert {(answer.status_code, answer.json()["message_id"]) for answer in answers} == {
        (202, Message.objects.get().reference)
    }


def test_the_same_token_at_the_same_moment_sends_one_message() -> None:
    sender = Software(make_cast().school)
    token, headers = sender.token(), {"mex-to": "8205678", "mex-workflowid": "ONROLL_DOCUMENT"}

    answers = at_once(lambda n: sender.call("POST", "/outbox", token=token, data=bytes([n]), headers=headers))

    assert sorted(answer.status_code for answer in answers) == [202, 403, 403, 403]
    assert Message.objects.count() == 1


def test_the_first_and_the_last_chunk_sent_at_the_same_moment_are_one_message() -> None:
    sender = Software(make_cast().school)

    first = at_once(lambda _: sender.send("8205678", b"one", mex_chunk_range="1:2", mex_localid="mine"))
    reference = MeshUpload.objects.get().reference
    last = at_once(lambda _: sender.send_chunk(reference, 2, 2, b"two"))

    assert {answer.json()["message_id"] for answer in first} == {reference}
    assert {answer.status_code for answer in last} == {202}
    assert Message.objects.get().reference == reference
