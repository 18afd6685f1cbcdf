"""Builds rounds of the cast's authority through the room's own actions."""

import dataclasses
from collections import defaultdict
from datetime import date, timedelta

from onroll.evaluation import actions, queries
from onroll.evaluation.models import Round
from onroll.selfeval.requirements import RULES
from tests.cast import Member, make_authority, make_member


def met(step: str) -> dict[str, dict[str, list[str]]]:
    """Return ticks that meet every requirement of a step of 2006."""
    ticks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in RULES[step].requirements:
        ticks[each.item][each.line].append(min(each.accepted))
    return {item: dict(lines) for item, lines in ticks.items()}


def given(step: str, *, months: int = 0, reviewed: bool = False, on: date | None = None) -> actions.Given:
    """Return answers that achieve a step; in place for so many months of 31 days, and reviewed a week ago."""
    day = on or date(2026, 1, 1)
    return actions.Given(
        ticks=met(step),
        in_place_from_on=day - timedelta(days=31 * months) if months else None,
        reviewed_on=day - timedelta(days=7) if reviewed else None,
        reviewed_by="Head of service" if reviewed else "",
        review_outcome="No change" if reviewed else "",
    )


def answer(member: Member, found: Round, step: str, answered: actions.Given, *, after: int = 0) -> None:
    actions.answer_step(member.act(), found=found, step=step, given=answered, expected_number=after)


def evidence(member: Member, found: Round, step: str) -> None:
    actions.point_to_evidence(
        member.act(), found=found, step=step, words="The policy", kind="elsewhere", place="Cabinet 4, shelf 2"
    )


def opened(member: Member, set_key: str = "2006") -> Round:
    return actions.open_round(member.act(), set_key=set_key)


def achieved_round(member: Member) -> Round:
    """Open a round of 2006 and answer every step as achieved, with evidence pointed to."""
    found = opened(member)
    for step in found.steps:
        answer(member, found, step, given(step))
        evidence(member, found, step)
    found.refresh_from_db()
    return found


def signed_round(officer: Member, leader: Member, found: Round | None = None) -> Round:
    """Put a round forward as the officer and sign it as the leader."""
    found = found or achieved_round(officer)
    actions.submit_round(officer.act(), found=found, expected_version=found.version)
    actions.sign_round(leader.act(), found=found, expected_version=found.version)
    return found


def peers(number: int) -> list[Round]:
    """Create so many other authorities with a signed round each, every step achieved."""
    found = []
    for place in range(number):
        authority = make_authority(f"Peerford {place}", f"9{place:02d}")
        officer = make_member(f"peer{place}", authority, "cme_officer")
        leader = make_member(f"peerleader{place}", authority, "cme_leader")
        found.append(signed_round(officer, leader))
    return found


def level(member: Member, found: Round, step: str) -> str:
    """Return the level that counts of a step."""
    counted = queries.standing(member.act(), found).steps[step].counted
    return counted.value if counted else ""


def later(member: Member, days: int):
    """Return an act of a member some days from now."""
    act = member.act()
    return dataclasses.replace(act, at=act.at + timedelta(days=days))
