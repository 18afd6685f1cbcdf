"""Receiving a notification: the one action in which every route ends, whoever tells and however it came."""

import dataclasses
import secrets

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from onroll.access import limits
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, RuleBroken
from onroll.casework import found_by, permissions, queries
from onroll.casework.actions.enclosing import TakenEnclosure, keep_enclosure
from onroll.casework.actions.following import for_authority
from onroll.casework.events import NotificationReceived, NotificationStatusRead
from onroll.casework.models import Notification, Telling
from onroll.casework.telling import Problem, Route, Told, problems_of
from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.registry import actions as registry_actions
from onroll.registry.models import Sighting
from onroll.registry.references import new_reference
from onroll.search import actions as search_actions

# Our own bounds (mark P). One place, which a whole library or school may share, and everybody together.
FROM_ONE_PLACE, FROM_EVERYBODY = (10, 600), (200, 600)
# An agency's people and its software together. A list of a whole town fits; a runaway program does not.
FROM_ONE_AGENCY = (300, 600)
GUESSES_OF_ONE_PLACE, GUESSES_AT_ONE_RECEIPT = (20, 600), (20, 3600)
# What the ledger says where nobody's organisation acts: the authority's auditor must find it with its own.
PURPOSES = {Route.PUBLIC: "a notification comes from the public", Route.EMAIL: "an email is imported"}
SECRET_SYLLABLES, CONSONANTS, VOWELS = 6, "bdfghklmnprstvz", "aeiou"


class TellingRefused(RuleBroken):
    """What was told cannot be kept as it is; `problems` say why, each with its code."""

    code = "telling_refused"
    default_words = "This cannot be kept as it is. Nothing was sent."

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(f"{problem.words}." for problem in problems))


class TooManyTellings(RateLimited):
    """Too many notifications came from one place, or from everywhere, in a short time."""

    code = "too_many_notifications"
    default_words = (
        "Too many reports were sent from your internet connection in a few minutes, so this one was not kept. Wait ten "
        "minutes and send it again. If a child is in danger now, call 999."
    )


class NobodyReadsThere(RuleBroken):
    """A notification was meant for an authority in which no officer would read it."""

    code = "nobody_reads_there"
    default_words = (
        "This council does not take reports here. Nothing was sent. Call the council, and ask for children missing "
        "education."
    )


class KeyUsedAgain(RuleBroken):
    """Two different requests came under one idempotency key."""

    code = "key_used_again"
    default_words = "Another notification was sent under this idempotency key. Nothing was kept: use a new key."


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What a notifier takes away. `secret_words` are shown this once; empty where a request was only repeated."""

    notification: Notification
    secret_words: str
    is_new: bool = True


def receive_from_the_public(act: Act, *, told: Told, authority: Organisation, place_digest: str) -> Receipt:
    """Receive what somebody says who has not signed in. `place_digest` is kept for some minutes, and never beside it.

    Raises: TooManyTellings, before anything is kept; TellingRefused; NobodyReadsThere.
    """
    if not limits.take_slot(f"tell:{place_digest}", FROM_ONE_PLACE) or not limits.take_slot("tell", FROM_EVERYBODY):
        raise TooManyTellings
    return receive_notification(act, told=told, authority=authority, route=Route.PUBLIC)


@transaction.atomic
def receive_notification(
    act: Act,
    *,
    told: Told,
    authority: Organisation,
    route: Route,
    request_key: str = "",
    request_digest: str = "",
    enclosure: TakenEnclosure | None = None,
) -> Receipt:
    """Keep what a notifier says and put it into the work list of an authority.

    The child is a new record, unless the number (UPN) that a school gives is known; whose she is, officers decide.
    `request_key`, `request_digest`: digests of software's idempotency key and of what it sent under it.
    `enclosure`: a document that `take_enclosure` has looked into; only agencies and schools send one.
    Raises: TellingRefused; NobodyReadsThere; TooManyTellings; KeyUsedAgain.
    """
    _check_may(act, route)
    if repeated := _repeated(act, request_key, request_digest):
        return Receipt(repeated.notification, "", is_new=False)
    limits.check_limit(act, key="tell", per_organisation=FROM_ONE_AGENCY)
    if problems := problems_of(told, act.on):
        raise TellingRefused(problems)
    if not queries.authorities_that_read(act.on).filter(pk=authority.pk).exists():
        raise NobodyReadsThere
    notification, secret_words = _keep(act, told, authority, route, request_key, request_digest)
    if enclosure:
        keep_enclosure(act, notification.telling, enclosure)
    own = act if act.organisation_id else for_authority(act, authority, PURPOSES.get(route, act.purpose))
    ledger.record(
        own,
        NotificationReceived(
            notification_id=notification.pk, authority_id=authority.pk, source=notification.source, message_id=None
        ),
    )
    search_actions.put(act, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))
    return Receipt(notification, secret_words)


def read_status(act: Act, *, reference: str, secret_words: str, place_digest: str) -> Notification | None:
    """Return the notification of a receipt, for its progress alone; None where the two do not belong together.

    Raises: TooManyTellings, after too many tries from one place or with one reference.
    """
    wanted = reference.strip().upper()
    tries = (f"status:{place_digest}", GUESSES_OF_ONE_PLACE), (f"status:{wanted[:16]}", GUESSES_AT_ONE_RECEIPT)
    if not all(limits.take_slot(key, limit) for key, limit in tries):
        raise TooManyTellings("You have tried this too often in a short time. Wait ten minutes and try again.")
    telling = Telling.objects.select_related("notification__joined_case").filter(notification__reference=wanted).first()
    expected = telling.receipt_digest if telling else ""
    if not constant_time_compare(_digest(wanted, secret_words), expected) or telling is None:
        return None
    with transaction.atomic():
        ledger.record(act, NotificationStatusRead(notification_id=telling.notification_id))
    found: Notification = telling.notification
    return found


@transaction.atomic
def read_own_telling(act: Act, *, telling: Telling) -> Telling:
    """Record that the organisation that told asks what came of it.

    Raises: Hidden, for anybody else.
    """
    if not permissions.may_tell(act) or not Telling.objects.visible_to(act).filter(pk=telling.pk).exists():
        raise Hidden
    ledger.record(act, NotificationStatusRead(notification_id=telling.notification_id))
    return telling


def _check_may(act: Act, route: Route) -> None:
    """Refuse whoever may not tell by this route. The public one is open, and an operator's command imports."""
    allowed = {
        Route.PUBLIC: act.actor_id is None and act.organisation_id is None,
        Route.AGENCY: permissions.may_tell_for_agency(act),
        Route.MACHINE: permissions.may_tell_for_agency(act),
        Route.SCHOOL: permissions.may_tell_for_school(act),
        Route.SWEEP: permissions.may_say_seen(act),
        Route.EMAIL: act.is_system and act.role == "system",
        Route.LIST: act.is_system and act.role == "system",
    }
    if not allowed[route]:
        raise NotAllowed


