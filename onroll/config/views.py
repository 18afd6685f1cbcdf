"""The first page: sends each person to where her day starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import acting
from onroll.config.navigation import start_of
from onroll.web import pages


@pages.open_to_everyone
def home(request: HttpRequest) -> HttpResponse:
    """Show what OnRoll is to a stranger; send somebody who is signed in to the first page of her work."""
    if not request.user.is_authenticated:
        return pages.page(request, "web/welcome.html.jinja", page=None)
    act = acting.act_for(request, purpose="start")
    return redirect(start_of(act))
