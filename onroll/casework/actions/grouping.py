"""Groups at risk of a case's child: several at once, each with source and dates, and one that is for returns."""

import dataclasses
from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.group_events import RiskGroupChanged, RiskGroupRecorded
from onroll.casework.models import AtRisk, CarePlacement, Case, GroupSource, WhoPays
from onroll.registry import queries as registry_queries
from onroll.rules import groups


class GroupNotPossible(RuleBroken):
    """A group is not on the list, stands already, or has days that cannot be."""

    code = "group_not_possible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Who looks after a child that is placed here, where, who pays, and since when this authority was told of it."""

    placed_by: Organisation
    home: str
    pays: WhoPays
    told_on: date | None = None


@transaction.atomic
def record_group(
    act: Act,
    *,
    case: Case,
    code: str,
    source: GroupSource,
    source_words: str,
    from_on: date,
    care: Care | None = None,
) -> AtRisk:
    """Keep that the child of a case belongs to a group; the first is the primary one until another is chosen.

    `care` belongs to the group of children placed here by another authority, and to no other.

    Raises: NotAnOfficer, Hidden; GroupNotPossible.
    """
    permissions.check_may_work_on(act, case.authority_id)
    _check_care(act, code, care)
    known = groups.groups_on(act.on)
    try:
        known.group(code)
    except groups.UnknownGroup:
        raise GroupNotPossible("This group is not on the list.") from None
    if from_on > act.on:
        raise GroupNotPossible("The first day is in the future. Record it when it has come.")
    if not source_words.strip():
        raise GroupNotPossible("Write who says so, and how they know.")
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # of two who record at once, one is the first
    standing = AtRisk.objects.filter(
        authority_id=case.authority_id, child_id__in=registry_queries.one_with(case.child_id), until_on__isnull=True
    )
    if standing.filter(code=code, source=source).exists():
        raise GroupNotPossible("This source has named this group already, and it has not ended.")
    group = AtRisk.objects.create(
        child=case.child,
        authority_id=case.authority_id,
        code=code,
        list_version=known.version,
        source=source,
        source_words=source_words.strip()[:200],
        from_on=from_on,
        is_primary=not standing.filter(is_primary=True).exists(),
        recorded_at=act.at,
        recorded_by_id=act.actor_id,
    )
    if care:
        CarePlacement.objects.create(
            group=group, placed_by=care.placed_by, home=care.home.strip()[:200], pays=care.pays, told_on=care.told_on
        )
    ledger.record(act, RiskGroupRecorded(child_id=case.child_id, group_id=group.pk))
    return group


@transaction.atomic
def end_group(act: Act, *, group: AtRisk, until_on: date, expected_version: int) -> AtRisk:
    """Say until which day the child belonged to the group; an ended one is primary no more.

    Raises: NotAnOfficer, Hidden; GroupNotPossible; Stale.
    """
    permissions.check_may_work_on(act, group.authority_id)
    if not group.from_on <= until_on <= act.on:
        raise GroupNotPossible("The last day must be between the first day and today.")
    _change(group, expected_version, until_on=until_on, is_primary=False)
    ledger.record(act, RiskGroupChanged(child_id=group.child_id, group_id=group.pk, what="ended"))
    return group


@transaction.atomic
def make_group_primary(act: Act, *, group: AtRisk, expected_version: int) -> AtRisk:
    """Choose the group that stands for the child in returns, where one only can.

    Raises: NotAnOfficer, Hidden; GroupNotPossible, for an ended one; Stale.
    """
    permissions.check_may_work_on(act, group.authority_id)
    if group.until_on is not None:
        raise GroupNotPossible("This group has ended. Choose one that has not.")
    others = AtRisk.objects.filter(
        authority_id=group.authority_id, child_id__in=registry_queries.one_with(group.child_id), is_primary=True
    )
    others.exclude(pk=group.pk).update(is_primary=False, version=F("version") + 1)
    _change(group, expected_version, is_primary=True)
    ledger.record(act, RiskGroupChanged(child_id=group.child_id, group_id=group.pk, what="primary"))
    return group


def _check_care(act: Act, code: str, care: Care | None) -> None:
    if (code == groups.PLACED_HERE) != (care is not None):
        raise GroupNotPossible("Who looks after the child, and where, is said of children placed here, and must be.")
    if care is None:
        return
    if care.placed_by.kind != OrganisationKind.AUTHORITY or care.placed_by.pk == act.organisation_id:
        raise GroupNotPossible("Choose another authority. A child whom your own looks after is in another group.")
    if not care.home.strip():
        raise GroupNotPossible("Write where the child lives: the home, or with whom.")
    if care.told_on and care.told_on > act.on:
        raise GroupNotPossible("The day on which you were told is in the future.")


def _change(group: AtRisk, expected_version: int, **changes: object) -> None:
    here = AtRisk.objects.filter(pk=group.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    group.refresh_from_db()
