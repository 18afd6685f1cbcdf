"""Turns away, in one plain line, what no page could answer: a strange host, a NUL, a body that says no length."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

# Interfaces take a body that says no length, and stop at their own limits. No browser sends one.
STREAMING = ("/messageexchange/", "/api/")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 or 411 before anything else looks at such a request; databases refuse a NUL by an error of their own.

    Django reads nothing of a body without a length, so a page would take it for an empty form.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest("This address is not served here.", content_type="text/plain")
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("There is no such address.", content_type="text/plain")
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.path.startswith(STREAMING):
            words = "Send this with its length (Content-Length), as browsers do. Nothing of it was read."
            return HttpResponse(words, status=411, content_type="text/plain")
        return get_response(request)

    return answer
