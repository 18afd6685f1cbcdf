"""The pages of entries that one authority passes on to the next."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.returns.models import NotInSchoolPassing
from onroll.returns.passing_states import MEANINGS, PassingState
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.return_states import Meaning
from onroll.rules.home_education import provider_fields, register_fields
from onroll.web.parts import Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

COLOURS: dict[PassingState, Colour] = {
    PassingState.PASSED: "yellow",
    PassingState.TAKEN: "green",
    PassingState.NOT_HERE: "orange",
    PassingState.WITHDRAWN: "grey",
}
SEALED = (
    "An address of this child is sealed, so no address and no provider is given here. Ask the other authority’s "
    "safeguarding lead."
)


def passing_page(act: Act, passing: NotInSchoolPassing) -> ReturnsPage:
    """Present what was given, to the authority that was given it and to the one that gave it."""
    is_ours = passing.receiver_id == act.organisation_id
    waits = passing.state == PassingState.PASSED
    if is_ours and passing.state == PassingState.WITHDRAWN:
        return _taken_back(passing)
    args = [passing.pk]
    answers = (
        (
            Link(text="Take over", href=reverse("returns:take-over", args=args)),
            Link(text="The child is not here", href=reverse("returns:not-here", args=args)),
        )
        if is_ours
        else (Link(text="Take back", href=reverse("returns:take-back-passing", args=args)),)
    )
    entry_id = passing.receiver_entry_id if is_ours else passing.of_id
    entry = reverse("returns:not-in-school-entry", args=[entry_id]) if entry_id else ""
    return ReturnsPage(
        title=_name(passing),
        caption=f"Children not in school, passed on {passing.pk}",
        back=Link(text="Back to the register", href=reverse("returns:not-in-school-register")),
        state=_tag(passing),
        notice=SEALED if passing.without_addresses else "",
        buttons=answers if waits else (),
        links=(Link(text="Open the entry", href=entry),) if entry else (),
        about=tuple(Row(key=key, value=value) for key, value in _about(passing)),
        tables=(_providers_table(passing),) if passing.providers else (),
        how=(
            "All that the first authority’s register held on that day stands here. What it changed later does not.",
            "Each reading by the other authority is recorded.",
        ),
    )


def waiting_tables(
    act: Act, to_us: Sequence[NotInSchoolPassing], by_us: Sequence[NotInSchoolPassing]
) -> tuple[Table | None, Table | None]:
    """Present what waits for an answer from here, and what waits for another authority's."""
    return (
        _waiting_table(
            act, "Passed on to you: take over, or say that the child is not here", to_us, "By", is_ours=True
        ),
        _waiting_table(act, "Passed on by you, not answered yet", by_us, "To", is_ours=False),
    )


def waiting_words(passings: Sequence[NotInSchoolPassing]) -> str:
    """Return what an entry says that waits for another authority; nothing where none waits."""
    waiting = next((each for each in passings if each.state == PassingState.PASSED), None)
    if waiting is None:
        return ""
    return (
        f"Passed on to {waiting.receiver.name} on {day_words(waiting.passed_on)}, which has not answered. "
        "The child stays on your register until it does. Take it back first to change anything."
    )


def passings_table(passings: Sequence[NotInSchoolPassing]) -> Table | None:
    """Present how an entry was passed on, or came here."""
    if not passings:
        return None
    rows = tuple(
        (
            Link(
                text=day_words(each.passed_on),
                href=reverse("returns:passing", args=[each.pk]),
                hidden_words=f"(passed on {each.pk})",
            ),
            each.of.authority.name,
            each.receiver.name,
            _tag(each),
            each.reason,
        )
        for each in passings
    )
    return Table(caption="Passed on", head=("On", "By", "To", "Stands", "What was said"), rows=rows)


def _taken_back(passing: NotInSchoolPassing) -> ReturnsPage:
    """Tell who holds an old link that it was a mistake, and nothing of the child."""
    return ReturnsPage(
        title="Passed on by mistake",
        caption=f"Children not in school, passed on {passing.pk}",
        lead=f"{passing.of.authority.name} took this back"
        + (f" on {moment_words(passing.ended_at)}. " if passing.ended_at else ". ")
        + "Nothing of it is shown here any more.",
        back=Link(text="Back to the register", href=reverse("returns:not-in-school-register")),
        state=_tag(passing),
    )


def _waiting_table(
    act: Act, caption: str, rows: Sequence[NotInSchoolPassing], whose: str, *, is_ours: bool
) -> Table | None:
    if not rows:
        return None
    cells = tuple(
        (
            Link(
                text=_name(each),
                href=reverse("returns:passing", args=[each.pk]),
                hidden_words=f"(passed on {each.pk})",
            ),
            each.of.authority.name if is_ours else each.receiver.name,
            day_words(each.moved_on),
            day_words(each.passed_on),
            count_words((act.on - each.passed_on).days, "day"),
        )
        for each in rows
    )
    return Table(caption=caption, head=("Child", whose, "Moved on", "Passed on", "Waits for"), rows=cells)


def _about(passing: NotInSchoolPassing) -> list[tuple[str, str]]:
    where = ", ".join(filter(None, (passing.address, passing.postcode)))
    held = [(field.words, passing.held.get(field.code, "")) for field in register_fields() if field.code != "providers"]
    given = [field.words for field in register_fields() if field.code in passing.volunteered]
    ended = f"{moment_words(passing.ended_at)}: {_meaning(passing).name.lower()}" if passing.ended_at else ""
    return [
        ("Passed on by", f"{passing.of.authority.name}, {moment_words(passing.passed_at)}"),
        ("Passed on to", passing.receiver.name),
        ("Moved on", day_words(passing.moved_on)),
        ("New address", where or "Not known"),
        ("Belonged on the register", passing.get_ground_display()),
        *((words, value or "Not held") for words, value in held),
        ("Given without having to", "; ".join(given) or "Nothing"),
        *([("Answered", ended)] if ended else []),
        *([("What was said", passing.reason)] if passing.reason else []),
    ]


def _providers_table(passing: NotInSchoolPassing) -> Table:
    rows = tuple(tuple(str(each.get(field.code, "")) for field in provider_fields()) for each in passing.providers)
    return Table(caption="Providers", head=tuple(field.words for field in provider_fields()), rows=rows)


def _tag(passing: NotInSchoolPassing) -> Tag:
    meaning = _meaning(passing)
    return Tag(words=meaning.name, meaning=meaning.words, colour=COLOURS[PassingState(passing.state)])


def _meaning(passing: NotInSchoolPassing) -> Meaning:
    return MEANINGS[PassingState(passing.state)]


def _name(passing: NotInSchoolPassing) -> str:
    return passing.held.get("name") or "Child not in school"
