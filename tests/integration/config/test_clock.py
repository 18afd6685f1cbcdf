"""The one clock: every part at work, nightly ones once a night, one that fails beside the others."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError

from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act
from onroll.config import clock
from onroll.config.clock import ClockJumped, Done, Part
from onroll.config.clock_commands import tick as command

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 3, 0, tzinfo=LONDON)


def names(done: list[Done]) -> list[str]:
    return [each.name for each in done]


def fails(_: Act) -> str:
    raise DatabaseError("a name that must not be logged")


def jumps(_: Act) -> str:
    raise ClockJumped("jumped")


def works(_: Act) -> str:
    return "worked"


def test_every_part_of_the_product_is_at_work_on_an_empty_installation() -> None:
    done = list(clock.tick(NIGHT))

    assert names(done) == ["exchange", "alerts", "casework", "rolls", "sweep", "match", "tidy"]
    assert [each for each in done if not each.is_well] == []


def test_nightly_parts_are_done_once_a_night_and_the_others_each_time() -> None:
    list(clock.tick(NIGHT))

    assert names(list(clock.tick(NIGHT + timedelta(hours=1)))) == ["exchange", "alerts", "casework", "rolls"]
    assert "sweep" in names(list(clock.tick(NIGHT + timedelta(hours=24))))


def test_a_part_that_fails_is_said_without_what_it_knew_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    parts = [Part(name="first", purpose="", work=fails, is_nightly=True), Part(name="second", purpose="", work=works)]

    failed, worked = clock.tick(NIGHT, parts=parts)

    assert (failed.is_well, worked) == (False, Done(name="second", words="worked"))
    assert "DatabaseError" in failed.words
    assert "must not be logged" not in failed.words + caplog.text
    assert names(list(clock.tick(NIGHT + timedelta(hours=1), parts=parts))) == ["first", "second"]
    assert audit_queries.parts_of_the_clock()["first"].done_at is None
    assert audit_queries.parts_of_the_clock()["second"].done_at == NIGHT + timedelta(hours=1)


def test_where_the_clock_has_jumped_nothing_else_is_done() -> None:
    parts = [Part(name="exchange", purpose="", work=jumps), Part(name="tidy", purpose="", work=works)]

    assert list(clock.tick(NIGHT, parts=parts)) == [Done(name="exchange", words="jumped", is_well=False, is_end=True)]
    assert "tidy" not in audit_queries.parts_of_the_clock()


def test_the_exchange_finds_a_jump_of_the_machines_clock() -> None:
    list(clock.tick(NIGHT))

    (done,) = clock.tick(NIGHT + timedelta(days=30))

    assert done.is_end
    assert "onroll exchange tick --clock-is-right" in done.words


def test_a_jump_is_found_although_the_exchange_fails_before_it_could_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    list(clock.tick(NIGHT))
    monkeypatch.setattr(clock.mesh_actions, "complete_left_uploads", fails)

    done = list(clock.tick(NIGHT + timedelta(days=400)))

    assert names(done) == ["exchange", "clock"]
    assert [(each.is_well, each.is_end) for each in done] == [(False, False), (False, True)]
    assert "The clock jumped" in done[-1].words


def test_after_a_jump_no_part_works_that_is_asked_for_alone() -> None:
    list(clock.tick(NIGHT))
    parts = [part for part in clock.PARTS if part.name == "casework"]

    (done,) = clock.tick(NIGHT + timedelta(days=400), parts=parts, every=True)

    assert (done.name, done.is_well, done.is_end) == ("clock", False, True)


def test_a_night_is_not_left_out_because_a_clock_ran_ahead_before() -> None:
    part = Part(name="nightly", purpose="", work=works, is_nightly=True)

    assert part.is_due(NIGHT, NIGHT + timedelta(days=2))
    assert not part.is_due(NIGHT, NIGHT + timedelta(minutes=5))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_night_in_which_summer_time_begins_or_ends_has_one_nightly_tick(day: date) -> None:
    part = Part(name="nightly", purpose="", work=works, is_nightly=True)
    midnight = datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
    last, ticks = midnight - timedelta(hours=20), []
    for minutes in range(0, 25 * 60, 30):
        at = midnight + timedelta(minutes=minutes)
        if at.astimezone(LONDON).date() == day and part.is_due(at, last):
            ticks, last = [*ticks, at], at

    assert [at.astimezone(LONDON).time() for at in ticks] == [time(2)]


def test_the_command_says_what_each_part_did_and_when_it_was_last_done() -> None:
    assert "never done" in CliRunner().invoke(command, ["--list"]).output

    done = CliRunner().invoke(command, ["--only", "rolls"])

    assert done.exit_code == 0
    assert done.output.startswith("rolls: 0 pupils linked, ")
    told = CliRunner().invoke(command, ["--list"]).output.splitlines()
    assert [line.split()[0] for line in told] == [part.name for part in clock.PARTS]
    assert "done " in told[3]
    assert "never done" in told[0]


def test_the_command_ends_with_1_where_a_part_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PARTS", (Part(name="rolls", purpose="", work=fails),))

    done = CliRunner().invoke(command, [])

    assert done.exit_code == 1
    assert "rolls: failed (DatabaseError)" in done.output


def test_a_name_that_is_no_part_is_refused() -> None:
    assert CliRunner().invoke(command, ["--only", "nothing"]).exit_code == 2
