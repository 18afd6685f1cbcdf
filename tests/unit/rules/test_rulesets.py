from datetime import date

import pytest

from onroll.rules import rulesets
from onroll.rules.rulesets import Mark, Setting

OLD = Setting("fee", 1, Mark.KNOWN, "invented", date(2020, 1, 1), date(2020, 12, 31))
NEW = Setting("fee", 2, Mark.KNOWN, "invented", date(2021, 1, 1))


def test_both_ends_of_a_rule_set_count() -> None:
    assert rulesets.registration_on(date(2024, 8, 18)) is rulesets.REGISTRATION_2006
    assert rulesets.registration_on(date(2024, 8, 19)) is rulesets.REGISTRATION_2024


def test_a_day_before_every_rule_set_is_refused() -> None:
    with pytest.raises(rulesets.RuleNotInForce) as refused:
        rulesets.registration_on(date(2006, 8, 31))

    assert (refused.value.rule, refused.value.on) == ("pupil registration", date(2006, 8, 31))


def test_a_setting_is_found_by_its_day() -> None:
    assert rulesets.setting_on([OLD, NEW], date(2020, 12, 31)) is OLD
    assert rulesets.setting_on([OLD, NEW], date(2021, 1, 1)) is NEW


def test_a_day_that_no_setting_covers_is_refused_by_name() -> None:
    with pytest.raises(rulesets.RuleNotInForce, match="fee is not in force on 2019-12-31"):
        rulesets.setting_on([OLD, NEW], date(2019, 12, 31))
