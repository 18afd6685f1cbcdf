"""What goes wrong with roll files: each is found, said in plain words with its row, and changes nothing."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from onroll.registry.models import PairReview
from onroll.rolls import reading
from onroll.rolls.actions import Outcome
from onroll.rolls.commands import rolls
from onroll.rolls.models import RollEntry, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotState
from onroll.transfer.models import Notice
from tests.cast import Cast
from tests.integration.rolls.files import TITLES, load, pupil, pupils, table

DAY = date(2026, 9, 7)
NEXT = DAY + timedelta(days=1)


def said(outcome: Outcome) -> list[tuple[str, int]]:
    return [(one.code, one.row) for one in outcome.problems]


def test_columns_separated_by_semicolons_are_read_and_it_is_said(cast: Cast) -> None:
    outcome = load(cast.clerk, table(pupils(range(1, 4)), separator=";"), DAY)

    assert outcome.counts["joined"] == 3
    assert [one.words for one in outcome.problems] == [
        "The columns are separated by semicolons, not by commas. They were read so."
    ]


def test_a_separator_that_nobody_uses_is_refused_with_the_columns_that_are_missing(cast: Cast) -> None:
    outcome = load(cast.clerk, table(pupils(range(1, 4)), separator="~"), DAY)

    assert outcome.state is SnapshotState.REFUSED
    assert "check that the columns are separated by commas" in outcome.errors[0].words
    assert RollEntry.objects.count() == 0


def test_dates_that_excel_made_numbers_are_read_and_it_is_said_once(cast: Cast) -> None:
    outcome = load(cast.clerk, pupils(range(1, 4), DOB="42077"), DAY)

    assert said(outcome) == [("R42", 2)]
    assert outcome.problems[0].words == "Dates stand as numbers, as Excel keeps them. They were read so: check one."
    assert set(RollEntry.objects.values_list("born_on", flat=True)) == {date(2015, 3, 14)}


def test_a_date_the_american_way_round_is_an_error_where_it_shows(cast: Cast) -> None:
    outcome = load(cast.clerk, [pupil(1), pupil(2, DOB="03/14/2015")], DAY)

    assert said(outcome) == [("R24", 3)]
    assert outcome.errors[0].words == "Date of birth: this is no date. Write it as 2015-03-14 or 14/03/2015."
    assert RollEntry.objects.count() == 0


def test_leading_zeros_lost_from_the_establishment_number_are_put_back(cast: Cast) -> None:
    cast.school.number = "0034"
    cast.school.save()
    content = table(pupils(range(1, 4), Estab="34"), titles=(*TITLES, "Estab"))

    outcome = load(cast.clerk, content, DAY)

    assert said(outcome) == [("R43", 2)]
    assert outcome.problems[0].words == "The school’s number had lost its leading zeros. They were put back."
    assert outcome.counts["joined"] == 3


def test_one_upn_in_two_rows_refuses_the_file_and_names_both_rows(cast: Cast) -> None:
    outcome = load(cast.clerk, [pupil(1), pupil(2), pupil(3, UPN=pupil(1)["UPN"])], DAY)

    assert said(outcome) == [("R22", 4)]
    assert outcome.errors[0].words == "This UPN stands in row 2, too. Two pupils never have one UPN."
    assert RollEntry.objects.count() == 0


def test_a_upn_that_another_child_holds_is_taken_and_put_before_a_person(cast: Cast) -> None:
    load(cast.other_clerk, [pupil(1)], DAY)
    load(cast.other_clerk, [pupil(9)], NEXT)

    other = {"UPN": pupil(1)["UPN"], "Legal surname": "Quillon", "Legal forename": "Zelphine", "DOB": "09/09/2012"}
    outcome = load(cast.clerk, [pupil(2, **other), pupil(3)], NEXT)

    assert said(outcome) == [("R47", 2)]
    assert outcome.problems[0].words == (
        "The UPN is also held by a child of another name. A person of the authority looks at it."
    )
    assert PairReview.objects.filter(cause="upn_disputed").count() == 1
    assert RollEntry.objects.filter(school=cast.school, until_on=None).count() == 2


def test_a_child_on_two_rolls_without_dual_registration_is_said_with_the_row(cast: Cast) -> None:
    load(cast.other_clerk, pupils(range(1, 9)), DAY)

    outcome = load(cast.clerk, [pupil(1), *pupils(range(20, 30))], DAY)

    assert said(outcome) == [("R48", 2)]
    assert "neither says that it is a dual registration" in outcome.problems[0].words


def test_a_child_who_is_registered_twice_on_purpose_is_no_problem(cast: Cast) -> None:
    load(cast.other_clerk, pupils(range(1, 9)), DAY)
    titles = (*TITLES, "Enrolment status")

    rows = [{**pupil(1), "Enrolment status": "S"}, *pupils(range(20, 30))]

    assert said(load(cast.clerk, table(rows, titles=titles), DAY)) == []


def test_half_a_file_that_ends_in_a_row_is_refused(cast: Cast) -> None:
    content = table(pupils(range(1, 8)))

    outcome = load(cast.clerk, content[: len(content) - 60], DAY)

    assert said(outcome) == [("R06", 8)]
    assert outcome.errors[0].words == (
        "The file ends in the middle of a row. Half a file must not be taken: send it again."
    )
    assert RollEntry.objects.count() == 0


def test_half_a_file_that_ends_between_two_rows_is_held_for_a_person(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 31)), DAY)

    outcome = load(cast.clerk, pupils(range(1, 14)), NEXT)

    assert outcome.state is SnapshotState.HELD
    assert RollEntry.objects.filter(until_on=None).count() == 30


def test_yesterdays_file_again_changes_nothing(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 4)), DAY)
    events = RollEvent.objects.count()

    same_day = load(cast.clerk, pupils(range(1, 4)), DAY)
    next_day = load(cast.clerk, pupils(range(1, 4)), NEXT)

    assert (same_day.is_again, same_day.counts) == (True, {"unchanged": 3})
    assert (next_day.is_again, next_day.counts) == (False, {"unchanged": 3})
    assert RollEvent.objects.count() == events
    assert Snapshot.objects.count() == 2


def test_an_older_file_than_the_newest_is_refused(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 4)), NEXT)

    outcome = load(cast.clerk, pupils(range(1, 3)), DAY)

    assert said(outcome) == [("R11", 0)]
    assert outcome.errors[0].words == (
        "A later file, of 2026-09-08, was taken before. This one is older and would undo it."
    )
    assert RollEntry.objects.filter(until_on=None).count() == 3


def test_tomorrows_file_is_refused_until_tomorrow(cast: Cast) -> None:
    outcome = load(cast.clerk, pupils(range(1, 4)), cast.clerk.act().on + timedelta(days=1))

    assert outcome.errors[0].words == "The day of the file has not come yet. Send it again on that day."
    assert RollEntry.objects.count() == 0


def test_a_file_of_two_gigabytes_is_refused_by_its_size_and_not_read(cast: Cast, tmp_path: Path) -> None:
    huge = tmp_path / "roll.csv"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)  # a sparse file: no byte of it is on disk

    done = CliRunner().invoke(rolls, ["load", str(huge), "--school", "8201234", "--on", "2026-09-07"])

    assert done.exit_code == 1
    assert "The file is larger than 50 MB. It was not read." in done.output


def test_a_stream_without_a_length_is_left_at_the_limit() -> None:
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 1000

    with pytest.raises(reading.TooMuch):
        reading.whole_of(endless(), most=10_000)
    assert len(taken) == 11


@pytest.mark.parametrize("name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "C:\\users.csv"])
def test_a_oneroster_bundle_with_path_tricks_is_not_opened(cast: Cast, name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("manifest.csv", "propertyName,value\n")
        bundle.writestr(name, "sourcedId\n")

    outcome = load(cast.clerk, packed.getvalue(), DAY, form="oneroster")

    assert said(outcome) == [("R14", 0)]
    assert "names of files in it lead out of it" in outcome.errors[0].words


def test_a_bomb_in_a_bundle_is_left_before_it_is_unpacked(cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("users.csv", b"0" * 30_000_000)

    outcome = load(cast.clerk, packed.getvalue(), DAY, form="oneroster")

    assert said(outcome) == [("R14", 0)]


def test_another_schools_pupils_are_refused_by_the_number_in_the_rows(cast: Cast) -> None:
    content = table(pupils(range(1, 4), Estab="8205678"), titles=(*TITLES, "Estab"))

    outcome = load(cast.clerk, content, DAY)

    assert said(outcome) == [("R12", 2), ("R12", 3), ("R12", 4)]
    assert outcome.errors[0].words == (
        "The row is of another school (8205678). Send each school’s pupils for that school."
    )
    assert RollEntry.objects.count() == 0


def test_another_schools_pupils_are_refused_without_any_number(cast: Cast) -> None:
    load(cast.other_clerk, pupils(range(1, 21)), DAY)
    load(cast.clerk, pupils(range(30, 50)), DAY)

    outcome = load(cast.clerk, pupils(range(1, 21)), NEXT)

    assert said(outcome) == [("R13", 0)]
    assert outcome.errors[0].words.endswith("Is this another school’s file?")
    assert RollEntry.objects.filter(school=cast.school, until_on=None).count() == 20


def test_of_a_file_with_one_faulty_row_nothing_is_taken_and_the_contact_is_told_without_a_name(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 6)), DAY)

    outcome = load(cast.clerk, [*pupils(range(1, 5)), pupil(5, **{"Legal surname": ""})], NEXT)

    assert said(outcome) == [("R20", 6)]
    assert RollEvent.objects.exclude(kind="joined").count() == 0
    notice = Notice.objects.get(kind="roll_refused")
    assert (notice.organisation, notice.about) == (cast.school, outcome.snapshot.reference)
    kept = json.dumps(outcome.snapshot.problems)
    assert not any(pupil(number)["Legal surname"] in kept for number in range(1, 6))
    assert outcome.snapshot.file is None


def test_an_excel_workbook_is_named_as_such(cast: Cast) -> None:
    outcome = load(cast.clerk, b"PK\x03\x04" + bytes(100), DAY)

    assert "save it as CSV" in outcome.errors[0].words
