"""A rare name that a machine sends stands in no log line, no event, no error and no address."""

import logging

import pytest

from onroll.audit.models import LedgerEntry
from tests.integration.doors.caller import Software, codes, reference_of
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file

pytestmark = pytest.mark.django_db


def test_a_name_in_a_message_its_subject_or_its_own_name_is_nowhere_else(
    sender: Software, receiver: Software, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reference = reference_of(
        sender.send("8205678", CANARY.encode(), mex_filename=f"{CANARY}.txt", mex_subject=CANARY, mex_localid=CANARY)
    )
    receiver.call("GET", f"/inbox/{reference}")
    bad = transfer_file(children=(Child(birth_date="soon"),))
    refused = sender.send("8205678", bad, workflow="ONROLL_CTF", mex_filename=name_of())
    too_long = sender.send("8205678", b"x", mex_filename=CANARY * 30)

    assert codes(too_long) == ["06"]
    assert CANARY not in refused.content.decode() + too_long.content.decode()  # type: ignore[attr-defined]
    assert CANARY not in reference
    # The database's own log of statements is not written where LOG_LEVEL is INFO.
    assert not [one for one in caplog.records if CANARY in one.getMessage() and not one.name.startswith("django.db")]
    assert CANARY not in str(list(LedgerEntry.objects.values_list("details", "purpose")))
