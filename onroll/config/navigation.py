"""What stands on every page around its content: who you are, for whom you act, and where you can go."""

import dataclasses
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from onroll.access import acting
from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.casework import permissions as casework_permissions
from onroll.registry import permissions as registry_permissions
from onroll.transfer import permissions as transfer_permissions


@dataclasses.dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the service navigation."""

    text: str
    href: str
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
    account_href: str
    change_href: str
    sign_out_href: str
    demonstration: bool


# text, address, who sees it: in the order of a day's work
ENTRIES: tuple[tuple[str, str, Callable[[Act], bool]], ...] = (
    ("Work list", "casework:work-list", casework_permissions.may_see_cases),
    ("Lost pupils", "transfer:search-repository", transfer_permissions.may_search_repository),
    ("Waiting for you", "transfer:inbox", transfer_permissions.may_read_inbox),
    ("Send a file", "transfer:send-file", transfer_permissions.may_send_files),
    ("Requests", "transfer:requests", transfer_permissions.may_send_files),
    ("Sent", "transfer:sent", transfer_permissions.may_send_files),
    ("Leavers", "transfer:leavers", transfer_permissions.may_confirm_arrivals),
    ("Files in our area", "transfer:area", transfer_permissions.may_see_area),
    ("Shielded children", "transfer:shields", registry_permissions.may_shield),
    ("People", "access:people", access_permissions.may_approve_access),
    ("Find a school", "access:find-school", access_permissions.has_a_role),
    ("Patterns of search", "transfer:patterns", transfer_permissions.may_read_patterns),
    ("Ledger", "access:ledger", access_permissions.may_read_ledger),
)


def entries_for(act: Act, path: str) -> list[NavItem]:
    """Return the entries that this person may open, the one she is at marked."""
    allowed = [(text, reverse(name)) for text, name, rule in ENTRIES if rule(act)]
    current = max((href for _, href in allowed if path.startswith(href)), key=len, default="")
    return [NavItem(text=text, href=href, current=href == current) for text, href in allowed]


def layout(request: HttpRequest) -> dict[str, Layout]:
    """Context processor: give every page its `layout`."""
    standing = acting.standing_of(request) if hasattr(request, "user") else None
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    navigation = []
    if standing is not None:
        navigation = entries_for(acting.act_under(standing, request=request, purpose="open a page"), request.path)
    return {
        "layout": Layout(
            service_name="OnRoll",
            signed_in_as=request.user.name if is_signed_in else None,  # type: ignore[union-attr]
            acting_for=standing.membership.organisation.name if standing else None,
            role=standing.role_words if standing else None,
            can_change=bool(is_signed_in and len(acting.standings_today(request)) > 1),
            navigation=navigation,
            account_href=reverse("access:account"),
            change_href=reverse("access:choose-organisation"),
            sign_out_href=reverse("account_logout"),
            demonstration=settings.IS_DEMONSTRATION,
        )
    }
