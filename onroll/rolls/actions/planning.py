"""From what a file says and what is known of the roll to the changes that it makes. Nothing is written here."""

import dataclasses
from datetime import date

from onroll.access.models import Organisation
from onroll.registry.references import new_reference
from onroll.rolls import coming_back, comparing, queries, reading
from onroll.rolls.comparing import Change
from onroll.rolls.models import EventKind, Feed, RollEntry, RollStatus
from onroll.rolls.reading import FIELDS, Problem, Pupil, Read

# From so many pupils on, a file most of whose pupils are another school's is that school's file.
ANOTHERS_FROM, ANOTHERS_SHARE, OWN_SHARE = 5, 0.5, 0.1


@dataclasses.dataclass(slots=True)
class Plan:
    """The changes that a file makes, what is to be looked at, and how many were on the roll before."""

    changes: list[Change]
    problems: list[Problem]
    on_roll: int

    @property
    def staying(self) -> int:
        """How many of those who were on the roll are on it still."""
        leavers = sum(change.kind is EventKind.LEFT and change.entry.pk is not None for change in self.changes)
        return self.on_roll - leavers


def plan(school: Organisation, read: Read, as_on: date, feed: Feed) -> Plan:
    """Return what a file changes; nothing, where it has errors."""
    entries = list(RollEntry.objects.filter(school=school, until_on__isnull=True))
    found = Plan([], [], len(entries))
    if read.has_errors:
        return found
    present = [pupil for pupil in read.pupils if not comparing.is_gone(pupil, as_on)]
    gone = [pupil for pupil in read.pupils if comparing.is_gone(pupil, as_on)]
    matched = comparing.match(present, entries)
    found.problems += [*_of_others(school, read, matched), *_of_strangers(read, matched)]
    if any(one.is_error for one in found.problems):
        return found
    found.changes += comparing.changes_of(matched.both, read.fields, as_on)
    _plan_leavers(found, school, gone, matched.absent, feed, as_on, is_whole=read.is_whole)
    _plan_joiners(found, school, read, matched, feed, as_on)
    return found


def _plan_leavers(
    found: Plan,
    school: Organisation,
    gone: list[Pupil],
    absent: list[RollEntry],
    feed: Feed,
    as_on: date,
    *,
    is_whole: bool,
) -> None:
    left = comparing.match(gone, absent)
    found.changes += [comparing.leaving_of(entry, as_on, pupil) for pupil, entry in left.both]
    if is_whole:
        found.changes += [comparing.leaving_of(entry, as_on) for entry in left.absent]
    else:
        announced = [one for one in left.absent if one.leaving_on is not None and one.leaving_on < as_on]
        found.changes += [comparing.leaving_of(entry, as_on) for entry in announced]
    past = queries.past_entries(school, left.new)
    for pupil in left.new:
        entry = past.get(pupil.pupil_key)
        if entry is not None:
            correction = comparing.correction_of(pupil, entry, as_on)
            found.changes += [correction] if correction else []
        elif pupil.from_on and feed.last_as_on and pupil.leaving_on and pupil.leaving_on >= feed.last_as_on:
            found.changes.append(_passed_through(school, pupil))
        else:
            found.problems.append(reading.problem("R50", pupil.row))


def _passed_through(school: Organisation, pupil: Pupil) -> Change:
    """Return who came and went between two files."""
    change = _joining(school, pupil, pupil.from_on, pupil.from_on or date.min)
    change.entry.until_on, change.entry.leaving_on = pupil.leaving_on, None
    return change


def _plan_joiners(
    found: Plan, school: Organisation, read: Read, matched: comparing.Matched, feed: Feed, as_on: date
) -> None:
    new, staying = matched.new, [entry for _, entry in matched.both]
    formers = coming_back.find(new, queries.ended_like(school, new), staying)
    is_first = feed.last_as_on is None and read.is_whole
    for place, pupil in enumerate(new):
        former = formers.get(place, coming_back.NOBODY)
        before = former.surely
        back = comparing.coming_back(pupil, before, read.fields, as_on) if before else None
        if back is not None:
            found.changes.append(back)
            continue
        if former.perhaps:
            found.problems.append(reading.problem("R54", pupil.row))
        from_on = pupil.from_on or (None if is_first else as_on)
        change = _joining(school, pupil, from_on, from_on or as_on)
        change.is_taking_on = is_first
        if before is not None:
            change.kind = EventKind.CAME_BACK
        found.changes.append(change)


def _joining(school: Organisation, pupil: Pupil, from_on: date | None, on: date) -> Change:
    values = {name: getattr(pupil, name) for name in FIELDS}
    entry = RollEntry(reference=new_reference("P"), school=school, **{**values, "from_on": from_on})
    return Change(entry, EventKind.JOINED, on, {}, pupil)


def _of_strangers(read: Read, matched: comparing.Matched) -> list[Problem]:
    """Return what shows that numbers stand beside other children: in most rows, or in one that keeps its place."""
    unlike = sum(comparing.is_nothing_alike(pupil, entry) for pupil, entry in matched.both) + len(matched.strangers)
    if unlike >= ANOTHERS_FROM and unlike > len(read.pupils) * ANOTHERS_SHARE:
        return [reading.problem("R17")]
    code = "R52" if read.is_whole else "R30"
    return [reading.problem(code, pupil.row) for pupil, _ in matched.strangers]


def _of_others(school: Organisation, read: Read, matched: comparing.Matched) -> list[Problem]:
    """Return what shows that new pupils are on another school's roll: all of them its, or one of them twice."""
    others = queries.elsewhere(school, [pupil.upn for pupil in matched.new])
    if not others:
        return []
    theirs = [pupil for pupil in matched.new if pupil.upn in others]
    is_mostly_theirs = len(theirs) >= ANOTHERS_FROM and len(theirs) > len(read.pupils) * ANOTHERS_SHARE
    if is_mostly_theirs and len(matched.both) < len(read.pupils) * OWN_SHARE:
        return [reading.problem("R13")]
    return [
        reading.problem("R48", pupil.row, "UPN")
        for pupil in theirs
        if pupil.status == RollStatus.MAIN and others[pupil.upn] == RollStatus.MAIN
    ]
