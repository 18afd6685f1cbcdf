"""What a new pupil return lacks of what the admission register must hold."""

import dataclasses
from datetime import date

import pytest

from onroll.rules.register import PARTICULARS, Held, Parent, lacking

FULL = Held(
    surname="Qvoxcanary",
    forename="Zelphine",
    born_on=date(2014, 5, 17),
    sex="F",
    address="1 Invented Lane",
    last_school="none",
    is_boarder=False,
    parents=(Parent("Ottoline Qvoxcanary", "01632 960001"),),
)


def test_a_pupil_of_whom_everything_is_held_lacks_nothing() -> None:
    assert lacking(FULL) == ()


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"surname": " "}, ("surname",)),
        ({"forename": ""}, ("forename",)),
        ({"born_on": None}, ("born_on",)),
        ({"sex": ""}, ("sex",)),
        ({"address": ""}, ("address",)),
        ({"last_school": ""}, ("last_school",)),
        ({"is_boarder": None}, ("boarder",)),
        ({"parents": ()}, ("parent",)),
        ({"parents": (Parent("Ottoline", "01632 960001"), Parent("Oswin", ""))}, ("parent_telephone",)),
        ({"parents": (Parent("", ""),), "sex": ""}, ("sex", "parent")),
    ],
)
def test_each_particular_that_is_missing_is_named(change: dict, lacks: tuple[str, ...]) -> None:
    assert lacking(dataclasses.replace(FULL, **change)) == lacks


def test_every_particular_has_words() -> None:
    nothing = Held(
        surname="", forename="", born_on=None, sex="", address="", last_school="", is_boarder=None, parents=()
    )

    assert {*lacking(nothing), "parent_telephone"} == set(PARTICULARS)
    assert all(PARTICULARS.values())
