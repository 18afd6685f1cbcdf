from datetime import date

import pytest

from onroll.rules import agencies, enquiries
from onroll.rules.enquiries import Party
from onroll.rules.rulesets import Mark


def test_every_body_answers_a_line_of_the_checklist_and_says_its_power_and_limits() -> None:
    codes = {line.code for line in enquiries.checklist_on(date(2026, 9, 1)).enquiries}

    assert {each.enquiry for each in agencies.BODIES} <= codes
    assert len({each.code for each in agencies.BODIES}) == len(agencies.BODIES)
    assert all(each.power and each.limits for each in agencies.BODIES)
    assert {each.answer_working_days.mark for each in agencies.BODIES} == {Mark.PROPOSED}


def test_a_school_does_not_ask_the_tax_office_or_the_home_office() -> None:
    school = {each.code for each in agencies.bodies_for(Party.SCHOOL)}

    assert school.isdisjoint({"hmrc", "home_office", "housing", "benefits", "youth_justice"})
    assert {"health", "police"} <= school
    assert len(agencies.bodies_for(Party.AUTHORITY)) == len(agencies.BODIES)


def test_an_answer_is_due_after_so_many_working_days() -> None:
    assert agencies.answer_due("police", date(2026, 10, 2)) == date(2026, 10, 7)
    with pytest.raises(agencies.UnknownBody):
        agencies.answer_due("nobody", date(2026, 10, 2))
