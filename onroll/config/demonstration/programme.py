"""Which stories the demonstration plays, how many of each, and when: about 400 children in all."""

from collections.abc import Iterator
from functools import partial

from onroll.access.models import Organisation
from onroll.casework.stages import Stage
from onroll.config.demonstration import (
    absences,
    alike,
    corners,
    directory,
    education,
    evaluations,
    law_returns,
    lost,
    moves,
    officers,
    rolls,
    surveys,
)
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.moves import End
from onroll.config.demonstration.places import AREAS
from onroll.config.demonstration.timetable import Story

# how it ends, how many, and between how many days ago it begins
SINGLE_MOVES = (
    (End.CONFIRMED, 26, (25, 120)),
    (End.COLLECTED, 9, (4, 20)),
    (End.WAITING, 10, (1, 12)),
    (End.WAITING, 3, (30, 40)),
    (End.CHECKED, 3, (1, 3)),
)
# classes of leavers: how it ends, how many children, and how many days ago it begins
CLASSES = (
    (End.CONFIRMED, 34, 118),
    (End.CONFIRMED, 32, 117),
    (End.CONFIRMED, 30, 116),
    (End.PARTLY_CONFIRMED, 33, 112),
    (End.PARTLY_CONFIRMED, 27, 90),
    (End.COLLECTED, 31, 30),
    (End.WAITING, 31, 26),
    (End.WAITING, 24, 8),
    (End.WAITING, 28, 2),
)
OPEN_CASES_A_STAGE = 2
OVERDUE_DAYS = (75, 110)
# how far a found child has come (lost.found), how many, and between how many days ago it begins
FOUND = ((1, 4, (30, 40)), (2, 3, (32, 45)), (3, 6, (40, 60)), (4, 12, (60, 125)))

Start = tuple[int, Story]


def programme(cast: Cast) -> Iterator[Start]:
    """Yield each story with the number of days ago at which it begins."""
    yield from _moves(cast)
    yield from _classes(cast)
    yield from _notifications(cast)
    yield from _open_cases(cast)
    yield from _found(cast)
    kirklees, wakefield = cast.places.schools[AREAS[0]], cast.places.schools[AREAS[1]]
    yield from corners.stories(cast, kirklees[0], kirklees[1], wakefield[0])
    yield from alike.stories(cast, kirklees[0], kirklees[1], wakefield[0])
    yield from education.stories(cast, AREAS)
    yield from officers.stories(cast, kirklees[0], wakefield[0])
    yield from rolls.stories(cast)
    yield from absences.stories(cast)
    yield from law_returns.stories(cast, kirklees[0])
    yield from directory.stories(cast, kirklees[0])
    yield from evaluations.stories(cast)
    yield from surveys.stories(cast)


def _moves(cast: Cast) -> Iterator[Start]:
    for end, count, (latest, earliest) in SINGLE_MOVES:
        for number in range(count):
            sender = _school(cast, number)
            recipient = _other_school(cast, sender)
            yield cast.random.randrange(latest, earliest), moves.move(cast, sender, recipient, pupils=1, end=end)
    for number in range(3):
        sender = _school(cast, number)
        yield 20 + number, moves.withdrawn(cast, sender, _other_school(cast, sender))
        yield 9 + number, moves.refused(cast, sender)


def _classes(cast: Cast) -> Iterator[Start]:
    for number, (end, pupils, days_ago) in enumerate(CLASSES):
        area = AREAS[number % len(AREAS)]
        sender = cast.places.primaries(area)[number // len(AREAS)]
        recipient = cast.places.secondaries(area)[number // len(AREAS)]
        yield days_ago, moves.move(cast, sender, recipient, pupils=pupils, end=end)


def _notifications(cast: Cast) -> Iterator[Start]:
    for number in range(10):
        yield 1 + number, lost.waiting(cast, _school(cast, number), outside=number % 5 == 4)
    for number in range(3):
        school = _school(cast, number)
        yield 8 + number, lost.doubtful(cast, school, _other_school(cast, school))
        yield 50 + number, lost.answered(cast, _school(cast, number), _school_elsewhere(cast, AREAS[number]))


def _open_cases(cast: Cast) -> Iterator[Start]:
    for number, stage in enumerate(list(lost.NOTES) * OPEN_CASES_A_STAGE):
        yield cast.random.randrange(27, 31), lost.worked_on(cast, _school(cast, number), stage=stage)
    for number in range(4):
        yield 3 + number, lost.worked_on(cast, _school(cast, number), stage=Stage.CHECK)
    for number in range(5):
        left_at = (Stage.CHECK, Stage.LOCATE, Stage.NEEDS)[number % 3]
        yield cast.random.randrange(*OVERDUE_DAYS), lost.worked_on(cast, _school(cast, number), stage=left_at)
    yield 18, lost.on_offer(cast, _school(cast, 0))
    for number, outcome in enumerate(lost.EVIDENCE):
        yield cast.random.randrange(60, 120), lost.closed(cast, _school(cast, number), outcome)


def _found(cast: Cast) -> Iterator[Start]:
    for steps, count, (latest, earliest) in FOUND:
        for number in range(count):
            school = _school(cast, number)
            story = partial(lost.found, cast, school, _school_elsewhere(cast, school.la_code))
            yield cast.random.randrange(latest, earliest), story(steps=steps)


def _school(cast: Cast, number: int) -> Organisation:
    """Return a school: the areas take turns, and the first of all is that of clerk A."""
    schools = cast.places.schools[AREAS[number % len(AREAS)]]
    return schools[0] if number == 0 else cast.random.choice(schools)


def _other_school(cast: Cast, school: Organisation) -> Organisation:
    """Return another school of the same phase, two times in three of the same area."""
    area = school.la_code if cast.random.random() < 0.66 else cast.random.choice(AREAS)
    schools = [one for one in cast.places.schools[area] if one.phase == school.phase and one.pk != school.pk]
    return cast.random.choice(schools)


def _school_elsewhere(cast: Cast, area: str) -> Organisation:
    return cast.random.choice(cast.places.schools[cast.random.choice([one for one in AREAS if one != area])])
