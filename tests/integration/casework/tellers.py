"""Those who tell of children beside the cast: a health visitor and a shopkeepers' line, each of its own agency."""

from onroll.access.models import Organisation, OrganisationKind, Role
from tests.cast import Member, make_member


def reporter(name: str = "healthvisitor", type_name: str = "Health", la_code: str = "820") -> Member:
    """Create an agency with one reporter."""
    agency = Organisation.objects.create(
        kind=OrganisationKind.AGENCY, name=f"Invented {type_name}", type_name=type_name, la_code=la_code
    )
    return make_member(name, agency, Role.AGENCY_REPORTER)
