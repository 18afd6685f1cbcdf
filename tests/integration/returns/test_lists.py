"""Lists compared with the rolls: children due to start, a census, doubts for a person, and the work list."""

import dataclasses
import hashlib
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework.actions import InWorkAlready
from onroll.casework.models import Notification
from onroll.registry.actions import Facts, shield_child
from onroll.registry.models import ShieldReason
from onroll.returns import actions, queries
from onroll.returns.actions.listing import starts_on
from onroll.returns.models import Band, Decision, ListedChild, LoadedList, Purpose
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import TODAY, at

ADA = Facts(surname="Quillfeather", forename="Adaline", birth_date=date(2022, 3, 4), sex="F", postcode="ZZ1 1AA")
HEAD = "forename,surname,date_of_birth,sex,postcode\n"
BIRTHS = (
    HEAD + "Adaline,Quillfeather,04/03/2022,F,ZZ1 1AA\n"
    "Bartram,Oakenmoor,11/12/2021,M,ZZ1 2BB\n"
    "Cressida,Thistlewick,30/06/2022,F,ZZ1 3CC\n"
)


def loaded(cast: Cast, text: str = BIRTHS, purpose: Purpose = Purpose.DUE_TO_START, **more: object) -> LoadedList:
    return actions.load_list(at(cast.officer), content=text.encode(), purpose=purpose, as_on=TODAY, **more)


def row(held: LoadedList, line: int) -> ListedChild:
    return ListedChild.objects.get(of=held, line=line)


def test_children_due_to_start_are_found_on_rolls_or_on_none(cast: Cast) -> None:
    entry = world.entry(cast, facts=ADA, from_on=date(2026, 9, 1))

    held = loaded(cast)

    assert (held.rows, held.compared_with) == (3, 1)
    found = row(held, 2)
    assert (found.band, found.entry) == (Band.SURE, entry)
    assert found.probability is not None
    assert found.probability >= 0.95
    assert [row(held, line).band for line in (3, 4)] == [Band.NONE, Band.NONE]
    rows, number = queries.listed_children(at(cast.officer), held, show="open")
    assert ([each.line for each in rows], number) == ([3, 4], 2)


@pytest.mark.parametrize(
    ("born_on", "first_day"),
    [
        (date(2021, 9, 1), date(2026, 9, 1)),
        (date(2022, 8, 31), date(2026, 9, 1)),
        (date(2022, 9, 1), date(2027, 9, 1)),
        (date(2020, 2, 29), date(2024, 9, 1)),
    ],
)
def test_a_child_is_due_in_reception_after_the_31_august_on_which_she_is_four(born_on: date, first_day: date) -> None:
    assert starts_on(born_on) == first_day


def test_a_doubtful_row_is_for_a_person_who_sees_the_confidence(cast: Cast) -> None:
    entry = world.entry(cast, facts=ADA, from_on=date(2026, 9, 1))
    held = loaded(cast)
    ListedChild.objects.filter(of=held, line=2).update(band=Band.DOUBTFUL, probability=0.5)
    doubtful = row(held, 2)

    rows, _ = queries.listed_children(at(cast.officer), held, show="open")
    assert doubtful in rows
    actions.decide_row(at(cast.officer), listed=doubtful, decision=Decision.SAME, expected_version=doubtful.version)

    assert row(held, 2).decided_by == cast.officer.person
    assert row(held, 2).entry == entry
    rows, _ = queries.listed_children(at(cast.officer), held, show="open")
    assert doubtful not in rows
    with pytest.raises(Stale):
        actions.decide_row(at(cast.officer), listed=doubtful, decision=Decision.DIFFERENT, expected_version=1)


def test_two_rows_for_one_pupil_leave_the_second_in_doubt(cast: Cast) -> None:
    world.entry(cast, facts=ADA, from_on=date(2026, 9, 1))
    twice = BIRTHS + "Adaline,Quillfeather,04/03/2022,F,ZZ1 1AB\n"

    held = loaded(cast, twice)

    assert sorted([row(held, 2).band, row(held, 5).band]) == [Band.DOUBTFUL, Band.SURE]


def test_a_child_on_no_roll_is_put_into_the_work_list_once(cast: Cast) -> None:
    held = loaded(cast)
    missing = row(held, 3)

    told = actions.decide_row(
        at(cast.officer), listed=missing, decision=Decision.TOLD, expected_version=missing.version
    )

    notification = Notification.objects.get()
    assert (notification.authority, notification.reference) == (cast.exampleton, told.notification_reference)
    assert notification.sighting.surname == "Oakenmoor"
    with pytest.raises(actions.RowNotToBeDecided, match="work list already"):
        actions.decide_row(at(cast.officer), listed=told, decision=Decision.NOT_DUE, expected_version=told.version)
    with pytest.raises(actions.RowNotToBeDecided, match="nobody to be the same"):
        actions.decide_row(at(cast.officer), listed=row(held, 4), decision=Decision.SAME, expected_version=1)


def test_the_same_list_twice_and_a_list_of_tomorrow_change_nothing(cast: Cast) -> None:
    held = loaded(cast)

    with pytest.raises(actions.ListLoadedAlready, match=held.reference):
        loaded(cast)
    with pytest.raises(actions.ListRefused, match="has not come"):
        actions.load_list(
            at(cast.officer),
            content=BIRTHS.encode(),
            purpose=Purpose.CENSUS,
            as_on=TODAY + timedelta(days=1),
        )
    assert LoadedList.objects.count() == 1


