"""Every role has its words."""

from onroll.access.models import Role
from onroll.access.presenters.people import MEANINGS


def test_every_role_says_what_its_holder_does() -> None:
    assert set(MEANINGS) == set(Role)
    assert all(words.endswith(".") for words in MEANINGS.values())
