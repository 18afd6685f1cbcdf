"""Organisations that the register of schools does not hold: departments and partner agencies."""

from django.db import transaction

from onroll.access.actions.people import check_may_manage
from onroll.access.events import OrganisationAdded
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken


class InTheRegister(RuleBroken):
    """Schools and authorities come from the register, so that their codes are right."""

    code = "in_the_register"
    default_words = "Schools and authorities are loaded from the register of schools."


@transaction.atomic
def add_organisation(act: Act, *, kind: OrganisationKind, name: str) -> Organisation:
    """Make a department or an agency.

    Raises: InTheRegister.
    """
    check_may_manage(act)
    if kind in (OrganisationKind.SCHOOL, OrganisationKind.AUTHORITY):
        raise InTheRegister
    organisation = Organisation.objects.create(kind=kind, name=name)
    ledger.record(act, OrganisationAdded(organisation_id=organisation.pk))
    return organisation
