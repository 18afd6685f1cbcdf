"""`act_for(request, purpose)`: turns a signed-in request into an `Act`, under the role the person chose.

A person with several roles, her own or ones she covers, acts in one at a time; which one is kept in the session and
checked anew on each request, so that a role that ended this morning ends here, and a cover with it.
"""

import dataclasses

from django.http import HttpRequest
from django.utils import timezone

from onroll.access.models import Cover, Membership
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed

SESSION_KEY = "standing"
# What the ledger says after the purpose of whatever is done under a cover.
COVERING = "covering for a colleague"


class NoRole(NotAllowed):
    """The person is signed in but holds no role today."""

    code = "no_role"
    default_words = "You have no role for any organisation today. Ask your organisation’s approver to give you one."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A role in which a person may act today: her own, or one that she covers for a colleague."""

    membership: Membership
    person_id: int
    cover: Cover | None = None

    @property
    def key(self) -> str:
        """What a form and the session call it."""
        return f"cover-{self.cover.pk}" if self.cover else f"role-{self.membership.pk}"

    @property
    def role_words(self) -> str:
        """The role as people call it, and whether it is covered."""
        words = str(self.membership.get_role_display())
        return f"covering for {words}" if self.cover else words


def standings_today(request: HttpRequest) -> list[Standing]:
    """Return the roles that the signed-in person may act in today: her own first, then those she covers."""
    person_id = request.user.pk or 0
    cached: tuple[int, list[Standing]] = getattr(request, "_standings", (-1, []))
    if cached[0] != person_id:
        cached = (person_id, _standings(person_id) if person_id else [])
        request._standings = cached  # type: ignore[attr-defined]  # noqa: SLF001 - ours, for this request only
    return cached[1]


def _standings(person_id: int) -> list[Standing]:
    today = timezone.localdate()
    own = Membership.objects.filter(person_id=person_id).in_force(today).select_related("organisation")
    covers = Cover.objects.filter(by_id=person_id).in_force(today).select_related("membership__organisation")
    return [
        *(Standing(membership=one, person_id=person_id) for one in own.order_by("organisation__name", "role")),
        *(Standing(membership=one.membership, person_id=person_id, cover=one) for one in covers.order_by("pk")),
    ]


def standing_of(request: HttpRequest) -> Standing | None:
    """Return the role that this request acts in: the chosen one, else the first; none, without a role."""
    held = standings_today(request) if request.user.is_authenticated else []
    chosen = request.session.get(SESSION_KEY) if held else None
    return next((one for one in held if one.key == chosen), held[0] if held else None)


def act_for(request: HttpRequest, purpose: str) -> Act:
    """Return the act of this request's person. `purpose` is a short phrase without personal data.

    Raises: NoRole, when the person holds no role today.
    """
    standing = standing_of(request)
    if standing is None:
        raise NoRole
    return act_under(standing, request=request, purpose=purpose)


def act_of_person(request: HttpRequest, person_id: int, purpose: str) -> Act:
    """Return an act of somebody about her own account, which needs no role; with her role where she holds one."""
    standing = standing_of(request)
    if standing is not None and standing.person_id == person_id:
        return act_under(standing, request=request, purpose=purpose)
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


def act_under(standing: Standing, *, request: HttpRequest, purpose: str) -> Act:
    """Return the act of a person in one given role; under a cover, its purpose says so in every ledger entry."""
    organisation = standing.membership.organisation
    return Act(
        actor_id=standing.person_id,
        organisation_id=organisation.pk,
        organisation_kind=organisation.kind,
        la_code=organisation.la_code,
        role=standing.membership.role,
        at=timezone.now(),
        purpose=f"{purpose}, {COVERING}" if standing.cover else purpose,
        request_id=getattr(request, "request_id", ""),
    )
