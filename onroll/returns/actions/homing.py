"""In which authority's area the child of a return lives, where it is not the school's."""

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.returns.events import ReturnPassedOn
from onroll.returns.models import Return


class NoOtherAuthority(RuleBroken):
    """A return was to be passed to no authority in England, to the one that has it, or before it was made."""

    code = "no_other_authority"


def home_of(la_code: str, school: Organisation) -> Organisation | None:
    """Return the other authority in whose area a pupil lives, by its number; None for the school's own or no number.

    Raises: NoOtherAuthority, for a number that no authority has.
    """
    number = la_code.strip()
    if not number or number == school.la_code:
        return None
    found: Organisation | None = access_queries.authority(number)
    if found is None:
        raise NoOtherAuthority("No local authority has this number. Give the three digits of the one where she lives.")
    return found


def tell_home(act: Act, law_return: Return, home: Organisation | None) -> None:
    """Keep where the child of a return that was just made lives, in another authority's area; its officers read it."""
    if home is None:
        return
    Return.objects.filter(pk=law_return.pk).update(home_authority=home)
    law_return.home_authority = home
    ledger.record(act, passed_on(law_return))


def passed_on(law_return: Return) -> ReturnPassedOn:
    """Return the event of a return that reached the home authority."""
    return ReturnPassedOn(
        return_id=law_return.pk, child_id=law_return.child_id, home_authority_id=law_return.home_authority_id or 0
    )
