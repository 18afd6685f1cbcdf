"""The first figures: by rule, year and area, the same for ever as at the same day."""

import csv
import dataclasses
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.insight import actions
from onroll.insight.commands import figures as command
from onroll.insight.queries import Ages, Figures, asked_of
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Said
from onroll.registry.models import Child, EducationKind
from onroll.rules.missing import RuleName
from onroll.rules.school_years import SchoolYear
from tests.cast import Cast, Member, make_cast
from tests.integration.insight import world

YEAR = SchoolYear(2025)
SEPTEMBER, TODAY = date(2025, 9, 1), date(2026, 3, 2)


def worked_out(cast: Cast, *, as_at: date = TODAY, rule: RuleName = RuleName.RETURN_2025, **more: object) -> Figures:
    act = world.at(cast.officer, TODAY)
    asked = asked_of(act, on=as_at, known_on=as_at, rule=rule)
    (found,) = actions.work_out_figures(act, asked=asked, years=[YEAR], ages=Ages(), **more)
    return found


def out_for(cast: Cast, number: int, left_on: date, back_on: date | None, born_on: date = world.BORN) -> Child:
    child = world.child(cast.clerk, number, on=SEPTEMBER, born_on=born_on)
    world.on_roll(cast.clerk, child, date(2021, 9, 1), left_on, told_on=left_on)
    if back_on:
        world.on_roll(cast.other_clerk, child, back_on, told_on=back_on)
    return child


@pytest.fixture
def five(cast: Cast) -> None:
    """Back after 10, 10 and 40 days; still out; and one who grew too old. None counts who was out in another year."""
    out_for(cast, 0, date(2025, 10, 31), date(2025, 11, 11))
    out_for(cast, 1, date(2025, 11, 30), date(2025, 12, 11))
    out_for(cast, 2, date(2025, 12, 31), date(2026, 2, 10), born_on=date(2016, 1, 2))
    out_for(cast, 3, date(2026, 2, 10), None)
    grown = out_for(cast, 4, date(2025, 10, 1), None, born_on=date(2010, 1, 2))
    died = Said(kind=EducationKind.DIED, from_on=date(2026, 1, 1), evidence="Told by the hospital.")
    registry_actions.record_education_fact(world.at(cast.officer, date(2026, 1, 2)), child=grown, said=died)
    out_for(cast, 5, date(2024, 10, 1), date(2024, 11, 1))


def test_figures_of_a_year_say_who_met_the_rule_is_out_or_back_and_after_how_many_days(cast: Cast, five: None) -> None:
    total = worked_out(cast).total

    assert (total.met, total.still_out, total.returned, total.ended_otherwise) == (5, 1, 3, 1)
    days = total.days_out
    assert (days.count, days.median, days.mean, days.modes, days.least, days.most) == (3, 10, 20.0, (10,), 10, 40)


def test_the_rule_of_2004_counts_only_who_was_out_for_four_weeks(cast: Cast, five: None) -> None:
    total = worked_out(cast, rule=RuleName.GUIDE_2004).total

    assert (total.met, total.still_out, total.returned, total.ended_otherwise) == (2, 0, 1, 1)
    assert total.days_out.median == 40


def test_the_year_groups_add_up_to_the_total(cast: Cast, five: None) -> None:
    found = worked_out(cast)

    assert [(group, line.met) for group, line in found.by_year_group] == [("5", 1), ("7", 3), ("11", 1)]
    assert sum(line.met for _, line in found.by_year_group) == found.total.met


def test_a_figure_as_at_a_past_day_knows_what_was_known_then(cast: Cast, five: None) -> None:
    then = worked_out(cast, as_at=date(2025, 12, 5)).total

    assert (then.met, then.still_out, then.returned) == (3, 2, 1)


def test_an_officer_gets_her_own_area_and_nobody_else_any(cast: Cast, five: None) -> None:
    act = world.at(cast.neighbour_officer, TODAY)
    asked = asked_of(act, rule=RuleName.RETURN_2025)

    (found,) = actions.work_out_figures(act, asked=asked, years=[YEAR], ages=Ages(), la_codes=["820"])

    assert (found.la_code, found.total.met) == ("838", 0)
    for name, member in cast.members().items():
        if name not in {"officer", "neighbour_officer"}:
            with pytest.raises(NotAllowed):
                actions.work_out_figures(world.at(member, TODAY), asked=asked, years=[YEAR], ages=Ages())


def test_ages_are_those_on_the_first_day_that_counts(cast: Cast, five: None) -> None:
    act = by_the_system(at=datetime(2026, 3, 2, 12, tzinfo=UTC), purpose="test")
    asked = asked_of(act, rule=RuleName.RETURN_2025)

    found = actions.work_out_figures(act, asked=asked, years=[YEAR], ages=Ages(9, 11), la_codes=["820"])

    assert [(each.la_code, each.total.met) for each in found] == [("820", 4)]
    entry = LedgerEntry.objects.filter(name="insight.FiguresWorkedOut").last()
    assert (entry.details["ages"], entry.details["rule"]) == ("9-11", "return-2025-26")


