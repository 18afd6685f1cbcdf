"""An authority's choice to ask for returns at usual moves, and readings of returns that leave a trace."""

from collections.abc import Sequence
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.returns import permissions, queries
from onroll.returns.events import (
    AbsenceByFeedChosen,
    HomeRegisterRead,
    LeaversReconciled,
    ReturnsRead,
    TransitionsAsked,
)
from onroll.returns.models import AbsenceByFeed, HomeEducation, Return, TransitionAsk
from onroll.returns.queries import Leavers, WhichLeavers, WhichReturns


@transaction.atomic
def ask_for_transitions(act: Act, *, is_asked: bool, expected_version: int) -> TransitionAsk:
    """Ask schools for returns at usual moves too, such as year 6 to year 7, or no more. Raises: NotAllowed; Stale."""
    permissions.check(permissions.may_reconcile(act))
    own = TransitionAsk.objects.filter(authority_id=act.organisation_id)
    if expected_version == 0:
        try:
            with transaction.atomic():
                TransitionAsk.objects.create(authority_id=cast("int", act.organisation_id), is_asked=is_asked)
        except IntegrityError as chosen:
            raise Stale from chosen
    elif not own.filter(version=expected_version).update(is_asked=is_asked, version=F("version") + 1):
        raise Stale
    ledger.record(act, TransitionsAsked(authority_id=cast("int", act.organisation_id), is_asked=is_asked))
    return own.get()


@transaction.atomic
def choose_absence_by_feed(act: Act, *, attendance: bool, sickness: bool, expected_version: int) -> AbsenceByFeed:
    """Choose, for the own school, which returns of absence are made from its marks. Raises: OnlySchools; Stale."""
    permissions.check_is_school(act)
    school_id = cast("int", act.organisation_id)
    own = AbsenceByFeed.objects.filter(school_id=school_id)
    if expected_version == 0:
        try:
            with transaction.atomic():
                AbsenceByFeed.objects.create(school_id=school_id, attendance=attendance, sickness=sickness)
        except IntegrityError as chosen:
            raise Stale from chosen
    elif not own.filter(version=expected_version).update(
        attendance=attendance, sickness=sickness, version=F("version") + 1
    ):
        raise Stale
    ledger.record(act, AbsenceByFeedChosen(school_id=school_id, attendance=attendance, sickness=sickness))
    return own.get()


@transaction.atomic
def read_returns(act: Act, *, which: WhichReturns) -> Sequence[Return]:
    """Return a page of returns with names, and record that they were read. Raises: NotAllowed."""
    permissions.check(permissions.may_read_returns(act))
    found = queries.returns_page(act, which)
    _record(act, which.show, len(found))
    return found


@transaction.atomic
def list_returns(act: Act, *, which: WhichReturns, la_code: str = "") -> Sequence[Return]:
    """Return what schools owe or made, for an operator's command, without names. Raises: NotAllowed."""
    permissions.check(permissions.may_operate(act))
    found = queries.every_return(which, on=act.on, la_code=la_code)
    _record(act, which.show, len(found))
    return found


@transaction.atomic
def open_return(act: Act, *, law_return: Return) -> Return:
    """Record that somebody reads one return with all that it tells."""
    permissions.check(permissions.may_read_returns(act))
    _record(act, law_return.reference, 1)
    return law_return


@transaction.atomic
def read_leavers(act: Act, *, which: WhichLeavers) -> Leavers:
    """Return who left and whether each has a confirmed destination or a case; that it was read is recorded."""
    permissions.check(permissions.may_reconcile(act))
    found = queries.leavers(act, which)
    event = LeaversReconciled(authority_id=act.organisation_id or 0, leavers=found.number, gaps=found.gaps)
    ledger.record(act, event)
    return found


@transaction.atomic
def read_home_register(act: Act) -> Sequence[HomeEducation]:
    """Return who is educated at home in the area now, with names; that it was read is recorded."""
    permissions.check(permissions.may_keep_home_register(act))
    found = queries.home_register(act)
    _record_home(act, "register", len(found))
    return found


@transaction.atomic
def open_home_education(act: Act, *, home: HomeEducation) -> HomeEducation:
    """Record that somebody reads one child's entry."""
    permissions.check(permissions.may_change_home(act, home))
    _record_home(act, home.reference, 1)
    return home


def _record(act: Act, which: str, returns: int) -> None:
    ledger.record(act, ReturnsRead(organisation_id=act.organisation_id or 0, which=which, returns=returns))


def _record_home(act: Act, which: str, children: int) -> None:
    event = HomeRegisterRead(authority_id=act.organisation_id or 0, which=which, children=children)
    ledger.record(act, event)
