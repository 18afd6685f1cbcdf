from datetime import date

import pytest

from onroll.rules import groups
from onroll.rules.rulesets import RuleNotInForce


def test_the_list_has_each_group_once_and_a_code_leads_to_its_words() -> None:
    now = groups.groups_on(date(2026, 10, 1))

    assert len({each.code for each in now.groups}) == len(now.groups) == 21
    assert now.group("GRT").words == "Gypsy, Roma and Traveller families"
    with pytest.raises(groups.UnknownGroup):
        now.group("NONE_SUCH")


def test_there_was_no_list_before_the_duty_began() -> None:
    assert groups.groups_on(date(2007, 2, 27)).version == "1"
    with pytest.raises(RuleNotInForce):
        groups.groups_on(date(2007, 2, 26))


def test_a_later_version_keeps_every_code_and_adds_children_placed_here_by_another_authority() -> None:
    first, now = groups.groups_on(date(2026, 11, 21)), groups.groups_on(date(2026, 11, 22))

    assert (first.version, now.version) == ("1", "2")
    assert now.groups[:-1] == first.groups
    assert now.groups[-1].code == groups.PLACED_HERE
