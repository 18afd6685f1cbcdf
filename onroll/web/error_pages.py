"""The pages people see when something cannot be done: what happened, what was kept, and the way out."""

import sys
from dataclasses import dataclass, replace

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme

from onroll.web import troubles
from onroll.web.pages import page
from onroll.web.parts import Link
from onroll.web.troubles import Trouble

TEMPLATE = "web/error_page.html.jinja"
HOME = Link(text="Go to your start page", href="/")


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """What an error page says, and the links that lead out of it."""

    title: str
    words: str
    advice: str = ""
    goes_back: bool = False
    links: tuple[Link, ...] = ()


PAGES: dict[int, ErrorPage] = {
    400: ErrorPage(
        title="Your browser sent something we could not read",
        words="Nothing was saved.",
        advice="Go back and try again. If it happens again, open the page anew from your start page.",
        goes_back=True,
    ),
    403: ErrorPage(
        title="You may not do this",
        words="Your role does not let you do this.",
        advice="If you act for more than one organisation, see above for which one you act.",
    ),
    404: ErrorPage(
        title="Page not found",
        words="There is nothing at this address that you can see.",
        advice="If you typed the address, check it. If you followed a link, it may have ended.",
    ),
    409: ErrorPage(
        title="Changed by someone else",
        words="Someone else changed this while you were looking at it. Your change was not made.",
        advice="Go back to see how it stands now, then make your change again if it is still needed.",
        goes_back=True,
    ),
    413: ErrorPage(
        title="This is too large to send",
        words="The file is larger than we take. Nothing was saved.",
        advice="A transfer file is far smaller, even for a whole school. Check that you chose the right one.",
        goes_back=True,
    ),
    422: ErrorPage(
        title="This cannot be done as it stands",
        words="A rule forbids it. Nothing was changed.",
        advice="Go back to see how things stand now.",
        goes_back=True,
    ),
    429: ErrorPage(
        title="Too many tries",
        words="You have done this too often in a short time.",
        advice="Wait five minutes and try again. Nothing is locked for anyone else.",
        goes_back=True,
    ),
    500: ErrorPage(
        title="Sorry, something went wrong here",
        words="The fault is ours, not yours. Your last step was not saved; everything before it was.",
        advice="Try again in a few minutes. We have recorded that it happened.",
    ),
}

# Answered with 503: nothing is wrong with what the person did, and a while later the same works.
TROUBLES: dict[Trouble, ErrorPage] = {
    Trouble.DATABASE_AWAY: ErrorPage(
        title="OnRoll cannot reach its records just now",
        words="Your last step may not have been saved. Everything that was confirmed to you before is safe.",
        advice="Wait a minute, then try again. If you were sending a file, send it again: it is never taken twice.",
    ),
    Trouble.NO_ROOM: ErrorPage(
        title="There is no room left to store files here",
        words="Your last step was not saved. Everything that was confirmed to you before is safe.",
        advice="Try again later. The people who run OnRoll have to make room; nothing is wrong with your file.",
    ),
}


def answer(request: HttpRequest, status: int, *, words: str = "") -> HttpResponse:
    """Answer with the error page of a status, in the words of the refusal where there are any."""
    stock = PAGES[status]
    links = (*way_back(request), HOME) if stock.goes_back else (HOME,)
    return page(request, TEMPLATE, replace(stock, words=words or stock.words, links=links), status=status)


def way_back(request: HttpRequest) -> tuple[Link, ...]:
    """Return a link to the page the person came from, when that was one of ours."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return (Link(text="Go back", href=came_from),) if is_ours else ()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read; a body over the limit gets its own words."""
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer Django's own "permission denied"."""
    return answer(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form whose token does not fit, which mostly means that the person signed in anew meanwhile."""
    return answer(request, 403, words="This page was open too long, or you signed in again meanwhile.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address that leads nowhere."""
    return answer(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer one who tries too often; allauth calls this as `handler429`."""
    return answer(request, 429)


def server_error(_request: HttpRequest) -> HttpResponseBase:
    """Answer a fault of ours, or a trouble that passes, without asking the database or the session.

    Either may be what failed. Django calls this while the exception is being handled.
    """
    trouble = troubles.of(sys.exc_info()[1])
    if trouble is None:
        return _bare(PAGES[500], 500)
    return troubles.answered(_bare(TROUBLES[trouble], 503))


def _bare(stock: ErrorPage, status: int) -> HttpResponse:
    """Answer without knowing who asks."""
    return HttpResponse(get_template(TEMPLATE).render({"page": replace(stock, links=(HOME,))}), status=status)
