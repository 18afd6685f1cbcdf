"""Each person's day starts on the first page of her own work."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("member", "page"),
    [
        ("clerk", "transfer:inbox"),
        ("officer", "casework:work-list"),
        ("administrator", "transfer:inbox"),
        ("approver", "access:people"),
        ("auditor", "access:ledger"),
        ("national_auditor", "access:ledger"),
    ],
)
def test_the_start_page_leads_to_the_first_page_of_ones_work(cast, signed_in, member, page) -> None:
    answer = signed_in(cast.members()[member]).get("/")

    assert (answer.status_code, answer["Location"]) == (302, reverse(page))
