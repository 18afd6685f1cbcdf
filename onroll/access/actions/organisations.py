"""Organisations that the register of schools does not hold: departments, agencies, and schools outside England."""

from django.db import transaction

from onroll.access import countries
from onroll.access.actions.loading import store_authorities
from onroll.access.actions.people import check_may_manage
from onroll.access.events import OrganisationAdded
from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken


class InTheRegister(RuleBroken):
    """Schools and authorities come from the register, so that their codes are right."""

    code = "in_the_register"
    default_words = "Schools and authorities are loaded from the register of schools."


class CodeTaken(RuleBroken):
    """Another organisation has this number."""

    code = "code_taken"
    default_words = "Another organisation has this code."


class CountryDoesNotFit(RuleBroken):
    """The number belongs to another country, or to England, whose schools come from the register."""

    code = "country_does_not_fit"
    default_words = "The first three digits of this code do not stand for this country."


@transaction.atomic
def add_organisation(
    act: Act, *, kind: OrganisationKind, name: str, type_name: str = "", la_code: str = ""
) -> Organisation:
    """Make a department, an agency or a provider off site.

    `type_name`: what kind of agency it is; `la_code`: where, if in one area only.

    Raises: InTheRegister.
    """
    check_may_manage(act)
    if kind not in (OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY, OrganisationKind.PROVIDER):
        raise InTheRegister
    organisation = Organisation.objects.create(kind=kind, name=name, type_name=type_name, la_code=la_code)
    ledger.record(act, OrganisationAdded(organisation_id=organisation.pk))
    return organisation


@transaction.atomic
def add_outside(act: Act, *, name: str, country: Country, code: str = "") -> Organisation:
    """Make an end-point outside England, with its seven digits where it has some.

    A school in Wales is a school like any other and needs them; its authority is made with it.
    Raises: CountryDoesNotFit, CodeTaken.
    """
    check_may_manage(act)
    numbers = countries.numbers_with(code[:3])
    if country != (numbers.country if numbers else None) and (code or country in (Country.ENGLAND, Country.WALES)):
        raise CountryDoesNotFit
    if code and Organisation.objects.with_code(code).exists():
        raise CodeTaken
    is_school = numbers is not None and numbers.is_authority
    organisation = Organisation.objects.create(
        kind=OrganisationKind.SCHOOL if is_school else OrganisationKind.OUTSIDE,
        country=country,
        name=name,
        la_code=code[:3],
        number=code[3:],
    )
    if is_school:
        store_authorities({code[:3]: countries.authorities_of_wales()[code[:3]]})
    ledger.record(act, OrganisationAdded(organisation_id=organisation.pk))
    return organisation
