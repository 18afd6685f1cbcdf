"""Two answer at the same moment about an entry that was passed on. Real transactions."""

from datetime import date

import pytest
from django.db import connection

from onroll.audit.refusals import Refusal
from onroll.returns import actions
from onroll.returns.models import NotInSchool, NotInSchoolPassing
from onroll.rules import home_education
from onroll.rules.rulesets import Mark, Setting
from tests.cast import make_cast
from tests.integration.returns.test_passing_on import passed_on, whole
from tests.integration.returns.world import at
from tests.integration.transfer.test_races import at_the_same_moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        raise AssertionError("threads need a database in a file: see DATABASES TEST NAME")
    dated = Setting("register", (1,), Mark.KNOWN, "a test", in_force_from=date(2026, 10, 1))
    monkeypatch.setattr(home_education.is_register_kept, "__defaults__", (dated,))
    return make_cast()


def test_of_taking_over_and_taking_back_at_once_one_wins_and_the_child_is_on_one_register(cast) -> None:
    passing = passed_on(cast, whole(cast))

    def take():
        mine = NotInSchoolPassing.objects.get(pk=passing.pk)
        return actions.take_over_not_in_school(at(cast.neighbour_officer), passing=mine, expected_version=1)

    def take_back():
        mine = NotInSchoolPassing.objects.get(pk=passing.pk)
        return actions.take_back_passing(at(cast.officer), passing=mine, reason="Mistake", expected_version=1)

    results = at_the_same_moment(take, take_back, take)

    refused = [each for each in results if isinstance(each, Refusal)]
    assert len(refused) == 2, results
    assert NotInSchool.objects.filter(ended_on=None).count() == 1
    passing.refresh_from_db()
    assert passing.state == ("taken" if NotInSchool.objects.filter(authority=cast.testbury).exists() else "withdrawn")


def test_two_tabs_at_once_pass_an_entry_on_once(cast) -> None:
    entry = whole(cast)
    version = entry.version

    def pass_on():
        return passed_on(cast, NotInSchool.objects.get(pk=entry.pk), expected_version=version)

    results = at_the_same_moment(pass_on, pass_on, pass_on)

    assert len([each for each in results if isinstance(each, Refusal)]) == 2, results
    assert NotInSchoolPassing.objects.count() == 1
