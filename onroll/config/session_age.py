"""Lets a session live from its last use, not from sign-in, at the cost of one write every five minutes."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SECONDS = 300
KEY = "last_used"


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note in the session, now and then, that it is in use: whatever is noted is saved, and its age begins again."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and time.time() - request.session.get(KEY, 0) > SECONDS:
            request.session[KEY] = int(time.time())
        return get_response(request)

    return answer
