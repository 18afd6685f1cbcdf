"""The page after an upload: what is in the file, where it goes, what is wrong with it, and what to do next."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.ctf.problems import Problem, Severity
from onroll.transfer import problems, routing, state_words
from onroll.transfer.models import Message
from onroll.transfer.presenters import problem_lines
from onroll.transfer.queries import FilePupil, Onward
from onroll.transfer.states import State
from onroll.web import words
from onroll.web.parts import PageLinks, ProblemLine, Row, Tag, page_links

PUPILS_SHOWN = 50
NOT_SCANNED = (
    "The file is stored safely and its content is in order. The virus scanner does not answer just now, so it cannot "
    "be sent yet. You get an email when it has been checked."
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilLine:
    """One pupil of the file, and what is wrong with what the file says of her."""

    heading: str
    details: str
    problems: tuple[ProblemLine, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class CheckFile:
    """What the sender decides on."""

    title: str
    state: Tag
    rows: tuple[Row, ...]
    file_problems: tuple[ProblemLine, ...]
    notes: tuple[str, ...]
    pupils: tuple[PupilLine, ...]
    pupils_with_problems: str
    links: PageLinks | None
    is_ready: bool
    kept_words: str
    is_lost: bool
    closed_words: str
    can_send: bool
    needs_known: bool
    send_words: str
    enquiries_href: str
    split_href: str
    withdraw_href: str


def check_file(message: Message, pupils: Sequence[FilePupil], page_number: int, way: Onward) -> CheckFile:
    """Present a checked or refused file to its sender; `way` says where it can go if its school has closed."""
    found = problems.from_kept(message.problems)
    is_ready = message.state == State.CHECKED
    pages = -(-message.pupil_count // PUPILS_SHOWN)
    return CheckFile(
        title="Check the file before you send it" if is_ready else "This file was refused",
        state=state_words.tag(message),
        rows=_rows(message, way),
        file_problems=problem_lines.of_file(found),
        notes=problem_lines.notes(found),
        pupils=tuple(_pupil(pupil, problem_lines.of_pupil(found, pupil.position)) for pupil in pupils)
        if is_ready
        else _places(found),
        pupils_with_problems=_pupils_with_problems(found, message.pupil_count),
        links=page_links(current=page_number, total=pages, href="?page=") if is_ready else None,
        is_ready=is_ready,
        kept_words=_kept_words(message),
        is_lost=message.destination_code in routing.PLACEHOLDERS,
        closed_words=_closed_words(way),
        can_send=not way.has_closed or bool(way.choices),
        needs_known=any(problem.severity is Severity.PUPIL for problem in found),
        send_words=f"Send to {message.recipient.name}" if message.recipient and not way.has_closed else "Send on",
        enquiries_href=reverse("transfer:record-enquiries", args=[message.reference]),
        split_href=reverse("transfer:split-file", args=[message.reference]) if _needs_splitting(message) else "",
        withdraw_href=reverse("transfer:withdraw", args=[message.reference]),
    )


def _kept_words(message: Message) -> str:
    """Say what became of a refused file's content."""
    if message.stored_file.destroyed_at is not None:
        return "Nothing was sent, and the file was not kept here. Mend it in your school system, then send it again."
    return (
        "Nothing was sent. The file is kept apart, where only your exchange administrator can look into it, until it "
        "is destroyed. Make a clean one in your school system, then send that."
    )


def _needs_splitting(message: Message) -> bool:
    return message.destination_code in routing.PLACEHOLDERS and message.pupil_count > 1


def _closed_words(way: Onward) -> str:
    """Say that the school of the file has closed, and what can be done; empty where it is open."""
    if way.of is None or not way.has_closed:
        return ""
    if not way.choices:
        contact = routing.contact_of_authority(way.of)
        return f"{routing.closed_words(way.of)}, and the register does not say who took over. Ask {contact}."
    return (
        f"{routing.closed_words(way.of)}, so the file cannot go there. Choose where it goes. The file itself is not "
        "changed; only the name under which it is collected gets the new number."
    )


def _rows(message: Message, way: Onward) -> tuple[Row, ...]:
    rows = [
        Row(key="File", value=state_words.name(message)),
        Row(key="From", value=str(message.sender)),
        Row(key="To", value=str(way.of) if way.of and way.has_closed else state_words.destination(message)),
        Row(key="Pupils", value=words.count_words(message.pupil_count, "pupil")),
        Row(key="Version", value=message.ctf_version),
    ]
    return tuple(row for row in rows if row.value)


def _pupil(pupil: FilePupil, lines: tuple[ProblemLine, ...]) -> PupilLine:
    born = f"Born {words.day_words(pupil.birth_date)}" if pupil.birth_date else "No date of birth"
    details = f"{born}. {f'UPN {pupil.upn}' if pupil.upn else 'No UPN'}."
    return PupilLine(heading=f"{pupil.position}. {pupil.name}", details=details, problems=lines)


def _places(found: Sequence[Problem]) -> tuple[PupilLine, ...]:
    """A refused file is not kept, so its pupils are named by their place in it, and only those with problems."""
    positions = sorted({problem.pupil for problem in found if problem.pupil is not None})
    lines = ((place, problem_lines.of_pupil(found, place)) for place in positions)
    return tuple(
        PupilLine(heading=f"Pupil {place} of the file", details="", problems=about) for place, about in lines if about
    )


def _pupils_with_problems(found: Sequence[Problem], pupil_count: int) -> str:
    """Say how many pupils have problems, where a page does not show them all."""
    positions = {each.pupil for each in found if each.pupil is not None and each.severity is not Severity.NOTE}
    if not positions or pupil_count <= PUPILS_SHOWN:
        return ""
    return f"{words.count_words(len(positions), 'pupil')} of {pupil_count:,} have something to look at."
