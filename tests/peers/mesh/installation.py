"""Fills an empty installation with two schools, their authorities and a key each, in a process of its own.

Prints `{"8201234": "password", ...}`. Started by the fixtures here and by the benchmark, with the environment set.
"""

import json

import django


def main() -> None:
    """Make tables, the cast and the keys."""
    django.setup()
    from onroll.access.models import Role
    from onroll.config import preparation
    from onroll.doors import actions
    from onroll.doors.models import KeyKind
    from tests import ready
    from tests.cast import make_cast
    from tests.integration.doors.caller import operator

    ready.copy_in()
    preparation.prepare_database()
    cast = make_cast()
    made = [
        actions.add_key(operator(), organisation=school, kind=KeyKind.MESH, role=Role.ADMISSIONS)
        for school in (cast.school, cast.other_school, cast.neighbour_school)
    ]
    print(json.dumps({one.key.organisation.code: one.password for one in made}))  # noqa: T201 - what it is started for


if __name__ == "__main__":
    main()
