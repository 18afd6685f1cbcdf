"""Returns of law: owed by a feed, made on a form or by a file, late or missing by school, and who may know of them."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry.models import Enrolment
from onroll.returns import actions, permissions, queries
from onroll.returns.given import Absence
from onroll.returns.models import Return
from onroll.returns.queries import WhichReturns
from onroll.returns.return_states import ReturnMoveNotAllowed
from onroll.rules.returns import ReturnKind
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import NOW, PUPIL, TODAY, at, on


def test_a_joiner_of_a_feed_owes_a_new_pupil_return_by_the_fifth_day(cast: Cast) -> None:
    row = world.entry(cast)

    world.joined(cast, row, date(2026, 10, 5))

    owed = Return.objects.get()
    assert (owed.kind, owed.state, owed.due_on, owed.route) == ("new_pupil", "owed", date(2026, 10, 10), "feed")
    assert LedgerEntry.objects.filter(name="returns.ReturnOwed").count() == 1


@pytest.mark.parametrize(("rule", "kind"), [("TEN_DAYS", "attendance"), ("SICK_15", "sickness")])
def test_an_alert_of_the_registers_owes_the_return_for_it_once(cast: Cast, rule: str, kind: str) -> None:
    row = world.entry(cast)

    world.alerted(cast, row, rule)
    world.alerted(cast, row, rule)
    world.alerted(cast, row, "RUN_E")

    owed = Return.objects.get()
    assert (owed.kind, owed.state) == (kind, "owed")
    assert (owed.period_from, owed.period_until) == (date(2026, 9, 25), date(2026, 10, 8))


def test_the_same_joiner_told_twice_owes_one_return(cast: Cast) -> None:
    row = world.entry(cast)

    world.joined(cast, row, date(2026, 10, 5))
    world.joined(cast, row, date(2026, 10, 6))

    assert Return.objects.count() == 1


def test_a_joiner_without_a_day_before_the_first_feed_owes_nothing(cast: Cast) -> None:
    world.joined(cast, world.entry(cast, from_on=None), None)
    world.joined(cast, world.entry(cast), date(2026, 9, 20), is_first=True)

    assert not Return.objects.exists()


def test_the_most_junior_class_on_the_first_day_owes_none_unless_the_authority_asks(cast: Cast) -> None:
    cast.school.statutory_low_age = 11
    cast.school.save()
    year_seven = dataclasses.replace(PUPIL, birth_date=date(2015, 5, 1))
    world.joined(cast, world.entry(cast, facts=year_seven), date(2026, 9, 1))
    actions.ask_for_transitions(at(cast.officer), is_asked=True, expected_version=0)
    world.joined(cast, world.entry(cast, facts=dataclasses.replace(year_seven, forename="Other")), date(2026, 9, 1))

    usual, asked = Return.objects.order_by("pk")
    assert (usual.state, asked.state) == ("not_needed", "owed")
    assert "Most junior class" in usual.why
    with pytest.raises(Stale):
        actions.ask_for_transitions(at(cast.officer), is_asked=False, expected_version=0)


def test_the_school_completes_what_the_feed_opened_and_the_authority_reads_it(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), date(2026, 10, 7))
    owed = Return.objects.get()

    made = actions.make_new_pupil_return(
        at(cast.clerk), facts=PUPIL, given=world.new_pupil(), owed=owed, expected_version=owed.version
    )

    assert (made.pk, made.state, made.made_on, made.contacts.get().name) == (owed.pk, "made", TODAY, world.PARENT.name)
    (read,) = actions.read_returns(at(cast.officer), which=WhichReturns(show="made"))
    assert read == made
    assert queries.name_of(read) == "Zelphine Qvoxcanary"
    with pytest.raises(ReturnMoveNotAllowed):
        actions.make_new_pupil_return(
            at(cast.clerk), facts=PUPIL, given=world.new_pupil(), owed=made, expected_version=made.version
        )


def test_a_school_without_a_feed_makes_a_new_pupil_return_for_a_child_with_no_upn(cast: Cast) -> None:
    made = actions.make_new_pupil_return(at(cast.clerk), facts=PUPIL, given=world.new_pupil())

    assert (made.state, made.sighting.upn) == ("made", "")
    enrolment = Enrolment.objects.get()
    assert (enrolment.organisation, enrolment.from_on, enrolment.confirmed_at) == (cast.school, date(2026, 10, 7), NOW)


def test_a_stale_tab_does_not_make_a_return_over_another(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), date(2026, 10, 7))
    owed = Return.objects.get()
    Return.objects.filter(pk=owed.pk).update(version=7)

    with pytest.raises(Stale):
        actions.make_new_pupil_return(
            at(cast.clerk), facts=PUPIL, given=world.new_pupil(), owed=owed, expected_version=1
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"started_on": TODAY + timedelta(days=1)}, "has not come"),
        ({"started_on": date(2014, 5, 16)}, "not before the starting day"),
        ({"contacts": ()}, "could not find out"),
        ({"started_on": date(2024, 8, 1)}, "asked for no new pupil return"),
    ],
)
def test_a_new_pupil_return_with_wrong_days_or_no_parent_is_refused_in_words(
    cast: Cast, change: dict, words: str
) -> None:
    with pytest.raises(actions.ReturnNotPossible, match=words):
        actions.make_new_pupil_return(at(cast.clerk), facts=PUPIL, given=world.new_pupil(**change))

    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Absence(from_on=TODAY, until_on=TODAY - timedelta(days=1), school_days=15), "last day is before the first"),
        (Absence(from_on=TODAY + timedelta(days=1), until_on=None, school_days=15), "in the future"),
        (Absence(from_on=date(2025, 1, 6), until_on=None, school_days=15), "more than a year ago"),
        (Absence(from_on=TODAY, until_on=None, school_days=0), "number from 1"),
        (Absence(from_on=TODAY, until_on=None, school_days=4, expected_days=10), "fewer than 15 school days"),
    ],
)
def test_a_sickness_return_with_dates_in_the_wrong_order_or_too_few_days_is_refused(
    cast: Cast, given: Absence, words: str
) -> None:
    with pytest.raises(actions.ReturnNotPossible, match=words):
        actions.make_absence_return(at(cast.clerk), kind=ReturnKind.SICKNESS, facts=PUPIL, given=given)


def test_a_sickness_return_counts_days_missed_and_expected_and_is_made_once(cast: Cast) -> None:
    given = Absence(from_on=date(2026, 10, 1), until_on=None, school_days=5, expected_days=10)
    upn = dataclasses.replace(PUPIL, upn="A820100112001")

    made = actions.make_absence_return(at(cast.clerk), kind=ReturnKind.SICKNESS, facts=upn, given=given)

    assert (made.school_days, made.due_on) == (15, date(2026, 10, 6))
    with pytest.raises(actions.ReturnMadeAlready):
        actions.make_absence_return(at(cast.clerk), kind=ReturnKind.SICKNESS, facts=upn, given=given)


def test_a_return_made_by_mistake_is_taken_back_with_the_reason(cast: Cast) -> None:
    made = actions.make_new_pupil_return(at(cast.clerk), facts=PUPIL, given=world.new_pupil())

    with pytest.raises(actions.ReturnNotPossible, match="Write why"):
        actions.withdraw_return(at(cast.clerk), law_return=made, why=" ", expected_version=made.version)
    actions.withdraw_return(at(cast.clerk), law_return=made, why="Wrong child", expected_version=made.version)

    made.refresh_from_db()
    assert (made.state, made.why) == ("withdrawn", "Wrong child")


def test_a_return_that_is_not_owed_says_why(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), date(2026, 10, 7))
    owed = Return.objects.get()

    actions.say_not_needed(at(cast.clerk), law_return=owed, why="Entered twice", expected_version=owed.version)

    owed.refresh_from_db()
    assert owed.state == "not_needed"


def test_another_school_and_another_authority_learn_nothing_of_a_return(cast: Cast) -> None:
    made = actions.make_new_pupil_return(at(cast.clerk), facts=PUPIL, given=world.new_pupil())

    for stranger in (cast.other_clerk, cast.neighbour_clerk, cast.neighbour_officer):
        with pytest.raises(Hidden):
            queries.law_return(at(stranger), made.reference)
    with pytest.raises(Hidden):
        actions.withdraw_return(at(cast.other_clerk), law_return=made, why="x", expected_version=1)
    with pytest.raises(permissions.OnlySchools):
        actions.make_new_pupil_return(at(cast.officer), facts=PUPIL, given=world.new_pupil())
    assert queries.law_return(at(cast.officer), made.reference) == made


def test_who_may_make_and_read_returns(cast: Cast) -> None:
    may_make = {name for name, member in cast.members().items() if permissions.may_make_returns(member.act())}
    may_read = {name for name, member in cast.members().items() if permissions.may_read_returns(member.act())}

    assert may_make == {"clerk", "other_clerk", "neighbour_clerk", "safeguarding_lead"}
    assert may_read == may_make | {"officer", "neighbour_officer"}
    with pytest.raises(NotAllowed):
        actions.read_returns(at(cast.auditor), which=WhichReturns())


def test_the_authority_sees_late_and_missing_returns_by_school(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), date(2026, 9, 20))
    actions.make_new_pupil_return(
        at(cast.other_clerk),
        facts=dataclasses.replace(PUPIL, forename="Late"),
        given=world.new_pupil(started_on=date(2026, 9, 21)),
    )

    records = {each.school.pk: each for each in queries.school_records(at(cast.officer))}

    assert (records[cast.school.pk].missing, records[cast.school.pk].first_missing_on) == (1, date(2026, 9, 25))
    assert (records[cast.other_school.pk].late, records[cast.other_school.pk].missing) == (1, 0)
    assert cast.neighbour_school.pk not in records
    (missing,) = actions.read_returns(at(cast.officer), which=WhichReturns(show="missing"))
    assert missing.school == cast.school


def test_the_earliest_missing_last_day_of_a_school_is_named(cast: Cast) -> None:
    for number, day in enumerate((date(2026, 9, 20), date(2026, 9, 14), date(2026, 9, 26))):
        world.joined(cast, world.entry(cast, facts=dataclasses.replace(PUPIL, forename=f"Pupil{number}")), day)

    record = queries.school_records(at(cast.officer))[0]

    assert (record.missing, record.first_missing_on) == (3, date(2026, 9, 19))


def test_a_list_of_returns_takes_few_readings(cast: Cast, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        row = world.entry(cast, facts=dataclasses.replace(PUPIL, forename=f"Pupil{number}"))
        world.joined(cast, row, date(2026, 10, 5))

    with django_assert_max_num_queries(6):
        actions.read_returns(at(cast.officer), which=WhichReturns())
        # one reading of the rows, the ledger's four, and the savepoint


NEW_PUPILS = (
    "forename,surname,date_of_birth,upn,started_on,parent_name,parent_telephone\n"
    "Zelphine,Qvoxcanary,17/05/2014,,2026-10-07,Ottoline Qvoxcanary,01632 960001\n"
    "Barnabus,Qvoxcanary,2013-01-02,,07/10/2026,Ottoline Qvoxcanary,01632 960001\n"
)


def test_returns_are_made_by_a_file_all_or_none(cast: Cast) -> None:
    made = actions.load_returns(at(cast.clerk), content=NEW_PUPILS.encode(), kind=ReturnKind.NEW_PUPIL)

    assert [each.route for each in made] == ["file", "file"]
    wrong = NEW_PUPILS.replace("2026-10-07", "2026-12-24").replace("Barnabus", "Third")
    with pytest.raises(actions.FileRefused) as refused:
        actions.load_returns(at(cast.clerk), content=wrong.encode(), kind=ReturnKind.NEW_PUPIL)
    assert [(each.code, each.row) for each in refused.value.problems] == [("return_not_possible", 2)]
    assert Return.objects.count() == 2


def test_a_deletion_by_file_is_stopped_like_one_on_a_form_and_kept_where_it_is_lawful(cast: Cast) -> None:
    head = "forename,surname,date_of_birth,upn,ground,deleted_on,has_notice,notice_on,educated_from,has_stopped,"
    head += "order_in_force,is_special_place\n"
    spoken = "Zelphine,Qvoxcanary,17/05/2014,,F,2026-10-09,no,2026-10-01,2026-10-08,yes,no,no\n"

    with pytest.raises(actions.FileRefused) as refused:
        actions.load_returns(at(cast.clerk), content=(head + spoken).encode(), kind=ReturnKind.DELETION)
    assert refused.value.problems[0].code == "ground_not_met"
    assert "Spoken notice is not enough" in refused.value.problems[0].words
    written = spoken.replace(",F,2026-10-09,no,", ",F,2026-10-09,yes,")
    (made,) = actions.load_returns(at(cast.clerk), content=(head + written).encode(), kind=ReturnKind.DELETION)
    assert made.deletion.letter == "F"


def test_nothing_of_what_was_written_reaches_the_ledger(cast: Cast) -> None:
    world.deleted(cast, words="Canarywords", destination="Canaryplace")
    actions.make_new_pupil_return(at(cast.other_clerk), facts=PUPIL, given=world.new_pupil(last_school="Canaryschool"))

    kept = " ".join(str(each.details) for each in LedgerEntry.objects.all())
    assert "anary" not in kept


def test_a_day_of_returns_is_read_with_the_date_it_is_read_on(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), date(2026, 10, 5))

    assert not Return.objects.missing(date(2026, 10, 10)).exists()
    assert Return.objects.missing(date(2026, 10, 11)).exists()
    assert queries.school_records(on(cast.officer, date(2026, 10, 11)))[0].missing == 1
