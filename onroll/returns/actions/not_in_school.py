"""The register of children not in school: kept from the day of its setting, and before that refused with why.

Source: Children's Wellbeing and Schools Act 2026 s38 (new s436B to s436G), not commenced.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.models import Child, Sighting
from onroll.returns import permissions, queries
from onroll.returns.actions.register_keeping import RegisterEntryNotPossible, change_entry, check_kept
from onroll.returns.models import EnteredFrom, HomeEducation, NotInSchool, NotInSchoolEnd
from onroll.returns.not_in_school_events import (
    NotInSchoolEnded,
    NotInSchoolEntered,
    NotInSchoolRead,
    NotInSchoolRecorded,
)
from onroll.rules.home_education import register_fields, register_grounds

SOURCE = "not_in_school"
LONGEST = 1000
HOURS = ("parents_hours", "others_hours")
WEEK = 168


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """Why a child belongs on the register (a code of `register_grounds`), and whose word it is, of which day."""

    ground: str
    entered_from: EnteredFrom
    told_on: date


@transaction.atomic
def enter_not_in_school(act: Act, *, facts: Facts, entering: Entering, child: Child | None = None) -> NotInSchool:
    """Enter a child who is educated elsewhere than at school, whoever told of it; an ended entry is opened again.

    `child`: where it is known whose record it is. Name, birth date and address are held at once.
    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible.
    """
    permissions.check(permissions.may_keep_home_register(act))
    check_kept(act)
    _check_entering(act, entering)
    if child is None:
        sighting = registry_actions.note_sighting(act, facts=facts, source=SOURCE, source_reference=SOURCE)
    else:
        sighting = registry_actions.note_sighting_of(
            act, child=child, facts=facts, source=SOURCE, source_reference=SOURCE
        )
    return write_entry(act, sighting, entering, None, _held_of(sighting))


@transaction.atomic
def record_not_in_school(
    act: Act,
    *,
    home: HomeEducation,
    held: Mapping[str, str],
    volunteered: tuple[str, ...] = (),
    expected_version: int = 0,
) -> NotInSchool:
    """Enter a home-educated child, or change what the register holds; empty text says that it is not held.

    `volunteered`: codes of fields that the parent gave without having to. `expected_version` 0: a new entry.
    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    check_kept(act)
    if expected_version:
        entry = NotInSchool.objects.filter(authority_id=home.authority_id, child_id=home.child_id).first()
        if entry is None:
            raise Stale
        return _hold(act, entry, held, volunteered, expected_version)
    _check_held(held, volunteered)
    whose = {"parent": EnteredFrom.PARENT, "school": EnteredFrom.SCHOOL, "authority": EnteredFrom.OTHER_AUTHORITY}
    entering = Entering(
        ground="not_on_roll",
        entered_from=whose.get(home.told_by, EnteredFrom.AUTHORITY),
        told_on=home.notified_on,
    )
    entry = write_entry(act, home.sighting, entering, home, {})
    return _hold(act, entry, held, volunteered, entry.version)


@transaction.atomic
def change_not_in_school(
    act: Act, *, entry: NotInSchool, held: Mapping[str, str], volunteered: tuple[str, ...] = (), expected_version: int
) -> NotInSchool:
    """Change what the register holds of a child. Raises: NotAllowed; RegisterNotKeptYet; Stale and others as above."""
    permissions.check(permissions.may_change_register(act, entry))
    check_kept(act)
    return _hold(act, entry, held, volunteered, expected_version)


@transaction.atomic
def end_not_in_school(
    act: Act, *, entry: NotInSchool, ended_on: date, ended_as: NotInSchoolEnd, expected_version: int
) -> NotInSchool:
    """Take a child off the register; the last day counts. What was held stays. Raises: RegisterEntryNotPossible; Stale.

    It is open again as soon as the child is entered again.
    """
    permissions.check(permissions.may_change_register(act, entry))
    check_kept(act)
    if ended_as == NotInSchoolEnd.MOVED:  # s436F: what is held goes along, and nobody falls between two registers
        raise RegisterEntryNotPossible(
            "Pass the entry on to the other authority. It ends here when the other authority takes over."
        )
    if ended_on > act.on or ended_on < entry.registered_on:
        raise RegisterEntryNotPossible("The last day has not come, or is before the child was entered.")
    change_entry(entry, expected_version, ended_on=ended_on, ended_as=ended_as)
    event = NotInSchoolEnded(entry_id=entry.pk, child_id=entry.child_id, ended_on=ended_on, ended_as=ended_as)
    ledger.record(act, event)
    return entry


