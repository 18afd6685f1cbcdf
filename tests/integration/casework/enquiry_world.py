"""Builds a list of reasonable enquiries as far as a test needs it: begun, answered, signed."""

import dataclasses
from datetime import date, datetime

from onroll.audit.act import LONDON, Act
from onroll.casework import actions, queries
from onroll.casework.models import EnquiryLine, EnquiryList, Method, Result
from onroll.registry.actions import Facts
from onroll.rules.enquiries import Party
from tests.cast import Cast, Member

# A Friday of term; twenty school days after the last day attended (11 September 2026) is 9 October 2026.
NOW = datetime(2026, 10, 9, 15, 0, tzinfo=LONDON)
LAST_ATTENDED = date(2026, 9, 11)
PUPIL = Facts(surname="Qvoxcanary", forename="Zelphine", birth_date=date(2014, 5, 17), address="1 Invented Lane")


def at(member: Member, moment: datetime = NOW) -> Act:
    return dataclasses.replace(member.act(), at=moment)


def begun(cast: Cast) -> EnquiryList:
    """A school's list of a pupil who stays away."""
    return actions.begin_for_pupil(at(cast.clerk), facts=PUPIL, last_attended_on=LAST_ATTENDED)


def added(cast: Cast, enquiries: EnquiryList, *, by: Member | None = None, **change: object) -> EnquiryLine:
    """One enquiry on the list."""
    given = {
        "code": "VISIT",
        "made_on": date(2026, 9, 16),
        "method": Method.VISIT,
        "result": Result.NOTHING,
        "words": "Nobody at home",
        **change,
    }
    return actions.add_enquiry(at(by or cast.clerk), enquiries=enquiries, **given)


def answered(cast: Cast, enquiries: EnquiryList) -> EnquiryList:
    """Every line answered: three enquiries of the school, the rest not applicable."""
    for code in ("TELEPHONE", "CONTACTS", "VISIT"):
        added(cast, enquiries, code=code)
    by_school = {line.code for line in queries.checklist_of(enquiries).for_party(Party.SCHOOL)}
    for who, mine in ((cast.clerk, by_school), (cast.officer, None)):
        left = [
            line.code
            for line in queries.checklist_of(enquiries).enquiries
            if not enquiries.lines.filter(code=line.code).exists() and (mine is None or line.code in mine)
        ]
        actions.mark_not_applicable(at(who), enquiries=enquiries, codes=tuple(left), reason="No link known")
    enquiries.refresh_from_db()
    return enquiries


def told(cast: Cast, enquiries: EnquiryList) -> EnquiryList:
    """What the register shows, and that the child is not found."""
    actions.record_absence(
        at(cast.clerk),
        enquiries=enquiries,
        last_attended_on=LAST_ATTENDED,
        leave_ended_on=None,
        absent_until_on=NOW.date(),
        is_absence_unbroken=True,
        has_good_cause=False,
        expected_version=enquiries.version,
    )
    return actions.record_whereabouts(
        at(cast.officer), enquiries=enquiries, is_found=False, agrees=None, expected_version=enquiries.version
    )


def signed(cast: Cast) -> EnquiryList:
    """Begun, answered, told and signed by both sides."""
    enquiries = told(cast, answered(cast, begun(cast)))
    for who in (cast.clerk, cast.officer):
        actions.sign_enquiries(at(who), enquiries=enquiries, expected_version=enquiries.version)
    return enquiries
