"""Fills an empty installation with a school, its clerks' sessions and its software's tokens, in a process of its own.

Prints `{"roll": ..., "marks": ..., "clerk": ..., "attendance_clerk": ...}`. Started by the fixtures here.
"""

import json

import django


def main() -> None:
    """Make tables, the cast, two keys and two sessions."""
    django.setup()
    from django.conf import settings
    from django.core import signing
    from django.test import Client

    from onroll.access.models import Role
    from onroll.config import preparation
    from onroll.doors import actions
    from onroll.doors.agencies import oauth
    from onroll.doors.models import KeyKind
    from tests import ready
    from tests.cast import Member, make_cast, make_newcomers
    from tests.integration.doors.caller import operator

    ready.copy_in()
    preparation.prepare_database()
    preparation.collect_static_files()
    cast = make_cast()
    newcomers = make_newcomers(cast)

    def token(role: Role) -> str:
        made = actions.add_key(operator(), organisation=cast.school, kind=KeyKind.ROLLS, role=role)
        return signing.dumps(made.key.pk, salt=oauth.SALT)

    def session(member: Member) -> str:
        client = Client()
        client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    made = {
        "roll": token(Role.ADMISSIONS),
        "marks": token(Role.ATTENDANCE),
        "clerk": session(cast.clerk),
        "attendance_clerk": session(newcomers.attendance_clerk),
    }
    print(json.dumps(made))  # noqa: T201 - what it is started for


if __name__ == "__main__":
    main()
