"""A roll out of a OneRoster bundle, 1.1 and 1.2: users, schools, sessions, forms, days; bulk, delta, deleted rows."""

from collections.abc import Callable
from datetime import date

import pytest

from onroll.rolls import reading
from tests.unit.rolls import bundles
from tests.unit.rolls.bundles import Tables, packed, said_in_the_manifest, version_1_1, version_1_2

AS_ON = date(2026, 9, 7)
BOTH = pytest.mark.parametrize("made", [version_1_1, version_1_2])


def read(tables: Tables, folder: str = "", school: str = bundles.CODE) -> reading.Read:
    return reading.read(packed(tables, folder), form="oneroster", school_code=school, as_on=AS_ON)


def codes(found: reading.Read) -> list[str]:
    return [one.code for one in found.problems]


@BOTH
def test_students_of_the_school_are_read_and_teachers_and_other_schools_are_not(made: Callable[[], Tables]) -> None:
    found = read(made())

    assert found.problems == []
    assert [(one.pupil_key, one.surname, one.forename, one.year_group) for one in found.pupils] == [
        ("u1", "Quillon", "Zelphine", "7"),
        ("u2", "Marchbank", "Oswin", "8"),
    ]
    assert found.is_whole


@BOTH
def test_upn_birth_date_sex_and_middle_name_come_from_their_own_tables(made: Callable[[], Tables]) -> None:
    one, other = read(made()).pupils

    assert (one.upn, one.born_on, one.sex, one.middle_names) == (bundles.UPN, date(2015, 3, 14), "F", "Ada")
    assert (other.upn, other.born_on, other.sex) == ("", date(2014, 11, 2), "")


@BOTH
def test_the_form_is_the_homeroom_of_the_session_that_ends_last(made: Callable[[], Tables]) -> None:
    assert [one.form_group for one in read(made()).pupils] == ["7B", ""]


def test_the_days_of_a_role_are_the_days_on_roll_and_its_end_does_not_count() -> None:
    one, other = read(version_1_2()).pupils

    assert (one.from_on, one.leaving_on) == (date(2021, 9, 1), None)
    assert other.leaving_on == date(2026, 7, 21)


def test_of_two_roles_at_the_school_the_one_that_began_last_counts() -> None:
    tables = version_1_2()
    past = {**tables["roles.csv"][0], "sourcedId": "old", "beginDate": "2019-09-01", "endDate": "2020-01-01"}

    one = read({**tables, "roles.csv": [*tables["roles.csv"], past]}).pupils[0]

    assert (one.from_on, one.leaving_on) == (date(2021, 9, 1), None)


def test_version_1_1_says_no_days_on_roll_so_known_ones_stay() -> None:
    assert not read(version_1_1()).fields & {"from_on", "leaving_on"}
    assert read(version_1_2()).fields >= {"from_on", "leaving_on"}


def test_tables_and_columns_that_are_not_there_leave_what_is_known() -> None:
    tables = {name: rows for name, rows in version_1_1().items() if name in ("manifest.csv", "orgs.csv", "users.csv")}
    tables["users.csv"] = [
        {name: value for name, value in row.items() if name not in ("grades", "middleName", "identifier")}
        for row in tables["users.csv"]
    ]

    assert read(tables).fields == {"pupil_key", "surname", "forename"}


@BOTH
def test_a_user_that_is_to_be_deleted_is_not_on_the_roll(made: Callable[[], Tables]) -> None:
    tables = made()
    tables["users.csv"] = [{**row, "status": "tobedeleted" if row["sourcedId"] == "u2" else "active"}
                           for row in tables["users.csv"]]  # fmt: skip

    assert [one.pupil_key for one in read(tables).pupils] == ["u1"]


def test_a_delta_of_users_is_refused_with_the_word_bulk() -> None:
    found = read(said_in_the_manifest(version_1_1(), users="delta"))

    assert codes(found) == ["R16"]
    assert found.problems[0].words == "“users.csv” holds only what changed (delta). Export it in full (bulk)."
    assert found.pupils == []


def test_a_delta_of_a_table_that_is_not_read_does_no_harm() -> None:
    assert codes(read(said_in_the_manifest(version_1_1(), results="delta"))) == []


@BOTH
def test_tables_in_a_folder_and_with_titles_in_a_byte_order_mark_are_found(made: Callable[[], Tables]) -> None:
    assert len(read(made(), "export/").pupils) == 2


def test_a_bundle_without_users_says_which_table_is_missing() -> None:
    tables = version_1_1()
    del tables["users.csv"]

    assert [one.words for one in read(tables).problems] == ["The bundle lacks “users.csv”."]


def test_a_bundle_of_other_schools_alone_is_refused_with_their_number() -> None:
    found = read(version_1_1(), school="8209999")

    assert codes(found) == ["R12"]
    assert found.pupils == []


def test_a_school_whose_leading_zeros_are_lost_in_the_bundle_is_known() -> None:
    tables = version_1_1()
    tables["orgs.csv"] = [{**tables["orgs.csv"][0], "identifier": "34"}, *tables["orgs.csv"][1:]]

    assert len(read(tables, school="8200034").pupils) == 2


def test_the_name_used_is_read_from_1_2_and_people_whom_the_pupil_may_not_live_with_are_not() -> None:
    tables = version_1_2()
    users = [
        {**user, "preferredGivenName": "Zel", "agentSourcedIds": "u8"} if user["sourcedId"] == "u1" else user
        for user in tables["users.csv"]
    ]
    agent = {"sourcedId": "u8", "familyName": "Quillon", "givenName": "Ottoline", "phone": "01632 960001"}

    one, other = read({**tables, "users.csv": [*users, agent]}).pupils

    assert (one.name_used, other.name_used) == ("Zel", "")
    assert (one.parent_name, one.parent_telephone) == ("", "")
