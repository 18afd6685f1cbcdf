"""Gives each request an identifier that its log lines and ledger entries share."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from onroll.audit.act import new_request_id


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.request_id` and bind it to the log lines of this request."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.request_id = new_request_id()  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    return answer
