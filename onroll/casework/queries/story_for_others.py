"""A child's story for who tells of her, a school or an agency; and what the ledger says of her, for an auditor."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from onroll.access import queries as access_queries
from onroll.access.models import Cover, OrganisationKind
from onroll.access.permissions import CME_ROLES
from onroll.access.queries import LedgerFilters
from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden
from onroll.casework.feedback import ENDING_WORDS, Ending, Progress, case_of, ending_of, progress_of
from onroll.casework.models import Case, EnquiryLine, EnquiryList, Notification, Responsibility
from onroll.casework.queries.charge import charge_of
from onroll.casework.queries.child_story import Acting, ChildStory, KnownFact, Reader, is_shielded
from onroll.casework.queries.story import StoryStep, file_steps
from onroll.casework.queries.story_for_officers import TOLD, known_facts
from onroll.casework.stages import Stage
from onroll.casework.tellers import telling_of
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment
from onroll.rules.enquiries import Party
from onroll.web.words import day_words

MOST_ENTRIES = 200


def tellers_story(act: Act, child: Child, reader: Reader) -> ChildStory:
    """Return the story for a school or an agency: what it said itself, who leads, and how far it is.

    Of a shielded child it reads nothing that another wrote, not in shared enquiries either. Raises: Hidden, where it
    told nothing of the child, never had her on its roll, and shares no enquiries.
    """
    records = registry_queries.one_with(child.pk)
    told = list(_own_notifications(act, records))
    shared = EnquiryList.objects.visible_to(act).filter(child_id__in=records).select_related("authority")
    lists = [] if is_shielded(act, child) else list(shared)
    rolls = list(_own_rolls(act, records)) if reader is Reader.SCHOOL else []
    if not told and not lists and not rolls:
        raise Hidden
    cases = _cases_of(told, lists)
    own = known_facts(act, child, lambda fact, _: fact.told_by_id == act.organisation_id)
    name = _own_name(act, records, told)
    return ChildStory(
        reader=reader,
        child=child,
        name=name,
        answer=None,
        facts=(*own, *(_what_we_said(each) for each in told if telling_of(each))),
        education=tuple(map(_own_roll, rolls)),
        acting=_acting(act, told, cases),
        steps=tuple(sorted(_steps(told, lists, cases), key=lambda step: step.at)),
        rolls=registry_queries.rolls_of_schools(act, {each.organisation_id for each in rolls}),
    )


def auditors_story(act: Act, child: Child) -> ChildStory:
    """Return what the ledger says that was done about a child, and nothing of the child. Raises: Hidden; NotAllowed."""
    records = registry_queries.one_with(child.pk)
    about = Q(subject_kind="child", subject_id__in=list(map(str, records)))
    for kind, rows in (("case", Case.objects), ("notification", Notification.objects)):
        keys = rows.filter(child_id__in=records).values_list("pk", flat=True)
        about |= Q(subject_kind=kind, subject_id__in=list(map(str, keys)))
    entries = list(access_queries.ledger_entries(act, filters=LedgerFilters()).filter(about)[:MOST_ENTRIES])
    if not entries:
        raise Hidden
    names, meanings = access_queries.names_in(entries), ledger.meanings()
    steps = tuple(_entry_step(entry, names, meanings) for entry in reversed(entries))
    return ChildStory(
        reader=Reader.AUDITOR, child=child, name="", answer=None, facts=(), education=(), acting=(), steps=steps
    )


def _own_notifications(act: Act, records: list[int]) -> QuerySet[Notification]:
    """Return what the acting organisation itself told of a child: by words, or by a file that it filed as lost."""
    own = Q(telling__organisation_id=act.organisation_id) | Q(message__sender_id=act.organisation_id)
    rows = Notification.objects.filter(own, child_id__in=records)
    related = ("authority", "sighting", "telling", "message", "case__responsible", "joined_case__responsible")
    return rows.select_related(*related).order_by("received_at", "pk")


def _own_rolls(act: Act, records: list[int]) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(child_id__in=records, organisation_id=act.organisation_id or 0)
    return rows.select_related("organisation").order_by("recorded_at", "pk")


def _cases_of(told: Iterable[Notification], lists: Iterable[EnquiryList]) -> list[Case]:
    """Return the cases that this organisation's own words opened or joined, or on which it makes enquiries too.

    A case that was closed before the shared enquiries began is no part of them: nothing of it is told.
    """
    found = {case.pk: case for each in told if (case := case_of(each)) is not None}
    shared = Q()
    for each in lists:
        hers = Q(authority_id=each.authority_id, child_id__in=registry_queries.one_with(each.child_id))
        shared |= hers & (Q(closed_at__isnull=True) | Q(closed_at__gte=each.begun_at))
    if shared:
        rows = Case.objects.filter(shared).exclude(pk__in=found).select_related("responsible", "notification")
        found |= {case.pk: case for case in rows}
    return list(found.values())


def _acting(act: Act, told: list[Notification], cases: list[Case]) -> tuple[Acting, ...]:
    covers = _covers(act, [case for case in cases if case.stage != Stage.CLOSED])
    charges = {key: charge_of(key, act.on) for key in {case.authority_id for case in cases}}
    waiting = [each for each in told if case_of(each) is None]
    return (
        *(
            Acting(
                authority=case.authority.name,
                since=case.opened_at.astimezone(LONDON).date(),
                progress=progress_of(case.notification),
                ending=ending_of(case.notification),
                leads=charges[case.authority_id].leads(case) if case.stage != Stage.CLOSED else "",
                covered_by=covers.get((case.authority_id, case.responsible_id), ""),
            )
            for case in cases
        ),
        *(
            Acting(
                authority=each.authority.name,
                since=each.notified_on,
                progress=progress_of(each),
                ending=ending_of(each),
                leads="",
                notification=each.reference,
            )
            for each in waiting
        ),
    )


def _covers(act: Act, cases: list[Case]) -> dict[tuple[int, int], str]:
    """Return who stands in today for who leads, by authority and person."""
    rows = Cover.objects.in_force(act.on).filter(
        membership__organisation__kind=OrganisationKind.AUTHORITY,
        membership__role__in=CME_ROLES,
        membership__organisation_id__in=[case.authority_id for case in cases],
        membership__person_id__in=[case.responsible_id for case in cases],
    )
    return {
        (each.membership.organisation_id, each.membership.person_id): each.by.name
        for each in rows.select_related("membership", "by")
    }


def _steps(told: list[Notification], lists: list[EnquiryList], cases: list[Case]) -> Iterable[StoryStep]:
    for each in told:
        telling = telling_of(each)
        yield from file_steps(each)
        if telling is not None:
            yield _step(each.received_at, TOLD, "", f"To {each.authority.name}: {each.reference}.")
    for each_list in lists:
        yield from map(_enquiry_step, each_list.lines.select_related("organisation", "person"))
    for case in cases:
        yield from _case_steps(case)


def _case_steps(case: Case) -> Iterable[StoryStep]:
    """Say who led and from when, and that it has ended: not what was found."""
    hands = Responsibility.objects.filter(case=case, is_deputy=False).select_related("person")
    for number, each in enumerate(hands):
        title = "Case opened" if number == 0 else "Given to another officer"
        yield _step(each.from_at, title, case.authority.name, f"{each.person.name} is responsible.")
    if case.closed_at and progress_of(case.notification) is Progress.FINISHED:
        ending = ending_of(case.notification)
        words = ENDING_WORDS[ending] if ending is not Ending.NOT_YET else ""
        yield _step(case.closed_at, "Case closed", case.authority.name, words)


def _enquiry_step(line: EnquiryLine) -> StoryStep:
    is_hidden = line.is_own_side_only and line.party != Party.SCHOOL
    words = "Made. What came of it is for the authority alone." if is_hidden else line.words
    day = f" on {day_words(line.made_on)}" if line.made_on else ""
    person = line.person.name if line.person and not is_hidden else ""
    title = f"Reasonable enquiries{day}"
    is_told = is_hidden and line.organisation.kind == OrganisationKind.AGENCY
    return StoryStep(
        at=line.recorded_at,
        title=title,
        organisation="" if is_told else line.organisation.name,
        person=person,
        words=words,
        is_of_file=False,
    )


def _step(at: datetime, title: str, organisation: str, words: str) -> StoryStep:
    return StoryStep(at=at, title=title, organisation=organisation, person="", words=words, is_of_file=False)


def _entry_step(entry: LedgerEntry, names: access_queries.Names, meanings: dict[str, str]) -> StoryStep:
    return StoryStep(
        at=entry.at,
        title=meanings.get(entry.name, entry.name),
        organisation=names.organisations.get(entry.organisation_id or 0, ""),
        person=names.people.get(entry.actor_id or 0, "The product itself"),
        words=f"{entry.subject_kind.capitalize()} {entry.subject_id}, entry {entry.sequence}: {entry.purpose}",
        is_of_file=False,
    )


def _own_name(act: Act, records: list[int], told: list[Notification]) -> str:
    said = told[-1].sighting if told else None
    if said is None or not (said.surname or said.forename):
        rows = registry_queries.sightings_in_area(act, records[0]).filter(told_by_id=act.organisation_id)
        said = rows.first() or said
    return f"{said.forename} {said.surname}".strip() if said else ""


def _what_we_said(told: Notification) -> KnownFact:
    telling = telling_of(told)
    words = telling.words if telling else ""
    return KnownFact(what=f"What you told ({told.reference})", value=words, since=told.received_at, from_whom="You")


def _own_roll(row: Enrolment) -> KnownFact:
    begin = f"from {day_words(row.from_on)}" if row.from_on else "first day not said"
    end = f" until {day_words(row.until_on)}" if row.until_on else ""
    return KnownFact(what="On your roll", value=f"{begin}{end}", since=row.recorded_at, from_whom=row.organisation.name)
