"""Who may do what with notifications and cases: the authority's children-missing-education officers, all of it.

An exchange administrator handles files, not children's cases; an auditor reads the ledger, not children.
"""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework.enquiry_querysets import is_school_enquirer
from onroll.casework.models import AgencyRequest, EnquiryList
from onroll.casework.telling import Route
from onroll.registry.models import Enrolment
from onroll.rules.enquiries import Party


class NotAnOfficer(NotAllowed):
    """Somebody who is no children-missing-education officer tried to work on a case."""

    code = "not_an_officer"
    default_words = "Only a children missing education officer of the authority can do this."


class NotALeader(NotAllowed):
    """Somebody who does not lead the team tried to do what its leader does."""

    code = "not_a_leader"
    default_words = "Only the leader of the children missing education team can do this."


class NotAReader(NotAllowed):
    """Somebody whose role reads nothing of children tried to read a child's story."""

    code = "not_a_reader"
    default_words = "Only officers, schools, notifying agencies and auditors read a child’s story, each her part of it."


class NotAnEnquirer(NotAllowed):
    """Somebody who makes no enquiries about missing children tried to."""

    code = "not_an_enquirer"
    default_words = "Only staff of the child’s school and officers of its authority can do this."


class NotAnAgency(NotAllowed):
    """Somebody who is of no partner agency tried to answer for one."""

    code = "not_an_agency"
    default_words = (
        "Only staff of the agency that was asked can answer here. A council or school records what it heard."
    )


class OnlyTheSchool(NotAllowed):
    """Somebody of the authority tried what is the school's alone: its register."""

    code = "only_the_school"
    default_words = "Only the child’s school can say this: the register is the school’s."


def may_see_cases(act: Act) -> bool:
    """Whether the person may read notifications and cases of the organisation for which she acts."""
    return access_permissions.is_cme_officer(act)


def may_lead(act: Act) -> bool:
    """Whether the person may see how the work of the whole team stands, and hand cases over in one go."""
    return access_permissions.is_cme_leader(act)


def may_work_on(act: Act, authority_id: int) -> bool:
    """Whether the person may change a notification or case of this authority."""
    return may_see_cases(act) and act.organisation_id == authority_id


def check_may_work_on(act: Act, authority_id: int) -> None:
    """Refuse where `may_work_on` says no.

    Raises: NotAnOfficer; Hidden, for an officer of another authority, who must not learn that there is a case.
    """
    if not may_see_cases(act):
        raise NotAnOfficer
    if not may_work_on(act, authority_id):
        raise Hidden


def may_read_child_story(act: Act) -> bool:
    """Whether the person reads a part of children's stories: all, her own school's, her agency's, or the ledger's."""
    is_teller = is_school_enquirer(act) or may_tell_for_agency(act)
    return may_see_cases(act) or is_teller or access_permissions.may_read_ledger(act)


def may_save_child_story(act: Act) -> bool:
    """Whether she may save it: whoever reads of the child. An auditor has the ledger's own export."""
    return may_read_child_story(act) and not access_permissions.may_read_ledger(act)


# Who of a school or an authority may tell of a child, beside an agency's reporters.
SCHOOL_TELLERS = frozenset({Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING})
SWEEPERS = frozenset({Role.CME_OFFICER, Role.ATTENDANCE})


def may_tell(act: Act) -> bool:
    """Whether the person may tell of a child on behalf of her organisation, and read what came of it."""
    return may_tell_for_agency(act) or may_tell_for_school(act) or may_say_seen(act)


def may_tell_for_agency(act: Act) -> bool:
    """A partner agency's reporter, a person or the agency's own software."""
    return act.organisation_kind == OrganisationKind.AGENCY and act.role == Role.AGENCY_REPORTER


def may_answer_requests(act: Act) -> bool:
    """A partner agency's reporter, a person or the agency's own software, answers what the agency was asked."""
    return may_tell_for_agency(act)


def check_may_answer_request(act: Act, request: AgencyRequest) -> None:
    """Refuse whoever is of no agency, or of another one than was asked: above, below or beside it.

    Raises: NotAnAgency; Hidden, for another agency, which must not learn that there is a request.
    """
    if not may_answer_requests(act):
        raise NotAnAgency
    if act.organisation_id != request.agency_id:
        raise Hidden


def may_tell_for_school(act: Act) -> bool:
    """Somebody at a school who refers a child."""
    return act.organisation_kind == OrganisationKind.SCHOOL and act.role in SCHOOL_TELLERS


def may_say_seen(act: Act) -> bool:
    """Somebody of an authority who is out on a truancy sweep, or has seen a child out of school."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role in SWEEPERS


def may_refer(act: Act) -> bool:
    """Whether the person tells for an agency or a school, on the form of its kind."""
    return may_tell_for_agency(act) or may_tell_for_school(act)


def route_of(act: Act) -> Route:
    """Return by which route a person tells, from whom she acts for. Needs `may_tell`."""
    if may_tell_for_agency(act):
        return Route.AGENCY
    return Route.SCHOOL if may_tell_for_school(act) else Route.SWEEP


def may_see_enquiries(act: Act) -> bool:
    """Whether the person makes enquiries about missing children: for a school, or as an authority's officer."""
    return is_school_enquirer(act) or may_see_cases(act)


def may_begin_for_pupil(act: Act) -> bool:
    """Whether the person may begin enquiries about a pupil of her school."""
    return is_school_enquirer(act)


def party_of(act: Act) -> Party:
    """Return the side of a shared list on which the person stands."""
    return Party.SCHOOL if is_school_enquirer(act) else Party.AUTHORITY


def check_may_add_to(act: Act, enquiries: EnquiryList) -> None:
    """Refuse whoever makes no enquiries, or is of neither side of this list.

    Raises: NotAnEnquirer; Hidden, for another school or authority, which must not learn that there is a list.
    """
    if not may_see_enquiries(act):
        raise NotAnEnquirer
    own = enquiries.school_id if is_school_enquirer(act) else enquiries.authority_id
    if act.organisation_id != own:
        raise Hidden


def check_is_school(act: Act, enquiries: EnquiryList) -> None:
    """Refuse whoever is not of the child's school: the register is the school's.

    Raises: as `check_may_add_to`; OnlyTheSchool.
    """
    check_may_add_to(act, enquiries)
    if not is_school_enquirer(act):
        raise OnlyTheSchool


def may_operate(act: Act) -> bool:
    """Whether this is an operator's command: it lists and exports cases of any authority, and leaves its trace."""
    return act.is_system and act.role == "system"


def check_says_it_itself(act: Act, enrolment: Enrolment) -> None:
    """Refuse word of a child on a roll that is not the acting school's own."""
    if act.organisation_id != enrolment.organisation_id:
        raise NotAllowed


def check_may_operate(act: Act) -> None:
    """Refuse, without detail, whoever is no operator's command."""
    if not may_operate(act):
        raise NotAllowed


def may_read_papers(act: Act) -> bool:
    """Whether the person may say, for her organisation, that it has read the policy and the routes of its area."""
    return access_permissions.has_a_role(act) and bool(act.la_code)


def may_tell_of_arrivals(act: Act) -> bool:
    """Whether the person may tell that families are to arrive: a partner agency, or the authority itself."""
    return may_tell_for_agency(act) or may_see_cases(act)
