"""The register of children not in school: who is on it, what is missing, and which notices wait."""

from collections.abc import Sequence

from django.db.models import Q

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry.models import Sighting
from onroll.returns.models import HomeEducation, InformationNotice, NotInSchool, NotInSchoolPassing, NotInSchoolProvider
from onroll.rules.home_education import Field, missing_fields


def not_in_school(act: Act) -> Sequence[NotInSchool]:
    """Return the children on the area's register now, with providers and notices, the earliest entered first."""
    rows = NotInSchool.objects.visible_to(act).filter(ended_on__isnull=True)
    return list(rows.prefetch_related("providers", "notices").order_by("registered_on", "pk"))


def not_in_school_with(act: Act, number: int) -> NotInSchool:
    """Return one entry, ended or not. Raises: Hidden."""
    rows = NotInSchool.objects.visible_to(act).select_related("home", "authority")
    found: NotInSchool | None = rows.prefetch_related("providers", "notices__provider").filter(pk=number).first()
    if found is None:
        raise Hidden
    return found


def not_in_school_of(act: Act, home: HomeEducation) -> NotInSchool | None:
    """Return the child's entry in the register of children not in school, where there is one."""
    entries = NotInSchool.objects.visible_to(act)
    found: NotInSchool | None = entries.filter(child_id=home.child_id).first()
    return found


def provider_of(entry: NotInSchool, number: int) -> NotInSchoolProvider:
    """Return one provider of an entry. Raises: Hidden."""
    found = next((each for each in entry.providers.all() if each.pk == number), None)
    if found is None:
        raise Hidden
    return found


def notice_of(entry: NotInSchool, number: int) -> InformationNotice:
    """Return one notice of an entry. Raises: Hidden."""
    found = next((each for each in entry.notices.all() if each.pk == number), None)
    if found is None:
        raise Hidden
    return found


def missing_of(entry: NotInSchool) -> tuple[Field, ...]:
    """Return what the register must hold of the child and does not."""
    return missing_fields(entry.held)


def overdue_of(act: Act, entry: NotInSchool) -> list[InformationNotice]:
    """Return notices whose last day has passed without an answer."""
    return [each for each in entry.notices.all() if each.answered_on is None and each.due_on < act.on]


def waiting_passings(act: Act) -> tuple[list[NotInSchoolPassing], list[NotInSchoolPassing]]:
    """Return entries that wait for an answer: passed on to the acting officer's authority, and passed on by it."""
    rows = NotInSchoolPassing.objects.visible_to(act).pending().select_related("receiver", "of__authority")
    waiting = list(rows)
    to_us = [each for each in waiting if each.receiver_id == act.organisation_id]
    return to_us, [each for each in waiting if each.receiver_id != act.organisation_id]


def passing_with(act: Act, number: int) -> NotInSchoolPassing:
    """Return one entry that was passed on, for either authority. Raises: Hidden."""
    rows = NotInSchoolPassing.objects.visible_to(act).filter(pk=number)
    found: NotInSchoolPassing | None = rows.select_related(
        "receiver", "of__authority", "of__sighting", "of__child", "receiver_entry"
    ).first()
    if found is None:
        raise Hidden
    return found


def passings_of(act: Act, entry: NotInSchool) -> list[NotInSchoolPassing]:
    """Return how an entry was passed on, or came here, the newest first."""
    rows = NotInSchoolPassing.objects.visible_to(act).filter(Q(of=entry) | Q(receiver_entry=entry))
    return list(rows.select_related("receiver", "of__authority").order_by("-passed_at", "-pk"))


def is_address_sealed(records: Sequence[int]) -> bool:
    """Return whether somebody told an address of the child that must be shown to nobody else."""
    return Sighting.objects.filter(child_id__in=records, is_address_sealed=True).exists()


def home_to_tie(act: Act, records: Sequence[int]) -> HomeEducation | None:
    """Return the area's current entry of home education of a child that no entry of this register is tied to."""
    own = HomeEducation.objects.filter(authority_id=act.organisation_id, child_id__in=records)
    found: HomeEducation | None = own.current(act.on).filter(not_in_school__isnull=True).first()
    return found
