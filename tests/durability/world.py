"""What a server under test holds from the start: the cast, a machine's key for each school, and people signed in."""

from django.conf import settings
from django.test import Client

from onroll.access.models import Role
from onroll.config import preparation
from onroll.doors import actions
from onroll.doors.models import KeyKind
from tests import ready
from tests.cast import Member, make_cast
from tests.integration.doors.caller import operator

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill() -> dict[str, dict[str, str]]:
    """Make everything; return the passwords of the mailboxes and the sessions of the clerks, by school."""
    ready.copy_in()
    preparation.prepare_database()
    cast = make_cast()
    schools = (cast.school, cast.other_school, cast.neighbour_school)
    made = [
        actions.add_key(operator(), organisation=school, kind=KeyKind.MESH, role=Role.ADMISSIONS) for school in schools
    ]
    return {
        "passwords": {one.key.organisation.code: one.password for one in made},
        "sessions": {clerk.organisation.code: _session(clerk) for clerk in (cast.clerk, cast.other_clerk)},
    }


def _session(member: Member) -> str:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
