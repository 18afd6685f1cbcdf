"""The register of children not in school: who is on it, what is missing, and which notices wait."""

from collections.abc import Sequence

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.returns.models import HomeEducation, InformationNotice, NotInSchool, NotInSchoolProvider
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
