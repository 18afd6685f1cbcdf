"""Lists that an authority loads: children due to start, planned moves, a census, each compared with the rolls."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import actions as casework_actions
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.events import ListCompared, ListedChildDecided, ListRead
from onroll.returns.given import Problem
from onroll.returns.list_files import ListedRow, read_list
from onroll.returns.matching import ENGINE, Likeliest, differs, likeliest_of
from onroll.returns.models import Band, Decision, ListedChild, LoadedList, Purpose
from onroll.rolls.models import RollEntry
from onroll.rules.school_years import SchoolYear, age_on

AGE_AT_START = 4  # on 31 August before reception
AT_A_TIME = 2000


class ListRefused(RuleBroken):
    """A list cannot be kept; `problems` say why, each with its code, row and column."""

    code = "list_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = f"{len(problems)} problem" + ("" if len(problems) == 1 else "s")
        super().__init__(f"Nothing was kept: the file has {count}. {problems[0].words}")


class ListLoadedAlready(RuleBroken):
    """The very same file was loaded before for the same day."""

    code = "list_loaded_already"


class RowNotToBeDecided(RuleBroken):
    """A row that cannot be decided so: the matcher's pupil is missing, or it is in the work list already."""

    code = "row_not_to_be_decided"


def load_list(
    act: Act,
    *,
    content: bytes,
    purpose: Purpose,
    as_on: date,
    school: Organisation | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> LoadedList:
    """Load a list, compare it with the rolls of the area as they stood on a day, and keep what came of each row.

    `school`: the one whose census it is, else every school of the area counts.
    Raises: NotAllowed; ListRefused, with everything that is wrong and nothing kept; ListLoadedAlready.
    """
    permissions.check(permissions.may_reconcile(act))
    if as_on > act.on:
        raise ListRefused([Problem(code="day_to_come", row=0, column="", words="The day has not come yet.")])
    digest = hashlib.sha256(content).hexdigest()
    before = LoadedList.objects.filter(
        authority_id=act.organisation_id, digest=digest, as_on=as_on, purpose=purpose
    ).first()
    if before:
        raise ListLoadedAlready(f"This file was loaded already: {before.reference}. Nothing was changed.")
    step("reading the file")
    found = read_list(content, act.on)
    if found.problems:
        raise ListRefused(found.problems)
    entries = _entries(act, found.rows, as_on, school)
    likely = likeliest_of(found.rows, entries, step=step)
    step("keeping what came of it")
    with transaction.atomic():
        loaded = LoadedList.objects.create(
            reference=new_reference("K"),
            authority_id=act.organisation_id or 0,
            purpose=purpose,
            school=school,
            as_on=as_on,
            digest=digest,
            rows=len(found.rows),
            compared_with=len(entries),
            engine=f"{ENGINE} engine",
            counts={**_counts(found.rows, likely), "repeated": found.repeated},
            loaded_at=act.at,
            loaded_by_id=act.actor_id,
        )
        rows = [_kept(loaded, row, likely.get(row.line)) for row in found.rows]
        ListedChild.objects.bulk_create(rows, batch_size=AT_A_TIME)
        ledger.record(
            act,
            ListCompared(
                list_id=loaded.pk,
                authority_id=loaded.authority_id,
                purpose=purpose,
                rows=loaded.rows,
                compared_with=loaded.compared_with,
            ),
        )
    return loaded


@transaction.atomic
def read_list_page(act: Act, *, loaded: LoadedList, rows: int) -> LoadedList:
    """Record that rows of a list were read with names."""
    permissions.check(permissions.may_see_list(act, loaded))
    ledger.record(act, ListRead(list_id=loaded.pk, rows=rows))
    return loaded


@transaction.atomic
def decide_row(act: Act, *, listed: ListedChild, decision: Decision, expected_version: int) -> ListedChild:
    """Say what a row is; `TOLD` puts the child into the authority's work list as a notification.

    Raises: NotAllowed; RowNotToBeDecided; Stale, when somebody else decided first.
    """
    permissions.check(permissions.may_see_list(act, listed.of))
    if listed.decision == Decision.TOLD:
        raise RowNotToBeDecided(f"This child is in the work list already: {listed.notification_reference}.")
    if decision is Decision.SAME and listed.entry_id is None:
        raise RowNotToBeDecided("Nobody on a roll is like this child, so there is nobody to be the same.")
    here = ListedChild.objects.filter(pk=listed.pk, version=expected_version)
    if not here.update(version=F("version") + 1, decision=decision, decided_by_id=act.actor_id, decided_at=act.at):
        raise Stale
    listed.refresh_from_db()
    if decision is Decision.TOLD:
        _tell(act, listed)
    ledger.record(act, ListedChildDecided(listed_id=listed.pk, decision=decision))
    return listed


def starts_on(born_on: date) -> date:
    """Return the first day of the school year in which a child is due in reception.

    Units: the year after the 31 August on which she is four. Source: school years by age, `rules.school_years`.
    """
    year = SchoolYear(born_on.year + AGE_AT_START)
    if age_on(born_on, year.first_on - timedelta(days=1)) < AGE_AT_START:
        year = SchoolYear(year.starts_in + 1)
    return year.first_on


def _entries(act: Act, rows: Sequence[ListedRow], as_on: date, school: Organisation | None) -> list[RollEntry]:
    """Return the pupils on the rolls of the area that day who are of about the age of somebody on the list."""
    entries = RollEntry.objects.visible_to(act).on_roll(as_on)
    if school is not None:
        return list(entries.filter(school=school).order_by("pk"))
    born = [row.born_on for row in rows]
    a_year = timedelta(days=366)
    near = Q(born_on__range=(min(born) - a_year, max(born) + a_year)) | Q(born_on__isnull=True)
    numbers = {row.upn for row in rows if row.upn}
    found = list(entries.filter(near).order_by("pk"))
    if numbers:  # by their number pupils are found whatever birth date either side gives
        known = {entry.pk for entry in found}
        others = entries.exclude(near).exclude(upn="").order_by("pk")
        found += [entry for entry in others if entry.upn in numbers and entry.pk not in known]
    return found


def _counts(rows: Sequence[ListedRow], likely: dict[int, Likeliest]) -> dict[str, int]:
    bands = Counter(likely[row.line].band if row.line in likely else Band.NONE for row in rows)
    return {band.value: bands[band] for band in Band}


def _kept(loaded: LoadedList, row: ListedRow, likeliest: Likeliest | None) -> ListedChild:
    return ListedChild(
        of=loaded,
        line=row.line,
        upn=row.upn,
        surname=row.surname,
        forename=row.forename,
        born_on=row.born_on,
        sex=row.sex,
        address=row.address,
        postcode=row.postcode,
        school_code=row.school,
        starts_on=starts_on(row.born_on) if loaded.purpose == Purpose.DUE_TO_START else None,
        band=likeliest.band if likeliest else Band.NONE,
        entry=likeliest.entry if likeliest else None,
        probability=likeliest.probability if likeliest else None,
        differs=differs(row, likeliest.entry) if likeliest else [],
    )


def _tell(act: Act, listed: ListedChild) -> None:
    facts = Facts(
        surname=listed.surname,
        forename=listed.forename,
        birth_date=listed.born_on,
        sex=listed.sex,
        upn=listed.upn,
        address=listed.address,
        postcode=listed.postcode,
    )
    sighting = registry_actions.note_sighting(act, facts=facts, source="list", source_reference=listed.of.reference)
    notification = casework_actions.notify_of_child(
        act, child=sighting.child, sighting=sighting, source="list_compared"
    )
    ListedChild.objects.filter(pk=listed.pk).update(notification_reference=notification.reference)
    listed.refresh_from_db()
