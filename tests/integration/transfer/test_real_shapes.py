"""Files with the exact structure of ones that school systems wrote are read, shown, sent and collected unchanged."""

from pathlib import Path

import pytest

from onroll.access.models import Role
from onroll.search.models import Posting
from onroll.transfer import actions
from onroll.transfer.states import State
from tests.cast import make_authority, make_member, make_school
from tests.integration.transfer import steps
from tests.integration.transfer.test_pages import text_of

FILES = Path(__file__).parents[2] / "data" / "ctf"


@pytest.fixture
def exampleton_academy(cast):
    """The school that wrote the first file."""
    make_authority("Exampleshire", "999")
    return make_member("academy", make_school("Example Academy", "9994001", "999001"), Role.ADMISSIONS)


def test_a_full_file_for_an_unknown_destination_is_filed_as_lost(cast, exampleton_academy) -> None:
    content = (FILES / "constructed-ctf25-full-unknown-destination.xml").read_bytes()
    act = exampleton_academy.act()

    message = actions.receive_file(act, name="9994001_CTF_XXXXXXX_001.xml", pieces=[content])
    assert message.state == State.CHECKED, message.problems
    lost_pupil = actions.file_as_lost(
        act, message=message, enquiries=[steps.enquiry(act)], expected_version=1, are_problems_known=True
    )

    assert lost_pupil.sighting.surname == "Dunmere"
    assert Posting.objects.filter(kind="lost_pupil", record_id=lost_pupil.pk, token__sort="upn").count() == 2


def test_a_school_systems_own_file_is_sent_shown_and_collected_unchanged(cast, signed_in) -> None:
    content = (FILES / "twin-sims19-y12.xml").read_bytes()
    make_authority("Mockshire", "933")
    clerk = make_member("sims", make_school("Exampleton Academy School 1", "9333003", "990100"), Role.ADMISSIONS)
    receiver = make_member("dorset", make_school("Dorset Mock School", "8383013", "990101"), Role.ADMISSIONS)

    message = actions.receive_file(clerk.act(), name="9333003_CTF_8383013_001.xml", pieces=[content])
    assert message.state == State.CHECKED, message.problems
    actions.send_file(clerk.act(), message=message, expected_version=1, are_problems_known=True)

    client = signed_in(receiver)
    assert "Larchfen" in text_of(client.get(f"/files/{message.reference}/pupils/1/"))
    assert steps.collect(receiver, message) == content
