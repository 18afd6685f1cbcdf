"""A child's whole story for an officer of an authority: what her area knows, and what her authority does."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, datetime

from onroll.access.models import Organisation
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.casework.feedback import ending_of, progress_of
from onroll.casework.followup import follow_up_due
from onroll.casework.models import Case, Notification
from onroll.casework.queries.charge import Charge, charge_of
from onroll.casework.queries.child_story import Acting, ChildStory, KnownFact, Reader, is_shielded
from onroll.casework.queries.followed import followed_child
from onroll.casework.queries.rolls_behind import rolls_behind_these
from onroll.casework.queries.story import StoryStep, case_story
from onroll.casework.queries.team import covers_today
from onroll.casework.stages import Stage
from onroll.casework.tellers import teller_words, telling_of
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, EducationFact, EducationKind, Enrolment, IdentifierKind, NameKind
from onroll.registry.queries import Fact
from onroll.rules import missing, stage_clocks
from onroll.rules.school_days import england
from onroll.web.words import day_words

TOLD = "Told of the child"


def officers_story(act: Act, child: Child) -> ChildStory:
    """Return it. Raises: Hidden, where neither the area nor the authority's own work knows her, or she is shielded."""
    if is_shielded(act, child):
        raise Hidden
    records = registry_queries.one_with(child.pk)
    cases = list(_cases(act, records))
    told = list(
        Notification.objects.visible_to(act)
        .filter(child_id__in=records)
        .select_related("message__sender", "sighting", "telling__organisation", "case", "joined_case")
        .order_by("received_at", "pk")
    )
    if not cases and not told and not Child.objects.visible_to(act).filter(pk__in=records).exists():
        raise Hidden
    enrolments = list(_enrolments(act, records))
    said = [each for each in registry_queries.education_facts_of(records) if each.told_by.la_code == act.la_code]
    steps = [step for case in cases for step in case_story(act, case)]
    steps += [_told_step(each) for each in told if each.message is None or not _has_case(each)]
    steps += [step for each in enrolments for step in _enrolment_steps(each)]
    steps += [_education_step(each) for each in said]
    followed = followed_child(child.pk, known_by=act.at)
    rule = missing.RuleName.RETURN_2025
    return ChildStory(
        reader=Reader.OFFICER,
        child=child,
        name=_name(act, child, told),
        answer=missing.answer(followed.facts, on=act.on, rule=rule, known_by=act.at) if followed else None,
        facts=known_facts(act, child, lambda _, teller: teller is None or teller.la_code == act.la_code),
        education=(*map(_roll, enrolments), *(_other_education(each) for each in said if _counts(each))),
        acting=_acting(act, cases, told),
        steps=tuple(sorted(steps, key=lambda step: (step.at, not step.is_of_file, step.title != TOLD))),
        rolls=rolls_behind_these(act, enrolments),
    )


def known_facts(act: Act, child: Child, is_shown: Callable[[Fact, Organisation | None], bool]) -> tuple[KnownFact, ...]:
    """Return what was said of a child, each once, by whom first and since when; a sealed address is never given."""
    known = registry_queries.all_known_of(act, child)
    facts, tellers = known["facts"], known["tellers"]
    named = (
        *((NameKind(each.kind).label, each) for each in facts.names),
        *(("Date of birth", dataclasses.replace(each, value=_born(each.value))) for each in facts.birth_dates),
        *((IdentifierKind(each.kind).label, each) for each in facts.numbers),
        *(("Address", each) for each in facts.addresses),
    )
    found: dict[tuple[str, str], list[tuple[Fact, Organisation | None]]] = {}
    for what, fact in named:
        teller = tellers.get(fact.told_by_id or 0)
        if is_shown(fact, teller):
            found.setdefault((str(what), fact.value), []).append((fact, teller))
    return tuple(_known(what, value, rows) for (what, value), rows in found.items())


def _born(value: str) -> str:
    """Return a birth date, which the registry gives as 2014-05-17, in words."""
    return day_words(date.fromisoformat(value))


def _known(what: str, value: str, rows: list[tuple[Fact, Organisation | None]]) -> KnownFact:
    """Return one fact; it is sealed where anybody who said it had it sealed."""
    first, teller = min(rows, key=lambda row: row[0].known_at)
    is_sealed = any(fact.is_sealed for fact, _ in rows)
    return KnownFact(
        what=what,
        value="" if is_sealed else value,
        since=first.known_at,
        from_whom=teller.name if teller else "Not known",
        others=len(rows) - 1,
        is_sealed=is_sealed,
    )


