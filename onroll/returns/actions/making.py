"""Making a return on a page or from a file, taking one back, and saying that none is needed."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import Child, Sighting
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.actions.ending import keep_on_roll
from onroll.returns.actions.homing import home_of, tell_home
from onroll.returns.actions.owing import made_event, waiting_return
from onroll.returns.actions.whose import own_child
from onroll.returns.events import ReturnNotNeeded, ReturnWithdrawn
from onroll.returns.given import Absence, Contact, NewPupil
from onroll.returns.models import Return, ReturnContact, Route
from onroll.returns.return_states import ReturnState, check_move
from onroll.rules import returns
from onroll.rules.returns import ReturnKind
from onroll.rules.rulesets import RuleNotInForce

SOURCE = "return"
OLDEST_DAYS = 366
MOST_SCHOOL_DAYS = 200
LONGEST_WHY = 500


class ReturnNotPossible(RuleBroken):
    """A return has days that cannot be, or lacks something that the law asks."""

    code = "return_not_possible"


class ReturnMadeAlready(RuleBroken):
    """The same return was made before."""

    code = "return_made_already"
    default_words = (
        "This return was made already. Nothing was kept twice. If it is about another pupil of the same name and date "
        "of birth, give that pupil’s UPN."
    )


class AuthorityMissing(RuleBroken):
    """The exchange does not know the school's authority."""

    code = "authority_missing"
    default_words = (
        "The exchange does not know your local authority, so nobody would get this return. Nothing was kept. Send it "
        "to your authority yourself, and ask the exchange’s operator to load the register of schools."
    )


@transaction.atomic
def make_new_pupil_return(
    act: Act,
    *,
    facts: Facts,
    given: NewPupil,
    owed: Return | None = None,
    expected_version: int = 0,
    route: Route = Route.FORM,
) -> Return:
    """Tell the authority what the admission register holds of a new pupil; the pupil is on this school's roll.

    `owed`: the return that a feed opened. Raises: OnlySchools; ReturnNotPossible; ReturnMadeAlready;
    NoOtherAuthority; Stale.
    """
    permissions.check_is_school(act)
    _check_entry(act, facts, given)
    sighting = sighting_for(act, facts, owed)
    made = keep_made(
        act,
        kind=ReturnKind.NEW_PUPIL,
        sighting=sighting,
        trigger_on=given.started_on,
        owed=owed,
        expected_version=expected_version,
        route=route,
        name_used=given.name_used,
        last_school=given.last_school,
        is_boarder=given.is_boarder,
        not_obtained=given.not_obtained,
    )
    tell_home(act, made, home_of(given.home_la_code, made.school))
    keep_contacts(made, given.contacts)
    if owed is None:
        registry_actions.record_enrolment(
            act,
            child=sighting.child,
            organisation=made.school,
            from_on=given.started_on,
            until_on=None,
            source=SOURCE,
            source_reference=made.reference,
            is_confirmed=True,
        )
    ledger.record(act, made_event(made))
    return made


@transaction.atomic
def make_absence_return(
    act: Act,
    *,
    kind: ReturnKind,
    facts: Facts,
    given: Absence,
    owed: Return | None = None,
    expected_version: int = 0,
    route: Route = Route.FORM,
) -> Return:
    """Tell the authority of a pupil's absence (attendance return) or illness (sickness return).

    Raises: OnlySchools; ReturnNotPossible, where days cannot be, or where sickness does not come to fifteen school
    days; ReturnMadeAlready; Stale.
    """
    permissions.check_is_school(act)
    _check_absence(act, kind, given)
    made = keep_made(
        act,
        kind=kind,
        sighting=sighting_for(act, facts, owed),
        trigger_on=given.from_on,
        owed=owed,
        expected_version=expected_version,
        route=route,
        period_from=given.from_on,
        period_until=given.until_on,
        school_days=given.school_days + given.expected_days,
        words=given.words,
    )
    ledger.record(act, made_event(made))
    return made


@transaction.atomic
def withdraw_return(act: Act, *, law_return: Return, why: str, expected_version: int) -> Return:
    """Take a return back that was made by mistake; it stays, with why. Raises: ReturnNotPossible; Stale."""
    permissions.check_may_change_return(act, law_return)
    check_move(ReturnState(law_return.state), ReturnState.WITHDRAWN)
    change_return(law_return, expected_version, state=ReturnState.WITHDRAWN, why=_why(why))
    if law_return.kind == ReturnKind.DELETION:
        keep_on_roll(act, law_return)
    ledger.record(act, ReturnWithdrawn(return_id=law_return.pk, kind=law_return.kind))
    return law_return


@transaction.atomic
def say_not_needed(act: Act, *, law_return: Return, why: str, expected_version: int) -> Return:
    """Say why a return that was asked for is not owed: the pupil never came, say. Raises: ReturnNotPossible; Stale."""
    permissions.check_may_change_return(act, law_return)
    check_move(ReturnState(law_return.state), ReturnState.NOT_NEEDED)
    change_return(law_return, expected_version, state=ReturnState.NOT_NEEDED, why=_why(why))
    ledger.record(act, ReturnNotNeeded(return_id=law_return.pk, kind=law_return.kind))
    return law_return