def test_a_wrong_list_keeps_nothing_and_says_every_problem(cast: Cast) -> None:
    with pytest.raises(actions.ListRefused) as refused:
        loaded(cast, BIRTHS + "Dorian,Nobody,soon,M,\n,Nameless,01/01/2022,F,\n")

    assert [(each.code, each.row) for each in refused.value.problems] == [("not_a_date", 5), ("no_name", 6)]
    assert not ListedChild.objects.exists()


def test_the_rolls_of_another_area_are_not_compared(cast: Cast) -> None:
    world.entry(cast, school=cast.neighbour_school, facts=ADA, from_on=date(2026, 9, 1))

    assert loaded(cast).compared_with == 0


def test_a_census_is_compared_both_ways_and_differences_are_named(cast: Cast) -> None:
    adas = dataclasses.replace(ADA, upn="A820100112001", birth_date=date(2018, 3, 4))
    world.entry(cast, facts=adas, from_on=date(2026, 9, 1))
    only_on_roll = world.entry(
        cast, facts=Facts(surname="Rollonly", forename="Ivor", birth_date=date(2017, 1, 1)), from_on=date(2026, 9, 1)
    )
    census = (
        "upn,forename,surname,date_of_birth,school\n"
        "A820100112001,Adaline,Quillfeather,04/03/2018,8201234\n"
        ",Cornelius,Censusonly,01/01/2017,8201234\n"
    )

    held = loaded(cast, census, Purpose.CENSUS, school=cast.school)
    ListedChild.objects.filter(of=held, line=2).update(differs=["surname"])

    assert row(held, 2).band == Band.SURE
    assert row(held, 3).band == Band.NONE
    not_listed, number = queries.on_roll_and_not_listed(at(cast.officer), held)
    assert (not_listed, number) == ([only_on_roll], 1)
    rows, _ = queries.listed_children(at(cast.officer), held, show="differs")
    assert [each.line for each in rows] == [2]


def test_a_shielded_child_is_on_no_list(cast: Cast) -> None:
    entry = world.entry(cast, facts=ADA, from_on=date(2026, 9, 1))
    held = loaded(cast)
    shield_child(
        at(cast.officer),
        child=entry.child,
        reason_code=ShieldReason.values[0],
        officer=cast.officer.person,
        until_on=None,
    )

    rows, _ = queries.listed_children(at(cast.officer), held, show="sure")

    assert rows == []


def test_lists_are_for_the_officers_of_the_authority_alone(cast: Cast) -> None:
    held = loaded(cast)

    with pytest.raises(Hidden):
        queries.loaded_list(at(cast.neighbour_officer), held.reference)
    with pytest.raises(NotAllowed):
        actions.load_list(at(cast.clerk), content=b"x", purpose=Purpose.CENSUS, as_on=TODAY)
    with pytest.raises(NotAllowed):
        actions.decide_row(at(cast.neighbour_officer), listed=row(held, 3), decision=Decision.TOLD, expected_version=1)


def test_a_child_in_the_work_list_is_not_told_twice_and_no_name_reaches_the_ledger(cast: Cast) -> None:
    held = loaded(
        cast,
        HEAD.replace("\n", ",upn\n")
        + "Adaline,Quillfeather,04/03/2022,F,ZZ1 1AA,\nBartram,Oakenmoor,11/12/2021,M,,A820100112001\n",
    )
    again = loaded(cast, HEAD.replace("\n", ",upn\n") + "Bartram,Oakenmoor,11/12/2021,M,ZZ1 2BB,A820100112001\n")
    first = row(held, 3)
    actions.decide_row(at(cast.officer), listed=first, decision=Decision.TOLD, expected_version=1)

    with pytest.raises(InWorkAlready):
        actions.decide_row(at(cast.officer), listed=row(again, 2), decision=Decision.TOLD, expected_version=1)

    assert "Oakenmoor" not in " ".join(str(each.details) for each in LedgerEntry.objects.all())


def made_name(kind: str, number: int) -> str:
    """A name of letters alone, no two alike: digits at the end would make all of them near rivals of each other."""
    digest = hashlib.sha256(f"{kind}{number}".encode()).digest()
    return "".join(chr(97 + byte % 26) for byte in digest[:9]).capitalize()


def test_a_list_of_fifty_thousand_births_finds_those_on_rolls_and_nobody_else(cast: Cast) -> None:
    day = date(2021, 9, 1)
    born = [day + timedelta(days=n) for n in range(365)]
    lines = [
        f"{made_name('f', n)},{made_name('s', n)},{born[n % 365]:%d/%m/%Y},{'FM'[n % 2]},ZZ{n % 9} {n % 9}AA"
        for n in range(50_000)
    ]
    planted = (0, 7, 4321, 49_999)
    for n in planted:
        postcode = "ZZ99 9ZZ" if n == 7 else f"ZZ{n % 9} {n % 9}AA"  # one has moved since birth
        facts = Facts(
            forename=made_name("f", n),
            surname=made_name("s", n),
            birth_date=born[n % 365],
            sex="FM"[n % 2],
            postcode=postcode,
        )
        world.entry(cast, facts=facts, from_on=date(2026, 9, 1))

    held = loaded(cast, HEAD + "\n".join(lines) + "\n")

    assert held.rows == 50_000
    likely = ListedChild.objects.filter(of=held).exclude(band=Band.NONE)
    assert {each.line: each.entry.surname for each in likely.select_related("entry")} == {
        n + 2: made_name("s", n) for n in planted
    }
    assert {each.band for each in likely} == {Band.SURE}
