"""Every change of this room. Callers never import the files beside this one."""

from onroll.returns.actions.choosing import (
    ask_for_transitions,
    choose_absence_by_feed,
    list_returns,
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
from onroll.returns.actions.home_checks import AlreadyRegistered, HomeEducationNotPossible, Notified
from onroll.returns.actions.home_educating import decide_suitability, end_home_education, register_home_education
from onroll.returns.actions.home_telling import tell_of_move
from onroll.returns.actions.homing import NoOtherAuthority
from onroll.returns.actions.listing import (
    ListLoadedAlready,
    ListRefused,
    RowNotToBeDecided,
    decide_row,
    load_list,
    read_list_page,
)
from onroll.returns.actions.loading import FileRefused, load_returns, load_returns_for
from onroll.returns.actions.making import (
    AuthorityMissing,
    ReturnMadeAlready,
    ReturnNotPossible,
    make_absence_return,
    make_new_pupil_return,
    say_not_needed,
    withdraw_return,
)
from onroll.returns.actions.not_in_school import (
    Entering,
    change_not_in_school,
    end_not_in_school,
    enter_not_in_school,
    open_not_in_school,
    read_not_in_school,
    record_not_in_school,
)
from onroll.returns.actions.owing import owe_return
from onroll.returns.actions.passing import pass_to_home
from onroll.returns.actions.reconciling import notify_of_leaver
from onroll.returns.actions.register_asking import (
    Provider,
    add_provider,
    ask_to_visit,
    end_provider,
    note_information,
    note_visit,
    require_information,
)
from onroll.returns.actions.register_keeping import RegisterEntryNotPossible, RegisterNotKeptYet
from onroll.returns.actions.register_passing import (
    PassingIsOver,
    open_passing,
    pass_on_not_in_school,
    say_not_here,
    take_back_passing,
    take_over_not_in_school,
)

__all__ = [
    "AlreadyRegistered",
    "AuthorityMissing",
    "DeletionBeforeReturn",
    "DeletionDayImpossible",
    "Entering",
    "FileRefused",
    "GroundNotMet",
    "GroundNotOfThatDay",
    "HomeEducationNotPossible",
    "ListLoadedAlready",
    "ListRefused",
    "NeedsJointEnquiries",
    "NoOtherAuthority",
    "Notified",
    "PassingIsOver",
    "Provider",
    "RegisterEntryNotPossible",
    "RegisterNotKeptYet",
    "ReturnMadeAlready",
    "ReturnNotPossible",
    "RowNotToBeDecided",
    "add_provider",
    "ask_for_transitions",
    "ask_to_visit",
    "change_not_in_school",
    "choose_absence_by_feed",
    "decide",
    "decide_row",
    "decide_suitability",
    "end_home_education",
    "end_not_in_school",
    "end_provider",
    "enter_not_in_school",
    "ground_on",
    "is_joint",
    "list_returns",
    "load_list",
    "load_returns",
    "load_returns_for",
    "make_absence_return",
    "make_deletion_return",
    "make_new_pupil_return",
    "note_information",
    "note_visit",
    "notify_of_leaver",
    "open_home_education",
    "open_not_in_school",
    "open_passing",
    "open_return",
    "owe_return",
    "pass_on_not_in_school",
    "pass_to_home",
    "read_home_register",
    "read_leavers",
    "read_list_page",
    "read_not_in_school",
    "read_returns",
    "record_not_in_school",
    "register_home_education",
    "require_information",
    "say_not_here",
    "say_not_needed",
    "take_back_passing",
    "take_over_not_in_school",
    "tell_of_move",
    "withdraw_return",
]
