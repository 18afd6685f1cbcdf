"""Stories of returns: owed by rolls and registers, made in time and late; home education; children due to start."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from onroll import ctf
from onroll.access.models import Organisation
from onroll.config.demonstration.absences import entry_of
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES, WAKEFIELD
from onroll.config.demonstration.timetable import Story
from onroll.registry.actions import Facts
from onroll.returns import actions
from onroll.returns.actions import Notified
from onroll.returns.given import Absence, Contact, Leaving, NewPupil
from onroll.returns.models import Band, Decision, HomeEducation, HomeEnd, Purpose, Return, ToldBy
from onroll.returns.return_states import ReturnState
from onroll.rolls.models import RollEntry
from onroll.rules.missing import Suitability
from onroll.rules.returns import ReturnKind

TO_HOME = 34  # the pupil of the first school whom a parent takes out to teach at home
PARENT = Contact(name="Odette Example (invented)", address="7 Example Terrace", telephone="01632 960123")
NEVER_CAME = "The parent chose another school before the first day; the admissions team has the letter."
SUITABLE = "Visit and samples of work: reading, number and a weekly group. Suitable for her age."
UNSUITABLE = "Two visits: no lessons were seen and none described. The parent has the report."
DUE_COLUMNS = ("forename", "surname", "date_of_birth", "sex", "postcode")


def stories(cast: Cast, school: Organisation) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 11, answered(cast, school)
    yield 5, taken_out(cast, school)
    yield 100, taught_at_home(cast)
    yield 16, due_to_start(cast)


def answered(cast: Cast, school: Organisation) -> Story:
    """The school makes some of the returns that its feed opened: the newest in time, the oldest late."""
    late = _owed(school, ReturnKind.NEW_PUPIL).first()
    if late is not None:
        _make_new_pupil(cast, school, late)
    yield 5
    newest = _owed(school, ReturnKind.NEW_PUPIL).last()
    if newest is not None:
        _make_new_pupil(cast, school, newest)
    yield 1
    other = _owed(school, ReturnKind.NEW_PUPIL).first()
    if other is not None:
        act = cast.clerk(school, "say that a return is not needed")
        actions.say_not_needed(act, law_return=other, why=NEVER_CAME, expected_version=other.version)
    yield 1
    ill = _owed(school, ReturnKind.SICKNESS).select_related("entry").first()
    if ill is not None and ill.entry is not None and ill.period_from is not None:
        given = Absence(from_on=ill.period_from, until_on=None, school_days=15, words="The parent sends notes.")
        actions.make_absence_return(
            cast.clerk(school, "make a return"),
            kind=ReturnKind.SICKNESS,
            facts=facts_of(ill.entry),
            given=given,
            owed=ill,
            expected_version=ill.version,
        )


def taken_out(cast: Cast, school: Organisation) -> Story:
    """A parent writes that the child is taught at home: a deletion with its return, the same day."""
    act = cast.clerk(school, "delete a pupil")
    answers = {
        "has_notice": True,
        "notice_on": act.on - timedelta(days=6),
        "educated_from": act.on,
        "has_stopped": True,
        "order_in_force": False,
        "is_special_place": False,
    }
    given = Leaving(ground_code="EHE", deleted_on=act.on, answers=answers, contacts=(PARENT,))
    entry = entry_of(cast, school, TO_HOME)
    actions.make_deletion_return(act, facts=facts_of(entry), given=given)
    cast.rolls[school.pk].take_off(TO_HOME, act.on)
    yield from ()


def taught_at_home(cast: Cast) -> Story:
    """The authority's register of home education: found suitable, unsuitable, back at a school, moved away."""
    school = cast.places.schools[KIRKLEES][5]
    homes = [
        _register(cast, pupil, school, reason, told_by)
        for pupil, (reason, told_by) in zip(
            cast.children.pupils(school, 5, cast.clock.now.date()), REASONS, strict=True
        )
    ]
    yield 28
    _decide(cast, homes[0], Suitability.SUITABLE, SUITABLE)
    yield 20
    act = cast.officer(KIRKLEES, "end home education")
    homes[2].refresh_from_db()
    actions.end_home_education(
        act, home=homes[2], ended_on=act.on, ended_as=HomeEnd.SCHOOL, expected_version=homes[2].version
    )
    yield 30
    _decide(cast, homes[1], Suitability.UNSUITABLE, UNSUITABLE)
    act = cast.officer(KIRKLEES, "tell another authority of home education")
    homes[3].refresh_from_db()
    actions.tell_of_move(
        act,
        home=homes[3],
        to_authority=cast.places.authorities[WAKEFIELD],
        moved_on=act.on,
        address="12 Invented Row, Sampleton",
        postcode="ZZ9 5CD",
        expected_version=homes[3].version,
    )


