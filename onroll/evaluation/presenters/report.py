"""A report of a round as headings, facts and tables: the same parts make the page, the PDF and the workbook."""

import dataclasses

from onroll.audit.act import Act
from onroll.evaluation.models import Finding
from onroll.evaluation.presenters.rounds import score_words
from onroll.evaluation.presenters.words import FLAGS, set_name
from onroll.evaluation.queries import Comparison, Movement, Report, Standing, StepStanding
from onroll.evaluation.round_states import MEANINGS, RoundState
from onroll.selfeval.levels import REACHED, WORDS, Level, points
from onroll.web.parts import Row, Table
from onroll.web.words import count_words, day_words, moment_words

NONE = "–"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with words, a table, or both."""

    heading: str
    words: tuple[str, ...] = ()
    table: Table | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A whole report."""

    title: str
    facts: tuple[Row, ...]
    sections: tuple[Section, ...]
    made: str


def report_page(act: Act, found: Report) -> ReportPage:
    """Present the report of a round."""
    stands = found.standing
    return ReportPage(
        title=f"Self-evaluation of {stands.round.authority.name}, round {stands.round.number}",
        facts=_facts(stands),
        sections=(
            _results(stands),
            _proof(stands),
            _evidence(stands),
            _plan(act, stands),
            _movement(found.movement),
            _comparison(stands, found.comparison),
        ),
        made=f"Made {moment_words(act.at)} from round {stands.round.reference}. "
        f"{count_words(found.draws, 'case')} drawn at random and traced by this authority so far.",
    )


def _facts(stands: Standing) -> tuple[Row, ...]:
    found = stands.round
    signed = "Not signed: this is a draft"
    if found.signed_at and found.signed_by:
        signed = f"{moment_words(found.signed_at)}, {found.signed_by.name}"
    return (
        Row(key="Checklist", value=set_name(found.set_key)),
        Row(key="State", value=MEANINGS[RoundState(found.state)].name),
        Row(key="Signed", value=signed),
        Row(key="Score", value=score_words(stands)),
        Row(key="Achieved or embedded", value=f"{stands.reached} of {len(stands.steps)} steps"),
    )


def _level(level: Level | str | None) -> str:
    return WORDS[Level(level)] if level else "Not answered"


def _results(stands: Standing) -> Section:
    partly = stands.score.partly
    return Section(
        heading="Results",
        words=("The result that counts, with the printed rule or the judgement that gave it.",),
        table=Table(
            caption="Result of each step",
            head=("Step", "Question", "Result", "Points", "Why"),
            rows=tuple(
                (
                    key,
                    each.step.question,
                    _level(each.counted if each.is_answered else None),
                    str(points(each.counted, partly=partly)) if each.counted else "0",
                    _why(each),
                )
                for key, each in stands.steps.items()
            ),
            numeric=frozenset({3}),
            hide_caption=True,
        ),
    )


def _why(each: StepStanding) -> str:
    judged = each.judgement
    if judged is None or not each.is_answered:
        return ""
    words = [f"{judged.rule.words}."] if judged.rule.words else []
    words += [FLAGS[flag] for flag in judged.rule.flags if flag in FLAGS]
    if judged.interviewer:
        words.append(f"The team: {WORDS[judged.interviewer.level]}. {judged.interviewer.note}")
    if judged.final:
        words.append(f"The leader settled: {WORDS[judged.final.level]}. {judged.final.reason}")
    return " ".join(words)


def _proof(stands: Standing) -> Section:
    measured = [(key, each, each.measured) for key, each in stands.steps.items() if each.measured]
    if not measured:
        return Section(heading="What the data say", words=("The data have not been looked at in this round.",))
    return Section(
        heading="What the data say",
        words=("What OnRoll itself could measure, beside the answer. “Not measured” says how it will be.",),
        table=Table(
            caption="Answer and data",
            head=("Step", "Answer", "The data", "Numbers", "How it was measured", "Measured on"),
            rows=tuple(
                (
                    key,
                    _level(each.counted),
                    ("Disagrees: " if each.disagrees else "") + Finding(one.finding).label,
                    "; ".join(f"{words}: {number}" for words, number in one.numbers) or NONE,
                    one.query,
                    day_words(one.measured_on),
                )
                for key, each, one in measured
            ),
            hide_caption=True,
        ),
    )


