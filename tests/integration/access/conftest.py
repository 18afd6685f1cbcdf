"""A client that has just given its password again, as the pages that change access ask for."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Member


@pytest.fixture
def proven(signed_in: Callable[[Member], Client]) -> Callable[[Member], Client]:
    """A test client signed in as a member who has just proved herself a second time."""

    def prove(member: Member) -> Client:
        client = signed_in(member)
        client.post("/sign-in/again/", {"password": "a long pass phrase"})
        return client

    return prove