@transaction.atomic
def read_not_in_school(act: Act, *, which: str = "register") -> Sequence[NotInSchool]:
    """Return who is on the register now; that it was read, or saved as a file, is recorded by `which`."""
    permissions.check(permissions.may_keep_home_register(act))
    found = queries.not_in_school(act)
    ledger.record(act, NotInSchoolRead(authority_id=act.organisation_id or 0, which=which, children=len(found)))
    return found


@transaction.atomic
def open_not_in_school(act: Act, *, entry: NotInSchool) -> NotInSchool:
    """Record that somebody reads one child's entry."""
    permissions.check(permissions.may_change_register(act, entry))
    ledger.record(act, NotInSchoolRead(authority_id=entry.authority_id, which=str(entry.pk), children=1))
    return entry


def write_entry(
    act: Act, sighting: Sighting, entering: Entering, home: HomeEducation | None, held: dict[str, str]
) -> NotInSchool:
    """Write an entry of the acting authority and its event; an ended one is opened again.

    Raises: RegisterEntryNotPossible, where the child is on the register already; Stale.
    """
    records = registry_queries.one_with(sighting.child_id)
    own = NotInSchool.objects.select_for_update().filter(authority_id=act.organisation_id, child_id__in=records)
    entry = own.order_by("ended_on", "pk").first()
    given = {
        "ground": entering.ground,
        "entered_from": entering.entered_from,
        "told_on": entering.told_on,
        "registered_on": act.on,
        "sighting": sighting,
        "home": home,
    }
    if entry is None:
        try:
            with transaction.atomic():
                entry = NotInSchool.objects.create(
                    authority_id=act.organisation_id or 0, child_id=sighting.child_id, held=held, **given
                )
        except IntegrityError as twice:
            raise Stale from twice
    elif any(each.ended_on is None for each in own):
        raise Stale if home else RegisterEntryNotPossible("This child is on the register already.")
    else:
        afresh = {"ended_on": None, "ended_as": "", "visit_asked_on": None, "visit_answer": ""}
        change_entry(entry, entry.version, **afresh, visit_answered_on=None, held={**entry.held, **held}, **given)
    event = NotInSchoolEntered(
        entry_id=entry.pk, child_id=entry.child_id, ground=entry.ground, entered_from=entry.entered_from
    )
    ledger.record(act, event)
    return entry


def _hold(
    act: Act, entry: NotInSchool, held: Mapping[str, str], volunteered: tuple[str, ...], expected_version: int
) -> NotInSchool:
    _check_held(held, volunteered)
    now = {**entry.held, **{code: words.strip() for code, words in held.items()}}
    change_entry(entry, expected_version, held=now, volunteered=sorted(volunteered))
    ledger.record(act, NotInSchoolRecorded(entry_id=entry.pk, child_id=entry.child_id, fields=tuple(sorted(held))))
    return entry


def _held_of(sighting: Sighting) -> dict[str, str]:
    """What the register holds by what was just said of the child; never an address that is sealed."""
    where = () if sighting.is_address_sealed else (sighting.address, sighting.postcode)
    return {
        "name": " ".join(filter(None, (sighting.forename, sighting.middle_names, sighting.surname))),
        "birth_date": sighting.birth_date.isoformat() if sighting.birth_date else "",
        "home_address": ", ".join(filter(None, where)),
    }


def _check_entering(act: Act, entering: Entering) -> None:
    if entering.ground not in register_grounds():
        raise RegisterEntryNotPossible("Choose from the list why the child belongs on the register.")
    if entering.told_on > act.on:
        raise RegisterEntryNotPossible("The day on which you were told has not come. Check the year.")


def _check_held(held: Mapping[str, str], volunteered: tuple[str, ...]) -> None:
    known = {field.code for field in register_fields()}
    if (set(held) | set(volunteered)) - known:
        raise RegisterEntryNotPossible("The register has no such field.")
    if "providers" in held:
        raise RegisterEntryNotPossible("Enter each provider on its own.")
    if any(len(words) > LONGEST for words in held.values()):
        raise RegisterEntryNotPossible(f"Write no more than {LONGEST} characters in one field.")
    for code in HOURS:
        _check_hours(held.get(code, "").strip())


def _check_hours(words: str) -> None:
    try:
        hours = Decimal(words or "0")
    except InvalidOperation as wrong:
        raise RegisterEntryNotPossible("Write hours a week as a number, such as 12.5.") from wrong
    if not (hours.is_finite() and 0 <= hours <= WEEK):
        raise RegisterEntryNotPossible("A week has 168 hours. Write a number between 0 and that.")
