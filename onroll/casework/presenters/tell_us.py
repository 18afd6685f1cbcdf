"""The public page, in its final words."""

import dataclasses

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.casework.feedback import PROGRESS_WORDS, progress_of
from onroll.casework.models import Notification
from onroll.casework.questions import HEADINGS
from onroll.casework.telling import Danger, Told
from onroll.web.parts import Link, Row, Tag
from onroll.web.words import day_words

SEX_WORDS = {"F": "Girl", "M": "Boy"}
ANSWERS = {
    Danger.NONE: "No, but the child may not be getting an education",
    Danger.MISSING: "The child is missing from home or from care",
    Danger.HARM: "The child is being hurt, or may be in danger",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """One question. `number` of `count`; `back_href` is empty on the first."""

    title: str
    lead: str
    number: int
    count: int
    back_href: str
    button: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallFirstPage:
    """Whom to call before anything else."""

    title: str
    calls: tuple[Row, ...]
    is_missing: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class CheckPage:
    """All answers, each with its link to change it."""

    title: str
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """What the notifier takes away."""

    title: str
    reference: str
    secret_words: str
    council: str
    is_danger: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatusPage:
    """How far it is; no state before the receipt was given."""

    title: str
    reference: str
    state: Tag | None


def question_page(name: str, *, is_change: bool) -> QuestionPage:
    """Present a question; one that is changed leads back to the check."""
    names = list(HEADINGS)
    place = names.index(name)
    before = reverse("tell-us:question", args=[names[place - 1]]) if place else ""
    return QuestionPage(
        title=HEADINGS[name].title,
        lead=HEADINGS[name].lead,
        number=place + 1,
        count=len(names),
        back_href=reverse("tell-us:check") if is_change else before,
        button="Continue",
    )


def call_first_page(answer: str) -> CallFirstPage:
    """Present whom to call: the police for a missing child, and social care beside them for one in danger."""
    police = (
        Row(key="In danger now", value="Call 999 and ask for the police"),
        Row(key="Not an emergency", value="Call 101, the police"),
    )
    care = Row(
        key="Worried that a child is being hurt",
        value="Call the children’s social care of the council where the child is; at night, its out-of-hours number. "
        "You can also call the NSPCC on 0808 800 5000",
    )
    is_missing = answer == Danger.MISSING
    return CallFirstPage(
        title="Call the police first" if is_missing else "Call for help first",
        calls=police if is_missing else (*police, care),
        is_missing=is_missing,
    )


def check_page(told: Told, authority: Organisation) -> CheckPage:
    """Present all answers before they are sent."""
    name = " ".join(part for part in (told.forename, told.surname) if part)
    age = ", ".join(part for part in (told.age_words, SEX_WORDS.get(told.sex, "")) if part)
    you = ", ".join(part for part in (told.teller_name, told.teller_contact) if part)
    place = ", ".join(part for part in (told.place, told.postcode) if part)
    rows = (
        ("danger", "Missing or in danger now", ANSWERS[told.danger]),
        ("place", "Where the child is", place),
        ("council", "Council", authority.name),
        ("child", "What you know", told.words),
        ("name", "The child’s name", name or "Not given"),
        ("age", "Age, boy or girl", age or "Not given"),
        ("seen", "Last seen by you", day_words(told.seen_on) if told.seen_on else "Not given"),
        ("you", "Who you are", you or "You do not say"),
    )
    return CheckPage(title="Check your answers", rows=tuple(_answer(*row) for row in rows))


def receipt_page(*, reference: str, secret_words: str, council: str, danger: str) -> ReceiptPage:
    """Present the receipt."""
    return ReceiptPage(
        title="We have your report",
        reference=reference,
        secret_words=secret_words,
        council=council,
        is_danger=bool(danger),
    )


def status_page(notification: Notification | None) -> StatusPage:
    """Present how far it is; `notification` None asks for the receipt."""
    if notification is None:
        return StatusPage(title="What came of your report", reference="", state=None)
    words, meaning = PROGRESS_WORDS[progress_of(notification)]
    return StatusPage(
        title="What came of your report",
        reference=notification.reference,
        state=Tag(words=words, meaning=meaning, colour="blue"),
    )


def _answer(question: str, key: str, value: str) -> Row:
    href = f"{reverse('tell-us:question', args=[question])}?check"
    return Row(key=key, value=value, links=(Link(text="Change", href=href, hidden_words=key.lower()),))
