from datetime import date

import pytest

from onroll.rules import enquiries
from onroll.rules.enquiries import Party
from onroll.rules.rulesets import RuleNotInForce

CHECKLIST = enquiries.checklist_on(date(2026, 3, 2))


def test_the_checklist_has_fifteen_lines_with_codes_of_their_own() -> None:
    assert len(CHECKLIST.enquiries) == 15
    assert len({each.code for each in CHECKLIST.enquiries}) == 15
    assert all(each.words and each.may_be_done_by for each in CHECKLIST.enquiries)


def test_only_an_authority_asks_the_tax_and_home_offices_and_its_own_systems() -> None:
    school = set(CHECKLIST.for_party(Party.SCHOOL))
    authority = set(CHECKLIST.for_party(Party.AUTHORITY))

    assert {each.code for each in authority - school} == {"OWN_SYSTEMS", "CHILD_BENEFIT", "HOME_OFFICE"}
    assert school < authority


def test_a_line_is_found_by_its_code() -> None:
    assert CHECKLIST.enquiry("VISIT").words.startswith("Visit the home")
    with pytest.raises(enquiries.UnknownEnquiry, match="NONE_SUCH"):
        CHECKLIST.enquiry("NONE_SUCH")


def test_there_was_no_checklist_before_joint_enquiries_began() -> None:
    assert enquiries.checklist_on(date(2016, 9, 1)).version == "1"
    with pytest.raises(RuleNotInForce):
        enquiries.checklist_on(date(2016, 8, 31))
