"""Looking for a child in the search box: an action, since it leaves who looked, by what kinds of fact and how often."""

from typing import cast

from django.db import transaction

from onroll.access import limits
from onroll.access import queries as access_queries
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework import permissions, queries
from onroll.casework.events import ChildrenLookedFor, LookedTooOften
from onroll.casework.queries import FoundChild
from onroll.linkage.finder import Question, parse_typed
from onroll.transfer import actions as transfer_actions

# Our own bound (mark P). A box that answers as one types asks a handful of times for each child; nobody has business
# with a hundred children an hour, and who wants them all would need weeks.
PER_PERSON = (300, 3600)
_ONCE_AN_HOUR = (1, 3600)


def find_children(act: Act, *, typed: str) -> tuple[FoundChild, ...]:
    """Return the children whom the officer may see and who answer what she typed. This will record that she looked.

    What was typed is not recorded, only which kinds of fact it held. Too little to find anybody by finds nobody, and
    leaves nothing. Raises: NotAnOfficer; TooOften, which an auditor then reads in the ledger.
    """
    if not permissions.may_see_cases(act):
        raise permissions.NotAnOfficer
    question = parse_typed(typed, on=act.on)
    if question.is_empty:
        return ()
    try:
        limits.check_limit(act, key="find-children", per_person=PER_PERSON)
    except limits.TooOften:
        _raise_alarm(act)
        raise
    found = queries.found_children(act, question)
    with transaction.atomic():
        event = ChildrenLookedFor(
            authority_id=cast("int", act.organisation_id), kinds_of_fact=_kinds(question), found=len(found)
        )
        ledger.record(act, event)
    return found


@transaction.atomic
def _raise_alarm(act: Act) -> None:
    """Record, once an hour, that somebody asks for far more children than she can be working on, and tell auditors."""
    if limits.take_slot(f"find-children-alarm:{act.actor_id}", _ONCE_AN_HOUR):
        ledger.record(act, LookedTooOften(authority_id=cast("int", act.organisation_id), most_an_hour=PER_PERSON[0]))
        transfer_actions.tell_of_too_many_searches(act, authority=access_queries.acting_organisation(act))


def _kinds(question: Question) -> tuple[str, ...]:
    held = {
        "birth date": question.birth,
        "name": question.words,
        "postcode": question.postcode or question.district,
        "school": question.school_code,
        "UPN": question.upns,
    }
    return tuple(kind for kind, fact in held.items() if fact)
