"""A list of agencies: all of it or nothing, with each reason why not."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onroll.casework.actions import directory_import as actions
from onroll.casework.models import Agency, Contact
from onroll.casework.queries import directory as queries
from tests.cast import Cast, Member
from tests.integration.casework import directory_world as world
from tests.integration.casework.directory_world import at
from tests.integration.casework.test_pages import text

HEAD = "Name,Kind,Stands below,Parts,Contact role,Contact phone,Contact email,Deputy role,Deputy phone,Confirmed on\n"


def taken(cast: Cast, *rows: str, head: str = HEAD) -> tuple[int, int]:
    return actions.import_directory(at(cast.officer), content=(head + "\n".join(rows)).encode())


def faults(cast: Cast, *rows: str, head: str = HEAD) -> list[tuple[int, str]]:
    before = Agency.objects.count()
    with pytest.raises(actions.DirectoryListRefused) as refused:
        taken(cast, *rows, head=head)
    assert Agency.objects.count() == before, "nothing half done stays"
    return [(each.line, each.code) for each in refused.value.problems]


def test_a_list_becomes_a_tree_with_contacts_whatever_the_order_of_its_rows(cast: Cast) -> None:
    counts = taken(
        cast,
        "Ward,Health,Invented Trust,1 4,Sister,+44 1632 960111,,Desk,01632 960112,01/10/2026",
        "Invented Trust,health,,,,,,,,",
    )

    assert counts == (2, 2)
    trust, ward = queries.tree(at(cast.officer))
    assert (ward.agency.parent, ward.depth, ward.agency.parts) == (trust.agency, 1, ["receive", "locate"])
    assert (ward.main.contact.phone, ward.main.last_confirmed_on.isoformat()) == ("+44 1632 960111", "2026-10-01")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_that_begins_as_a_formula_is_refused(cast: Cast, start: str) -> None:
    assert faults(cast, f'"{start}HYPERLINK(1)",Police,,,,,,,,') == [(2, "D05")]
    assert faults(cast, f"Police,Police,,,Desk,{start}cmd|x,,,,") == [(2, "D05")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Police,,,,,,,,", "D02"),
        ("Desk,Circus,,,,,,,,", "D03"),
        ("Desk,Police,Nowhere,,,,,,,", "D04"),
        ("Desk,Police,Desk,,,,,,,", "D04"),
        ("Desk,Police,,1 12,,,,,,", "D07"),
        ("Desk,Police,,,Sergeant,,,,,", "D08"),
        ("Desk,Police,,,,0123,,,,", "D08"),
        ("Desk,Police,,,Sergeant,0123,,,,soon", "D09"),
        ("Desk,Police,,,Sergeant,0123,,,,2099-01-01", "D09"),
        ("Desk,Police,,,Sergeant,,not-an-address,,,", "D10"),
        ("x" * 201 + ",Police,,,,,,,,", "D11"),
        ("Desk,Police,,,,,,,,,one too many", "D01"),
    ],
)
def test_each_fault_is_named_by_line_and_code(cast: Cast, row: str, code: str) -> None:
    assert (3, code) in faults(cast, "Fine,Housing,,,,,,,,", row)
    assert not Contact.objects.exists()


def test_agencies_that_stand_below_each_other_in_a_circle_are_refused(cast: Cast) -> None:
    assert faults(cast, "One,Police,Two,,,,,,,", "Two,Police,One,,,,,,,") == [(2, "D04"), (3, "D04")]


def test_a_name_that_is_there_already_or_twice_in_the_list_is_refused(cast: Cast) -> None:
    world.agency(cast)

    assert faults(cast, "invented health trust,Health,,,,,,,,") == [(2, "D06")]
    assert faults(cast, "Twin,Health,,,,,,,,", "TWIN,Health,,,,,,,,") == [(3, "D06")]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Who,What\n", ["x,y"]),
        (HEAD.replace("Parts", "Shoe size"), ["x,Police"]),
        (HEAD, []),
        (HEAD, ["x,Police,,,,,,,,"] * 501),
        (HEAD, ["x" * 1_000_001]),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(cast: Cast, head: str, rows: list[str]) -> None:
    assert faults(cast, *rows, head=head) == [(0, "D01")]


def test_a_list_is_imported_through_its_page(cast: Cast, signed_in: Callable[[Member], Client]) -> None:
    officer = signed_in(cast.officer)
    titles = officer.get(reverse("directory:import-template")).content.decode("utf-8-sig")
    assert titles.startswith("Name,Kind,Stands below")
    wrong = SimpleUploadedFile("agencies.csv", (HEAD + "Desk,Circus,,,,,,,,").encode())

    page = text(officer.post(reverse("directory:import"), {"file": wrong}))
    assert "The list was not taken, and nothing of it was kept." in page
    assert "Line 2 · Code D03" in page
    right = SimpleUploadedFile("agencies.csv", (HEAD + "Desk,Police,,,,,,,,").encode())
    page = text(officer.post(reverse("directory:import"), {"file": right}, follow=True))
    assert "Imported: 1 agency, 0 contacts." in page