def keep_made(
    act: Act,
    *,
    kind: ReturnKind,
    sighting: Sighting,
    trigger_on: date,
    owed: Return | None,
    expected_version: int,
    route: Route,
    **columns: Any,
) -> Return:
    """Keep a return as made: the one that was owed, or a new one. Raises: as the actions that call it."""
    try:
        due_on = returns.due_on(kind, trigger_on)
    except RuleNotInForce:
        raise ReturnNotPossible(f"On that day the law asked for no {returns.NAMES[kind].lower()}.") from None
    columns |= {"sighting": sighting, "made_on": act.on, "made_by_id": act.actor_id, "state": ReturnState.MADE}
    columns |= {"trigger_on": trigger_on, "due_on": due_on, "route": route}
    if owed is None:
        owed = waiting_return(kind, act.organisation_id or 0, sighting.child_id, trigger_on)
        expected_version = owed.version if owed else 0
    try:  # the database holds that one return of a kind is made of one day
        with transaction.atomic():
            return _keep(act, owed, expected_version, columns, kind=kind, child=sighting.child)
    except IntegrityError as twice:
        raise ReturnMadeAlready from twice


def _keep(
    act: Act, owed: Return | None, expected_version: int, columns: dict[str, Any], *, kind: ReturnKind, child: Child
) -> Return:
    if owed is not None:
        permissions.check_may_change_return(act, owed)
        check_move(ReturnState(owed.state), ReturnState.MADE)
        return change_return(owed, expected_version, **columns)
    school = Organisation.objects.get(pk=act.organisation_id or 0)
    authority = access_queries.authority_of(school)
    if authority is None:
        raise AuthorityMissing
    return Return.objects.create(
        reference=new_reference("L"),
        kind=kind,
        school=school,
        authority=authority,
        child=child,
        known_at=act.at,
        **columns,
    )


def change_return(law_return: Return, expected_version: int, **columns: Any) -> Return:
    """Change a return unless somebody else did first. Raises: Stale."""
    here = Return.objects.filter(pk=law_return.pk, version=expected_version)
    plain = {name: getattr(value, "pk", value) for name, value in columns.items()}
    if not here.update(version=F("version") + 1, **plain):
        raise Stale
    law_return.refresh_from_db()
    return law_return


def sighting_for(act: Act, facts: Facts, owed: Return | None) -> Sighting:
    """Keep what the school says of the pupil: of the owed return's child, else of the child that its register has."""
    child = Child.objects.get(pk=owed.child_id) if owed is not None else own_child(act, facts, SOURCE)
    if child is None:
        return registry_actions.note_sighting(act, facts=facts, source=SOURCE, source_reference="")
    reference = owed.reference if owed is not None else ""
    return registry_actions.note_sighting_of(act, child=child, facts=facts, source=SOURCE, source_reference=reference)


def keep_contacts(made: Return, contacts: tuple[Contact, ...]) -> None:
    """Keep the parents and emergency contacts of a return."""
    ReturnContact.objects.bulk_create(
        ReturnContact(
            of=made, name=each.name, address=each.address, telephone=each.telephone, lives_with=each.lives_with
        )
        for each in contacts
        if each.name
    )


def _check_entry(act: Act, facts: Facts, given: NewPupil) -> None:
    if given.started_on > act.on:
        raise ReturnNotPossible("The starting day has not come. The return is made once the pupil is on the register.")
    if facts.birth_date and facts.birth_date >= given.started_on:
        raise ReturnNotPossible("The date of birth is not before the starting day. Check both years.")
    if not given.contacts and not given.not_obtained.strip():
        raise ReturnNotPossible(
            "Give each parent with whom the pupil lives, with a telephone number; or write what you could not find out."
        )


def _check_absence(act: Act, kind: ReturnKind, given: Absence) -> None:
    if given.from_on > act.on:
        raise ReturnNotPossible("The first day of the absence is in the future. Check the year.")
    if (act.on - given.from_on).days > OLDEST_DAYS:
        raise ReturnNotPossible("The first day of the absence is more than a year ago. Check the year.")
    if given.until_on and given.until_on < given.from_on:
        raise ReturnNotPossible("The last day is before the first one. Check both days.")
    if not 1 <= given.school_days + given.expected_days <= MOST_SCHOOL_DAYS:
        raise ReturnNotPossible(f"Give the school days as a number from 1 to {MOST_SCHOOL_DAYS}.")
    if kind is ReturnKind.SICKNESS and not returns.is_sickness_return_owed(given.school_days, given.expected_days):
        raise ReturnNotPossible(
            "Missed and expected days come to fewer than 15 school days, so the law asks for no sickness return yet. "
            "Count days missed earlier this school year too."
        )


def _why(why: str) -> str:
    why = why.strip()
    if not why:
        raise ReturnNotPossible("Write why.")
    if len(why) > LONGEST_WHY:
        raise ReturnNotPossible(f"Write no more than {LONGEST_WHY} characters.")
    return why
