"""Changes of several requests in one transaction: all of them stand, or each for itself; nobody is left waiting."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.doors.events import ReportAcknowledged
from onroll.doors.mesh import together, turns
from onroll.transfer.models import Message
from tests.cast import make_cast
from tests.integration.doors.caller import Software, operator
from tests.integration.doors.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def recording(number: int) -> Callable[[], int]:
    """Return a change that records one event."""

    def change() -> int:
        ledger.record(operator(), ReportAcknowledged(message_id=number, report_id=number))
        return number

    return change


def refused() -> int:
    """Record, then be refused."""
    recording(99)()
    raise LookupError("refused")


def made(*changes: Callable[[], int]) -> list[together._Waiting]:
    """Make changes as a leader does who found them waiting."""
    group = [together._Waiting(change) for change in changes]
    together._make(group)
    return group


def recorded() -> list[str]:
    return list(LedgerEntry.objects.order_by("sequence").values_list("subject_id", flat=True))


def test_changes_that_wait_together_share_one_transaction_and_one_link_to_the_chain() -> None:
    with CaptureQueriesContext(connection) as queries:
        group = made(recording(1), recording(2), recording(3))

    statements = [query["sql"] for query in queries.captured_queries]
    assert [one.result for one in group] == [1, 2, 3]
    assert recorded() == ["1", "2", "3"]
    assert sum(statement.startswith("UPDATE audit_ledgerhead") for statement in statements) == 1
    assert list(ledger.broken_links()) == []


def test_one_that_is_refused_takes_nobody_with_it_and_leaves_nothing() -> None:
    first, second, third = made(recording(1), refused, recording(3))

    assert (first.result, third.result, str(second.error)) == (1, 3, "refused")
    assert recorded() == ["1", "3"]
    assert list(ledger.broken_links()) == []


def test_where_the_flush_fails_the_change_is_not_acknowledged_and_the_next_can_lead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing() -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(turns, "flush", failing)
        with pytest.raises(OSError, match="no space left"):
            together.commit_together(recording(1))

    assert together.commit_together(recording(2)) == 2


def test_messages_sent_at_the_same_moment_all_arrive_once_and_a_wrong_one_among_them_does_not() -> None:
    cast = make_cast()
    sender, receiver = Software(cast.school), Software(cast.other_school)
    used, headers = sender.token(), {"mex-to": "8205678", "mex-workflowid": "ONROLL_DOCUMENT"}
    sender.call("GET", "/count", token=used)

    def call(number: int) -> int:
        token = used if number == 5 else sender.token()
        return sender.call("POST", "/outbox", token=token, data=bytes([number]), headers=headers).status_code

    assert at_once(call, 8) == [202] * 5 + [403] + [202] * 2
    assert sorted(receiver.inbox()) == sorted(Message.objects.values_list("reference", flat=True))
    assert Message.objects.count() == 7
    assert list(ledger.broken_links()) == []
