"""How people sign in: password, then a one-time code by email. What we change about django-allauth, and what we record.

No sign-up, no social accounts. An unknown address and a wrong password get the same words in about the same time, and
five failures in five minutes lock the account, never the address of a school where everybody shares one.
"""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from onroll.access import acting, actions, limits
from onroll.access.models import Person
from onroll.audit.refusals import RateLimited

# At most so many codes for one account, so that guessing needs more emails than anyone would overlook.
CODES = (5, 300)
LOCKED_WORDS = "There were too many tries to sign in to this account. If you forgot the password, set a new one."

WORDS = {
    "account/messages/password_changed.txt": "Your password has been changed.",
}


class LockedOut(RateLimited):
    """The account is locked for some minutes, whoever knocks."""

    code = "locked_out"
    default_words = LOCKED_WORDS


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Our answers to what allauth asks."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_code": "This is not the code in the newest email we sent you",
        "enter_current_password": "This is not your password",
        "incorrect_password": "This is not your password",
        "too_many_login_attempts": "That was the last try with this code. Sign in again to get a new one.",
        "rate_limited": "You have asked for this too often. Wait a few minutes.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Say no: accounts are made by an operator."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is, without the address of the site in brackets."""
        return str(subject)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Return where to go after a change of password."""
        return reverse("home")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show only messages that we have words for; the page itself says everything else."""
        words = message or WORDS.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account alone: allauth adds the host, and with it a second set of tries for each alias."""
        return str(credentials.get("email", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked account with a real 429; allauth would answer 200."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as locked:
            raise LockedOut from locked

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, or an address that nobody has."""
        person = Person.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        person_id = person.pk if person else 0
        actions.note_failed_sign_in(acting.act_of_nobody(request, "sign in"), person_id=person_id, step="password")

    def pre_login(self, request: HttpRequest, user: Person, **login: Any) -> HttpResponse | None:
        """Before a code is sent: refuse when too many were."""
        if not limits.take_slot(f"sign-in-code:{user.pk}", CODES):
            raise LockedOut
        response: HttpResponse | None = super().pre_login(request, user, **login)
        return response

    def post_login(self, request: HttpRequest, user: Person, **login: Any) -> HttpResponse:
        """Record the sign-in; with more than one role, or none, the next page is the choice of organisation."""
        actions.note_sign_in(acting.act_of_person(request, user.pk, "sign in"))
        response: HttpResponse = super().post_login(request, user, **login)
        if len(acting.standings_today(request)) == 1:
            return response
        query = urlencode({"next": response["Location"]})
        return HttpResponseRedirect(f"{reverse('access:choose-organisation')}?{query}")

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out; allauth asks this only for somebody who is signed in."""
        person_id = cast(int, request.user.pk)
        actions.note_sign_out(acting.act_of_person(request, person_id, "sign out"))
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        """Change a password and record it: both after a change and after a reset by email."""
        act = acting.act_of_person(self.request, user.pk, "change own password")
        actions.set_password(act, person=user, password=password)


def note_rejected_code(*, request: HttpRequest, user: Person, **_: object) -> None:
    """Record a wrong code: allauth tells of it by a signal only."""
    actions.note_failed_sign_in(acting.act_of_nobody(request, "sign in"), person_id=user.pk, step="code")
