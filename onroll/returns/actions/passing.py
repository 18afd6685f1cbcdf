"""A return about a child who lives in another authority's area reaches that authority.

Source: process.md section 5: new pupil and deletion data travel to the authority where the school is, and the receiving
authority passes them to the home authority; the duty of s436A sits with the area where the child is.
"""

from django.db import transaction

from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.returns import permissions
from onroll.returns.actions.homing import NoOtherAuthority, passed_on
from onroll.returns.actions.making import change_return
from onroll.returns.models import Return
from onroll.returns.return_states import ReturnState


@transaction.atomic
def pass_to_home(act: Act, *, law_return: Return, authority: Organisation, expected_version: int) -> Return:
    """Let the authority in whose area the child lives read a return; only one can, and a wrong one loses it again.

    Raises: Hidden, for an officer of another authority than the school's; NoOtherAuthority; Stale.
    """
    if not permissions.may_pass_on(act, law_return):
        raise Hidden
    if law_return.state != ReturnState.MADE:
        raise NoOtherAuthority("This return has not been made, so there is nothing to pass on yet.")
    if authority.kind != OrganisationKind.AUTHORITY or authority.country != Country.ENGLAND:
        raise NoOtherAuthority("Choose the local authority in England where the child lives.")
    if authority.pk == law_return.authority_id:
        raise NoOtherAuthority("This is the authority that has the return. Choose the one where the child lives.")
    change_return(law_return, expected_version, home_authority=authority.pk)
    ledger.record(act, passed_on(law_return))
    return law_return
