"""What stands on every page around its content: who you are, for whom you act, and where you can go."""

import dataclasses
from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import acting
from onroll.access import permissions as access_permissions
from onroll.attendance import permissions as attendance_permissions
from onroll.audit.act import Act
from onroll.casework import permissions as casework_permissions
from onroll.evaluation import permissions as evaluation_permissions
from onroll.insight import permissions as insight_permissions
from onroll.registry import permissions as registry_permissions
from onroll.returns import permissions as returns_permissions
from onroll.rolls import permissions as rolls_permissions
from onroll.survey import permissions as survey_permissions
from onroll.transfer import permissions as transfer_permissions


@dataclasses.dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the service navigation."""

    text: str
    href: str
    current: bool


@dataclasses.dataclass(frozen=True, slots=True)
class NavGroup:
    """Entries that open together under one word, where a person has more than fit beside each other."""

    text: str
    entries: list[NavItem]
    current: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """What the layout shows around a page."""

    service_name: str
    signed_in_as: str | None
    acting_for: str | None
    role: str | None
    can_change: bool
    navigation: list[NavItem]
    navigation_groups: list[NavGroup]
    footer: list[NavItem]
    account_href: str
    change_href: str
    sign_out_href: str
    demonstration: bool


class Group(StrEnum):
    """The words under which entries open together, in their order."""

    CHILDREN = "Children"
    FILES = "Files"
    MORE = "More"


MOST_BESIDE = 8  # entries that fit beside each other on one line of a desk's screen

# text, address, who sees it, the group it stands in where there are too many: in the order of a day's work
ENTRIES: tuple[tuple[str, str, Callable[[Act], bool], Group | None], ...] = (
    ("Work list", "casework:work-list", casework_permissions.may_see_cases, None),
    ("The team", "casework:team", casework_permissions.may_lead, Group.CHILDREN),
    ("Find a child", "casework:find-child", casework_permissions.may_see_cases, None),
    ("Who is missing", "insight:lists", insight_permissions.may_see_lists, Group.CHILDREN),
    ("Lost pupils", "transfer:search-repository", transfer_permissions.may_search_repository, Group.CHILDREN),
    ("Waiting for you", "transfer:inbox", transfer_permissions.may_read_inbox, None),
    ("Other authorities", "casework:border-work", casework_permissions.may_see_cases, Group.CHILDREN),
    ("Attendance", "attendance:today", attendance_permissions.starts_with_attendance, None),
    ("Documents for you", "transfer:documents", transfer_permissions.has_documents_only, Group.FILES),
    ("Messages", "transfer:conversations", transfer_permissions.has_mailbox, None),
    ("Your roll", "rolls:roll", rolls_permissions.has_roll, None),
    ("Rolls of schools", "rolls:schools", rolls_permissions.may_see_feeds, Group.CHILDREN),
    ("Send a file", "transfer:send-file", transfer_permissions.may_send_files, None),
    ("Requests", "transfer:requests", transfer_permissions.may_send_files, Group.FILES),
    ("Sent", "transfer:sent", transfer_permissions.may_send_files, Group.FILES),
    ("Leavers", "transfer:leavers", transfer_permissions.may_confirm_arrivals, Group.FILES),
    ("Attendance", "attendance:today", attendance_permissions.has_attendance_beside, Group.CHILDREN),
    ("Tell of a child", "telling:tellings", casework_permissions.may_tell, Group.CHILDREN),
    ("Requests to us", "telling:requests-to-us", casework_permissions.may_answer_requests, None),
    ("Surveys", "survey:surveys", survey_permissions.may_interview, None),
    ("Enquiries", "casework:enquiry-lists", casework_permissions.may_see_enquiries, Group.CHILDREN),
    ("Files in our area", "transfer:area", transfer_permissions.may_see_area, Group.FILES),
    ("Returns", "returns:returns", returns_permissions.may_read_returns, Group.CHILDREN),
    ("Leavers reconciled", "returns:leavers", returns_permissions.may_reconcile, Group.CHILDREN),
    ("Lists and rolls", "returns:lists", returns_permissions.may_reconcile, Group.CHILDREN),
    ("Home education", "returns:home-register", returns_permissions.may_keep_home_register, Group.CHILDREN),
    ("Same child?", "registry:reviews", registry_permissions.may_review, Group.CHILDREN),
    ("Kept apart", "transfer:kept-apart", transfer_permissions.may_keep_apart, Group.FILES),
    ("Shielded children", "transfer:shields", registry_permissions.may_shield, Group.CHILDREN),
    ("Groups at risk", "casework:risk-groups", casework_permissions.may_see_cases, Group.CHILDREN),
    ("Sealed addresses", "registry:sealed-addresses", registry_permissions.may_see_sealed, Group.CHILDREN),
    ("People", "access:people", access_permissions.may_approve_access, Group.MORE),
    ("Ledger", "access:ledger", access_permissions.may_read_ledger, Group.MORE),
    ("Find a school", "access:find-school", access_permissions.has_a_role, Group.MORE),
    ("Patterns of search", "transfer:patterns", transfer_permissions.may_read_patterns, Group.MORE),
    ("Agencies and routes", "directory:directory", casework_permissions.may_see_cases, Group.MORE),
    ("Families to arrive", "directory:arrivals", casework_permissions.may_tell_for_agency, Group.MORE),
    ("Policy", "directory:read-policy", casework_permissions.may_read_papers, Group.MORE),
    ("Self-evaluation", "evaluation:rounds", evaluation_permissions.may_evaluate, Group.MORE),
    ("Signed self-evaluations", "evaluation:totals", evaluation_permissions.may_read_totals, Group.MORE),
)


def start_of(act: Act) -> str:
    """Return the address where this person's day starts: the first entry that she may open."""
    return next(reverse(name) for _, name, rule, _ in ENTRIES if rule(act))


