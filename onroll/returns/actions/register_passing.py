"""An entry of the register of children not in school goes along when a child moves to another authority's area.

Source: Children's Wellbeing and Schools Act 2026 s38 (new s436F), not commenced. Who takes over is decided in the
database: everybody locks the entries of the child first, in one order, so that of two answers one wins and the other is
told in words what happened.
"""

import dataclasses
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.returns import permissions, queries
from onroll.returns.actions.not_in_school import SOURCE, Entering, write_entry
from onroll.returns.actions.register_keeping import RegisterEntryNotPossible, change_entry, check_kept
from onroll.returns.models import (
    EnteredFrom,
    NotInSchool,
    NotInSchoolEnd,
    NotInSchoolPassing,
    NotInSchoolProvider,
)
from onroll.returns.not_in_school_events import (
    NotInSchoolEnded,
    NotInSchoolPassed,
    NotInSchoolPassingAnswered,
    NotInSchoolRead,
    NotInSchoolRecorded,
)
from onroll.returns.passing_states import MEANINGS, MOVES, PassingState
from onroll.rules.home_education import provider_fields
from onroll.web.words import moment_words

# Where an address of the child is sealed, these say where she or a parent lives.
WITH_ADDRESSES = frozenset({"home_address", "previous_address", "further_addresses", "parents"})
LONGEST = 1000


class PassingIsOver(RuleBroken):
    """Somebody else decided first about an entry that was passed on."""

    code = "register_passing_is_over"


@transaction.atomic
def pass_on_not_in_school(
    act: Act,
    *,
    entry: NotInSchool,
    to_authority: Organisation,
    moved_on: date,
    address: str = "",
    postcode: str = "",
    expected_version: int,
) -> NotInSchoolPassing:
    """Give another authority all that the register holds of a child who moved there; the entry stays until it answers.

    No address goes along where one of the child is sealed.
    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible, also to the loser of two at once; Stale.
    """
    permissions.check(permissions.may_change_register(act, entry))
    check_kept(act)
    _check_receiver(entry, to_authority)
    if moved_on > act.on:
        raise RegisterEntryNotPossible("The day of the move has not come yet. Pass the entry on when it has.")
    records = _lock(entry)
    if registry_queries.shielded_children(act.on).filter(child_id__in=records).exists():
        raise RegisterEntryNotPossible("This entry cannot be passed on here. Speak to your safeguarding lead first.")
    is_sealed = queries.is_address_sealed(records)
    if is_sealed and (address.strip() or postcode.strip()):
        raise RegisterEntryNotPossible(
            "An address of this child is sealed. Leave the new address empty, and tell it to the other authority "
            "in the way that your safeguarding lead names."
        )
    change_entry(entry, expected_version)
    left_out = WITH_ADDRESSES if is_sealed else frozenset()
    held = {code: words for code, words in entry.held.items() if words and code not in left_out}
    try:
        with transaction.atomic():
            passing = NotInSchoolPassing.objects.create(
                of=entry,
                receiver=to_authority,
                moved_on=moved_on,
                address=address.strip(),
                postcode=postcode.strip(),
                ground=entry.ground,
                held=held,
                volunteered=[code for code in entry.volunteered if code in held],
                providers=[] if is_sealed else [_as_text(each) for each in entry.providers.filter(ended_on=None)],
                without_addresses=is_sealed,
                passed_at=act.at,
                passed_on=act.on,
                passed_by_id=act.actor_id,
            )
    except IntegrityError as twice:  # the database holds one that waits
        raise Stale from twice
    event = NotInSchoolPassed(
        entry_id=entry.pk,
        child_id=entry.child_id,
        passing_id=passing.pk,
        receiver_id=to_authority.pk,
        fields=tuple(sorted(held)),
    )
    ledger.record(act, event)
    return passing


@transaction.atomic
def open_passing(act: Act, *, passing: NotInSchoolPassing) -> NotInSchoolPassing:
    """Record that the other authority reads what it was given; the first one's own reading is not recorded."""
    if act.organisation_id != passing.receiver_id:
        permissions.check(permissions.may_change_register(act, passing.of))
        return passing
    permissions.check(permissions.may_answer_passing(act, passing))
    read = NotInSchoolRead(authority_id=passing.receiver_id, which=f"passed on {passing.pk}", children=1)
    ledger.record(act, read)
    return passing


