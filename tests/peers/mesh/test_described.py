"""Schemathesis, with real credentials and every check it has, holds the server to its own OpenAPI description."""

import itertools
import uuid

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from mesh_client import AuthTokenGenerator, MeshClient
from schemathesis.checks import CHECKS

from onroll.doors.mesh import openapi
from tests.integration.transfer.files import name_of, transfer_file
from tests.peers.mesh.conftest import databases
from tests.peers.mesh.running import Running

SENDER, RECEIVER = "8201234", "8205678"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def known_reference(running: Running) -> str:
    """A file that waits, so that what is generated meets more than messages that never were."""
    with MeshClient(running.url, SENDER, running.passwords[SENDER]) as client:
        return client.send_message(
            RECEIVER, transfer_file(), workflow_id="ONROLL_CTF", filename=name_of(), local_id=str(uuid.uuid4())
        )


# What a well-formed request may still be refused with, beside what Schemathesis knows: the description cannot say which
# organisations are open (417), which rules hold for a file (422), that an upload has ended (423) or a message gone
# (410), nor that `messageID` and `localID` exclude each other (400).
WELL_FORMED = ["2xx", 400, 403, 404, 409, 410, 417, 422, 423]
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": WELL_FORMED},
        }
    }
)
# Left out, with the reason:
# - `missing_required_header` takes nothing but 401 for a missing token, where MESH and its clients know 403 alone; that
#   no operation works without a token is checked by `ignored_auth`.
# - `negative_data_rejection` holds against us what this test mends before it sends (token, mailbox, reference), query
#   parameters that HTTP lets a server pass over, and a look-up of a workflow that nobody has, which MESH answers with
#   an empty list. What is malformed has a named test each, with its code: integration/doors/test_bad_input.py.
LEFT_OUT = {"missing_required_header", "negative_data_rejection"}
EVERY_CHECK = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]


def is_sqlite(running: Running) -> bool:
    """Say which database the server keeps its rows in."""
    return "ONROLL_DATABASE_URL" not in running.environment


schema = schemathesis.openapi.from_dict(openapi.description(), config=CONFIG)


@schema.parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_server_answers_as_it_describes_itself(case, running: Running, known_reference: str) -> None:
    """Sent with a token of the mailbox, a new one for each request; every second time about a message that is there."""
    if is_sqlite(running) and len(databases()) > 1:
        pytest.skip("once is enough: PostgreSQL, which takes less (NUL, large numbers), answers")
    parts = case.path_parameters
    if "mailbox" in parts:
        parts["mailbox"] = RECEIVER
    if "reference" in parts and next(_numbers) % 2:
        parts["reference"] = known_reference
    token = AuthTokenGenerator(b"BackBone", RECEIVER, running.passwords[RECEIVER])

    case.call_and_validate(base_url=running.url, headers={"Authorization": token()}, checks=EVERY_CHECK, timeout=20)


def test_the_server_publishes_the_description_that_it_is_held_to(running: Running) -> None:
    assert requests.get(f"{running.url}/messageexchange/openapi.json", timeout=10).json() == openapi.description()
