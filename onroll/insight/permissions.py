"""Who may see lists and figures: an authority's children-missing-education officers, of their own area.

An operator's command works out figures of every authority; it is told no name.
"""

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed


def may_see_lists(act: Act) -> bool:
    """Whether somebody may see who is missing education in the area for which she acts."""
    return access_permissions.is_cme_officer(act) and bool(act.la_code)


def may_see_figures(act: Act) -> bool:
    """Whether somebody may see figures of the area for which she acts."""
    return may_see_lists(act)


def may_see_all_figures(act: Act) -> bool:
    """Whether this is an operator's command."""
    return act.is_system and act.role == "system"


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
