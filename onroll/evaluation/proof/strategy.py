"""Area A and step C3: numbers before senior officers and elected members, and what is done about harm."""

from datetime import date, timedelta

from django.db.models import Min

from onroll.audit.act import LONDON, Act
from onroll.casework.models import EnquiryLine
from onroll.evaluation.models import Audience, Finding, NumbersGiven
from onroll.evaluation.proof.measured import Measured, a_year_before, begins, of, share

TERMS_A_YEAR = 3
TERM_WORDS = "A term is taken as September to December, January to March, April to August."
_TERM_STARTS = ((9, 1), (4, 1), (1, 1))


def reports_each_term(act: Act) -> Measured:
    """A3: numbers given to senior officers and to elected members in each of three terms, this one the last."""
    starts = term_starts(act.on)
    given = {audience: _terms_with(act, audience, starts) for audience in Audience}
    least, most = min(given.values()), max(given.values())
    finding = share(least, TERMS_A_YEAR) if least else (Finding.IN_PART if most else Finding.NOT_SHOWN)
    return Measured(
        code="reports-each-term",
        query="Numbers that your team recorded as given, by term, for this term and the two before. " + TERM_WORDS,
        numbers=tuple(
            (f"Terms with numbers to {each.label.lower()}", of(given[each], TERMS_A_YEAR)) for each in Audience
        ),
        finding=finding,
    )


def numbers_to_senior_officers(act: Act) -> Measured:
    """C3: numbers given to senior officers in twelve months; once a term is taken as regular."""
    since = a_year_before(act)
    rows = NumbersGiven.objects.visible_to(act).filter(audience=Audience.SENIOR_OFFICERS, given_on__gte=since)
    count = rows.count()
    return Measured(
        code="numbers-to-senior-officers",
        query="Numbers that your team recorded as given to senior officers in the last 12 months; three or more are "
        "taken as regular.",
        numbers=(("Times given", f"{count:,}"),),
        finding=share(min(count, TERMS_A_YEAR), TERMS_A_YEAR),
    )


def harm_referred_at_once(act: Act) -> Measured:
    """N-A4: signs of significant harm of the last twelve months, and how many were acted on the same day."""
    rows = EnquiryLine.objects.filter(
        enquiries__authority_id=act.organisation_id, is_sign_of_harm=True, recorded_at__gte=begins(a_year_before(act))
    )
    signs = list(rows.annotate(acted_at=Min("referrals__at")).values_list("recorded_at", "acted_at"))
    at_once = sum(
        acted is not None and acted.astimezone(LONDON).date() == told.astimezone(LONDON).date() for told, acted in signs
    )
    return Measured(
        code="harm-referred-at-once",
        query="Signs of significant harm in reasonable enquiries of the last 12 months, and those of which it was "
        "recorded the same day what was done.",
        numbers=(("Signs recorded", f"{len(signs):,}"), ("Acted on the same day", of(at_once, len(signs)))),
        finding=share(at_once, len(signs)) if signs else Finding.NOT_MEASURED,
    )


def term_starts(on: date) -> list[date]:
    """Return the first days of this term and the two before, the newest first."""
    starts = [date(year, *start) for year in (on.year, on.year - 1) for start in _TERM_STARTS]
    return [start for start in starts if start <= on][:TERMS_A_YEAR]


def _terms_with(act: Act, audience: Audience, starts: list[date]) -> int:
    days = list(
        NumbersGiven.objects.visible_to(act)
        .filter(audience=audience, given_on__gte=starts[-1])
        .values_list("given_on", flat=True)
    )
    ends = [act.on, *(start - timedelta(days=1) for start in starts)]
    return sum(any(start <= day <= end for day in days) for start, end in zip(starts, ends, strict=False))
