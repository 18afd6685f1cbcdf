"""Schools and offices outside England: in the directory, with people, found by a number where they have one."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.utils import timezone

from onroll.access import actions, countries, queries
from onroll.access.commands import establishments, users
from onroll.access.models import Country, Membership, Organisation, OrganisationKind
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from tests.cast import Cast
from tests.integration.access.test_load_establishments import FIRST, extract, load, with_

TODAY = date(2026, 9, 7)


def add(country: Country, code: str = "", name: str = "Invented School") -> Organisation:
    act = by_the_system(at=timezone.now(), purpose="test")
    return actions.add_outside(act, name=name, country=country, code=code)


@pytest.mark.parametrize(
    ("code", "country"),
    [("7061234", Country.GUERNSEY), ("7071234", Country.JERSEY), ("7029999", Country.SERVICE_ABROAD)],
)
def test_an_end_point_with_a_number_is_found_by_it(db: None, code: str, country: Country) -> None:
    made = add(country, code)

    assert (made.kind, made.country, made.code) == (OrganisationKind.OUTSIDE, country, code)
    assert queries.organisation_with_code(code, TODAY).found == made
    assert queries.authority_of(made) is None
    assert queries.find_schools("invented") == [made]
    assert LedgerEntry.objects.get().name == "access.OrganisationAdded"


def test_a_school_in_wales_is_a_school_and_brings_its_authority(db: None) -> None:
    made = add(Country.WALES, "6604001")
    add(Country.WALES, "6604002")

    authority = queries.authority_of(made)
    assert (made.kind, made.country) == (OrganisationKind.SCHOOL, Country.WALES)
    assert (authority.name, authority.country, authority.code) == ("Isle of Anglesey", Country.WALES, "660LLLL")


def test_an_end_point_without_a_number_is_meant_by_no_code(db: None) -> None:
    add(Country.NORTHERN_IRELAND)
    add(Country.NORTHERN_IRELAND)

    assert Organisation.objects.filter(country=Country.NORTHERN_IRELAND, la_code="").count() == 2
    for code in ("", "   ", "706"):
        assert queries.organisation_with_code(code, TODAY).reason == "unknown"


@pytest.mark.parametrize(
    ("country", "code"),
    [
        (Country.ENGLAND, ""),
        (Country.ENGLAND, "8201234"),
        (Country.WALES, ""),
        (Country.WALES, "8201234"),
        (Country.JERSEY, "7061234"),
        (Country.NORTHERN_IRELAND, "7071234"),
    ],
)
def test_a_number_of_another_country_is_refused(db: None, country: Country, code: str) -> None:
    with pytest.raises(actions.CountryDoesNotFit):
        add(country, code)
    assert not Organisation.objects.exists()


def test_a_number_is_given_once(db: None) -> None:
    made = add(Country.JERSEY, "7071234")

    with pytest.raises(actions.CodeTaken):
        add(Country.JERSEY, "7071234")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="outside", country="jersey", name="Twin", la_code="707", number=made.number)


def test_nothing_outside_is_in_england(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="outside", name="Nowhere")


def test_the_register_puts_schools_where_their_number_says(db: None, tmp_path: Path) -> None:
    welsh = with_(FIRST, place_0="990103", place_1="660", place_2="Isle of Anglesey")
    jersey = with_(FIRST, place_0="990104", place_1="707", place_2="Jersey")

    loaded = load(extract(tmp_path, FIRST, welsh, jersey))

    found = dict(Organisation.objects.exclude(urn=None).values_list("urn", "country"))
    assert found == {"990101": "england", "990103": "wales", "990104": "jersey"}
    assert Organisation.objects.get(urn="990104").kind == OrganisationKind.OUTSIDE
    assert loaded.new_authorities == 3  # Exampleton, Isle of Anglesey, Isles of Scilly; Jersey is none of ours
    assert queries.authority("707") is None
    assert queries.authority("660").country == Country.WALES


def test_every_number_outside_has_one_country_and_every_welsh_authority_a_name() -> None:
    welsh = {str(number) for number in range(660, 682)}

    assert set(countries.authorities_of_wales()) == welsh
    assert {countries.country_of(code) for code in welsh} == {Country.WALES}
    assert countries.country_of("820") == Country.ENGLAND
    assert not any(countries.is_authority(code) for code in ("701", "702", "704", "705", "706", "707", "708"))


def test_an_operator_adds_end_points_lists_them_and_gives_roles_there(cast: Cast) -> None:
    run = CliRunner()

    jersey = run.invoke(establishments, ["add-outside", "jersey", "Island School", "--code", "707/1234"])
    ireland = run.invoke(establishments, ["add-outside", "northern_ireland", "Lough School"])
    number = Organisation.objects.get(name="Lough School").pk
    listed = run.invoke(establishments, ["outside"])
    given = run.invoke(users, ["role", "clerk@onroll.example", f"#{number}", "admissions"])

    assert jersey.stdout == "Added Island School: 7071234\n"
    assert ireland.stdout == f"Added Lough School: #{number}\n"
    assert listed.stdout.splitlines() == [
        "7071234  Island School  Jersey",
        f"#{number}  Lough School  Northern Ireland",
    ]
    assert given.exit_code == 0
    assert Membership.objects.get(organisation_id=number).person == cast.clerk.person


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("england", "School"), 2),
        (("jersey", "School", "--code", "12"), 2),
        (("jersey", "School", "--code", "7061234"), 1),
        (("wales", "School"), 1),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_is_added(
    db: None, arguments: tuple[str, ...], exit_code: int
) -> None:
    result = CliRunner().invoke(establishments, ["add-outside", *arguments])

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert not Organisation.objects.exists()


def test_the_choice_of_an_organisation_says_its_country(cast: Cast, signed_in) -> None:
    made = add(Country.JERSEY, "7071234", name="Island School")
    Membership.objects.create(
        person=cast.clerk.person, organisation=made, role="admissions", from_on=timezone.localdate()
    )

    page = signed_in(cast.clerk).get("/acting-for/").content.decode()

    assert "Admissions and transfer, School outside England and Wales, Jersey 7071234" in page
