"""A disk that is full, a database that goes away, a lock that is held: told in plain words, and nothing is lost."""

import pytest
from lxml import html

from tests.durability import flows
from tests.durability.client import Wrong
from tests.durability.killing import NEVER, Rig
from tests.durability.proxy import Proxy

MEGABYTE = 1024 * 1024


def refused(work: object, *given: object) -> Wrong:
    """Do something that is answered with an error, and return that."""
    with pytest.raises(Wrong) as caught:
        work(*given)  # type: ignore[operator]
    return caught.value


def codes(wrong: Wrong) -> list[str]:
    return [line["code"] for line in wrong.answer.json()["detail"]]


def heading(wrong: Wrong) -> str:
    return str(html.document_fromstring(wrong.answer.content).xpath("normalize-space(//h1)"))


def test_a_full_disk_refuses_in_plain_words_keeps_nothing_half_and_works_again_with_room(small_disk: Rig) -> None:
    rig, scene = small_disk, small_disk.scene
    lying = rig.stored()
    rig.fill_disk(leave=200_000)

    flows.document(scene, 3 * MEGABYTE)
    by_software = refused(flows.send_document, scene)
    sent_later = dict(scene.now)
    flows.pupil_file(scene, padding=3 * MEGABYTE)
    on_a_page = refused(flows.upload, scene)

    assert (by_software.answer.status, codes(by_software)) == (503, ["NoRoom"])
    assert (on_a_page.answer.status, heading(on_a_page)) == (503, "There is no room left to store files here")
    assert by_software.answer.headers["Retry-After"] == on_a_page.answer.headers["Retry-After"] == "30"
    assert rig.stored() == lying
    rig.free_disk()
    flows.upload(scene)
    scene.now = sent_later
    flows.send_document(scene)
    rig.look()


def test_a_full_disk_under_the_database_is_told_and_survived(small_disk: Rig) -> None:
    rig, scene = small_disk, small_disk.scene
    flows.waiting_file(scene)
    waiting = dict(scene.now)
    rig.fill_disk(leave=0)

    answered = []
    for _ in range(60):  # a little room is left in the pages that the database has already
        flows.document(scene, 5_000)
        try:
            flows.send_document(scene)
        except Wrong as wrong:
            answered.append((wrong.answer.status, *codes(wrong)))

    assert set(answered) == ({(503, "NoRoom")} if rig.is_sqlite else set())  # PostgreSQL lies on another disk
    rig.free_disk()
    flows.send_document(scene)
    scene.now = waiting
    flows.retrieve(scene)
    rig.look()


def test_a_database_that_goes_away_is_told_and_the_server_recovers_by_itself(rig: Rig, door: Proxy) -> None:
    scene = rig.scene
    flows.waiting_file(scene)
    waiting = dict(scene.now)

    door.shut()
    page = scene.clerk.look_at("/files/sent/")
    flows.document(scene, flows.LARGE)
    by_software = refused(flows.send_document, scene)
    on_a_page = refused(scene.clerk.upload, "a.xml", b"<CTfile/>")

    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert "cannot reach its records" in page.content.decode()
    assert (by_software.answer.status, codes(by_software)) == (503, ["TemporarilyAway"])
    assert (on_a_page.answer.status, heading(on_a_page)) == (503, "OnRoll cannot reach its records just now")
    door.open()
    flows.send_document(scene)
    assert scene.clerk.look_at("/files/sent/").status == 200
    scene.now = waiting
    flows.retrieve(scene)
    rig.look()


def test_a_database_that_goes_away_in_the_middle_of_work_loses_nothing_and_doubles_nothing(
    rig: Rig, door: Proxy
) -> None:
    stood_in_the_way = []
    for answers in range(2, 60, 6):
        flows.pupil_file(rig.scene)
        door.break_after(answers)
        stood_in_the_way += send_until_accepted(rig)

    door.break_after(NEVER)
    assert set(stood_in_the_way) == {503}
    rig.look()


def send_until_accepted(rig: Rig) -> list[int]:
    """Send a file again and again, with its key, as a client does; return what stood in the way."""
    statuses: list[int] = []
    while len(statuses) < 20:
        try:
            flows.send_file(rig.scene)
        except Wrong as wrong:
            statuses.append(wrong.answer.status)
        else:
            return statuses
    raise AssertionError(statuses)


def test_a_sqlite_that_is_locked_for_long_is_told_and_the_server_recovers_by_itself(rig: Rig) -> None:
    if not rig.is_sqlite:
        pytest.skip("PostgreSQL locks rows, not itself")
    flows.document(rig.scene, 5_000)
    with rig.locked():
        wrong = refused(flows.send_document, rig.scene)

    assert (wrong.answer.status, codes(wrong)) == (503, ["TemporarilyAway"])
    flows.send_document(rig.scene)
    rig.look()
