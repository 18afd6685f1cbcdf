"""Several lost pupils in one file: split with the sender's consent; and the two kinds of lost pupil kept apart."""

from datetime import date

import pytest

from onroll import ctf, linkage
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.transfer import actions, queries
from onroll.transfer.actions import CannotBeSplit
from onroll.transfer.models import LostPupil, Message
from onroll.transfer.outside_reasons import OutsideReasonNeeded
from onroll.transfer.states import MoveNotAllowed, State
from onroll.vault import queries as vault_queries
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file
from tests.integration.transfer.test_pages import boxes, text_of, upload

EXTRA = "<Unheard><Of>kept</Of></Unheard>"
CHILDREN = (
    Child(),
    Child(upn="", surname="Underhillock", forename="Benedict", birth_date="2014-02-03", sex="M"),
    Child(upn="", surname="Fennimore", forename="Ada", birth_date="2013-05-06", extra=EXTRA),
)


def split(cast: Cast, destination: str = "XXXXXXX") -> tuple[Message, list[Message]]:
    message = steps.receive(cast.clerk, destination, children=CHILDREN)
    return message, actions.split_file(cast.clerk.act(), message=message, expected_version=message.version)


def pupil_of(message: Message) -> ctf.Pupil:
    with vault_queries.opened(message.stored_file) as source:
        (pupil,) = ctf.pupils(source)
    return pupil


@pytest.mark.parametrize("destination", ["XXXXXXX", "MMMMMMM"])
def test_a_file_of_several_is_split_into_one_for_each_and_then_destroyed(cast: Cast, destination: str) -> None:
    message, parts = split(cast, destination)

    assert [(pupil_of(part).forename, part.state, part.pupil_count) for part in parts] == [
        ("Marisol", State.CHECKED, 1),
        ("Benedict", State.CHECKED, 1),
        ("Ada", State.CHECKED, 1),
    ]
    assert [part.file_name for part in parts] == [name_of(destination=destination, number=n) for n in (1, 2, 3)]
    assert {part.destination_code for part in parts} == {destination}
    assert b"kept" in b"".join(vault_queries.pieces(parts[2].stored_file))
    message.refresh_from_db()
    message.stored_file.refresh_from_db()
    assert message.state == State.WITHDRAWN
    assert message.stored_file.destroyed_at is not None
    assert list(message.split_into.order_by("pk")) == parts
    assert LedgerEntry.objects.get(name="transfer.FileSplit").details["part_ids"] == [part.pk for part in parts]


def test_enquiries_are_said_once_for_all_or_for_each(cast: Cast) -> None:
    message, parts = split(cast)
    act = cast.clerk.act()

    actions.file_as_lost(
        act, message=parts[0], enquiries=[steps.enquiry(act)], expected_version=1, are_problems_known=True
    )
    filed = actions.file_parts_as_lost(act, message=message, enquiries=[steps.enquiry(act, code="VISIT")])

    assert [each.message for each in filed] == parts[1:]
    codes = [[made.code for made in each.enquiries.all()] for each in LostPupil.objects.order_by("pk")]
    assert codes == [["TELEPHONE"], ["VISIT"], ["VISIT"]]
    with pytest.raises(CannotBeSplit, match="has been filed"):
        actions.file_parts_as_lost(act, message=message, enquiries=[steps.enquiry(act)])


def test_a_file_of_one_or_for_a_school_is_not_split_and_none_twice(cast: Cast) -> None:
    act = cast.clerk.act()
    one, known = steps.receive(cast.clerk, "XXXXXXX"), steps.receive(cast.clerk, "8205678", children=CHILDREN)
    for message in (one, known):
        with pytest.raises(CannotBeSplit, match="several pupils"):
            actions.split_file(act, message=message, expected_version=1)
    message, _ = split(cast, "MMMMMMM")

    with pytest.raises((MoveNotAllowed, CannotBeSplit, Stale, vault_queries.FileDestroyed)):
        actions.split_file(act, message=message, expected_version=1)


