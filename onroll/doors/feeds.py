"""`POST /api/rolls/{day}`: a school's own system says who is on its roll, as JSON; the same rules as for a file.

The key is one of kind `rolls`; the token comes from /api/token (OAuth 2 client credentials), as for agencies.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from onroll.audit.refusals import NotAllowed, TooLarge
from onroll.doors import acting
from onroll.doors.models import KeyKind, MachineKey
from onroll.rolls import actions as rolls_actions

MOST_BYTES = 20_000_000
# By what became of it: taken, waiting for a person, refused.
STATUSES = {"taken": 200, "held": 202, "refused": 422}

router = Router()


@router.post("/{on}", response=dict.fromkeys((200, 202, 422), dict[str, Any]), operation_id="send_roll")
def send_roll(request: HttpRequest, on: date, dry_run: bool = False) -> Status[dict[str, Any]]:
    """Take `{"pupils": [{"pupil_key": …, "surname": …}], "complete": true}` as the school's roll on a day.

    `complete` false: only what has changed. The same body for the same day again changes nothing. The answer says what
    became of it, what changed and what is wrong, by row (pupils count from 1) and the school's own pupil numbers.
    """
    key: MachineKey = request.auth  # type: ignore[attr-defined]
    if key.kind != KeyKind.ROLLS:
        raise NotAllowed
    # Read here, not by `request.body`: Django's own limit is for forms, and a large school's roll is larger.
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge
    purpose = "rolls' interface: send a roll"
    act = acting.act_for_key(key, at=acting.now(), purpose=purpose, request_id=getattr(request, "request_id", ""))
    outcome = rolls_actions.load_roll(
        act, school=key.organisation, as_on=on, content=content, form="json", dry_run=dry_run
    )
    return Status(STATUSES[outcome.state.value], rolls_actions.as_dict(outcome, dry_run=dry_run))
