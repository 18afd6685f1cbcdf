"""Every change of this room. Callers never import the files beside this one."""

from onroll.returns.actions.choosing import (
    ask_for_transitions,
    open_home_education,
    open_return,
    read_home_register,
    read_leavers,
    read_returns,
)
from onroll.returns.actions.deleting import (
    DeletionBeforeReturn,
    DeletionDayImpossible,
    GroundNotMet,
    GroundNotOfThatDay,
    NeedsJointEnquiries,
    decide,
    ground_on,
    is_joint,
    make_deletion_return,
)
from onroll.returns.actions.home_educating import (
    AlreadyRegistered,
    HomeEducationNotPossible,
    Notified,
    decide_suitability,
    end_home_education,
    register_home_education,
    tell_of_move,
)
from onroll.returns.actions.listing import (
    ListLoadedAlready,
    ListRefused,
    RowNotToBeDecided,
    decide_row,
    load_list,
    read_list_page,
)
from onroll.returns.actions.loading import FileRefused, load_returns
from onroll.returns.actions.making import (
    AuthorityMissing,
    ReturnMadeAlready,
    ReturnNotPossible,
    make_absence_return,
    make_new_pupil_return,
    say_not_needed,
    withdraw_return,
)
from onroll.returns.actions.not_in_school import RegisterEntryNotPossible, RegisterNotKeptYet, record_not_in_school
from onroll.returns.actions.owing import owe_return
from onroll.returns.actions.reconciling import notify_of_leaver

__all__ = [
    "AlreadyRegistered",
    "AuthorityMissing",
    "DeletionBeforeReturn",
    "DeletionDayImpossible",
    "FileRefused",
    "GroundNotMet",
    "GroundNotOfThatDay",
    "HomeEducationNotPossible",
    "ListLoadedAlready",
    "ListRefused",
    "NeedsJointEnquiries",
    "Notified",
    "RegisterEntryNotPossible",
    "RegisterNotKeptYet",
    "ReturnMadeAlready",
    "ReturnNotPossible",
    "RowNotToBeDecided",
    "ask_for_transitions",
    "decide",
    "decide_row",
    "decide_suitability",
    "end_home_education",
    "ground_on",
    "is_joint",
    "load_list",
    "load_returns",
    "make_absence_return",
    "make_deletion_return",
    "make_new_pupil_return",
    "notify_of_leaver",
    "open_home_education",
    "open_return",
    "owe_return",
    "read_home_register",
    "read_leavers",
    "read_list_page",
    "read_returns",
    "record_not_in_school",
    "register_home_education",
    "say_not_needed",
    "tell_of_move",
    "withdraw_return",
]