REASONS = (
    ("LIFESTYLE", ToldBy.PARENT),
    ("MENTAL_HEALTH", ToldBy.SCHOOL),
    ("SCHOOL_PRESSURE", ToldBy.SCHOOL),
    ("RELIGIOUS", ToldBy.PARENT),
    ("UNKNOWN", ToldBy.OTHER),
)


def due_to_start(cast: Cast) -> Story:
    """A list of children of four to five is compared with the rolls; one on none goes into the work list."""
    act = cast.officer(KIRKLEES, "compare a list with the rolls")
    on_roll = RollEntry.objects.filter(school__la_code=KIRKLEES, year_group="R", until_on=None).order_by("pk")[:6]
    rows = [_due(one.forename, one.surname, one.born_on, one.sex, one.postcode) for one in on_roll]
    if rows:  # one stands under the other parent's surname and a short forename: a person has to look
        rows[-1] = (rows[-1][0][:3], "Fennimore", *rows[-1][2:4], "")
    born = date(act.on.year - 5, 2, 11)
    rows += [
        _due(forename, surname, born + timedelta(days=31 * number), "", "ZZ9 6EF")
        for number, (forename, surname) in enumerate(NOT_ON_A_ROLL)
    ]
    out = io.StringIO()
    csv.writer(out).writerows([DUE_COLUMNS, *rows])
    loaded = actions.load_list(act, content=out.getvalue().encode(), purpose=Purpose.DUE_TO_START, as_on=act.on)
    yield 3
    missing = list(loaded.children.filter(band=Band.NONE).order_by("line"))
    for listed, decision in zip(missing, (Decision.TOLD, Decision.NOT_DUE), strict=False):
        act = cast.officer(KIRKLEES, "decide on a row of a list")
        actions.decide_row(act, listed=listed, decision=decision, expected_version=listed.version)


NOT_ON_A_ROLL = (("Zephyrine", "Quillfeather"), ("Barnaby", "Fennimore"), ("Isolde", "Thistlewood"))


def facts_of(entry: RollEntry) -> Facts:
    """Return a pupil's facts as the school gives them."""
    return Facts(
        surname=entry.surname,
        forename=entry.forename,
        upn=entry.upn,
        birth_date=entry.born_on,
        sex=entry.sex,
        year_group=entry.year_group,
        address=entry.address,
        postcode=entry.postcode,
    )


def _due(forename: str, surname: str, born_on: date | None, sex: str, postcode: str) -> tuple[str, ...]:
    return (forename, surname, born_on.isoformat() if born_on else "", sex, postcode)


def _owed(school: Organisation, kind: ReturnKind) -> QuerySet[Return]:
    owed = Return.objects.filter(school=school, kind=kind, state=ReturnState.OWED, entry__isnull=False)
    found: QuerySet[Return] = owed.select_related("entry").order_by("trigger_on", "pk")
    return found


def _make_new_pupil(cast: Cast, school: Organisation, owed: Return) -> None:
    if owed.entry is None:
        return
    actions.make_new_pupil_return(
        cast.clerk(school, "make a return"),
        facts=facts_of(owed.entry),
        given=NewPupil(started_on=owed.trigger_on, contacts=(PARENT,)),
        owed=owed,
        expected_version=owed.version,
    )


def _register(cast: Cast, pupil: ctf.Pupil, school: Organisation, reason: str, told_by: ToldBy) -> HomeEducation:
    act = cast.officer(KIRKLEES, "put a child on the register of home education")
    facts = Facts(
        surname=pupil.surname or "",
        forename=pupil.forename or "",
        upn=pupil.upn or "",
        birth_date=pupil.birth_date,
        sex=pupil.sex or "",
        address=", ".join(pupil.address_lines),
        postcode=pupil.postcode or "",
    )
    from_on = act.on - timedelta(days=9)
    notified = Notified(notified_on=act.on, from_on=from_on, told_by=told_by, reason=reason, last_school=school)
    return actions.register_home_education(act, facts=facts, notified=notified)


def _decide(cast: Cast, home: HomeEducation, suitability: Suitability, words: str) -> None:
    act = cast.officer(KIRKLEES, "decide whether education at home is suitable")
    home.refresh_from_db()
    actions.decide_suitability(
        act, home=home, decided_on=act.on, suitability=suitability, words=words, expected_version=home.version
    )
