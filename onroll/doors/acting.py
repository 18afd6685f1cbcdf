"""Turns a machine's key into an `Act`: no person, but an organisation and a role."""

from datetime import datetime

from django.utils import timezone

from onroll.audit.act import Act
from onroll.doors.models import MachineKey


def now() -> datetime:
    """Return the time at which a request is taken to come in: read once, at the edge."""
    return timezone.now()


def act_for_key(key: MachineKey, *, at: datetime, purpose: str, request_id: str) -> Act:
    """Return the act of an organisation's own software. `purpose` is a short phrase without personal data."""
    return Act(
        actor_id=None,
        organisation_id=key.organisation_id,
        organisation_kind=key.organisation.kind,
        la_code=key.organisation.la_code,
        role=key.role,
        at=at,
        purpose=purpose,
        request_id=request_id,
    )
