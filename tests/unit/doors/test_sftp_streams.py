"""Bytes out of order, limits on connections, and keys' kinds: the pure parts of the folder door."""

import random

import asyncssh
import pytest

from onroll.doors.sftp import publickeys
from onroll.doors.sftp.streams import InOrder, OutOfOrder, Served
from onroll.doors.sftp.turnstile import Limits, Turnstile

LIMITS = Limits(connections=5, per_key=2, per_address=3, new_per_minute=10, files_per_minute=2)


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_pieces_in_any_order_become_the_stream_they_were() -> None:
    data = random.Random(7).randbytes(10_000)
    pieces = [(offset, data[offset : offset + 100]) for offset in range(0, 10_000, 100)]
    random.Random(8).shuffle(pieces)
    order = InOrder()

    joined = b"".join(piece for offset, one in pieces for piece in order.add(offset, one))

    assert joined == data
    assert order.is_whole


def test_a_gap_is_noticed() -> None:
    order = InOrder()
    list(order.add(0, b"abc"))
    list(order.add(5, b"f"))

    assert (order.place, order.is_whole) == (3, False)


@pytest.mark.parametrize("again", [(0, b"abc"), (1, b"x"), (10, b"twice")])
def test_the_same_bytes_twice_are_refused(again: tuple[int, bytes]) -> None:
    order = InOrder()
    list(order.add(0, b"abc"))
    list(order.add(10, b"later"))

    with pytest.raises(OutOfOrder):
        list(order.add(*again))


def test_no_more_is_kept_in_memory_than_is_allowed() -> None:
    few_bytes, few_pieces = InOrder(ahead=10), InOrder()
    list(few_bytes.add(5, b"12345678"))
    for number in range(1024):
        list(few_pieces.add(2 + 2 * number, b"x"))

    for order in (few_bytes, few_pieces):
        with pytest.raises(OutOfOrder):
            list(order.add(100_000, b"123"))


def test_what_was_served_counts_from_the_beginning_only() -> None:
    served = Served()
    served.add(50, 50)
    assert served.first == 0
    served.add(0, 20)
    served.add(10, 40)
    assert served.first == 100


def test_a_resumed_reading_begins_where_the_first_one_ended() -> None:
    served = Served(40)
    served.add(40, 60)

    assert served.first == 100


def test_an_address_holds_few_connections_that_have_not_signed_in() -> None:
    turnstile = Turnstile(LIMITS, Clock())

    assert [turnstile.enter("a") for _ in range(4)] == [True, True, True, False]
    assert turnstile.enter("b")
    turnstile.leave("a", None)
    assert turnstile.enter("a")


def test_a_key_holds_few_connections_and_others_still_come_in() -> None:
    turnstile = Turnstile(LIMITS, Clock())
    entered = [turnstile.enter("a") and turnstile.sign_in("a", 1) for _ in range(3)]

    assert entered == [True, True, False]
    assert turnstile.enter("b")
    assert turnstile.sign_in("b", 2)
    turnstile.leave("a", 1)
    assert turnstile.sign_in("a", 1)


def test_everybody_together_holds_no_more_than_the_house_has_room_for() -> None:
    turnstile = Turnstile(LIMITS, Clock())

    assert [turnstile.enter(str(number)) for number in range(6)] == [True] * 5 + [False]


def test_an_address_that_comes_too_often_waits_for_the_minute_to_pass() -> None:
    clock = Clock()
    turnstile = Turnstile(LIMITS, clock)
    for _ in range(10):
        assert turnstile.enter("a")
        turnstile.leave("a", None)

    assert not turnstile.enter("a")
    clock.now += 61
    assert turnstile.enter("a")


def test_a_key_begins_few_files_a_minute() -> None:
    clock = Clock()
    turnstile = Turnstile(LIMITS, clock)

    assert [turnstile.may_begin_file(1) for _ in range(3)] == [True, True, False]
    assert turnstile.may_begin_file(2)
    clock.now += 61
    assert turnstile.may_begin_file(1)


def test_what_was_counted_is_forgotten_again() -> None:
    clock = Clock()
    turnstile = Turnstile(Limits(100_000, 1, 1, 1, 1), clock)
    for number in range(10_001):
        turnstile.enter(str(number))
        turnstile.leave(str(number), None)
    clock.now += 61
    turnstile.enter("last")

    assert len(turnstile._came) == 1
    assert (turnstile.inside, len(turnstile._strangers)) == (1, 1)


def public_text(kind: str, **more: object) -> str:
    return asyncssh.generate_private_key(kind, comment="Jane Invented", **more).export_public_key().decode()


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256"])
def test_a_public_key_is_read_and_its_comment_forgotten(kind: str) -> None:
    read = publickeys.read(public_text(kind))

    assert read.text.startswith(kind)
    assert "Jane" not in read.text
    assert read.fingerprint.startswith("SHA256:")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519 AAAA",
        "words",
        "x" * 30_000,
        pytest.param("rsa 1024", id="a short RSA key"),
        pytest.param("private", id="a private key"),
    ],
)
def test_what_is_no_public_key_or_a_weak_one_is_refused(text: str) -> None:
    if text == "rsa 1024":
        text = public_text("ssh-rsa", key_size=1024)
    if text == "private":
        text = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()

    with pytest.raises(publickeys.PublicKeyUnreadable):
        publickeys.read(text)
