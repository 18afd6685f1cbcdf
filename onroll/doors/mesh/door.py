"""The frame around every address of the message door: who calls, which method, errors as JSON, tokens used up once."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from onroll.audit.refusals import Refusal
from onroll.doors.mesh import actions, answers, crowding, errors, tokens
from onroll.doors.mesh.errors import MeshRefusal
from onroll.doors.mesh.tokens import Caller
from onroll.web import troubles
from onroll.web.troubles import Trouble

Handler = Callable[..., HttpResponseBase]
View = Callable[..., HttpResponseBase]
TROUBLES = {Trouble.DATABASE_AWAY: errors.AWAY, Trouble.NO_ROOM: errors.NO_ROOM}
log = structlog.get_logger()


def spends(handler: Handler) -> Handler:
    """Mark a handler whose action spends the token in the transaction of its change."""
    handler.spends = True  # type: ignore[attr-defined]
    return handler


def address(**handlers: Handler) -> View:
    """Return the view of one address: a handler for each method, called with request, caller and the address's parts.

    HEAD is answered by its own handler or by that of GET.
    """
    if "GET" in handlers:
        handlers.setdefault("HEAD", handlers["GET"])

    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        handler = handlers.get(request.method or "")
        if handler is None:
            return _refused(request, MeshRefusal(errors.METHOD_UNKNOWN), allowed=sorted(handlers))
        try:
            return _called(handler, request, parts)
        except MeshRefusal as refusal:
            return _refused(request, refusal)
        except (OSError, DatabaseError) as raised:
            trouble = troubles.of(raised)
            if trouble is None:
                raise
            return troubles.answered(_refused(request, MeshRefusal(TROUBLES[trouble])))

    return _marked(answer)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:  # noqa: ARG001 - the address's part
    """Answer an address that the door does not have."""
    return _refused(request, MeshRefusal(errors.ADDRESS_UNKNOWN))


def open_to_all(handler: Callable[[HttpRequest], HttpResponseBase]) -> View:
    """Return the view of an address that needs no key: a sign of life, or what is published."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return _refused(request, MeshRefusal(errors.METHOD_UNKNOWN), allowed=["GET", "HEAD"])
        return handler(request)

    open_view = _marked(answer)
    open_view.permission = "everyone"  # type: ignore[attr-defined]
    return open_view


def _called(handler: Handler, request: HttpRequest, parts: dict[str, Any]) -> HttpResponseBase:
    caller = tokens.caller_of(
        request.headers.get("Authorization", ""),
        mailbox=parts.pop("mailbox", None),
        purpose=f"message interface: {handler.__name__.replace('_', ' ')}",
        request_id=getattr(request, "request_id", ""),
    )
    with crowding.place_for(caller.key.pk):
        return _handled(handler, request, caller, parts)


def _handled(handler: Handler, request: HttpRequest, caller: Caller, parts: dict[str, Any]) -> HttpResponseBase:
    does_spend = getattr(handler, "spends", False)
    if not does_spend:
        actions.spend_lightly(caller)
    try:
        return handler(request, caller, **parts)
    except Refusal as refusal:
        error = errors.from_refusal(refusal)
        _use_up(caller, error, is_left=does_spend)
        raise error from refusal
    except MeshRefusal as error:
        _use_up(caller, error, is_left=does_spend)
        raise


def _use_up(caller: Caller, error: MeshRefusal, *, is_left: bool) -> None:
    """Use up the token of a request that was refused, where its action undid that: no token works twice."""
    if not is_left or error.error is errors.TOKEN_REPLAYED:
        return
    try:
        actions.spend_lightly(caller)
    except MeshRefusal:
        return  # the change stood, and the token with it; what was refused came after


def _refused(request: HttpRequest, refusal: MeshRefusal, *, allowed: Sequence[str] = ()) -> HttpResponseBase:
    log.info("doors.mesh.refused", code=refusal.error.code, status=refusal.error.status)
    answer = answers.error(request, refusal)
    if refusal.error is errors.METHOD_UNKNOWN:
        answer.headers["Allow"] = ", ".join(allowed)
    if refusal.error is errors.TOO_MANY:
        answer.headers["Retry-After"] = "1"
    return answer


def _marked(view: View) -> View:
    marked = csrf_exempt(login_not_required(view))
    marked.permission = "machine key"  # type: ignore[attr-defined]
    return marked


nothing_here = _marked(nothing_here)
