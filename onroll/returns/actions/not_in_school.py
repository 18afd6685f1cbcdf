"""The register of children not in school: kept from the day of its setting, and before that refused with why.

Source: Children's Wellbeing and Schools Act 2026 s38 (new s436B to s436G), not commenced.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.returns import permissions
from onroll.returns.events import NotInSchoolRecorded
from onroll.returns.models import HomeEducation, NotInSchool
from onroll.rules.home_education import is_register_kept, may_ask_again_on, register_fields

LONGEST = 1000


class RegisterNotKeptYet(RuleBroken):
    """The Act's part about this register is not in force."""

    code = "register_not_kept_yet"
    default_words = (
        "The register of children not in school is not in force. Nothing can be entered before the day that "
        "regulations will set. Use the register of home education."
    )


class RegisterEntryNotPossible(RuleBroken):
    """What was to be entered is no field of the register, is too long, or was asked for too soon."""

    code = "register_entry_not_possible"


@transaction.atomic
def record_not_in_school(
    act: Act,
    *,
    home: HomeEducation,
    held: Mapping[str, str],
    volunteered: tuple[str, ...] = (),
    asked_on: date | None = None,
    expected_version: int = 0,
) -> NotInSchool:
    """Enter or change what the register holds of a child; empty text says that it is not held.

    `volunteered`: codes of fields that the parent gave without having to. `expected_version` 0: a new entry.
    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    if not is_register_kept(act.on):
        raise RegisterNotKeptYet
    _check(held, volunteered)
    here = NotInSchool.objects.filter(authority_id=home.authority_id, child_id=home.child_id)
    if expected_version == 0:
        if here.exists():
            raise Stale
        entry = NotInSchool.objects.create(
            authority=home.authority, child=home.child, home=home, registered_on=act.on, held={}
        )
    else:
        held_now = here.select_for_update().filter(version=expected_version).first()
        if held_now is None:
            raise Stale
        entry = held_now
    if asked_on is not None:
        _check_asked(entry, asked_on, act.on)
        entry.asked_on = asked_on
    entry.held = {**entry.held, **{code: words.strip() for code, words in held.items()}}
    entry.volunteered = sorted(volunteered)
    entry.version = F("version") + 1
    entry.save()
    entry.refresh_from_db()
    ledger.record(act, NotInSchoolRecorded(entry_id=entry.pk, child_id=entry.child_id, fields=tuple(sorted(held))))
    return entry


def _check(held: Mapping[str, str], volunteered: tuple[str, ...]) -> None:
    known = {field.code for field in register_fields()}
    if (set(held) | set(volunteered)) - known:
        raise RegisterEntryNotPossible("The register has no such field.")
    if any(len(words) > LONGEST for words in held.values()):
        raise RegisterEntryNotPossible(f"Write no more than {LONGEST} characters in one field.")


def _check_asked(entry: NotInSchool, asked_on: date, on: date) -> None:
    if asked_on > on:
        raise RegisterEntryNotPossible("The day on which the parent was asked has not come.")
    if entry.asked_on and entry.asked_on < asked_on < may_ask_again_on(entry.asked_on):
        raise RegisterEntryNotPossible("A parent is asked about providers no more often than every three months.")
