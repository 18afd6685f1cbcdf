"""An installation that is brought up to date finds its children again."""

import pytest

from onroll.casework import queries
from onroll.config import preparation
from onroll.linkage.finder import parse_typed
from onroll.search.models import Posting
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY

pytestmark = pytest.mark.django_db


def found(cast: Cast) -> int:
    act = cast.officer.act()
    return len(queries.found_children(act, parse_typed(CANARY[:-1], on=act.on)))


def test_an_index_that_is_missing_is_made_and_one_that_is_there_is_left_alone(cast: Cast) -> None:
    steps.file_lost(cast.clerk)
    assert found(cast) == 1
    Posting.objects.all().delete()
    assert found(cast) == 0

    made = preparation.fill_empty_index()

    assert found(cast) == 1
    assert len(made) == len({kind for (kind,) in Posting.objects.values_list("kind").distinct()})
    assert preparation.fill_empty_index() == []


def test_an_installation_without_children_makes_no_index(cast: Cast) -> None:
    assert preparation.fill_empty_index() == []
