"""An installation without the demonstration."""

import pytest

from onroll.config import demonstration


@pytest.mark.django_db
def test_where_no_demonstration_is_loaded_nobody_of_it_can_sign_in() -> None:
    assert demonstration.who_can_sign_in() == []
