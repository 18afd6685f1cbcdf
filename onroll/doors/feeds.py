"""`POST /api/rolls/{day}` and `POST /api/attendance/{day}`: a school's own system sends its roll, and its marks.

Both are JSON under the same rules as a file. The key is one of kind `rolls`, and its role says which of the two it
opens; the token comes from /api/token (OAuth 2 client credentials), as for agencies.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.errors import HttpError

from onroll.attendance import actions as attendance_actions
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, TooLarge
from onroll.doors import acting
from onroll.doors.models import KeyKind, MachineKey
from onroll.rolls import actions as rolls_actions

MOST_BYTES = 20_000_000
PIECE_BYTES = 64 * 1024
# By what became of it: taken, waiting for a person, refused.
STATUSES = {"taken": 200, "held": 202, "refused": 422}

router = Router()
marks_router = Router()


@router.post("/{on}", response=dict.fromkeys((200, 202, 422), dict[str, Any]), operation_id="send_roll")
def send_roll(request: HttpRequest, on: date, dry_run: bool = False) -> Status[dict[str, Any]]:
    """Take `{"pupils": [{"pupil_key": …, "surname": …}], "complete": true}` as the school's roll on a day.

    `complete` false: only what has changed. The same body for the same day again changes nothing. The answer says what
    became of it, what changed and what is wrong, by row (pupils count from 1) and the school's own pupil numbers.
    """
    act, key, content = _given(request, "rolls' interface: send a roll")
    outcome = rolls_actions.load_roll(
        act, school=key.organisation, as_on=on, content=content, form="json", dry_run=dry_run
    )
    return Status(STATUSES[outcome.state.value], rolls_actions.as_dict(outcome, dry_run=dry_run))


@marks_router.post("/{on}", response=dict.fromkeys((200, 422), dict[str, Any]), operation_id="send_marks")
def send_marks(request: HttpRequest, on: date, dry_run: bool = False) -> Status[dict[str, Any]]:
    """Take `{"marks": [{"upn": …, "date": …, "am": …, "pm": …}]}` into the school's register, of any days up to one.

    The same marks again change nothing. The answer says how many were new, how many stood otherwise before, and what
    is wrong, by row (the first is 2, as in a table).
    """
    act, key, content = _given(request, "rolls' interface: send attendance marks")
    done = attendance_actions.load_marks(act, school=key.organisation, data=content, on=on, is_dry_run=dry_run)
    return Status(422 if done.is_refused else 200, attendance_actions.loaded_as_dict(done, dry_run=dry_run))


def _given(request: HttpRequest, purpose: str) -> tuple[Act, MachineKey, bytes]:
    """Return who sends, under which key, and what. Raises: NotAllowed; TooLarge."""
    key: MachineKey = request.auth  # type: ignore[attr-defined]
    if key.kind != KeyKind.ROLLS:
        raise NotAllowed
    content = _body(request)
    act = acting.act_for_key(key, at=acting.now(), purpose=purpose, request_id=getattr(request, "request_id", ""))
    return act, key, content


def _body(request: HttpRequest) -> bytes:
    """Return the body, read no further than to the limit. Raises: TooLarge; HttpError, where it breaks off.

    Not by `request.body`: Django's own limit is for forms, and a large school's roll is larger. Nor does Django read
    one without a Content-Length, which software that streams does not send; its end is known by the server.
    """
    source: Any = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    content = bytearray()
    try:
        while piece := source.read(PIECE_BYTES):
            content += piece
            if len(content) > MOST_BYTES:
                raise TooLarge
    except OSError as broken_off:
        raise HttpError(400, "The body breaks off.") from broken_off
    return bytes(content)