def run(*words: str):
    return CliRunner().invoke(command, ["cme", *words])


def test_the_command_prints_a_row_for_each_year_and_authority(cast: Cast, five: None) -> None:
    done = run("--by", "authority", "--year", "2024/25", "--year", "2025/26", "--as-at", "2026-03-02", "--ages", "5-16")

    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0].startswith("Rule: The Department’s return 2025/26")
    assert "As at 2 March 2026; ages 5-16; query cme-figures/1" in lines[1]
    assert [line.split() for line in lines[3:]] == [
        ["2024/25", "820", "Exampleton", "1", "0", "1", "0", "30", "30", "30-30"],
        ["2025/26", "820", "Exampleton", "5", "1", "3", "1", "10", "20", "10-40"],
    ]


def test_the_command_prints_a_table_with_rule_and_day_in_each_row(cast: Cast, five: None) -> None:
    done = run("--year", "2025/26", "--as-at", "2026-03-02", "--csv", "--rule", "2004-four-weeks", "--authority", "820")

    rows = list(csv.DictReader(io.StringIO(done.output)))
    assert [(row["year_group"], row["met"]) for row in rows] == [("5", "1"), ("11", "1"), ("all", "2")]
    assert {(row["rule"], row["as_at"], row["query"]) for row in rows} == {
        ("2004-four-weeks", "2026-03-02", "cme-figures/1")
    }
    assert "Quillon" not in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "2025"), "write it like 2025/26"),
        (("--year", "2025/26", "--ages", "16-5"), "like 5-16"),
        (("--year", "2025/26", "--as-at", "2199-01-01"), "has not come yet"),
        (("--year", "2025/26", "--authority", "Kirklees"), "like 820"),
        ((), "--year"),
    ],
)
def test_wrong_use_of_the_command_is_told_in_plain_words(cast: Cast, words: tuple[str, ...], said: str) -> None:
    done = run(*words)

    assert (done.exit_code, said in done.output) == (2, True)


def test_the_page_shows_the_figures_with_their_rule_day_and_query(
    cast: Cast, five: None, signed_in: Callable[[Member], Client]
) -> None:
    asked = {"year": "2025/26", "as_at_day": 2, "as_at_month": 3, "as_at_year": 2026}
    client = signed_in(cast.officer)

    page, table = client.get("/missing/figures/", asked), client.get("/missing/figures.csv", asked)

    text = page.content.decode()
    assert "Children who were missing education in 2025/26" in text
    assert "cme-figures/1" in text
    assert "fewer than 10 children" in text
    assert "2025/26,820,Exampleton,all,5,1,3,1" in table.content.decode("utf-8-sig")


LATER = st.lists(
    st.tuples(
        st.sampled_from(["leave", "return", "at home", "unsuitable", "new child"]),
        st.integers(min_value=0, max_value=4),
        st.integers(min_value=0, max_value=200),
    ),
    max_size=5,
)


class NothingKnownLaterChangesAnEarlierFigure(TestCase):
    """Whatever is added later, about whichever day, a figure as at an earlier day is what it was."""

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(LATER, st.sampled_from(RuleName))
    def test_figures_as_at_a_day_are_the_same_for_ever(self, later: list[tuple[str, int, int]], rule: RuleName) -> None:
        cast = make_cast()
        children = [
            out_for(cast, 0, date(2025, 10, 31), date(2025, 11, 11)),
            out_for(cast, 1, date(2025, 11, 15), None),
            out_for(cast, 2, date(2026, 6, 30), None, born_on=date(2016, 1, 2)),
        ]
        as_at = date(2025, 12, 31)
        before = worked_out(cast, as_at=as_at, rule=rule)

        for what, which, days in later:
            _add(cast, what, children[which % 3], as_at + timedelta(days=1), date(2025, 9, 10) + timedelta(days=days))

        after = worked_out(cast, as_at=as_at, rule=rule)
        assert (after.total, after.by_year_group) == (before.total, before.by_year_group)


def _add(cast: Cast, what: str, child: Child, told_on: date, about: date) -> None:
    about = min(about, told_on)
    if what == "leave":
        world.on_roll(cast.clerk, child, date(2021, 9, 1), about, told_on=told_on)
    elif what == "return":
        world.on_roll(cast.other_clerk, child, about, told_on=told_on)
    elif what == "new child":
        out_for_later = world.child(cast.clerk, 6, on=told_on)
        world.on_roll(cast.clerk, out_for_later, date(2021, 9, 1), about, told_on=told_on)
    else:
        suitability = "suitable" if what == "at home" else "unsuitable"
        said = Said(kind=EducationKind.HOME_EDUCATION, from_on=about, suitability=suitability, evidence="A visit.")
        registry_actions.record_education_fact(
            dataclasses.replace(world.at(cast.officer, told_on)), child=child, said=said
        )