def entries_for(act: Act, path: str) -> tuple[list[NavItem], list[NavGroup]]:
    """Return the entries that this person may open, and the groups of those that do not fit beside the others.

    The entry she is at is marked, and so is its group.
    """
    allowed = [(text, reverse(name), group) for text, name, rule, group in ENTRIES if rule(act)]
    at = max((href for _, href, _ in allowed if path.startswith(href)), key=len, default="")
    items = [(NavItem(text=text, href=href, current=href == at), group) for text, href, group in allowed]
    if len(items) <= MOST_BESIDE:
        return [item for item, _ in items], []
    grouped = {group: [item for item, its in items if its is group] for group in Group}
    alone = {group for group, entries in grouped.items() if len(entries) == 1}
    return (
        [item for item, group in items if group is None or group in alone],
        [
            NavGroup(group.value, entries, any(item.current for item in entries))
            for group, entries in grouped.items()
            if len(entries) > 1
        ],
    )


def layout(request: HttpRequest) -> dict[str, Layout]:
    """Context processor: give every page its `layout`."""
    standing = acting.standing_of(request) if hasattr(request, "user") else None
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    entries: list[NavItem] = []
    groups: list[NavGroup] = []
    if standing is not None:
        entries, groups = entries_for(acting.act_under(standing, request=request, purpose="open a page"), request.path)
    return {
        "layout": Layout(
            service_name="OnRoll",
            signed_in_as=request.user.name if is_signed_in else None,  # type: ignore[union-attr]
            acting_for=standing.membership.organisation.name if standing else None,
            role=standing.role_words if standing else None,
            can_change=bool(is_signed_in and len(acting.standings_today(request)) > 1),
            navigation=entries,
            navigation_groups=groups,
            footer=[NavItem("Published counts", reverse("transfer:statistics"), current=False)],
            account_href=reverse("access:account"),
            change_href=reverse("access:choose-organisation"),
            sign_out_href=reverse("account_logout"),
            demonstration=settings.IS_DEMONSTRATION,
        )
    }