@transaction.atomic
def take_over_not_in_school(act: Act, *, passing: NotInSchoolPassing, expected_version: int) -> NotInSchool:
    """Take a child over: she is on the acting authority's register with what was held, and on the first one's no more.

    A child who is on the register here already stays there once: only what is empty is filled.
    Raises: NotAllowed; RegisterNotKeptYet; PassingIsOver; RegisterEntryNotPossible; Stale.
    """
    permissions.check(permissions.may_answer_passing(act, passing))
    check_kept(act)
    records = _lock(passing.of)
    _check_pending(passing, expected_version)
    if registry_queries.shielded_children(act.on).filter(child_id__in=records).exists():
        raise RegisterEntryNotPossible("This entry cannot be taken over here. Speak to your safeguarding lead first.")
    kept = _receive(act, passing, records)
    _answer(act, passing, PassingState.TAKEN, expected_version, receiver_entry=kept)
    first = NotInSchool.objects.select_related("authority").get(pk=passing.of_id)
    there = _system_for(act, first.authority)
    ended_on = max(passing.moved_on, first.registered_on)
    change_entry(first, first.version, ended_on=ended_on, ended_as=NotInSchoolEnd.MOVED)
    ended = NotInSchoolEnded(
        entry_id=first.pk, child_id=first.child_id, ended_on=ended_on, ended_as=NotInSchoolEnd.MOVED
    )
    ledger.record(there, ended)
    return kept


@transaction.atomic
def say_not_here(act: Act, *, passing: NotInSchoolPassing, reason: str, expected_version: int) -> NotInSchoolPassing:
    """Say that the child does not live in the area, and how that is known; the entry stays with the first authority.

    Raises: NotAllowed; RegisterNotKeptYet; RegisterEntryNotPossible, without a reason; PassingIsOver; Stale.
    """
    permissions.check(permissions.may_answer_passing(act, passing))
    check_kept(act)
    reason = _reason(reason)
    _lock(passing.of)
    return _answer(act, passing, PassingState.NOT_HERE, expected_version, reason=reason)


@transaction.atomic
def take_back_passing(
    act: Act, *, passing: NotInSchoolPassing, reason: str, expected_version: int
) -> NotInSchoolPassing:
    """Take back what was passed on by mistake, before the other authority answers. Raises: as `say_not_here`."""
    permissions.check(permissions.may_change_register(act, passing.of))
    check_kept(act)
    reason = _reason(reason)
    _lock(passing.of)
    return _answer(act, passing, PassingState.WITHDRAWN, expected_version, reason=reason)


def _receive(act: Act, passing: NotInSchoolPassing, records: list[int]) -> NotInSchool:
    first = passing.of
    held = dict(passing.held)
    before, now = held.pop("home_address", ""), ", ".join(filter(None, (passing.address, passing.postcode)))
    held.update({code: words for code, words in (("home_address", now), ("previous_address", before)) if words})
    here = NotInSchool.objects.filter(authority_id=act.organisation_id, child_id__in=records, ended_on=None).first()
    if here is None:
        sighting = registry_actions.note_sighting_of(
            act, child=first.child, facts=_facts(passing), source=SOURCE, source_reference=SOURCE
        )
        entering = Entering(ground=passing.ground, entered_from=EnteredFrom.OTHER_AUTHORITY, told_on=passing.passed_on)
        kept = write_entry(act, sighting, entering, queries.home_to_tie(act, records), held)
        change_entry(kept, kept.version, volunteered=sorted({*kept.volunteered, *passing.volunteered}))
    else:
        kept = here
        own = {code: words for code, words in kept.held.items() if words}
        filled = sorted(set(held) - set(own))
        volunteered = sorted({*kept.volunteered, *(set(passing.volunteered) & set(filled))})
        change_entry(kept, kept.version, held={**held, **own}, volunteered=volunteered)
        ledger.record(act, NotInSchoolRecorded(entry_id=kept.pk, child_id=kept.child_id, fields=tuple(filled)))
    names = {each.name.casefold() for each in kept.providers.filter(ended_on=None)}
    for given in passing.providers:
        if given["name"].casefold() not in names:
            hours = {code: Decimal(given[code]) for code in ("hours", "hours_alone")}
            NotInSchoolProvider.objects.create(of=kept, recorded_at=act.at, **{**given, **hours})
    return kept


