"""Who was asked for what: providers of a child not in school, notices that require information, and home visits.

Source: Act 2026 s38 (new s436B, s436D, s436E), not commenced; onroll/rules/tables/deadlines.csv CNIS_*.
"""

import dataclasses
from datetime import date
from decimal import Decimal

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.returns import permissions
from onroll.returns.actions.register_keeping import RegisterEntryNotPossible, change_entry, check_kept
from onroll.returns.models import InformationNotice, NotInSchool, NotInSchoolProvider, VisitAnswer
from onroll.returns.not_in_school_events import HomeVisitNoted, InformationAnswered, InformationRequired, ProviderKept
from onroll.rules.home_education import home_visit_until, is_provider_held, may_ask_again_on, parent_information_due
from onroll.web.words import day_words

WEEK = 168


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What the register holds of a provider; hours a week, and of them without a parent present."""

    name: str
    address: str
    kind: str
    place: str
    hours: Decimal
    hours_alone: Decimal


@transaction.atomic
def add_provider(act: Act, *, entry: NotInSchool, provider: Provider, expected_version: int) -> NotInSchoolProvider:
    """Enter who else educates the child. Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible; Stale."""
    _check(act, entry)
    given = {name: value.strip() if isinstance(value, str) else value for name, value in _given(provider).items()}
    if "" in given.values():
        raise RegisterEntryNotPossible("Give the provider’s name, address, kind and place or website.")
    if not 0 <= provider.hours_alone <= provider.hours <= WEEK:
        raise RegisterEntryNotPossible("The time without a parent is part of the whole time, and a week has 168 hours.")
    if not is_provider_held(provider.hours):
        raise RegisterEntryNotPossible("A provider is held from more hours a week than these.")
    change_entry(entry, expected_version)
    kept = NotInSchoolProvider.objects.create(of=entry, recorded_at=act.at, **given)
    ledger.record(act, ProviderKept(entry_id=entry.pk, provider_id=kept.pk, is_ended=False))
    return kept


@transaction.atomic
def end_provider(act: Act, *, provider: NotInSchoolProvider, ended_on: date, expected_version: int) -> None:
    """Say that a provider educates the child no longer; the last day counts. Raises: as `add_provider`."""
    entry = provider.of
    _check(act, entry)
    if ended_on > act.on:
        raise RegisterEntryNotPossible("The last day has not come yet. Record it when it has.")
    change_entry(entry, expected_version)
    if not NotInSchoolProvider.objects.filter(pk=provider.pk, ended_on__isnull=True).update(ended_on=ended_on):
        raise RegisterEntryNotPossible("This provider’s time has ended already.")
    ledger.record(act, ProviderKept(entry_id=entry.pk, provider_id=provider.pk, is_ended=True))


@transaction.atomic
def require_information(
    act: Act,
    *,
    entry: NotInSchool,
    words: str,
    provider: NotInSchoolProvider | None = None,
    due_on: date | None = None,
    expected_version: int,
) -> InformationNotice:
    """Record that a parent, or a provider, was required today to give information.

    A parent has fifteen days (CNIS_PARENT) and is asked no more often than every three months. How long a provider
    has is not known before regulations say: `due_on` is the last day that the notice itself names.
    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible; Stale.
    """
    _check(act, entry)
    if not words.strip():
        raise RegisterEntryNotPossible("Write what is asked for.")
    if provider is None:
        if entry.asked_on and act.on < may_ask_again_on(entry.asked_on):
            again = day_words(may_ask_again_on(entry.asked_on))
            raise RegisterEntryNotPossible(f"A parent is asked no more often than every three months: from {again}.")
        due_on = parent_information_due(act.on)
        change_entry(entry, expected_version, asked_on=act.on)
    else:
        if not NotInSchoolProvider.objects.filter(pk=provider.pk, of=entry, ended_on__isnull=True).exists():
            raise RegisterEntryNotPossible("This provider does not educate the child any more.")
        if due_on is None or due_on <= act.on:
            raise RegisterEntryNotPossible("Give the last day that your notice to the provider names.")
        change_entry(entry, expected_version)
    notice = InformationNotice.objects.create(
        of=entry,
        provider=provider,
        words=words.strip(),
        asked_on=act.on,
        due_on=due_on,
        asked_by_id=act.actor_id,
        recorded_at=act.at,
    )
    event = InformationRequired(entry_id=entry.pk, notice_id=notice.pk, of_parent=provider is None, due_on=due_on)
    ledger.record(act, event)
    return notice


@transaction.atomic
def note_information(act: Act, *, notice: InformationNotice, answered_on: date) -> InformationNotice:
    """Record on which day what was required came. Raises: RegisterEntryNotPossible, for an impossible day or twice."""
    _check(act, notice.of)
    if not notice.asked_on <= answered_on <= act.on:
        raise RegisterEntryNotPossible("The answer came between the day of the notice and today. Check the day.")
    if not InformationNotice.objects.filter(pk=notice.pk, answered_on__isnull=True).update(answered_on=answered_on):
        raise RegisterEntryNotPossible("The answer to this notice is recorded already.")
    notice.refresh_from_db()
    event = InformationAnswered(entry_id=notice.of_id, notice_id=notice.pk, answered_on=answered_on)
    ledger.record(act, event)
    return notice


@transaction.atomic
def ask_to_visit(act: Act, *, entry: NotInSchool, expected_version: int) -> NotInSchool:
    """Record that the parent was asked today to let the home be seen: within fifteen days of the entry (CNIS_VISIT)."""
    _check(act, entry)
    if entry.visit_asked_on:
        raise RegisterEntryNotPossible("The visit was asked for already.")
    until = home_visit_until(entry.registered_on)
    if act.on > until:
        raise RegisterEntryNotPossible(f"A visit could be asked for until {day_words(until)}.")
    change_entry(entry, expected_version, visit_asked_on=act.on)
    ledger.record(act, HomeVisitNoted(entry_id=entry.pk, answer=""))
    return entry


@transaction.atomic
def note_visit(
    act: Act, *, entry: NotInSchool, answer: VisitAnswer, answered_on: date, expected_version: int
) -> NotInSchool:
    """Record what came of asking to see the home: a refusal matters in the attendance order process."""
    _check(act, entry)
    if entry.visit_asked_on is None or entry.visit_answer:
        raise RegisterEntryNotPossible("No visit was asked for, or its answer is recorded already.")
    if not entry.visit_asked_on <= answered_on <= act.on:
        raise RegisterEntryNotPossible("The answer came between the day of asking and today. Check the day.")
    change_entry(entry, expected_version, visit_answer=answer, visit_answered_on=answered_on)
    ledger.record(act, HomeVisitNoted(entry_id=entry.pk, answer=answer))
    return entry


def _check(act: Act, entry: NotInSchool) -> None:
    permissions.check(permissions.may_change_register(act, entry))
    check_kept(act)


def _given(provider: Provider) -> dict[str, str | Decimal]:
    return {field.name: getattr(provider, field.name) for field in dataclasses.fields(provider)}
