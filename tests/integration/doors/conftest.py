"""Two organisations with software of their own."""

import pytest

from tests.cast import Cast
from tests.integration.doors.caller import Software


@pytest.fixture
def sender(cast: Cast) -> Software:
    """The software of the school."""
    return Software(cast.school)


@pytest.fixture
def receiver(cast: Cast) -> Software:
    """The software of the other school."""
    return Software(cast.other_school)
