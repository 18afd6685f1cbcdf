"""Guards of views: each view declares who may see it at all; a test walks the addresses and fails on one that does not.

A guard answers *who*. Whether the thing may happen now, and to which row, is for the action and its query.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

from onroll.access import acting
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def needs_permission(rule: Callable[[Act], bool]) -> Callable[[View[P]], View[P]]:
    """Let a view answer only where `rule(act)` holds; the answer to everyone else is 403, without detail."""

    def guard(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not rule(acting.act_for(request, purpose="open a page")):
                raise NotAllowed
            return view(request, *args, **kwargs)

        answer.permission = rule  # type: ignore[attr-defined]
        return cast(View[P], answer)

    return guard


def needs_second_proof(view: View[P]) -> View[P]:
    """Ask for the password again where it was not given within five minutes: before somebody's access is changed."""
    return cast(View[P], reauthentication_required(view))


def open_to_signed_in(view: View[P]) -> View[P]:
    """Mark a view that needs a sign-in but no role, such as the choice of an organisation."""
    view.permission = "signed in"  # type: ignore[attr-defined]
    return view