def _repeated(act: Act, request_key: str, request_digest: str) -> Telling | None:
    """Return what was kept under an idempotency key before."""
    if not request_key:
        return None
    same = Telling.objects.filter(request_key=request_key)
    own = {"organisation_id": act.organisation_id} if act.organisation_id else {"organisation_id__isnull": True}
    same = same.filter(**own)
    held: Telling | None = same.select_related("notification").first()
    if held and held.request_digest != request_digest:
        raise KeyUsedAgain
    return held


def _keep(
    act: Act, told: Told, authority: Organisation, route: Route, request_key: str, request_digest: str
) -> tuple[Notification, str]:
    reference, secret_words = new_reference("N"), _new_secret()
    sighting = _sighting(act, told, authority, reference)
    notification = Notification.objects.create(
        reference=reference,
        authority=authority,
        source=route,
        child_id=sighting.child_id,
        sighting=sighting,
        notified_on=act.on,
        received_at=act.at,
        last_in_education_on=told.last_in_education_on,
    )
    try:
        with transaction.atomic():
            Telling.objects.create(
                notification=notification,
                organisation_id=act.organisation_id,
                person_id=act.actor_id,
                receipt_digest=_digest(reference, secret_words),
                request_key=request_key,
                request_digest=request_digest,
                **{name: getattr(told, name) for name in KEPT},
            )
    except IntegrityError as taken:  # the same request came twice at once: the other one is being kept
        raise KeyUsedAgain("The same request is being kept at this moment. Ask for it again.") from taken
    return notification, secret_words


KEPT = ("danger", "words", "place", "age_words", "seen_on", "teller_name", "teller_contact", "their_reference")


def _sighting(act: Act, told: Told, authority: Organisation, reference: str) -> Sighting:
    """Note what is said of the child. The authority tells it on: its officers are those who may see her."""
    facts = registry_actions.Facts(
        surname=told.surname,
        forename=told.forename,
        birth_date=told.birth_date,
        sex=told.sex,
        upn=upns.normal_form(told.upn),
        postcode=postcodes.normal_form(told.postcode),
        address=told.place,
    )
    own = for_authority(act, authority, "a notification is received")
    return registry_actions.note_sighting(own, facts=facts, source="notification", source_reference=reference)


def _new_secret() -> str:
    """Return secret words such as `tavuko-lirena`: easy to read out and to write down, 37 bits."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SECRET_SYLLABLES)]
    return f"{''.join(syllables[:3])}-{''.join(syllables[3:])}"


def _digest(reference: str, secret_words: str) -> str:
    """Return the keyed digest under which the secret words of a receipt are kept."""
    plain = "".join(letter for letter in secret_words.lower() if letter.isalpha())
    return salted_hmac("onroll.casework.receipt", f"{reference} {plain}", algorithm="sha256").hexdigest()
