"""A case is drawn at random and traced: with its own log, the dates, who read it, and the gaps; no child is named."""

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions as casework_actions
from onroll.casework.models import Case
from onroll.evaluation import actions, queries
from onroll.evaluation.models import DrawnCase
from tests.cast import Cast, Member
from tests.integration.casework import world as casework_world


@pytest.fixture
def case(cast: Cast) -> Case:
    return casework_world.opened_case(cast)


def test_every_case_of_twelve_months_can_be_drawn_and_none_before(cast: Cast, case: Case) -> None:
    second, old = casework_world.opened_case(cast), casework_world.opened_case(cast)
    Case.objects.filter(pk=old.pk).update(notified_on=cast.officer.act().on - timedelta(days=400))

    drawn = [actions.draw_case(cast.officer.act(), chance=lambda _, at=at: at) for at in (0, 1)]

    assert [each.case for each in drawn] == [case, second]
    assert {each.drawn_from for each in drawn} == {2}


def test_the_draw_is_left_to_the_systems_own_chance(cast: Cast, case: Case) -> None:
    others = {casework_world.opened_case(cast).pk for _ in range(3)} | {case.pk}

    drawn = {actions.draw_case(cast.officer.act()).case_id for _ in range(60)}

    assert drawn == others


def test_without_a_case_nothing_is_drawn(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.NothingToDraw):
        actions.draw_case(cast.neighbour_officer.act())
    with pytest.raises(NotAllowed):
        actions.draw_case(cast.clerk.act())


def test_each_draw_and_each_reading_of_a_trace_is_recorded(cast: Cast, case: Case) -> None:
    drawn = actions.draw_case(cast.officer.act())
    actions.open_trace(cast.officer.act(), drawn=drawn)
    actions.open_trace(cast.officer.act(), drawn=drawn)

    names = list(LedgerEntry.objects.filter(subject_kind="draw").values_list("name", flat=True).order_by("sequence"))
    assert names == ["evaluation.CaseDrawn", "evaluation.CaseTraced", "evaluation.CaseTraced"]


def test_a_trace_shows_who_read_the_case_and_what_is_missing(cast: Cast, case: Case) -> None:
    drawn = actions.draw_case(cast.officer.act())
    assert (
        "The ledger holds no reading of this case by anybody."
        in actions.open_trace(cast.officer.act(), drawn=drawn).gaps
    )
    casework_actions.open_case_record(cast.officer.act("read a case"), case=case)
    Case.objects.filter(pk=case.pk).update(stage="monitor")
    drawn = queries.draw_of(cast.officer.act(), drawn.reference)

    trace = actions.open_trace(cast.officer.act(), drawn=drawn)

    assert [(look.who, look.purpose) for look in trace.looks] == [("Officer Invented", "read a case")]
    assert any("“Provision accessed” is not recorded" in gap for gap in trace.gaps)
    assert any(step.title == "Case opened" for step in trace.steps)


def test_a_month_without_a_step_is_a_gap(cast: Cast) -> None:
    when = cast.officer.act().at - timedelta(days=70)
    casework_world.opened_case(cast, when=when)

    trace = actions.open_trace(cast.officer.act(), drawn=actions.draw_case(cast.officer.act()))

    assert any("more than a month" in gap for gap in trace.gaps)


def test_another_authority_cannot_learn_of_a_draw(cast: Cast, case: Case) -> None:
    drawn = actions.draw_case(cast.officer.act())

    with pytest.raises(Hidden):
        queries.draw_of(cast.neighbour_officer.act(), drawn.reference)
    with pytest.raises(Hidden):
        actions.open_trace(cast.neighbour_officer.act(), drawn=drawn)


def test_the_button_draws_and_its_trace_names_no_child(
    cast: Cast, case: Case, signed_in: Callable[[Member], Client]
) -> None:
    casework_actions.add_note(cast.officer.act(), case=case, words="Zelphine was seen")
    officer, where = signed_in(cast.officer), reverse("evaluation:draws")
    assert "Draw a case at random and trace it" in officer.get(where).content.decode()

    page = officer.post(where, follow=True).content.decode()

    assert f"Trace of case {case.reference}" in page
    assert casework_world.CANARY_SURNAME not in html.unescape(page)
    assert casework_world.CANARY_FORENAME not in html.unescape(page)
    assert DrawnCase.objects.get().reference in officer.get(where).content.decode()
    neighbour = signed_in(cast.neighbour_officer)
    assert "nothing to draw from" in neighbour.post(where, follow=True).content.decode()
