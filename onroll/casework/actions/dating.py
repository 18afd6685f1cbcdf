"""The dates of a case: set and corrected by officers, and each kept with the moment at which it became known."""

from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.case_dates import DATE_NAMES, SET_BY_OFFICERS, CaseDateKind
from onroll.casework.events import CaseDatesRecorded
from onroll.casework.models import Case, CaseDate
from onroll.casework.steps import StepKind
from onroll.web.words import day_words, lower_first

YEARS_BACK = 10  # no date is older, where the birth date is not known
_PROVISION = (CaseDateKind.DETERMINED, CaseDateKind.ACCESSED)


class DatesImpossible(RuleBroken):
    """The dates of a case are in the future or in the wrong order."""

    code = "dates_impossible"


@transaction.atomic
def record_dates(act: Act, *, case: Case, expected_version: int, **dates: date | None) -> Case:
    """Set dates of a case, by the names of `SET_BY_OFFICERS`; None takes one away, what is not named stays.

    Raises: DatesImpossible, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    wanted = {CaseDateKind(name): day for name, day in dates.items()}
    if set(wanted) - set(SET_BY_OFFICERS):
        raise DatesImpossible("The day on which your authority was notified is the notification’s own.")
    before = dates_of(case)
    check_dates(act.on, case, wanted)
    case = change_open_case(case, expected_version, **{kind.value: day for kind, day in wanted.items()})
    changed = tuple(kind for kind, day in wanted.items() if before[kind] != day)
    add_step(act, case, StepKind.DATES, _words(wanted, changed))
    keep_dates(act, case)
    ledger.record(
        act,
        CaseDatesRecorded(
            case_id=case.pk,
            provision_determined_on=case.provision_determined_on,
            provision_accessed_on=case.provision_accessed_on,
            provision_determined_on_before=before[CaseDateKind.DETERMINED],
            provision_accessed_on_before=before[CaseDateKind.ACCESSED],
            changed=tuple(kind.value for kind in changed),
        ),
    )
    return case


def dates_of(case: Case) -> dict[CaseDateKind, date | None]:
    """Return the six dates as the case has them now."""
    return {kind: getattr(case, kind.value) for kind in CaseDateKind}


def keep_dates(act: Act, case: Case) -> None:
    """Add to the history each date that is not as it was last known: to be called after every change of a date."""
    known = dict(case.dates.order_by("known_at", "pk").values_list("kind", "day"))  # the last of each kind wins
    changed = {kind: day for kind, day in dates_of(case).items() if day != known.get(kind.value)}
    CaseDate.objects.bulk_create(
        CaseDate(
            case=case,
            kind=kind,
            day=day,
            known_at=act.at,
            person_id=act.actor_id,
            organisation_id=act.organisation_id,
        )
        for kind, day in changed.items()
    )


def check_dates(on: date, case: Case, wanted: dict[CaseDateKind, date | None]) -> None:
    """Refuse new dates in the future, too long ago or, beside those that stay, in an order that cannot be.

    Raises: DatesImpossible, with words for the officer.
    """
    earliest_on, why = _earliest(on, case)
    for kind, day in wanted.items():
        name = f"date {_said(kind)}"
        if day and day > on:
            raise DatesImpossible(f"The {name} is in the future. Record it when it has happened.")
        if day and day < earliest_on:
            raise DatesImpossible(f"The {name} is {why}. Check the year.")
    _check_order({**dates_of(case), **wanted})


def _check_order(dates: dict[CaseDateKind, date | None]) -> None:
    left_on, located_on = dates[CaseDateKind.LAST_IN_EDUCATION], dates[CaseDateKind.LOCATED]
    agreed_on = dates[CaseDateKind.NEEDS_AGREED]
    determined_on, accessed_on = (dates[kind] for kind in _PROVISION)
    if located_on and left_on and located_on < left_on:
        raise DatesImpossible("The family was located before the child’s last day in education. Check both dates.")
    if agreed_on and located_on and agreed_on < located_on:
        raise DatesImpossible("The needs were agreed before the family was located. A family is found first.")
    if accessed_on and not determined_on:
        raise DatesImpossible("Enter the date provision was determined: a child cannot start without a place.")
    if accessed_on and determined_on and accessed_on < determined_on:
        raise DatesImpossible(
            "The date provision was accessed is before the date it was determined. A place is found first."
        )
    if accessed_on and left_on and accessed_on < left_on:
        raise DatesImpossible(
            "The date provision was accessed is before the child’s last day in education at the school that told you."
        )


def _said(kind: CaseDateKind) -> str:
    return {
        CaseDateKind.LAST_IN_EDUCATION: "last in education",
        CaseDateKind.LOCATED: "the family was located",
        CaseDateKind.NEEDS_AGREED: "the needs were agreed",
        CaseDateKind.DETERMINED: "provision was determined",
        CaseDateKind.ACCESSED: "provision was accessed",
    }[kind]


def _words(wanted: dict[CaseDateKind, date | None], changed: tuple[CaseDateKind, ...]) -> str:
    """Return the provision dates, as far as they were given, and whatever else changed."""
    told = [kind for kind in SET_BY_OFFICERS if kind in wanted and (kind in _PROVISION or kind in changed)]
    parts = []
    for kind in told:
        day = wanted[kind]
        parts.append(f"{DATE_NAMES[kind]}: {day_words(day) if day else 'not known'}.")
    return " ".join(parts) or f"Nothing changed: {lower_first(', '.join(DATE_NAMES[kind] for kind in wanted))}."


def _earliest(on: date, case: Case) -> tuple[date, str]:
    """Return the first day that a date of a case can have, and what is wrong with an earlier one."""
    birth_date = case.notification.sighting.birth_date
    if birth_date:
        return birth_date, "before the child was born"
    ago = on.replace(year=on.year - YEARS_BACK, day=min(on.day, 28))  # 28: a day that every month of every year has
    return ago, f"more than {YEARS_BACK} years ago"
