"""Areas D and E: pace, leavers, follow-up, the leaving process, and the exchange between schools."""

from django.db.models import QuerySet

from onroll.access.models import Membership, Organisation, OrganisationKind, Role
from onroll.access.permissions import CME_ROLES
from onroll.audit.act import Act
from onroll.casework.models import Case, EnquiryList
from onroll.evaluation.models import Finding, NumbersGiven
from onroll.evaluation.proof.measured import Measured, a_year_before, begins, of, share
from onroll.evaluation.queries.numbers import pace_into_provision, pace_words
from onroll.rules.clocks import add_months
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.states import State

MONTHS = 12
PARTIES = 2


def pace(act: Act) -> Measured:
    """D3: mean, mode and range of the days to provision, and whether senior officers had them in four months."""
    found = pace_into_provision(act)
    given = NumbersGiven.objects.visible_to(act).filter(given_on__gte=add_months(act.on, -4)).count()
    return Measured(
        code="pace",
        query="Cases closed on a roll with provision accessed in the last 12 months: calendar days from notified to "
        "accessed; and numbers recorded as given in the last four months, which hold these days.",
        numbers=(("Days", pace_words(found)), ("Times given in four months", f"{given:,}")),
        finding=share(bool(given) + 1, 2) if found.count else Finding.NOT_SHOWN,
    )


def leavers_without_destination(act: Act) -> Measured:
    """E1: pupils whom the area's schools filed as lost in twelve months. Providers off site file nobody yet."""
    filed = LostPupil.objects.filter(
        message__sender__la_code=act.la_code, filed_at__gte=begins(a_year_before(act)), filed_at__lte=act.at
    )
    count, schools = filed.count(), filed.values("message__sender").distinct().count()
    held = filed.filter(message__state=State.HELD_AS_LOST).count()
    return Measured(
        code="leavers-without-destination",
        query="Pupils whom schools of your area filed as lost in the last 12 months, counted this moment. Alternative "
        "providers file nobody here yet, so that this is part of the step at most.",
        numbers=(
            ("Filed as lost", f"{count:,}"),
            ("By how many schools", f"{schools:,}"),
            ("Still in the repository", of(held, count)),
        ),
        finding=Finding.IN_PART if count else Finding.NOT_SHOWN,
    )


def monthly_follow_up(act: Act) -> Measured:
    """E2: open cases with a person in the role today, and those that are not overdue."""
    still_open = Case.objects.visible_to(act).still_open()
    people = Membership.objects.in_force(act.on).filter(
        organisation_id=act.organisation_id, role__in=CME_ROLES, person__is_active=True
    )
    count = still_open.count()
    named = still_open.filter(responsible__in=people.values("person")).count()
    overdue = still_open.overdue(act.on).count()
    in_order = named == count and not overdue
    return Measured(
        code="monthly-follow-up",
        query="Open cases: those whose responsible person holds the role today, and those followed up within a month.",
        numbers=(
            ("With a named person in the role", of(named, count)),
            ("Followed up within a month", of(count - overdue, count)),
        ),
        finding=(Finding.SHOWS if in_order else Finding.IN_PART) if count else Finding.NOT_MEASURED,
    )


def leaving_process(act: Act) -> Measured:
    """E3: reasonable enquiries that schools and the authority made together in twelve months, and those both signed."""
    rows = EnquiryList.objects.visible_to(act).filter(school__isnull=False, begun_at__gte=begins(a_year_before(act)))
    lists = list(rows.prefetch_related("signatures"))
    signed = sum(
        len({each.party for each in one.signatures.all() if each.on_version == one.version}) == PARTIES for one in lists
    )
    schools = len({one.school_id for one in lists})
    return Measured(
        code="leaving-process",
        query="Lists of reasonable enquiries that schools and your authority shared in the last 12 months, and those "
        "that both have signed as they stand.",
        numbers=(
            ("Lists shared", f"{len(lists):,}"),
            ("Signed by both", of(signed, len(lists))),
            ("Schools that took part", of(schools, _schools(act).count())),
        ),
        finding=(Finding.SHOWS if signed else Finding.IN_PART) if lists else Finding.NOT_SHOWN,
    )


def exchange_by_school(act: Act) -> Measured:
    """E4: the area's schools that sent or collected a file in twelve months, and those where somebody has access."""
    since, schools = begins(a_year_before(act)), _schools(act)
    sent = Message.objects.filter(sender__la_code=act.la_code, received_at__gte=since).values("sender")
    collected = MessageEvent.objects.filter(
        message__recipient__la_code=act.la_code, state=State.COLLECTED, at__gte=since
    ).values("message__recipient")
    used = (schools.filter(pk__in=sent) | schools.filter(pk__in=collected)).distinct().count()
    held = Membership.objects.in_force(act.on).filter(person__is_active=True).values("organisation")
    count = schools.count()
    return Measured(
        code="exchange-by-school",
        query="Open schools of your area that sent or collected a file here in the last 12 months, and those where "
        "somebody has access today. Which materials they were given is not kept here: attach them as evidence.",
        numbers=(
            ("Schools that used the exchange", of(used, count)),
            ("Schools where somebody has access", of(schools.filter(pk__in=held).count(), count)),
        ),
        finding=share(used, count),
    )


def exchange_administrator(act: Act) -> Measured:
    """E5: people who hold the administrator's role today."""
    held = Membership.objects.in_force(act.on).filter(
        organisation_id=act.organisation_id, role=Role.EXCHANGE_ADMINISTRATOR, person__is_active=True
    )
    count = held.values("person").distinct().count()
    return Measured(
        code="exchange-administrator",
        query="People who hold the role of exchange administrator of your authority today and can sign in.",
        numbers=(("Named administrators", f"{count:,}"),),
        finding=Finding.SHOWS if count else Finding.NOT_SHOWN,
    )


def monthly_uploads(act: Act) -> Measured:
    """E6: of the last twelve whole months, those with a file uploaded and one collected by the area's schools."""
    this_month = act.on.replace(day=1)
    months = [add_months(this_month, -number) for number in range(1, MONTHS + 1)]
    first, last = begins(months[-1]), begins(this_month)
    sent = Message.objects.filter(sender__la_code=act.la_code, received_at__gte=first, received_at__lt=last)
    taken = MessageEvent.objects.filter(
        message__recipient__la_code=act.la_code, state=State.COLLECTED, at__gte=first, at__lt=last
    )
    up = {each.date() for each in sent.datetimes("received_at", "month")}
    down = {each.date() for each in taken.datetimes("at", "month")}
    both = sum(month in up and month in down for month in months)
    return Measured(
        code="monthly-uploads",
        query=f"Whole months from {months[-1]:%B %Y} to {months[0]:%B %Y} in which your area uploaded a file, and in "
        "which it collected one. The report of each month is under “Published counts”.",
        numbers=(
            ("Months with an upload", of(len(up), MONTHS)),
            ("Months with a download", of(len(down), MONTHS)),
            ("Months with both", of(both, MONTHS)),
        ),
        finding=share(both, MONTHS),
    )


def _schools(act: Act) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, la_code=act.la_code)
    return found.open_on(act.on)  # type: ignore[attr-defined,no-any-return]
