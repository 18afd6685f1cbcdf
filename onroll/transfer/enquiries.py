"""Checks on the enquiries a school says it made before it files a child as lost. The checklist is `rules`'s."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from onroll.audit.refusals import RuleBroken
from onroll.rules import enquiries as checklists

# Enquiries older than this were not made about this leaving: a slip of the year. Our own bound (mark P).
OLDEST_DAYS = 3 * 366


@dataclasses.dataclass(frozen=True, slots=True)
class EnquiryMade:
    """One enquiry: a code of the checklist, the day it was made, and what came of it."""

    code: str
    made_on: date
    outcome: str


class EnquiriesIncomplete(RuleBroken):
    """The enquiries are missing, unknown, dated wrongly or without an outcome."""

    code = "enquiries_incomplete"


def check(enquiries: Sequence[EnquiryMade], *, on: date) -> None:
    """Refuse, unless there is one enquiry at least, and each has a known code, a possible day and an outcome.

    Source: ../shared/reference/ctf/s2s.md section 5: ask for the enquiries made before a lost pupil is accepted.
    """
    if not enquiries:
        raise EnquiriesIncomplete(
            "Say which enquiries were made. At least one is needed before a child is filed as lost."
        )
    known = {line.code for line in checklists.checklist_on(on).enquiries}
    for made in enquiries:
        if made.code not in known:
            raise EnquiriesIncomplete("One of the enquiries is not on the checklist.")
        check_day(made.made_on, on=on)
        if not made.outcome.strip():
            raise EnquiriesIncomplete("Say what came of each enquiry.")


def check_day(made_on: date, *, on: date) -> None:
    """Refuse a day on which no enquiry about this leaving can have been made.

    Raises: EnquiriesIncomplete.
    """
    if made_on > on:
        raise EnquiriesIncomplete("The day of an enquiry cannot be later than today.")
    if (on - made_on).days > OLDEST_DAYS:
        raise EnquiriesIncomplete("The day of an enquiry is more than three years ago. Check the year.")
