"""The words of a report file: what became of a file that was dropped, with stable codes. Plain text, UTF-8."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from onroll.audit.act import LONDON
from onroll.transfer.models import Message
from onroll.transfer.states import MEANINGS, State

NOT_DELIVERED = "not-delivered"


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """One line of a report: a code that never changes meaning, and words."""

    code: str
    words: str


def taken(name: str, message: Message, at: datetime, *, remarks: Iterable[Remark] = ()) -> str:
    """Return the report on a file that was taken: its reference, where it goes, and its state with its meaning."""
    state = State(message.state)
    meaning = MEANINGS[state]
    to = message.recipient
    lines = [
        "Result: accepted",
        f"Reference: {message.reference}",
        f"To: {to.code} {to.name}" if to else f"To: {message.destination_code}",
        f"State: {meaning.name} ({state.value})",
        f"What that means: {meaning.words}",
    ]
    if state in (State.HELD, State.RECEIVED):
        step = message.events.order_by("-pk").first()
        lines += [f"Why: {step.why}."] if step else []
    lines += ["Note: accepted does not mean that a child is on roll. Only the next school can say that."]
    return _text(name, at, lines, remarks)


def refused(name: str, at: datetime, remarks: Sequence[Remark]) -> str:
    """Return the report on a file that was refused."""
    return _text(name, at, ["Result: refused", "Nothing was sent, and the file was not kept."], remarks)


def with_more(report: str, at: datetime, code: str, words: str) -> str:
    """Return a report with a further paragraph on what became of the file later."""
    return "\n".join([report.rstrip(), "", f"Time: {_time(at)}", f"[{code}] {words}", ""])


def of_problems(problems: Iterable[dict[str, Any]]) -> list[Remark]:
    """Return the remarks of a file's problems, as a message keeps them: codes, places and words, never values."""
    found = []
    for row in problems:
        words = f"{row['message']} {row['action']}".strip()
        place = str(row.get("path") or "")
        line = row.get("line")
        where = f" (at {place}, line {line})" if place and line else f" (at {place})" if place else ""
        found.append(Remark(str(row["code"]), words + where))
    return found


def _text(name: str, at: datetime, lines: Iterable[str], remarks: Iterable[Remark]) -> str:
    rows = [f"File: {name}", f"Time: {_time(at)}", *lines]
    listed = [f"[{remark.code}] {remark.words}" for remark in remarks]
    if listed:
        rows += ["", "Remarks, each with its code:", *listed]
    return "\n".join([*rows, ""])


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d-%m-%Y %H:%M:%S}"
