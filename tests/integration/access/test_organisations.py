"""Departments and partner agencies: what the register of schools does not hold."""

import pytest

from onroll.access import actions
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from tests.cast import Cast


def test_an_operator_adds_an_agency_and_the_ledger_says_so(cast: Cast) -> None:
    act = by_the_system(at=cast.officer.act().at, purpose="add an agency")

    agency = actions.add_organisation(act, kind=OrganisationKind.AGENCY, name="Invented Health Trust")

    assert (agency.kind, agency.name, agency.code) == ("agency", "Invented Health Trust", "")
    assert LedgerEntry.objects.get(name="access.OrganisationAdded").subject_id == str(agency.pk)


@pytest.mark.parametrize("kind", [OrganisationKind.SCHOOL, OrganisationKind.AUTHORITY])
def test_schools_and_authorities_come_from_the_register_only(cast: Cast, kind: OrganisationKind) -> None:
    act = by_the_system(at=cast.officer.act().at, purpose="add a school")

    with pytest.raises(actions.InTheRegister):
        actions.add_organisation(act, kind=kind, name="Made Up School")

    assert not Organisation.objects.filter(name="Made Up School").exists()


def test_nobody_who_signs_in_adds_organisations(cast: Cast) -> None:
    for member in cast.members().values():
        with pytest.raises(NotAllowed):
            actions.add_organisation(member.act(), kind=OrganisationKind.AGENCY, name="An agency")
