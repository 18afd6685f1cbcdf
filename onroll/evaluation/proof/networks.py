"""Steps A1, B1 to B3 and D1: policy, stakeholders, routes, the named contact, and other agencies' support."""

from django.db.models import Count

from onroll.access.models import Membership, Organisation
from onroll.access.permissions import CME_ROLES
from onroll.audit.act import Act
from onroll.casework.models import AgencyRequest, Notification
from onroll.casework.queries import directory, directory_papers
from onroll.casework.telling import ROUTE_WORDS
from onroll.evaluation.models import Finding
from onroll.evaluation.proof.measured import Measured, a_year_before, of
from onroll.selfeval.questionnaire import items

ENOUGH_READERS = 2  # "several stakeholders" of the evidence note, read as two or more


def policy(act: Act) -> Measured:
    """A1: the newest version of the policy, its four sections, and which of the five kinds of body have read it."""
    sections, kinds = items()["A1c"].lines, items()["A1b"].lines
    newest = next(iter(directory_papers.policies(act)), None)
    has = len(set(sections) & set(newest.policy.sections)) if newest else 0
    reached = len(set(kinds) & newest.kinds_reached) if newest else 0
    is_whole = has == len(sections) and reached == len(kinds)
    return Measured(
        code="policy",
        query="The newest version of the policy in your directory of agencies: the sections it is said to have; the "
        "kinds of body (health, education, social care, police, housing) of which one at least read it; and answers "
        "to the questions about it.",
        numbers=(
            ("Version", str(newest.policy.number) if newest else "none"),
            ("Sections", of(has, len(sections))),
            ("Kinds of body reached", of(reached, len(kinds))),
            ("Questions answered right", of(newest.right, newest.asked) if newest else of(0, 0)),
        ),
        finding=(Finding.SHOWS if is_whole else Finding.IN_PART) if newest else Finding.NOT_SHOWN,
    )


def stakeholders(act: Act) -> Measured:
    """B1: bodies in the directory, expected kinds that it lacks, and bodies without a contact."""
    lines, gaps = directory.tree(act), directory.gaps(act)
    lacks = {code: sum(gap.code == code for gap in gaps) for code in ("kind_missing", "contact_missing")}
    return Measured(
        code="stakeholders",
        query="Bodies in your directory of agencies today; kinds of body that are expected and that it lacks; bodies "
        "for which no contact is named.",
        numbers=(
            ("Bodies in the directory", f"{len(lines):,}"),
            ("Expected kinds that are missing", f"{lacks['kind_missing']:,}"),
            ("Bodies without a contact", f"{lacks['contact_missing']:,}"),
        ),
        finding=(Finding.IN_PART if any(lacks.values()) else Finding.SHOWS) if lines else Finding.NOT_SHOWN,
    )


def named_contact(act: Act) -> Measured:
    """B3: people in the role who can sign in, an address for notices, and the team's own contact in the directory."""
    held = Membership.objects.in_force(act.on).filter(organisation_id=act.organisation_id, role__in=CME_ROLES)
    people = held.filter(person__is_active=True).values("person").distinct().count()
    has_address = bool(Organisation.objects.get(pk=act.organisation_id or 0).notices_to)
    own = [each for each in directory.named_contacts(act) if each.kind == directory.TEAM]
    is_confirmed = any(not each.is_due for each in own)
    is_whole = people and has_address and is_confirmed
    return Measured(
        code="named-contact",
        query="People who hold the role of children missing education officer or leader today and can sign in; whether "
        "there is an address for notices; and your team’s contact in the directory, confirmed within a year.",
        numbers=(
            ("Named people", f"{people:,}"),
            ("Address for notices", "set" if has_address else "not set"),
            ("Contact in the directory", ("confirmed" if is_confirmed else "to be confirmed") if own else "none"),
        ),
        finding=Finding.SHOWS if is_whole else (Finding.IN_PART if people else Finding.NOT_SHOWN),
    )


def routes_published(act: Act) -> Measured:
    """B2: the routes as they were published last, who read them, and by which routes children were told of."""
    newest = next(iter(directory_papers.published_routes(act)), None)
    readers = len(newest.readers) if newest else 0
    rows = Notification.objects.visible_to(act).filter(notified_on__gte=a_year_before(act)).order_by()
    names = {route.value: words for route, words in ROUTE_WORDS.items()}
    used = {
        names.get(source, "A lost pupil’s file"): number
        for source, number in rows.values_list("source").annotate(number=Count("pk"))
    }
    is_read = readers >= ENOUGH_READERS
    return Measured(
        code="routes-published",
        query="The routes as your team published them last, and the bodies that say they read them (two or more are "
        "taken as several); and notifications of the last 12 months, by route.",
        numbers=(
            ("Publication", str(newest.number) if newest else "none"),
            ("Bodies in it", f"{newest.agencies:,}" if newest else "0"),
            ("Bodies that read it", f"{readers:,}"),
            *((f"Told by: {words}", f"{number:,}") for words, number in sorted(used.items())),
        ),
        finding=(Finding.SHOWS if is_read else Finding.IN_PART) if newest else Finding.NOT_SHOWN,
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
