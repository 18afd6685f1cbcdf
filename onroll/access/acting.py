"""`act_for(request, purpose)`: turns a signed-in request into an `Act`, under the membership the person chose.

A person with several memberships acts under one at a time; which one is kept in the session and checked anew on each
request, so that a role that ended this morning ends here.
"""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from onroll.access.models import Membership
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed

SESSION_KEY = "membership"


class NoRole(NotAllowed):
    """The person is signed in but holds no role today."""

    code = "no_role"
    default_words = "You have no role for any organisation today. Ask your organisation’s approver to give you one."


def memberships_today(request: HttpRequest) -> QuerySet[Membership]:
    """Return the memberships that the signed-in person may act under today, with their organisations."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(person_id=request.user.pk or 0)
        .in_force(today)
        .select_related("organisation")
        .order_by("organisation__name", "role")
    )


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the membership that this request acts under: the chosen one, else the first; none, without a role."""
    cached: Membership | None = getattr(request, "_membership", None)
    if cached is None and request.user.is_authenticated:
        held = memberships_today(request)
        chosen = request.session.get(SESSION_KEY)
        cached = (held.filter(pk=chosen).first() if chosen else None) or held.first()
        request._membership = cached  # type: ignore[attr-defined]  # noqa: SLF001 - ours, for this request only
    return cached


def act_for(request: HttpRequest, purpose: str) -> Act:
    """Return the act of this request's person. `purpose` is a short phrase without personal data.

    Raises: NoRole, when the person holds no role today.
    """
    membership = membership_of(request)
    if membership is None:
        raise NoRole
    return act_under(membership, request=request, purpose=purpose)


def act_of_person(request: HttpRequest, person_id: int, purpose: str) -> Act:
    """Return an act of somebody about her own account, which needs no role; with her role where she holds one."""
    membership = membership_of(request)
    if membership is not None and membership.person_id == person_id:
        return act_under(membership, request=request, purpose=purpose)
    return _without_role(request, actor_id=person_id, purpose=purpose)


def act_of_nobody(request: HttpRequest, purpose: str) -> Act:
    """Return the act of a visitor whom we do not know: only for recording a sign-in that failed."""
    return _without_role(request, actor_id=None, purpose=purpose)


def _without_role(request: HttpRequest, *, actor_id: int | None, purpose: str) -> Act:
    return Act(
        actor_id=actor_id,
        organisation_id=None,
        organisation_kind="",
        la_code="",
        role="",
        at=timezone.now(),
        purpose=purpose,
        request_id=getattr(request, "request_id", ""),
    )


def act_under(membership: Membership, *, request: HttpRequest, purpose: str) -> Act:
    """Return the act of a person under one given membership."""
    return Act(
        actor_id=membership.person_id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind,
        la_code=membership.organisation.la_code,
        role=membership.role,
        at=timezone.now(),
        purpose=purpose,
        request_id=getattr(request, "request_id", ""),
    )
