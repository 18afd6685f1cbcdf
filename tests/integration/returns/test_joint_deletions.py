"""A deletion after joint enquiries is told once, whatever the school had told or owed of it before."""

from collections.abc import Callable

import pytest

from onroll.casework import actions as casework_actions
from onroll.casework.models import Deletion, EnquiryList
from onroll.returns.actions import joint
from onroll.returns.models import DeletionDetails, Return
from onroll.rules.deletion import ABSENT_20
from tests.cast import Cast
from tests.integration.casework import enquiry_world


def earlier(cast: Cast, enquiries: EnquiryList, **change: object) -> Return:
    """A return of the deletion's own day that stands already."""
    act = enquiry_world.at(cast.clerk)
    given = {
        "reference": "L-EARLIER",
        "kind": "deletion",
        "school": cast.school,
        "authority": cast.exampleton,
        "child": enquiries.child,
        "trigger_on": act.on,
        "route": "feed",
        "known_at": act.at,
        **change,
    }
    return Return.objects.create(**given)


def delete(cast: Cast, enquiries: EnquiryList) -> None:
    casework_actions.delete_pupil(
        enquiry_world.at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
    )


@pytest.mark.parametrize("before", [{"state": "owed"}, {"state": "not_needed", "why": "Most senior class"}])
def test_a_return_of_that_day_that_was_not_made_yet_is_made_by_the_joint_deletion(cast: Cast, before: dict) -> None:
    enquiries = enquiry_world.signed(cast)
    waiting = earlier(cast, enquiries, **before)

    delete(cast, enquiries)

    made = Return.objects.get()
    assert (made.pk, made.state, made.route, made.why) == (waiting.pk, "made", "enquiries", "")
    assert (made.deletion.letter, made.deletion.deleted_on) == ("I", made.trigger_on)


def test_a_return_of_that_day_that_was_made_already_stands_and_the_joint_deletion_is_made(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)
    made = earlier(cast, enquiries, state="made", made_on=enquiry_world.at(cast.clerk).on, route="form")

    delete(cast, enquiries)

    assert Deletion.objects.get().enquiries_id == enquiries.pk
    assert (Return.objects.get().pk, Return.objects.get().route) == (made.pk, "form")
    assert not DeletionDetails.objects.exists()


def test_one_that_is_kept_in_the_same_moment_breaks_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    enquiries = enquiry_world.signed(cast)
    look: Callable = joint._told
    looks: list[Return | None] = []

    def looked(event: object) -> Return | None:
        looks.append(None if not looks else look(event))
        if len(looks) == 1:
            earlier(cast, enquiries)
        return looks[-1]

    monkeypatch.setattr(joint, "_told", looked)

    delete(cast, enquiries)

    assert len(looks) == 2
    assert (Return.objects.get().state, Return.objects.get().deletion.letter) == ("made", "I")
