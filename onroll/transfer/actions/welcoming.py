"""A person is told by email that she got a role, or covers one: she would not look for what she does not know of."""

from django.db import transaction

from onroll.access.events import CoverGiven, RoleGiven
from onroll.audit import act as acts
from onroll.audit.act import Act
from onroll.transfer import notices
from onroll.transfer.actions import notifying
from onroll.transfer.models import Notice


def tell_of_role(act: Act, event: RoleGiven | CoverGiven) -> None:
    """Owe the person a notice; subscribed to both events, so it stands or falls with the role."""
    notice = Notice.objects.create(
        organisation_id=event.organisation_id,
        person_id=event.person_id,
        about=f"ROLE-{event.membership_id}"[:16],
        kind=notices.Kind.ROLE_GIVEN if isinstance(event, RoleGiven) else notices.Kind.COVER_GIVEN,
        created_at=act.at,
    )
    system = acts.by_the_system(at=act.at, purpose="send a notice")
    transaction.on_commit(lambda: notifying.send_notice(system, notice_id=notice.pk))
