"""How people sign in: password, then a one-time code by email. What we change about django-allauth, and what we record.

No sign-up, no social accounts. An unknown address and a wrong password get the same words in about the same time. Five
failures in five minutes lock one account for one place, so that a stranger cannot lock its owner out; a school where
everybody shares a network address stays open for colleagues. Guesses from many places together lock an account for
places where it has never signed in.
"""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from onroll.access import acting, actions, limits
from onroll.access.models import Person
from onroll.audit.refusals import RateLimited

# At most so many codes for one account, so that guessing needs more emails than anyone would overlook.
CODES = (5, 300)
# So many failures an hour, from all places together, lock an account for places that it does not know.
FAILURES_EVERYWHERE = (50, 3600)
PLACE_KNOWN_SECONDS = 90 * 24 * 3600
# The ledger keeps so many failures an hour: of one account, and of addresses that nobody has from one place, and from
# all. Our own bounds (mark P), so that a stranger with a list of addresses cannot make it grow without end.
KEPT_OF_ACCOUNT, KEPT_OF_NOBODY, KEPT_OF_NOBODY_EVERYWHERE = (30, 3600), (20, 3600), (100, 3600)
LOCKED_WORDS = "There were too many tries to sign in to this account. If you forgot the password, set a new one."

WORDS = {
    "account/messages/password_changed.txt": "Your password has been changed.",
}


class LockedOut(RateLimited):
    """The account is locked for some minutes, for whoever knocks from this place."""

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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network address of the visitor, by as many proxies as are trusted; one word, where it has none."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):  # a server on a socket; fewer proxies on the way than are set
            return str(request.META.get("REMOTE_ADDR") or "unknown")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account and place; allauth adds the host, and with it a second set of tries an alias."""
        return _at_place(_email(credentials), self.get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked account with a real 429; allauth would answer 200."""
        email = _email(credentials)
        is_known = cache.get(_known_key(email, self.get_client_ip(request)))
        if not is_known and not limits.has_slot(f"failures:{_digest(email)}", FAILURES_EVERYWHERE):
            raise LockedOut
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as locked:
            raise LockedOut from locked

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, or an address that nobody has; of very many in an hour, only the first."""
        email = _email(credentials)
        limits.take_slot(f"failures:{_digest(email)}", FAILURES_EVERYWHERE)
        person = Person.objects.filter(email=email).first()
        if _is_kept(person, self.get_client_ip(request)):
            person_id = person.pk if person else 0
            act = acting.act_of_nobody(request, "sign in")
            actions.note_failed_sign_in(act, person_id=person_id, step="password")

    def pre_login(self, request: HttpRequest, user: Person, **login: Any) -> HttpResponse | None:
        """Before a code is sent: refuse when too many were."""
        if not limits.take_slot(f"sign-in-code:{user.pk}", CODES):
            raise LockedOut
        response: HttpResponse | None = super().pre_login(request, user, **login)
        return response

    def post_login(self, request: HttpRequest, user: Person, **login: Any) -> HttpResponse:
        """Record the sign-in, and know the place from now on. With several roles, or none, a choice comes next."""
        actions.note_sign_in(acting.act_of_person(request, user.pk, "sign in"))
        cache.set(_known_key(user.email, self.get_client_ip(request)), True, timeout=PLACE_KNOWN_SECONDS)
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
        """Change a password and record it, after a change and after a reset by email. Lifts the lock everywhere."""
        limits.free_slots(f"failures:{_digest(user.email)}", FAILURES_EVERYWHERE)
        act = acting.act_of_person(self.request, user.pk, "change own password")
        actions.set_password(act, person=user, password=password)


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()


def _digest(text: str) -> str:
    """Return what stands for an email or a network address in the cache, which holds neither."""
    return salted_hmac("onroll.access.sign_in", text, algorithm="sha256").hexdigest()[:32]


def _at_place(email: str, place: str) -> str:
    return _digest(f"{email} {place}")


def _known_key(email: str, place: str) -> str:
    return f"signed-in-from:{_at_place(email, place)}"


def _is_kept(person: Person | None, place: str) -> bool:
    """Say whether one more failure is written down; both ways take the same number of looks at the cache."""
    if person:
        key, limit = f"{person.pk}", KEPT_OF_ACCOUNT
    else:
        key, limit = f"nobody:{_digest(place)}", KEPT_OF_NOBODY
    is_kept = limits.take_slot(f"failures-kept:{key}", limit)
    in_all = limits.take_slot("failures-kept:nobody", KEPT_OF_NOBODY_EVERYWHERE) if not person and is_kept else True
    return is_kept and in_all


def note_rejected_code(*, request: HttpRequest, user: Person, **_: object) -> None:
    """Record a wrong code: allauth tells of it by a signal only."""
    actions.note_failed_sign_in(acting.act_of_nobody(request, "sign in"), person_id=user.pk, step="code")
