"""Shielding a child, and telling the named officer of every search that would have found her.

The alert is raised after the search, from the row that every search leaves: the search itself does the same work and
takes the same time whether it met a shielded child or nobody.
"""

from datetime import date

from django.db import transaction

from onroll.access.models import Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.registry import actions as registry_actions
from onroll.registry import permissions as registry_permissions
from onroll.registry.models import Child, Shield
from onroll.transfer import notices, permissions, queries
from onroll.transfer.events import ShieldMeetingsRead, ShieldMet
from onroll.transfer.models import Notice, RepositorySearch, ShieldMeeting


@transaction.atomic
def shield_child(act: Act, *, child_reference: str, reason_code: str, officer: Person, until_on: date | None) -> Shield:
    """Shield a child of the acting organisation, or of its area.

    Raises: ShieldNotPossible; Hidden, for a child who is not theirs.
    """
    permissions.check(registry_permissions.may_shield(act))
    child: Child = queries.child_to_shield(act, child_reference)
    return registry_actions.shield_child(act, child=child, reason_code=reason_code, officer=officer, until_on=until_on)


@transaction.atomic
def open_meetings(act: Act, *, shield: Shield) -> list[ShieldMeeting]:
    """Read which searches met a shielded child. That they were read is recorded."""
    meetings = list(queries.meetings_of(act, shield))
    ledger.record(act, ShieldMeetingsRead(shield_id=shield.pk))
    return meetings


def raise_shield_alerts(act: Act) -> int:
    """Tell the named officers of every search since the last time that would have shown a child they shield.

    For the system's own timer. Returns how many meetings there were. The notices are owed, and go out with the rest.
    """
    if not act.is_system:
        raise NotAllowed
    return sum(_raise_for(act, search) for search in queries.searches_to_alert())


@transaction.atomic
def _raise_for(act: Act, search: RepositorySearch) -> int:
    """Raise the alerts of one search; of two timers at once, one does."""
    if not RepositorySearch.objects.filter(pk=search.pk, alerted_at__isnull=True).update(alerted_at=act.at):
        return 0
    shields = Shield.objects.filter(pk__in=search.met_shields).select_related("organisation", "officer")
    for shield in shields:
        ShieldMeeting.objects.create(shield=shield, search=search, alerted_at=act.at)
        Notice.objects.create(
            organisation=shield.organisation,
            person=shield.officer,
            about=shield.reference,
            kind=notices.Kind.SHIELD_MET,
            created_at=act.at,
        )
        ledger.record(act, ShieldMet(shield_id=shield.pk, search_id=search.pk))
    return len(shields)
