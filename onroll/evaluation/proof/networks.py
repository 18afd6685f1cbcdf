"""Area B and step D1: the named contact, the routes by which children are told of, and other agencies' support."""

from django.db.models import Count

from onroll.access.models import Membership, Organisation
from onroll.access.permissions import CME_ROLES
from onroll.audit.act import Act
from onroll.casework.models import AgencyRequest, Notification
from onroll.casework.telling import ROUTE_WORDS
from onroll.evaluation.models import Finding
from onroll.evaluation.proof.measured import Measured, a_year_before, of


def named_contact(act: Act) -> Measured:
    """B3: people who hold the role today and can sign in, and an address for notices."""
    held = Membership.objects.in_force(act.on).filter(organisation_id=act.organisation_id, role__in=CME_ROLES)
    people = held.filter(person__is_active=True).values("person").distinct().count()
    has_address = bool(Organisation.objects.get(pk=act.organisation_id or 0).notices_to)
    return Measured(
        code="named-contact",
        query="People who hold the role of children missing education officer or leader today and can sign in; and "
        "whether the authority has an address for notices.",
        numbers=(("Named people", f"{people:,}"), ("Address for notices", "set" if has_address else "not set")),
        finding=Finding.SHOWS if people and has_address else (Finding.IN_PART if people else Finding.NOT_SHOWN),
    )


def routes_used(act: Act) -> Measured:
    """B2: not measured yet; by which routes children were told of in twelve months is shown all the same."""
    rows = Notification.objects.visible_to(act).filter(notified_on__gte=a_year_before(act)).order_by()
    by_route = rows.values_list("source").annotate(number=Count("pk"))
    names = {route.value: words for route, words in ROUTE_WORDS.items()}
    numbers = {names.get(source, "A lost pupil’s file"): number for source, number in by_route}
    return Measured(
        code="routes-used",
        query="Not measured yet: it will be once the directory of contacts says which routes are published and who has "
        "read them. Until then: notifications of the last 12 months, by route.",
        numbers=tuple((words, f"{number:,}") for words, number in sorted(numbers.items())),
        finding=Finding.NOT_MEASURED,
    )


def agencies_support(act: Act) -> Measured:
    """D1: requests to other bodies in twelve months, and how they were answered."""
    rows = AgencyRequest.objects.visible_to(act).filter(asked_on__gte=a_year_before(act)).exclude(state="withdrawn")
    states = list(rows.values_list("state", "due_on"))
    told = sum(state in {"answered", "nothing_known"} for state, _ in states)
    refused = sum(state == "refused" for state, _ in states)
    overdue = sum(state == "asked" and due_on < act.on for state, due_on in states)
    if not states:
        finding = Finding.NOT_SHOWN
    else:
        finding = Finding.SHOWS if told and not overdue and not refused else Finding.IN_PART
    return Measured(
        code="agencies-support",
        query="Requests to other bodies that your authority made in the last 12 months and did not take back.",
        numbers=(
            ("Requests made", f"{len(states):,}"),
            ("Answered", of(told, len(states))),
            ("Refused", of(refused, len(states))),
            ("Waiting beyond the day due", of(overdue, len(states))),
        ),
        finding=finding,
    )
