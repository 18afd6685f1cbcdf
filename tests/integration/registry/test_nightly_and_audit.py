"""The nightly match, and the figures of precision and recall from what people decided."""

import dataclasses
import json

import pytest
from click.testing import CliRunner

from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.linkage.engine.match import Engine
from onroll.registry import actions, commands, queries
from onroll.registry.models import Cause, Merge, PairReview, ShieldReason, Sighting
from tests.cast import Cast
from tests.integration.registry.pairs import TWIN, YOUSEF, YUSUF, pair, second_officer, sight


def nightly(cast: Cast) -> actions.Standing:
    act = by_the_system(at=cast.clerk.act().at, purpose="nightly match")
    return actions.match_all(act, engine=Engine.EXPLAINABLE)


def unmatched(cast: Cast, count: int = 2) -> list[Sighting]:
    """Two records that arrived before there was a standing match."""
    said = (YUSUF, YOUSEF)[:count]
    rows = [
        sight(member, facts, f"F-{member.person.pk}")
        for member, facts in zip((cast.clerk, cast.other_clerk), said, strict=True)
    ]
    PairReview.objects.get().steps.all().delete()
    PairReview.objects.all().delete()
    return rows


def test_the_nightly_match_finds_what_was_not_compared_and_joins_nothing(cast: Cast) -> None:
    first, second = unmatched(cast)

    done = nightly(cast)

    assert (done.children, done.raised) == (2, 1)
    review = PairReview.objects.get()
    assert {review.first_id, review.second_id} == {first.child_id, second.child_id}
    assert review.engine == "explainable engine"
    assert not Merge.objects.exists()
    assert LedgerEntry.objects.filter(name="registry.StandingMatchRun").count() == 1


def test_a_second_night_raises_nothing_twice_and_a_no_stays(cast: Cast) -> None:
    unmatched(cast)
    nightly(cast)
    review = PairReview.objects.get()
    actions.keep_apart(cast.officer.act(), review=review, reason="Cousins.", expected_version=review.version)

    assert nightly(cast).raised == 0
    review.refresh_from_db()
    assert review.state == "kept_apart"


def test_a_shielded_child_is_not_among_those_compared(cast: Cast) -> None:
    first, _ = unmatched(cast)
    actions.shield_child(
        cast.officer.act(),
        child=first.child,
        reason_code=ShieldReason.ADOPTED,
        officer=cast.officer.person,
        until_on=None,
    )

    assert nightly(cast) == actions.Standing(1, 0, 0)


def test_only_the_system_runs_the_nightly_match(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.match_all(cast.officer.act())


def decide(cast: Cast) -> None:
    """Merge one pair and keep one apart."""
    same = pair(cast)
    same = actions.say_same(cast.officer.act(), review=same, words="", expected_version=same.version)
    actions.merge_pair(second_officer(cast).act(), review=same, expected_version=same.version)
    other = dataclasses.replace(TWIN, surname="Kowalski", forename="Jan")
    apart = pair(cast, other, dataclasses.replace(other, forename="Piotr"))
    actions.keep_apart(cast.officer.act(), review=apart, reason="Twins.", expected_version=apart.version)
    PairReview.objects.filter(pk=same.pk).update(score=0.97)
    PairReview.objects.filter(pk=apart.pk).update(score=0.5)


def test_the_audit_counts_decisions_by_band_and_tradition_with_intervals(cast: Cast) -> None:
    decide(cast)

    audit = queries.matching_audit(cast.officer.act())

    assert {line.name: (line.decided, line.same) for line in audit.bands if line.decided} == {
        "0.95 to 0.99": (1, 1),
        "0.5 to 0.8": (1, 0),
    }
    assert {line.name for line in audit.traditions} >= {"polish"}
    right = dict(audit.precision)
    assert right[0.95] is not None
    assert right[0.95].value == 1.0
    assert right[0.5] is not None
    assert right[0.5].value == 0.5
    assert right[0.5].low < 0.5 < right[0.5].high


def test_a_pair_drawn_by_lot_counts_for_those_it_was_drawn_from(cast: Cast) -> None:
    review = pair(cast)
    PairReview.objects.filter(pk=review.pk).update(cause=Cause.SAMPLE, score=0.01)

    audit = queries.matching_audit(cast.officer.act())

    assert audit.pairs == 20


def test_page_and_command_say_the_figures_or_that_there_are_too_few(cast: Cast, signed_in) -> None:
    decide(cast)

    shown = signed_in(cast.officer).get("/children/pairs/audit/").content.decode()
    printed = CliRunner().invoke(commands.audit, [])
    figures = json.loads(CliRunner().invoke(commands.audit, ["--json"]).output)

    assert "Too few decisions to say" in shown
    assert "Made on" in shown
    assert "score from\tprecision\trecall" in printed.output
    assert figures["precision"][1] == {"from": 0.95, **figures["precision"][1]}
    assert "Hussein" not in shown + printed.output


def test_another_authoritys_pairs_are_not_in_the_audit(cast: Cast) -> None:
    decide(cast)

    assert queries.matching_audit(cast.neighbour_officer.act()).pairs == 0


def test_the_nightly_command_says_what_it_did(cast: Cast) -> None:
    unmatched(cast)

    done = CliRunner().invoke(commands.standing, ["--engine", "explainable"])

    assert done.exit_code == 0, done.output
    assert "2 records compared; 1 pairs put before people" in done.output