def _answer(
    act: Act,
    passing: NotInSchoolPassing,
    state: PassingState,
    expected_version: int,
    *,
    reason: str = "",
    receiver_entry: NotInSchool | None = None,
) -> NotInSchoolPassing:
    """Move what waits to one of its ends. Raises: PassingIsOver, in the words of what happened; Stale."""
    before = [old for old, moves in MOVES.items() if state in moves]
    here = NotInSchoolPassing.objects.filter(pk=passing.pk, state__in=before, version=expected_version)
    done = here.update(
        state=state,
        reason=reason,
        receiver_entry=receiver_entry,
        ended_at=act.at,
        ended_by_id=act.actor_id,
        version=F("version") + 1,
    )
    if not done:
        _check_pending(passing, expected_version)
        raise Stale
    passing.refresh_from_db()
    event = NotInSchoolPassingAnswered(
        entry_id=passing.of_id,
        child_id=passing.of.child_id,
        passing_id=passing.pk,
        state=state,
        receiver_entry_id=receiver_entry.pk if receiver_entry else None,
    )
    ledger.record(act, event)
    return passing


def _check_pending(passing: NotInSchoolPassing, expected_version: int) -> None:
    """Refuse, with who was first and when. Raises: PassingIsOver; Stale."""
    now = NotInSchoolPassing.objects.select_related("receiver", "of__authority").get(pk=passing.pk)
    if now.ended_at is not None:
        who = now.of.authority.name if now.state == PassingState.WITHDRAWN else now.receiver.name
        meaning = MEANINGS[PassingState(now.state)]
        raise PassingIsOver(
            f"{who} answered on {moment_words(now.ended_at)}: {meaning.name.lower()}. {meaning.words} "
            "Nothing of yours was saved."
        )
    if now.version != expected_version:
        raise Stale


def _check_receiver(entry: NotInSchool, to_authority: Organisation) -> None:
    is_one = to_authority.kind == OrganisationKind.AUTHORITY and to_authority.country == Country.ENGLAND
    if not is_one or to_authority.pk == entry.authority_id:
        raise RegisterEntryNotPossible("Choose the other local authority in England to whose area the child moved.")


def _lock(entry: NotInSchool) -> list[int]:
    """Lock every authority's entry of the child, in one order; return the ids of her records."""
    records = registry_queries.one_with(entry.child_id)
    list(NotInSchool.objects.select_for_update().filter(child_id__in=records).order_by("pk").values_list("pk"))
    return records


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise RegisterEntryNotPossible("Write how you know, so that the other authority can go on from there.")
    return words[:LONGEST]


def _facts(passing: NotInSchoolPassing) -> Facts:
    said = passing.of.sighting
    name = passing.held.get("name", "")
    return Facts(
        surname=said.surname if said else name,
        forename=said.forename if said else "",
        middle_names=said.middle_names if said else "",
        upn=said.upn if said else "",
        birth_date=said.birth_date if said else None,
        sex=said.sex if said else "",
        address=passing.address,
        postcode=passing.postcode,
        address_from=passing.moved_on if passing.address or passing.postcode else None,
    )


def _as_text(provider: NotInSchoolProvider) -> dict[str, str]:
    return {field.code: str(getattr(provider, field.code)) for field in provider_fields()}


def _system_for(act: Act, authority: Organisation) -> Act:
    return dataclasses.replace(
        acts.by_the_system(at=act.at, purpose="another authority takes a child over"),
        organisation_id=authority.pk,
        organisation_kind=authority.kind,
        la_code=authority.la_code,
        request_id=act.request_id,
    )
