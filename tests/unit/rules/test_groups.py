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
