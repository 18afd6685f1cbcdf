"""The pages anyone may read without signing in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from onroll.web.pages import open_to_everyone, page


@open_to_everyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible these pages are, and how that was found."""
    return page(request, "web/accessibility.html.jinja")


@open_to_everyone
@require_safe
def how_this_works(request: HttpRequest) -> HttpResponse:
    """Show in plain words how a file and a child find their way."""
    return page(request, "web/how_this_works.html.jinja")


@open_to_everyone
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept about whom, and why."""
    return page(request, "web/privacy.html.jinja")
