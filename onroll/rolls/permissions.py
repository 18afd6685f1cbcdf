"""Who may say what is on a school's roll, who may read it, and who decides on a file that is held."""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.rolls.models import Snapshot

SCHOOL_KINDS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.PROVIDER, OrganisationKind.OUTSIDE})
ROLL_ROLES = frozenset({Role.ADMISSIONS, Role.ATTENDANCE})
READING_ROLES = ROLL_ROLES | {Role.SAFEGUARDING}
OVERSEEING_ROLES = access_permissions.CME_ROLES | ROLL_ROLES


def has_roll(act: Act) -> bool:
    """Somebody who keeps the roll of a school or provider, or its software."""
    return act.organisation_kind in SCHOOL_KINDS and act.role in ROLL_ROLES


def may_send_roll(act: Act, school_id: int) -> bool:
    """Whoever keeps this school's roll; an operator's command for any."""
    return is_operator(act) or (has_roll(act) and act.organisation_id == school_id)


def is_operator(act: Act) -> bool:
    """An operator's command or a timer."""
    return act.is_system and act.role == "system"


def may_read_rolls(act: Act) -> bool:
    """Whoever keeps a roll or leads on safeguarding there, for that roll; an authority's officers for its schools."""
    return (act.organisation_kind in SCHOOL_KINDS and act.role in READING_ROLES) or access_permissions.is_cme_officer(
        act
    )


def may_see_feeds(act: Act) -> bool:
    """Whoever oversees attendance, admissions or missing children for an authority: which schools' data is fresh."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role in OVERSEEING_ROLES


def may_decide(act: Act, snapshot: Snapshot) -> bool:
    """Whoever says whether a held file is right: the school's own people, or an officer of its authority.

    Never software: that a person looks is what holding is for.
    """
    is_person = act.actor_id is not None
    is_own = has_roll(act) and act.organisation_id == snapshot.school_id
    is_officer = access_permissions.is_cme_officer(act) and act.la_code == snapshot.school.la_code
    return is_person and (is_own or is_officer)


def may_look_at(act: Act, snapshot: Snapshot) -> bool:
    """Whoever keeps the school's roll, and an officer of its authority: what a waiting file would change."""
    is_own = has_roll(act) and act.organisation_id == snapshot.school_id
    return is_own or (access_permissions.is_cme_officer(act) and act.la_code == snapshot.school.la_code)


def may_tell_dates(act: Act) -> bool:
    """Whoever keeps a school's roll or register, for that school: a person, not its software."""
    return act.organisation_kind == OrganisationKind.SCHOOL and has_roll(act) and act.actor_id is not None


def may_link(act: Act) -> bool:
    """Whoever keeps a roll has its pupils linked to the children we know; so does the clock, or the product itself."""
    return act.role == "system" or has_roll(act)


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
