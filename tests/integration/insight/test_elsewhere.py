"""A big area is worked out by another process, on the same database, with the same answer."""

import subprocess
from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection

from onroll.audit.act import LONDON
from onroll.insight import elsewhere, queries
from onroll.insight.queries.placing import Placed, place_area
from onroll.rules.missing import List, RuleName
from tests.cast import Cast
from tests.integration.insight import world

WITH_DAY = Placed((7, 9), List.MISSING, False, date(2026, 9, 7))
WITHOUT = Placed((12,), List.SUSPECTED, True, None)


def address() -> str:
    """Return the address of the tests' own database, which another process can open."""
    to = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{to['NAME']}"
    return f"postgres://{quote(to['USER'])}:{quote(to['PASSWORD'])}@{to['HOST']}:{to['PORT']}/{to['NAME']}"


def test_what_another_process_prints_is_read_back_as_it_was() -> None:
    assert elsewhere.from_text(elsewhere.as_text((WITH_DAY, WITHOUT))) == (WITH_DAY, WITHOUT)


@pytest.mark.django_db(transaction=True)
def test_another_process_answers_as_this_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONROLL_DATABASE_URL", address())
    act = cast.officer.act()
    left_on = act.on - timedelta(days=40)
    child = world.child(cast.clerk, 0, on=left_on - timedelta(days=400))
    world.on_roll(cast.clerk, child, left_on - timedelta(days=400), left_on, told_on=left_on)
    asked = queries.asked_of(act, rule=RuleName.RETURN_2025)

    placed = elsewhere.place_elsewhere(act.la_code, asked)

    assert [each.child_ids for each in placed] == [(child.pk,)]
    assert placed == place_area(act.la_code, asked)


def test_another_process_that_fails_is_an_error_here(
    monkeypatch: pytest.MonkeyPatch, asked_then: queries.Asked
) -> None:
    monkeypatch.setenv("ONROLL_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nowhere")

    with pytest.raises(subprocess.CalledProcessError):
        elsewhere.place_elsewhere("820", asked_then)


@pytest.fixture
def asked_then() -> queries.Asked:
    """A question about a day long past."""
    return queries.Asked(
        on=date(2026, 9, 7),
        known_on=date(2026, 9, 7),
        known_by=datetime(2026, 9, 7, 23, 59, tzinfo=LONDON),
        rule=RuleName.RETURN_2025,
    )
