"""Area C: the database, its dates, the groups at risk, and who looked at records."""

from django.db.models import Q

from onroll.access.models import Membership
from onroll.access.permissions import CME_ROLES
from onroll.audit import queries as audit_queries
from onroll.audit.act import Act
from onroll.casework import queries as casework_queries
from onroll.casework.models import Case, Notification, Outcome
from onroll.casework.stages import Stage
from onroll.evaluation.models import DrawnCase, Finding
from onroll.evaluation.proof.measured import Measured, Numbers, a_year_before, begins, of, share
from onroll.insight import queries as insight_queries
from onroll.rolls import queries as rolls_queries
from onroll.rules.clocks import add_months
from onroll.rules.groups import groups_on
from onroll.rules.missing import List, RuleName

_HAS_PLACE = (Stage.ACCESS_PROVISION, Stage.MONITOR, Stage.TRACK)
_ATTENDS = (Stage.MONITOR, Stage.TRACK)


def database(act: Act) -> Measured:
    """C1: children on the list by the current rule, and how many open cases were worked on within a month."""
    asked = insight_queries.asked_of(act, rule=RuleName.RETURN_2025)
    listed = insight_queries.list_page(act, asked, which=List.MISSING).numbers
    still_open = Case.objects.visible_to(act).still_open()
    month_ago = begins(add_months(act.on, -1))
    count, fresh = still_open.count(), still_open.filter(last_worked_at__gte=month_ago).count()
    told = Notification.objects.visible_to(act).filter(notified_on__gte=a_year_before(act)).count()
    is_used = bool(count or told)
    return Measured(
        code="database",
        query=f"Children on the list of missing education today by the rule {RuleName.RETURN_2025}, worked out this "
        "moment; open cases, and those in which somebody did something within a month.",
        numbers=(
            ("Missing education today", f"{listed.missing:,}"),
            ("Notifications in 12 months", f"{told:,}"),
            ("Open cases worked on within a month", of(fresh, count)),
            *_rolls(act),
        ),
        finding=(Finding.SHOWS if fresh == count else Finding.IN_PART) if is_used else Finding.NOT_SHOWN,
    )


def key_dates(act: Act) -> Measured:
    """C2: the three dates, in the cases of twelve months that have come far enough to have them."""
    cases = Case.objects.visible_to(act).filter(notified_on__gte=a_year_before(act))
    on_roll = Q(stage=Stage.CLOSED, outcome=Outcome.ON_ROLL)
    placed = cases.filter(Q(stage__in=_HAS_PLACE) | on_roll)
    attending = cases.filter(Q(stage__in=_ATTENDS) | on_roll)
    total, due, due_later = cases.count(), placed.count(), attending.count()
    determined = placed.filter(provision_determined_on__isnull=False).count()
    accessed = attending.filter(provision_accessed_on__isnull=False).count()
    is_whole = determined == due and accessed == due_later
    return Measured(
        code="key-dates",
        query="Cases of which your authority was notified in the last 12 months: all have the day notified; of those "
        "with a place, the day provision was determined; of those who attend or are on a roll, the day accessed.",
        numbers=(
            ("Cases with the day notified", of(total, total)),
            ("With a place, and the day determined", of(determined, due)),
            ("Attending, and the day accessed", of(accessed, due_later)),
        ),
        finding=(Finding.SHOWS if is_whole else Finding.IN_PART) if total else Finding.NOT_SHOWN,
    )


def groups_from_sources(act: Act) -> Measured:
    """C4: groups at risk that hold a child, and those whose list joins more than one source."""
    lists = {each.code: casework_queries.monitoring_list(act, each.code) for each in groups_on(act.on).groups}
    followed = {code: lines for code, lines in lists.items() if lines}
    joined = [code for code, lines in followed.items() if len({words for one in lines for words in one.sources}) > 1]
    return Measured(
        code="groups-from-sources",
        query="Monitoring lists of the groups at risk that hold a child today, and those joining two sources or more.",
        numbers=(
            ("Groups followed", of(len(followed), len(lists))),
            ("Groups with more than one source", of(len(joined), len(followed))),
            *_rolls(act),
        ),
        finding=Finding.SHOWS if joined else (Finding.IN_PART if followed else Finding.NOT_SHOWN),
    )


def access_rules(act: Act) -> Measured:
    """C5: cases read in twelve months, by whom, and cases drawn at random and traced."""
    since = begins(a_year_before(act))
    looks = audit_queries.entries().filter(
        organisation_id=act.organisation_id, name="casework.CaseRecordOpened", at__gte=since
    )
    read_by = looks.filter(actor_id__isnull=False).order_by().values_list("actor_id", flat=True)
    people = {person for person in read_by.distinct() if person is not None}
    held = Membership.objects.filter(organisation_id=act.organisation_id or 0, role__in=CME_ROLES, person_id__in=people)
    gone = people - set(held.in_force(act.on).values_list("person_id", flat=True))
    count = looks.count()
    draws = DrawnCase.objects.visible_to(act).filter(drawn_at__gte=since).count()
    return Measured(
        code="access-rules",
        query="The ledger’s entries of the last 12 months that somebody of your authority read a case; the people who "
        "did, and those of them without the role today; and cases drawn at random and traced.",
        numbers=(
            ("Times a case was read, each recorded", f"{count:,}"),
            ("People who read one", f"{len(people):,}"),
            ("Of them, without the role today", f"{len(gone):,}"),
            ("Cases drawn at random", f"{draws:,}"),
        ),
        finding=share(bool(count) + bool(draws), 2),
    )


def _rolls(act: Act) -> Numbers:
    """How fresh the rolls are, beside what is counted from them."""
    words = rolls_queries.freshness_words(act)
    return (("How fresh the rolls behind this are", words),) if words else ()
