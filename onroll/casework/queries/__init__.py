"""Readings of notifications and cases. Each starts from what the acting officer's authority may see."""

from onroll.casework.queries import borders
from onroll.casework.queries.charge import Charge, charge_of
from onroll.casework.queries.child_story import Acting, ChildStory, KnownFact, Reader, child_to_read, reader_of
from onroll.casework.queries.enquiries import (
    BodyRecord,
    agency_request,
    agency_requests,
    body_records,
    checklist_of,
    decision_about,
    enquiry_list,
    enquiry_lists,
    enquiry_lists_of,
    harm_line,
    missing_before_signing,
    signatures_in_force,
    signs_to_act_on,
)
from onroll.casework.queries.families import FamilyMember, family_of_case
from onroll.casework.queries.finding import FoundChild, found_children
from onroll.casework.queries.followed import (
    Followed,
    count_followed,
    followed_child,
    followed_children,
    these_followed,
)
from onroll.casework.queries.groups import (
    Monitored,
    every_authority_but_ours,
    group_counts,
    group_of,
    groups_of,
    monitoring_list,
)
from onroll.casework.queries.known import child_with_reference, likely_children
from onroll.casework.queries.lists import (
    CASES_A_PAGE,
    NOTIFICATIONS_A_PAGE,
    CaseLine,
    Filters,
    NotificationLine,
    Queue,
    WorkList,
    chosen_cases,
    closed_cases,
    work_list,
)
from onroll.casework.queries.operating import WhichCases
from onroll.casework.queries.progress import Progress, progress_of
from onroll.casework.queries.queues import QueueCount, Queues, queues
from onroll.casework.queries.records import case, notification, officers, open_case_of, pace_of
from onroll.casework.queries.requests_to_us import SOURCE as AGENCY_SOURCE
from onroll.casework.queries.requests_to_us import (
    RequestsToUs,
    agencies_to_ask,
    new_answers,
    particulars_of,
    request_to_us,
    requests_to_us,
    still_wanted,
    waiting_for_us,
    who_is_told,
)
from onroll.casework.queries.rolls_behind import rolls_behind
from onroll.casework.queries.story import StoryStep, case_story
from onroll.casework.queries.story_for_officers import officers_story
from onroll.casework.queries.story_for_others import auditors_story, tellers_story
from onroll.casework.queries.team import Load, cases_in_hand, covers_today, team_load, team_member
from onroll.casework.queries.telling import (
    authorities_near,
    authorities_that_read,
    enclosure,
    own_telling,
    own_tellings,
)

__all__ = [
    "AGENCY_SOURCE",
    "CASES_A_PAGE",
    "NOTIFICATIONS_A_PAGE",
    "Acting",
    "BodyRecord",
    "CaseLine",
    "Charge",
    "ChildStory",
    "FamilyMember",
    "Filters",
    "Followed",
    "FoundChild",
    "KnownFact",
    "Load",
    "Monitored",
    "NotificationLine",
    "Progress",
    "Queue",
    "QueueCount",
    "Queues",
    "Reader",
    "RequestsToUs",
    "StoryStep",
    "WhichCases",
    "WorkList",
    "agencies_to_ask",
    "agency_request",
    "agency_requests",
    "auditors_story",
    "authorities_near",
    "authorities_that_read",
    "body_records",
    "borders",
    "case",
    "case_story",
    "cases_in_hand",
    "charge_of",
    "checklist_of",
    "child_to_read",
    "child_with_reference",
    "chosen_cases",
    "closed_cases",
    "count_followed",
    "covers_today",
    "decision_about",
    "enclosure",
    "enquiry_list",
    "enquiry_lists",
    "enquiry_lists_of",
    "every_authority_but_ours",
    "family_of_case",
    "followed_child",
    "followed_children",
    "found_children",
    "group_counts",
    "group_of",
    "groups_of",
    "harm_line",
    "likely_children",
    "missing_before_signing",
    "monitoring_list",
    "new_answers",
    "notification",
    "officers",
    "officers_story",
    "open_case_of",
    "own_telling",
    "own_tellings",
    "pace_of",
    "particulars_of",
    "progress_of",
    "queues",
    "reader_of",
    "request_to_us",
    "requests_to_us",
    "rolls_behind",
    "signatures_in_force",
    "signs_to_act_on",
    "still_wanted",
    "team_load",
    "team_member",
    "tellers_story",
    "these_followed",
    "waiting_for_us",
    "who_is_told",
    "work_list",
]
