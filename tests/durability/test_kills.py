"""The server is killed with SIGKILL at write steps of every flow. Nothing acknowledged is lost, nothing arrives twice.

Here a sample of the steps, the same each time; `python -m bench durability` takes every one of them.
"""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.durability import flows
from tests.durability.flows import FLOWS, Flow
from tests.durability.killing import Rig

by_name = pytest.mark.parametrize("flow", FLOWS, ids=[flow.name for flow in FLOWS])


@by_name
def test_killed_at_a_write_step_loses_nothing_and_a_retry_makes_no_second_one(rig: Rig, flow: Flow) -> None:
    steps, chosen = len(rig.steps_of(flow)), random.Random(flow.name)

    kills = [rig.kill_at(flow, step) for step in (chosen.randrange(1, steps), steps)]

    assert kills[0].is_killed
    if flow.is_served:
        rig.kill_after(flow, chosen.uniform(0, 0.1))


def test_a_file_left_ready_by_a_crash_is_sent_by_the_server_that_starts_once(rig: Rig) -> None:
    """It stands, bytes and row, in a commit before the one that sends it; its sender never heard of either."""
    flow = next(flow for flow in FLOWS if flow.drive is flows.send_file)
    stands = rig.steps_of(flow).index("database: commit, after") + 1

    before = rig.scene.recipient.inbox()
    kill = rig.kill_at(flow, stands + 6, is_tried_again=False)  # within the second transaction
    sent = rig.scene.waiting_more_than(before)
    rig.scene.tick((datetime.now(UTC) + timedelta(minutes=10)).isoformat())
    flow.drive(rig.scene)  # a late retry

    assert kill.is_killed
    assert sent == {next(reversed(rig.scene.told.sent))}
    assert set(rig.scene.recipient.inbox()) - set(before) == sent
    rig.look()


def test_accepted_is_said_only_after_bytes_and_row_are_on_disk(rig: Rig) -> None:
    """The bytes, then their name, then the folders, then the row, then the log of the database; then the answer."""
    steps = rig.steps_of(next(flow for flow in FLOWS if flow.name == "send a large document"))

    order = [
        "file: write, half done",
        "file: fsync, after",
        "file: rename, after",
        "file: fsync, after",
        "database: insert vault_storedfile, before",
        "database: insert transfer_message, after",
        "database: commit, after",
    ]
    place = -1
    for step in order:
        place = steps.index(step, place + 1)
    assert steps[-1] in ("file: fsync, after", "database: flush of the log, after")


def test_the_steps_that_are_killed_at_reach_every_kind_of_write(rig: Rig) -> None:
    taken = {step for flow in FLOWS for step in rig.steps_of(flow)}

    assert {
        "file: write, half done",
        "file: fsync, before",
        "file: rename, before",
        "file: unlink, before",
        "database: commit, before",
        "database: commit, after",
        "database: insert vault_storedfile, before",
        "database: insert doors_meshchunk, before",
        "database: insert transfer_message, before",
        "database: insert transfer_messagepupil, before",
        "database: insert transfer_destruction, before",
        "database: update transfer_message, after",
        "database: insert audit_ledgerentry, after",
    } <= taken
