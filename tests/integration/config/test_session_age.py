"""A session lives from its last use."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone


@pytest.mark.django_db
def test_somebody_at_work_is_not_signed_out_in_the_middle_of_it(cast, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start) as clock:
        client = signed_in(cast.clerk)
        for _ in range(4):
            clock.shift(timedelta(minutes=40))
            assert client.get(reverse("transfer:inbox")).status_code == 200


@pytest.mark.django_db
def test_somebody_who_has_gone_is_signed_out_after_an_hour(cast, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start) as clock:
        client = signed_in(cast.clerk)
        client.get(reverse("transfer:inbox"))
        clock.shift(timedelta(minutes=61))

        answer = client.get(reverse("transfer:inbox"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
