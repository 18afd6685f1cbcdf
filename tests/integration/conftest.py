"""Integration tests have the cast in the database, and a client signed in as any of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, Member, Newcomers, make_cast, make_newcomers


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in the database."""
    return make_cast()


@pytest.fixture
def newcomers(cast: Cast) -> Newcomers:
    """The people beside the cast: attendance clerk, provider's clerk, leader, interviewer, researcher."""
    return make_newcomers(cast)


@pytest.fixture
def signed_in() -> Callable[[Member], Client]:
    """A test client signed in as a member, past password and code."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
