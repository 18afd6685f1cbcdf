"""Who may keep a register, call home, see alerts, and say who was at a place.

A school's attendance clerk keeps the register. Calling has cover: admissions and safeguarding staff of the school may
call when she is away. A provider's clerk marks at her place alone; an authority's officers read, and act on alerts.
"""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed

COVER = frozenset({Role.ADMISSIONS, Role.SAFEGUARDING})


def _is_school(act: Act) -> bool:
    return act.organisation_kind == OrganisationKind.SCHOOL


def may_keep_register(act: Act) -> bool:
    """A school's attendance clerk."""
    return _is_school(act) and act.role == Role.ATTENDANCE


def may_call(act: Act) -> bool:
    """A school's attendance clerk, or who covers: its admissions and safeguarding staff."""
    return may_keep_register(act) or (_is_school(act) and act.role in COVER)


def may_mark_at_place(act: Act) -> bool:
    """A provider's attendance clerk."""
    return act.organisation_kind == OrganisationKind.PROVIDER and act.role == Role.ATTENDANCE


def may_see_area(act: Act) -> bool:
    """An authority's children-missing-education officer."""
    return access_permissions.is_cme_officer(act) and bool(act.la_code)


def may_see_alerts(act: Act) -> bool:
    """Whoever may call at a school, and the officers of its authority."""
    return may_call(act) or may_see_area(act)


def may_see_weeks(act: Act) -> bool:
    """Whoever may see a child's week across places: the school, the place, the authority's officers."""
    return may_see_alerts(act) or may_mark_at_place(act)


def may_arrange_places(act: Act) -> bool:
    """A school's attendance clerk, and the officers of its authority."""
    return may_keep_register(act) or may_see_area(act)


def may_see_attendance(act: Act) -> bool:
    """Whoever has anything to do with attendance."""
    return may_see_weeks(act)


def starts_with_attendance(act: Act) -> bool:
    """Those whose day starts with attendance: the clerks who mark, at a school or a place."""
    return may_keep_register(act) or may_mark_at_place(act)


def has_attendance_beside(act: Act) -> bool:
    """Those who have attendance beside other work."""
    return may_see_attendance(act) and not starts_with_attendance(act)


def may_see_dates(act: Act) -> bool:
    """A school's attendance clerk, for her own school's term dates; whether she may change them, rolls says."""
    return may_keep_register(act)


def may_sweep(act: Act) -> bool:
    """The nightly timer, an operator's command, or what follows from a file that came."""
    return act.is_system and act.role == "system"


def may_load(act: Act) -> bool:
    """An operator's command, or a school's attendance clerk for her own school."""
    return may_sweep(act) or may_keep_register(act)


def may_make_letters(act: Act) -> bool:
    """A school's attendance clerk: a person, who signs the letter. She changes its text, too."""
    return may_keep_register(act) and act.actor_id is not None


def may_read_files(act: Act) -> bool:
    """A school's attendance clerk, for her school's files; an authority's officers, for those of its schools."""
    return may_keep_register(act) or may_see_area(act)


def may_say_how_marks_come(act: Act, school_id: int) -> bool:
    """A school's attendance clerk for her own school: a person, not the school's software."""
    return may_keep_register(act) and act.organisation_id == school_id and act.actor_id is not None


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
