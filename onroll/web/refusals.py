"""Turns refusals into answers, in this one place: a view catches only what it can mend."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, Refusal, RuleBroken, Stale, TooLarge
from onroll.web.error_pages import answer

# The first class that fits decides; anything else that is a Refusal is answered as a broken rule.
STATUSES: tuple[tuple[type[Refusal], int], ...] = (
    (Hidden, 404),
    (NotAllowed, 403),
    (Stale, 409),
    (TooLarge, 413),
    (RateLimited, 429),
    (RuleBroken, 422),
)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Pass every request on; Django calls `process_exception` when its view raised."""

    def pass_on(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    pass_on.process_exception = answer_refusal  # type: ignore[attr-defined]
    return pass_on


def answer_refusal(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Answer a refusal with its page; leave every other exception to rise."""
    if not isinstance(exception, Refusal):
        return None
    status = next((code for cause, code in STATUSES if isinstance(exception, cause)), 422)
    return answer(request, status, words=exception.words)
