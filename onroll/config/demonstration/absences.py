"""Stories of absence: places off site that say who came, alerts that people take up, and calls on the first day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from onroll.access.models import Organisation
from onroll.attendance import actions
from onroll.attendance.actions import Arranged
from onroll.attendance.models import Alert, Call, CallResult, PlaceKind, PlaceMark, Placement
from onroll.attendance.queries.places import seen_of_place
from onroll.audit.act import LONDON
from onroll.config.demonstration import registers
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES
from onroll.config.demonstration.timetable import Story
from onroll.rolls.models import RollEntry

ALL_WEEK, MORNINGS, TWO_AFTERNOONS = "1111111111", "1010101010", "0100010000"
PUPIL_OF_FIRST = 33
ENDS_AFTER_DAYS = 8
# What comes of the calls, in the order of the queue; the others wait.
CALLS = (
    (CallResult.REASON, "I", "Mother: fever since the night."),
    (CallResult.NO_ANSWER, "", "Both numbers rang out."),
    (CallResult.WORRIED, "", "A neighbour says that nobody has been there for days."),
)
VISITED = "Visited with the school: the family has moved in with an aunt. The child comes back on Monday."


def stories(cast: Cast) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 30, placed_off_site(cast)
    yield 2, looked_after(cast)


def placed_off_site(cast: Cast) -> Story:
    """Five pupils are placed with a provider; it says every day who came, of all but one."""
    second, first = cast.places.secondaries(KIRKLEES)[0], cast.places.schools[KIRKLEES][0]
    begins = first_day_of_places(cast)
    silent = _place(cast, second, registers.SILENT, ALL_WEEK, hours="25", main_hours="0", from_on=begins)
    _place(cast, second, registers.FULL_WEEK, ALL_WEEK, hours="25", main_hours="0", from_on=begins, ends=True)
    few = _place(cast, second, registers.TOO_FEW_HOURS, ALL_WEEK, hours="18", main_hours="0", from_on=begins)
    _place(cast, second, registers.MORNINGS, MORNINGS, hours="13", main_hours="12.5", from_on=begins)
    entry = entry_of(cast, first, PUPIL_OF_FIRST)
    arranged = _arranged(cast, TWO_AFTERNOONS, hours="5", main_hours="22.5", from_on=begins)
    actions.record_placement(cast.attendance(first, "arrange a place off site"), entry=entry, arranged=arranged)
    while True:
        now = cast.clock.now.astimezone(LONDON)
        if registers.is_school_day(now.date()) and now.date() >= begins:
            say_who_came(cast, now.date(), silent=silent, stays_away=few)
        yield 1


def say_who_came(cast: Cast, on: date, *, silent: Placement, stays_away: Placement) -> None:
    """Mark a day at the provider: everybody came, but one who comes every other day."""
    here = Placement.objects.filter(place=cast.places.provider).in_force(on).exclude(pk=silent.pk)
    marks: dict[int, tuple[str, str]] = {}
    for one in here.order_by("pk"):
        came = PlaceMark.ABSENT if one.pk == stays_away.pk and on.weekday() in (1, 4) else PlaceMark.HERE
        am, pm = one.pattern[2 * on.weekday() : 2 * on.weekday() + 2]
        marks[one.pk] = (_said(came, is_here=am == "1"), _said(came, is_here=pm == "1"))
    act = cast.attendance(cast.places.provider, "say who was here")
    actions.enter_place_marks(act, on=on, marks=marks, seen=seen_of_place(()))


def _said(came: PlaceMark, *, is_here: bool) -> str:
    return came.value if is_here else PlaceMark.NOT_EXPECTED.value


def looked_after(cast: Cast) -> Story:
    """An officer takes up one alert, and closes another with what came of it."""
    standing = Alert.objects.standing().filter(entry__school__la_code=KIRKLEES).order_by("pk")
    grave = standing.filter(rule="TWENTY_DAYS").first()
    if grave is not None:
        act = cast.officer(KIRKLEES, "take up an alert")
        actions.take_alert(act, alert=grave, expected_version=grave.version)
    ill = standing.filter(rule="SICK_15").first()
    if ill is not None:
        act = cast.officer(KIRKLEES, "close an alert")
        actions.close_alert(act, alert=ill, outcome=VISITED, expected_version=ill.version)
    yield from ()


def call_home(cast: Cast, school: Organisation, on: date) -> None:
    """Ring the first parents of the queue; one round of calls a day."""
    if Call.objects.filter(entry__school=school, on=on).exists():
        return
    queue = actions.read_call_queue(cast.attendance(school, "see whom to call"), on=on)
    for waiting, (result, code, note) in zip(queue.waiting, CALLS, strict=False):
        call = actions.take_call(
            cast.attendance(school, "ring about an absence"), entry_reference=waiting.entry.reference, on=on
        )
        act = cast.attendance(school, "say what came of a call")
        actions.end_call(act, call=call, result=result, code=code, note=note)


def entry_of(cast: Cast, school: Organisation, number: int) -> RollEntry:
    """Return the roll's row of a pupil, by place on the roll."""
    return RollEntry.objects.get(school=school, upn=cast.rolls[school.pk].rows[number]["upn"])


def first_day_of_places(cast: Cast) -> date:
    """Return the day on which the placements begin."""
    last_on = registers.last_school_day(cast.until)
    return registers.school_days(last_on - timedelta(days=registers.LOOK_BACK_DAYS), last_on)[-1 - registers.PLACED]


def _place(
    cast: Cast,
    school: Organisation,
    number: int,
    pattern: str,
    *,
    hours: str,
    main_hours: str,
    from_on: date,
    ends: bool = False,
) -> Placement:
    until_on = cast.until.date() + timedelta(days=ENDS_AFTER_DAYS) if ends else None
    arranged = _arranged(cast, pattern, hours=hours, main_hours=main_hours, from_on=from_on, until_on=until_on)
    act = cast.officer(KIRKLEES, "arrange a place off site")
    return actions.record_placement(act, entry=entry_of(cast, school, number), arranged=arranged)


def _arranged(
    cast: Cast, pattern: str, *, hours: str, main_hours: str, from_on: date, until_on: date | None = None
) -> Arranged:
    return Arranged(
        kind=PlaceKind.ALTERNATIVE,
        place=cast.places.provider,
        place_name="",
        hours=Decimal(hours),
        main_hours=Decimal(main_hours),
        pattern=pattern,
        from_on=from_on,
        until_on=until_on,
    )
