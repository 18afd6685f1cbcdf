"""What stands beside a case or notification: the pairs in which its child is compared, and all that is known of her."""

import dataclasses

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework import queries
from onroll.casework.models import Case
from onroll.casework.presenters import enquiries as enquiry_presenters
from onroll.casework.presenters.families import FamilyPart, family_part
from onroll.casework.presenters.pairs import pair_links
from onroll.casework.stages import Stage
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child
from onroll.web.parts import Link


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The links for the page; those to the child are empty where she is not shown to this person."""

    pairs: tuple[Link, ...]
    child_href: str
    story_href: str


def beside(act: Act, child: Child) -> Beside:
    """Return the links for the page of a case or notification."""
    records = registry_queries.one_with(child.pk)
    is_shown = Child.objects.visible_to(act).filter(pk__in=records).exists()
    is_shielded = registry_queries.shielded_children(act.on).filter(child_id__in=records).exists()
    return Beside(
        pairs=pair_links(registry_queries.pairs_of_child(act, records)),
        child_href=reverse("registry:child", args=[child.reference]) if is_shown else "",
        story_href="" if is_shielded else reverse("casework:child-story", args=[child.reference]),
    )


def case_enquiries(act: Act, case: Case) -> dict[str, object]:
    """Return what the page of a case shows of reasonable enquiries about its child."""
    lists = queries.enquiry_lists_of(act, case.child_id)
    is_ended = case.stage == Stage.CLOSED or any(not hasattr(each, "deletion") for each in lists)
    begin_href = "" if is_ended else reverse("casework:begin-enquiries-for-case", args=[case.reference])
    return enquiry_presenters.case_enquiries(lists, begin_href)


def case_family(act: Act, case: Case) -> FamilyPart:
    """Return what the page of a case shows of its child's family."""
    suggested = registry_queries.may_be_family(act, case.notification.sighting)
    return family_part(case, queries.family_of_case(act, case), len(suggested))
