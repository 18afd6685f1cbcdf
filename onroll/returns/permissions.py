"""Who makes returns for a school, who reads them for an authority, and who keeps its registers."""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.returns.models import HomeEducation, LoadedList, NotInSchool, NotInSchoolPassing, Return
from onroll.returns.querysets import is_school_clerk


class OnlySchools(NotAllowed):
    """Somebody who makes no returns for a school tried to."""

    code = "only_schools"
    default_words = "Only staff of a school can make its returns."


def may_make_returns(act: Act) -> bool:
    """Whether somebody makes returns for a school in England."""
    return is_school_clerk(act)


def may_read_returns(act: Act) -> bool:
    """A school's staff read their own returns; an authority's officers those of the schools of their area."""
    return may_make_returns(act) or may_reconcile(act)


def may_reconcile(act: Act) -> bool:
    """An officer reads late and missing returns, leavers without a destination, and lists compared with rolls."""
    return access_permissions.is_cme_officer(act)


def may_keep_home_register(act: Act) -> bool:
    """An officer keeps the authority's register of home education."""
    return access_permissions.is_cme_officer(act)


def may_owe(act: Act) -> bool:
    """The product itself opens what is owed, after what a feed or an officer did."""
    return act.is_system or act.role == "system" or may_read_returns(act)


def may_operate(act: Act) -> bool:
    """An operator's command loads files for a school or an authority."""
    return act.is_system and act.role == "system"


def may_change_return(act: Act, law_return: Return) -> bool:
    """Staff of the school whose return it is, and the product for that school."""
    return (may_make_returns(act) or acts_for_school(act)) and law_return.school_id == act.organisation_id


def may_pass_on(act: Act, law_return: Return) -> bool:
    """An officer of the authority that a return was made to: she passes it to the one where the child lives."""
    return may_reconcile(act) and law_return.authority_id == act.organisation_id


def may_change_home(act: Act, home: HomeEducation) -> bool:
    """An officer of the authority whose entry it is."""
    return may_keep_home_register(act) and home.authority_id == act.organisation_id


def may_change_register(act: Act, entry: NotInSchool) -> bool:
    """An officer of the authority whose entry of the register of children not in school it is."""
    return may_keep_home_register(act) and entry.authority_id == act.organisation_id


def may_answer_passing(act: Act, passing: NotInSchoolPassing) -> bool:
    """An officer of the authority that an entry was passed on to."""
    return may_keep_home_register(act) and passing.receiver_id == act.organisation_id


def may_see_list(act: Act, loaded: LoadedList) -> bool:
    """An officer of the authority that loaded the list."""
    return may_reconcile(act) and loaded.authority_id == act.organisation_id


def acts_for_school(act: Act) -> bool:
    """The product itself for a school: what its feed says is its word, and so is a file that an operator loads."""
    return act.actor_id is None and act.role == "system" and act.organisation_kind == OrganisationKind.SCHOOL


def check_is_school(act: Act) -> None:
    """Refuse whoever makes no returns. Raises: OnlySchools."""
    if not (may_make_returns(act) or acts_for_school(act)):
        raise OnlySchools


def check_may_change_return(act: Act, law_return: Return) -> None:
    """Refuse staff of another school. Raises: OnlySchools; Hidden."""
    check_is_school(act)
    if not may_change_return(act, law_return):
        raise Hidden


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
