"""Stories of rolls: by CSV every day, by OneRoster, on a page; one feed that stopped, one file that waits."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from onroll.access.models import Membership, Organisation
from onroll.config.demonstration import absences, registers, school_rolls
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES, WAKEFIELD
from onroll.config.demonstration.school_rolls import SchoolRoll, changes_name, joins, leaves, moves_house
from onroll.config.demonstration.timetable import Story
from onroll.registry import queries as registry_queries
from onroll.registry.models import Enrolment
from onroll.rolls import actions
from onroll.rolls.models import Form

# Rolls begin so many days ago: six school weeks and a half term. In the last days a file comes every day.
STARTS, DAILY_FROM, A_WEEK = 58, 8, 7
LINKED_AT_ONCE = 200
REFUSED_DAYS_LEFT = 20
PAGE_PUPILS = 9

Send = Callable[[SchoolRoll], actions.Outcome]


def stories(cast: Cast) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    kirklees, wakefield = cast.places.schools[KIRKLEES], cast.places.schools[WAKEFIELD]
    yield STARTS, by_file(cast, kirklees[0])
    yield STARTS, secondary(cast, cast.places.secondaries(KIRKLEES)[0])
    yield STARTS - 10, on_a_page(cast, kirklees[1])
    yield STARTS - 17, by_oneroster(cast, wakefield[0], twice_from=kirklees[0])
    yield 24, held(cast, kirklees[2])
    yield 30, stopped(cast, kirklees[3])


def by_file(cast: Cast, school: Organisation) -> Story:
    """The first school: its own columns are remembered, its register comes beside its roll, pupils come and go."""
    on = cast.clock.now.date()
    members = cast.children.pupils(school, 58, on)
    roll = school_rolls.roll_of(school, members[:56])
    cast.rolls[school.pk] = roll
    newcomers = [school_rolls.row_of(pupil, number) for number, pupil in enumerate(members[56:], 201)]
    roll.coming = {
        12: moves_house(5),
        9: joins(newcomers[0]),
        8: leaves(30, "A primary school in Leeds; the parent did not name it"),
        6: leaves(31),
        5: changes_name(8, "Newname"),
        3: joins(newcomers[1]),
        2: moves_house(11),
    }
    contact = Membership.objects.filter(organisation=school, role="admissions").first()
    act = cast.clerk(school, "agree how the roll comes")
    actions.agree_feed(act, school=school, form=Form.CSV, expected_every=1, contact=contact)
    act = cast.clerk(school, "say which column is which")
    actions.remember_columns(act, school=school, fields=school_rolls.TITLES)
    register = _register(cast, roll, registers.FIRST)
    register.late = registers.LATE_WORD

    def send(given: SchoolRoll) -> actions.Outcome:
        rows = [*given.written, *_confirmed_here(cast, given)]
        return _load(cast, school, school_rolls.table(rows), Form.CSV)

    yield from _through_the_weeks(cast, roll, send, register, refuses=True)


def secondary(cast: Cast, school: Organisation) -> Story:
    """A secondary school sends roll and register; some of its pupils are off site."""
    roll = school_rolls.roll_of(school, cast.children.pupils(school, 36, cast.clock.now.date()))
    cast.rolls[school.pk] = roll
    register = _register(cast, roll, registers.SECOND)
    actions.remember_columns(cast.clerk(school, "say which column is which"), school=school, fields=school_rolls.TITLES)
    yield from _through_the_weeks(
        cast, roll, lambda given: _load(cast, school, school_rolls.table(given.rows), Form.CSV), register
    )


def by_oneroster(cast: Cast, school: Organisation, *, twice_from: Organisation) -> Story:
    """A school sends OneRoster bundles once a week; lately with a pupil who is on another school's roll too."""
    roll = school_rolls.roll_of(school, cast.children.pupils(school, 20, cast.clock.now.date()))
    cast.rolls[school.pk] = roll
    twice = {**cast.rolls[twice_from.pk].rows[40], "pupil_key": "00999"}
    roll.coming = {10: joins(twice)}
    act = cast.clerk(school, "agree how the roll comes")
    actions.agree_feed(act, school=school, form=Form.ONEROSTER, expected_every=5, contact=None)
    while True:
        days_left = (cast.until - cast.clock.now).days
        roll.catch_up(days_left, cast.clock.now.date())
        _load(cast, school, school_rolls.bundle(roll), Form.ONEROSTER)
        yield A_WEEK if days_left > A_WEEK else 2