def test_only_the_sender_splits_and_a_change_meanwhile_leaves_nothing(cast: Cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX", children=CHILDREN)

    for member in (cast.other_clerk, cast.officer, cast.approver):
        with pytest.raises(NotAllowed):
            actions.split_file(member.act(), message=message, expected_version=1)
    with pytest.raises(Stale):
        actions.split_file(cast.clerk.act(), message=message, expected_version=7)
    assert Message.objects.count() == 1


def test_a_clerk_splits_and_files_all_through_the_pages(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    checked = upload(client, transfer_file(destination="MMMMMMM", children=CHILDREN), name_of(destination="MMMMMMM"))
    assert "Split it into one file for each child" in text_of(checked)
    at = f"/files/{Message.objects.get().reference}"

    parts = client.post(f"{at}/split/", {"version": 1}, follow=True)
    assert "3 files of 3 still to be filed" in text_of(parts)
    assert CANARY not in text_of(parts)
    given = {
        "version": 2,
        "TELEPHONE_outcome": "Nobody answered.",
        **boxes("TELEPHONE_made_on", cast.clerk.act().on),
        "step": "check",
    }
    asked = text_of(client.post(f"{at}/enquiries/outcomes/?made=TELEPHONE", given))
    assert "Choose why the child is outside the maintained sector" in asked
    given["outside_reason"] = "abroad"
    assert "Moved abroad with the parents" in text_of(client.post(f"{at}/enquiries/outcomes/?made=TELEPHONE", given))
    given["step"] = "send"
    done = client.post(f"{at}/enquiries/outcomes/?made=TELEPHONE", given, follow=True)
    assert "0 files of 3 still to be filed" in text_of(done)
    assert list(LostPupil.objects.values_list("outside_reason", flat=True)) == ["abroad"] * 3
    assert client.get(f"/files/{Message.objects.latest('pk').reference}/parts/").status_code == 404
    assert signed_in(cast.other_clerk).get(f"{at}/parts/").status_code == 404


@pytest.mark.parametrize("reason", ["", "bored"])
def test_a_pupil_outside_the_sector_needs_a_reason_of_the_list(cast: Cast, reason: str) -> None:
    message = steps.receive(cast.clerk, "MMMMMMM")
    act = cast.clerk.act()

    with pytest.raises(OutsideReasonNeeded):
        actions.file_as_lost(
            act, message=message, enquiries=[steps.enquiry(act)], expected_version=1, outside_reason=reason
        )


def test_the_unknown_and_those_outside_are_kept_apart_in_searches_and_counts(cast: Cast, signed_in) -> None:
    unknown = steps.file_lost(cast.clerk)
    outside = steps.file_lost(cast.clerk, destination="MMMMMMM")
    assert (unknown.outside_reason, outside.outside_reason) == ("", "abroad")
    query = linkage.SearchQuery(surname=CANARY, forename="Marisol", birth_date=date(2015, 3, 14))

    def found(is_outside: bool | None) -> list[str]:
        hits = actions.search_repository(
            cast.officer.act(), query=query, reason_code="open_case", reason="A case.", is_outside=is_outside
        ).hits
        return sorted(hit.reference for hit in hits)

    assert found(None) == sorted([unknown.message.reference, outside.message.reference])
    assert found(False) == [unknown.message.reference]
    assert found(True) == [outside.message.reference]
    counts = queries.held_counts(cast.neighbour_officer.act())
    assert (counts.everywhere, counts.outside_everywhere) == (2, 1)
    assert (counts.from_area, counts.outside_from_area) == (0, 0)
    given = {"surname": CANARY, **boxes("birth_date", date(2015, 3, 14)), "reason_code": "open_case", "reason": "Case"}
    shown = text_of(signed_in(cast.officer).post("/files/lost-pupils/", {**given, "sector": "outside"}))
    assert "1 candidate" in shown
    assert "Outside the sector" in shown
