"""The list of rounds and the page of one round."""

import dataclasses
from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse

from onroll.audit.act import Act
from onroll.evaluation import permissions
from onroll.evaluation.frozen import SetChange
from onroll.evaluation.models import Round
from onroll.evaluation.presenters.words import area_name, finding_tag, level_tag, set_name, state_tag
from onroll.evaluation.queries import Standing, StepStanding, open_points, unsettled
from onroll.evaluation.round_states import UNFINISHED, RoundState
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import and_list, count_words, day_words, moment_words

STEP_HEAD = ("Step", "Result", "What the data say", "Evidence", "Open tasks")


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundsPage:
    """The first page of the room. `start_href` is empty while a round is worked on."""

    title: str
    table: Table | None
    start_href: str
    links: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundPage:
    """One round. `points`: what is still to be done; `may_...`: which buttons this person has."""

    title: str
    reference: str
    version: int
    state: Tag
    facts: tuple[Row, ...]
    tables: tuple[Table, ...]
    points: tuple[str, ...]
    point_words: str
    notice: str
    settle: tuple[Link, ...]
    report: Link
    measured: str
    may_measure: bool
    may_submit: bool
    may_sign: bool
    sign_words: str
    give_back_href: str
    abandon_href: str


def rounds_page(found: Sequence[Round]) -> RoundsPage:
    """Present the rounds of an authority, the newest first."""
    is_running = any(each.state in UNFINISHED for each in found)
    return RoundsPage(
        title="Self-evaluation",
        table=Table(
            caption="Rounds",
            head=("Round", "Checklist", "State", "Opened", "Total"),
            rows=tuple(_round_row(each) for each in found),
        )
        if found
        else None,
        start_href="" if is_running else reverse("evaluation:open-round"),
        links=(
            Link(text="Action plan", href=reverse("evaluation:plan")),
            Link(text="Cases drawn at random", href=reverse("evaluation:draws")),
            Link(text="Numbers for senior officers and elected members", href=reverse("evaluation:numbers")),
        ),
    )


def _round_row(each: Round) -> tuple[str | Link | Tag, ...]:
    most = 3 * len(each.steps)
    return (
        Link(text=f"Round {each.number}", href=reverse("evaluation:round", args=[each.reference])),
        set_name(each.set_key),
        state_tag(each.state),
        day_words(each.opened_at.date()),
        f"{each.total} of {most}" if each.total is not None else "",
    )


def round_page(act: Act, stands: Standing, changed: SetChange) -> RoundPage:
    """Present a round as it stands."""
    found = stands.round
    points = tuple(open_points(stands)) if found.state in UNFINISHED else ()
    waiting = unsettled(stands) if permissions.may_sign(act) and found.state in UNFINISHED else ()
    is_waiting, is_leader = found.state == RoundState.WAITING, permissions.may_sign(act)
    newest = max((each.measured.measured_at for each in stands.steps.values() if each.measured), default=None)
    return RoundPage(
        title=f"Self-evaluation, round {found.number}",
        reference=found.reference,
        version=found.version,
        state=state_tag(found.state),
        facts=_facts(stands),
        tables=_tables(stands),
        points=points,
        point_words=f"{count_words(len(points), 'thing')} to do before the leader can sign",
        notice=_notice(found, changed),
        settle=tuple(
            Link(text=f"Settle {step}", href=reverse("evaluation:settle", args=[found.reference, step]))
            for step in waiting
        ),
        report=Link(text="Report of this round", href=reverse("evaluation:report", args=[found.reference])),
        measured=f"Data measured {moment_words(newest)}." if newest else "The data have not been looked at yet.",
        may_measure=found.state in UNFINISHED,
        may_submit=found.state == RoundState.OPEN and not points,
        may_sign=is_waiting and is_leader and found.submitted_by_id != act.actor_id and not (waiting or points),
        sign_words=_sign_words(act, found, waiting, is_leader=is_leader),
        give_back_href=reverse("evaluation:give-back", args=[found.reference]) if is_waiting and is_leader else "",
        abandon_href=reverse("evaluation:abandon", args=[found.reference]) if found.state in UNFINISHED else "",
    )


def _facts(stands: Standing) -> tuple[Row, ...]:
    found = stands.round
    rows = [
        Row(key="Checklist", value=set_name(found.set_key)),
        Row(key="State", value=state_tag(found.state)),
        Row(key="Answered", value=f"{stands.answered} of {len(stands.steps)} steps"),
        Row(key="Achieved or embedded", value=f"{stands.reached} of {len(stands.steps)} steps"),
        Row(key="Score", value=score_words(stands)),
        Row(key="Opened", value=f"{moment_words(found.opened_at)}, {found.opened_by.name}"),
    ]
    if found.submitted_at and found.submitted_by:
        rows.append(Row(key="Put forward", value=f"{moment_words(found.submitted_at)}, {found.submitted_by.name}"))
    if found.signed_at and found.signed_by:
        rows.append(Row(key="Signed", value=f"{moment_words(found.signed_at)}, {found.signed_by.name}"))
    return tuple(rows)


def score_words(stands: Standing) -> str:
    """Return the total with how it was made: the highest, the band where the set has one, and what is open."""
    score = stands.score
    words = f"{score.total} of {stands.most}"
    if stands.has_band:
        words += f", {score.band.value} band of 2006 (low to 35, medium to 44, high above)"
    words += f". Partly achieved counts {score.partly}."
    if stands.round.total is not None and stands.round.total != score.total:
        words += f" It was signed with {stands.round.total}: the rules have changed since."
    if score.at_most > score.total:
        words += f" Steps that the leader has to settle count 0 until then: it could become {score.at_most}."
    return words


def _tables(stands: Standing) -> tuple[Table, ...]:
    areas = groupby(stands.steps.values(), key=lambda each: each.step.area)
    return tuple(
        Table(
            caption=area_name(area),
            head=STEP_HEAD,
            rows=tuple(_step_row(stands.round, each) for each in steps),
            numeric=frozenset({3, 4}),
        )
        for area, steps in areas
    )


def _step_row(found: Round, each: StepStanding) -> tuple[str | Link | Tag, ...]:
    href = reverse("evaluation:step", args=[found.reference, each.step.key])
    return (
        Link(text=f"{each.step.key} {each.step.question}", href=href),
        level_tag(each.counted if each.is_answered else None),
        finding_tag(each),
        str(len(each.standing_evidence)),
        str(len(each.open_tasks)),
    )


def _notice(found: Round, changed: SetChange) -> str:
    if found.given_back_why and found.state == RoundState.OPEN:
        return f"The leader gave this round back: {found.given_back_why}"
    if not changed:
        return ""
    parts = [
        f"{words}: {and_list(keys)}"
        for words, keys in (
            ("new steps", changed.added),
            ("steps that are gone", changed.gone),
            ("steps in other words", changed.reworded),
        )
        if keys
    ]
    return f"The checklist has changed since this round was opened ({'; '.join(parts)}). This round keeps the old one."


def _sign_words(act: Act, found: Round, waiting: Sequence[str], *, is_leader: bool) -> str:
    if found.state != RoundState.WAITING:
        return ""
    if not is_leader:
        return "It waits for the leader of the team."
    if found.submitted_by_id == act.actor_id:
        return "You put this round forward yourself. Somebody else has to sign it."
    if waiting:
        return f"Settle {and_list(waiting)} before you sign: rule and team differ there, or no rule speaks."
    return "You sign what you see here. If somebody changes the round before, you are told, and nothing is signed."