def on_a_page(cast: Cast, school: Organisation) -> Story:
    """A small school without a system enters its pupils on a page, some on each of several days."""
    rows = [
        school_rolls.row_of(pupil, number)
        for number, pupil in enumerate(cast.children.pupils(school, PAGE_PUPILS, cast.clock.now.date()), 1)
    ]
    entries = []
    for number, row in enumerate(rows):
        values = {name: text for name, text in row.items() if text}
        act = cast.clerk(school, "put a pupil on the roll")
        entries.append(actions.add_pupil(act, school=school, values=values))
        if number % 3 == 2:
            yield 9
    act = cast.clerk(school, "say that a pupil left")
    entry = entries[0]
    entry.refresh_from_db()
    actions.say_left(
        act, entry=entry, last_on=act.on - timedelta(days=1), destination="", expected_version=entry.version
    )


def held(cast: Cast, school: Organisation) -> Story:
    """A school's export loses most of its pupils one day; the file waits for a person."""
    roll = school_rolls.roll_of(school, cast.children.pupils(school, 20, cast.clock.now.date()))
    actions.remember_columns(cast.clerk(school, "say which column is which"), school=school, fields=school_rolls.TITLES)
    _load(cast, school, school_rolls.table(roll.rows), Form.CSV)
    for _ in range(2):
        yield A_WEEK
        _load(cast, school, school_rolls.table(roll.rows), Form.CSV)
    yield 4
    _load(cast, school, school_rolls.table(roll.rows[:6]), Form.CSV)


def stopped(cast: Cast, school: Organisation) -> Story:
    """A school's file came twice, and then no more: the alarm is raised, and nobody has answered it."""
    roll = school_rolls.roll_of(school, cast.children.pupils(school, 12, cast.clock.now.date()))
    actions.remember_columns(cast.clerk(school, "say which column is which"), school=school, fields=school_rolls.TITLES)
    for _ in range(2):
        _load(cast, school, school_rolls.table(roll.rows), Form.CSV)
        yield 2
    yield 12
    actions.report_stopped_feeds(cast.system("look for feeds that have stopped"))


def _through_the_weeks(
    cast: Cast, roll: SchoolRoll, send: Send, register: registers.Register, *, refuses: bool = False
) -> Story:
    """Send roll and register every week, and in the last days every day."""
    while True:
        days_left = (cast.until - cast.clock.now).days
        roll.catch_up(days_left, cast.clock.now.date())
        send(roll)
        send_register(cast, register)
        if refuses and days_left <= REFUSED_DAYS_LEFT:
            refuses = False
            broken = [{**row, "born_on": "31/02/2016"} for row in roll.rows[:3]]
            _load(cast, roll.school, school_rolls.table([*broken, *roll.rows[3:]]), Form.CSV)
        yield min(A_WEEK, max(1, days_left - DAILY_FROM))


def send_register(cast: Cast, register: registers.Register) -> None:
    """Send a register up to now, and ring the parents of those absent today where this is the last day."""
    school = register.school
    purpose = "send the attendance register"
    has_clerk = school.pk in cast.staff.attendance
    register.send(cast.attendance(school, purpose) if has_clerk else cast.system(purpose))
    if has_clerk and cast.clock.now.date() == register.last_on:
        absences.call_home(cast, school, register.last_on)


def _register(cast: Cast, roll: SchoolRoll, habits: Mapping[int, list[registers.Habit]]) -> registers.Register:
    last_on = registers.last_school_day(cast.until)
    register = registers.Register(roll.school, roll, last_on, habits, cast.clock.now.date())
    cast.registers[roll.school.pk] = register
    return register


def _load(cast: Cast, school: Organisation, content: bytes, form: Form) -> actions.Outcome:
    """Send a file for today, and link whom it brings at once, as the clock does within the hour."""
    act = cast.clerk(school, "send the roll")
    outcome = actions.load_roll(act, school=school, as_on=act.on, content=content, form=form)
    while actions.link_pupils(cast.system("link pupils"), school=school, most=LINKED_AT_ONCE):
        pass
    return outcome


def _confirmed_here(cast: Cast, roll: SchoolRoll) -> list[school_rolls.Row]:
    """Return the children whom the school has confirmed on its roll from files: its system has them, too."""
    there = Enrolment.objects.filter(
        organisation=roll.school, confirmed_at__isnull=False, until_on=None, from_on__lte=cast.clock.now.date()
    ).exclude(source="roll")
    found = []
    for enrolment in there.select_related("child").order_by("pk"):
        sighting = registry_queries.sighting_known_at(enrolment.child, cast.clock.now)
        found.append(
            {
                "pupil_key": f"{5000 + enrolment.pk:05d}",
                "upn": sighting.upn,
                "surname": sighting.surname,
                "forename": sighting.forename,
                "born_on": sighting.birth_date.isoformat() if sighting.birth_date else "",
                "sex": sighting.sex,
                "year_group": sighting.year_group,
                "form_group": f"{sighting.year_group}A" if sighting.year_group else "",
                "address": sighting.address,
                "postcode": sighting.postcode,
                "from_on": enrolment.from_on.isoformat() if enrolment.from_on else "",
                "leaving_on": "",
                "destination": "",
            }
        )
    return found