def _cases(act: Act, records: list[int]) -> Iterable[Case]:
    related = ("authority", "responsible", "deputy", "notification__message", "notification__sighting")
    return Case.objects.visible_to(act).filter(child_id__in=records).select_related(*related).order_by("opened_at")


def _enrolments(act: Act, records: list[int]) -> Iterable[Enrolment]:
    """Return the times on rolls of schools of the officer's own area: another area's are not hers to read here."""
    rows = Enrolment.objects.filter(child_id__in=records, organisation__la_code=act.la_code)
    return rows.select_related("organisation").order_by("recorded_at", "pk")


def _has_case(told: Notification) -> bool:
    return getattr(told, "case", None) is not None


def _name(act: Act, child: Child, told: list[Notification]) -> str:
    said = registry_queries.last_said_here(act, child) or (told[-1].sighting if told else None)
    return f"{said.forename} {said.surname}".strip() if said else ""


def _acting(act: Act, cases: list[Case], told: list[Notification]) -> tuple[Acting, ...]:
    away = covers_today(act)
    charge = charge_of(act.organisation_id, act.on, away.values())
    work = [_of_case(case, away.get(case.responsible_id), charge) for case in cases]
    waiting = [each for each in told if not _has_case(each) and each.joined_case is None]
    return (*work, *(_of_notification(each) for each in waiting))


def _of_case(case: Case, cover: object, charge: Charge) -> Acting:
    is_open = case.stage != Stage.CLOSED
    last_on = case.last_worked_at.astimezone(LONDON).date()
    is_confirmed = case.confirmed_by_id is not None
    return Acting(
        authority=case.authority.name,
        since=case.opened_at.astimezone(LONDON).date(),
        progress=progress_of(case.notification),
        ending=ending_of(case.notification),
        leads=charge.leads(case) if is_open else case.responsible.name,
        covered_by=cover.by.name if cover and is_open else "",  # type: ignore[attr-defined]
        deputy=case.deputy.name if case.deputy else "",
        notification=case.notification.reference,
        case=case,
        follow_up_due_on=follow_up_due(last_on, case.follow_up_by, is_confirmed=is_confirmed) if is_open else None,
        stage_due_on=stage_clocks.stage_due(case.stage, case.stage_since_on, england()) if is_open else None,
    )


def _of_notification(told: Notification) -> Acting:
    return Acting(
        authority=told.authority.name,
        since=told.notified_on,
        progress=progress_of(told),
        ending=ending_of(told),
        leads="",
        notification=told.reference,
    )


def _told_step(told: Notification) -> StoryStep:
    telling = telling_of(told)
    words = telling.words if telling else "A file that nobody knew a destination for."
    return _step(told.received_at, TOLD, teller_words(told), words)


def _enrolment_steps(row: Enrolment) -> list[StoryStep]:
    how = "Confirmed by the school." if row.confirmed_at else "Read from a file."
    words = f"{_days(row)} {how}".strip()
    return [_step(row.recorded_at, "On a school’s roll", row.organisation.name, words)]


def _education_step(fact: EducationFact) -> StoryStep:
    person = fact.recorded_by.name if fact.recorded_by else ""
    title = "Found to be wrong" if fact.is_void else str(EducationKind(fact.kind).label)
    return _step(fact.recorded_at, title, fact.told_by.name, fact.evidence, person)


def _step(at: datetime, title: str, organisation: str, words: str, person: str = "") -> StoryStep:
    return StoryStep(at=at, title=title, organisation=organisation, person=person, words=words, is_of_file=False)


def _roll(row: Enrolment) -> KnownFact:
    how = "confirmed by the school" if row.confirmed_at else "read from a file"
    value = f"{row.organisation.name}: {_days(row)} ({how})"
    return KnownFact(what="On a school’s roll", value=value, since=row.recorded_at, from_whom=row.organisation.name)


def _days(row: Enrolment | EducationFact) -> str:
    begin = f"from {day_words(row.from_on)}" if row.from_on else ""
    end = f"until {day_words(row.until_on)}" if row.until_on else "" if row.from_on else "days not said"
    return f"{begin} {end}".strip()


def _counts(fact: EducationFact) -> bool:
    return not fact.is_void and getattr(fact, "superseded_by", None) is None


def _other_education(fact: EducationFact) -> KnownFact:
    suitability = f" {fact.get_suitability_display()}." if fact.suitability else ""
    return KnownFact(
        what=str(EducationKind(fact.kind).label),
        value=f"{_days(fact)}.{suitability} {fact.evidence}",
        since=fact.recorded_at,
        from_whom=fact.told_by.name,
    )
