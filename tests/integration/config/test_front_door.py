"""What no page could answer is turned away plainly, and nothing is logged as an error of ours."""

import logging

import pytest
from django.test import Client

OURS = "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "host"),
    [("/sign-in/", "evil.example"), ("/cases/%00/", OURS), ("/schools/?words=%00", OURS)],
)
def test_a_strange_host_or_a_nul_gets_a_plain_400(db, caplog, address, host) -> None:
    with caplog.at_level(logging.ERROR):
        answer = Client().get(address, headers={"host": host})

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert caplog.records == []


def test_a_body_that_says_no_length_gets_a_plain_411_from_a_page(db) -> None:
    answer = Client().post("/sign-in/", {"login": "x"}, headers={"transfer-encoding": "chunked"})

    assert answer.status_code == 411
    assert answer["Content-Type"].startswith("text/plain")
