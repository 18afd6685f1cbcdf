"""Schemathesis, with real credentials, holds the server to its own OpenAPI description."""

import itertools
import uuid

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from mesh_client import AuthTokenGenerator, MeshClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onroll.doors.mesh import openapi
from tests.integration.transfer.files import name_of, transfer_file
from tests.peers.mesh.running import Running

SENDER, RECEIVER = "8201234", "8205678"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def known_reference(running: Running) -> str:
    """A file that waits, so that what is generated meets more than messages that never were."""
    with MeshClient(running.url, SENDER, running.passwords[SENDER]) as client:
        return client.send_message(
            RECEIVER, transfer_file(), workflow_id="ONROLL_CTF", filename=name_of(), local_id=str(uuid.uuid4())
        )


schema = schemathesis.openapi.from_dict(openapi.description())


@schema.parametrize()
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_server_answers_as_it_describes_itself(case, running: Running, known_reference: str) -> None:
    """Sent with a good token of the mailbox; every second time about a message that is there."""
    parts = case.path_parameters
    if "mailbox" in parts:
        parts["mailbox"] = RECEIVER
    if "reference" in parts and next(_numbers) % 2:
        parts["reference"] = known_reference
    token = AuthTokenGenerator(b"BackBone", RECEIVER, running.passwords[RECEIVER])

    case.call_and_validate(base_url=running.url, headers={"Authorization": token()}, checks=CHECKS, timeout=20)


def test_the_server_publishes_the_description_that_it_is_held_to(running: Running) -> None:
    assert requests.get(f"{running.url}/messageexchange/openapi.json", timeout=10).json() == openapi.description()