def _evidence(stands: Standing) -> Section:
    rows = tuple(
        (
            key,
            one.words,
            "A file kept in OnRoll" if one.file_id else one.place,
            _gone(one.deleted_at is not None, one.deleted_why) if one.is_gone else day_words(one.added_at.date()),
        )
        for key, each in stands.steps.items()
        for one in each.evidence
    )
    if not rows:
        return Section(heading="Evidence", words=("No evidence was attached or pointed to.",))
    head = ("Step", "Evidence", "Where", "Added, or taken away")
    return Section(heading="Evidence", table=Table(caption="Evidence", head=head, rows=rows, hide_caption=True))


def _gone(is_taken_away: bool, why: str) -> str:
    return f"Taken away: {why}" if is_taken_away else "The file was destroyed"


def _plan(act: Act, stands: Standing) -> Section:
    rows = tuple(
        (
            key,
            task.what,
            task.owner,
            day_words(task.due_on),
            f"Done {day_words(task.done_on)}" if task.done_on else ("Late" if task.due_on < act.on else "Open"),
        )
        for key, each in stands.steps.items()
        for task in each.tasks
    )
    if not rows:
        return Section(heading="Action plan", words=("There is no task.",))
    head = ("Step", "Task", "Who", "By", "How it stands")
    return Section(heading="Action plan", table=Table(caption="Tasks", head=head, rows=rows, hide_caption=True))


def _movement(moved: Movement | None) -> Section:
    if moved is None:
        return Section(heading="Movement", words=("This is the first round: there is none to compare it with.",))
    words = [f"Since round {moved.since.number}, signed {day_words(moved.since.signed_at.date())}."]  # type: ignore[union-attr]
    words.append(moved.why_not or f"Points: {moved.points:+d}.")
    return Section(
        heading="Movement",
        words=tuple(words),
        table=Table(
            caption="Each step then and now",
            head=("Step", "Then", "Now", "Moved", "Then asked as"),
            rows=tuple(
                (
                    each.step,
                    _level(each.was) if each.was else "Was not asked",
                    _level(each.now),
                    _moved(each.was, each.now),
                    f"{each.of}, in other words" if each.words_changed and each.of else each.of or NONE,
                )
                for each in moved.steps
            ),
            hide_caption=True,
        ),
    )


def _moved(was: Level | None, now: Level | None) -> str:
    if was is None or now is None:
        return NONE
    before, after = points(was), points(now)
    if before == after:
        return "Same" if was == now else "Other level, same points"
    return "Up" if after > before else "Down"


def _comparison(stands: Standing, found: Comparison) -> Section:
    words = []
    if found.peers:
        words.append(
            f"{found.peers} other authorities have signed a round of the same checklist; the median of their totals is "
            f"{found.median_total:g}. They are counted together, never one by one."
        )
    else:
        words.append(
            f"Fewer than {found.fewest} other authorities have signed a round of the same checklist. No comparison is "
            "shown, so that nobody can be told apart."
        )
    if found.is_with_2006:
        words.append(
            "2006: share of 129 authorities, as table 1 and chapter 4 of the report print it. They differ in some "
            "steps; both are shown."
        )
    else:
        words.append("This checklist is not the one of 2006: their scores are not comparable, and none are shown.")
    if not found.peers and not found.is_with_2006:
        return Section(heading="Comparison", words=tuple(words))
    return Section(heading="Comparison", words=tuple(words), table=_comparison_table(stands, found))


def _comparison_table(stands: Standing, found: Comparison) -> Table:
    return Table(
        caption="Achieved or embedded, per cent of authorities",
        head=("Step", "You", "Peers", "2006, table 1", "2006, chapter 4"),
        rows=tuple(
            (
                each.step,
                "Yes" if stands.steps[each.step].counted in REACHED else "No",
                _pct(each.peers_pct),
                _pct(each.table1_pct),
                _pct(each.chapter_pct),
            )
            for each in found.steps
        ),
        numeric=frozenset({2, 3, 4}),
    )


def _pct(value: int | None) -> str:
    return f"{value}%" if value is not None else NONE
