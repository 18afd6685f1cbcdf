"""The pages of an interview in words: the question, what is asked again, the answers so far, the judgements."""

import dataclasses
from collections.abc import Mapping

from django.urls import reverse

from onroll.audit.act import Act
from onroll.selfeval import checklist
from onroll.selfeval.judgement import Judgement
from onroll.selfeval.levels import WORDS, Level
from onroll.selfeval.questionnaire import SECTIONS, Item, Kind, items, question, words_of
from onroll.survey.interview_states import MEANINGS, InterviewState
from onroll.survey.models import Answer, Interview, StepJudgement
from onroll.survey.queries import Clash, Overview
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import day_words, moment_words

FLAGS = {
    "claimed": "claimed without evidence",
    "dont_know": "somebody did not know",
    "alternative_secure_route": "has a secure route of its own",
    "embedded_ticks_not_counted": "six months or a review was ticked, which does not count here",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """One question, with where it stands in the questionnaire."""

    title: str
    number: int
    version: int
    item: str
    caption: str
    step_words: str
    question: str
    only_if: str
    is_grid: bool
    is_multi: bool
    is_text: bool
    has_evidence: bool
    may_not_know: bool
    progress: str
    notices: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClashPage:
    """Answers that do not agree, side by side."""

    title: str
    number: int
    lead: str
    shown: str
    table: Table
    items: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """All answers so far, and what can be done with the interview."""

    title: str
    number: int
    version: int
    authority: Link
    state: Tag
    state_name: str
    facts: tuple[Row, ...]
    is_mine: bool
    held: str
    sections: tuple[Table, ...]
    asides: Table | None
    to_find_out: Table | None
    left_open: tuple[Link, ...]
    clashes: tuple[str, ...]
    is_all_asked: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class JudgePage:
    """The steps to judge; what the rule makes of them is shown beside the interviewer's word once it is given."""

    title: str
    number: int
    version: int
    back: Link
    table: Table | None
    to_judge: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class SettlePage:
    """A step on which rule and interviewer differ, or the rule is silent."""

    title: str
    caption: str
    back: Link
    facts: tuple[Row, ...]
    answers: Table | None


def question_page(interview: Interview, found: Overview, asked: Item) -> QuestionPage:
    """Present one question."""
    step = checklist.checklist().steps.get(asked.step)
    section = asked.key[0]
    to_ask = [item for item in items().values() if item.kind is not Kind.RESULT and item.key != "SF"]
    at = next(number for number, item in enumerate(to_ask, 1) if item.key == asked.key)
    return QuestionPage(
        title=f"Question {asked.key}",
        number=interview.pk,
        version=interview.version,
        item=asked.key,
        caption=f"{interview.respondent.name}. Section {section}: {SECTIONS[section]}",
        step_words=f"Step {step.key}: {step.question} Evidence asked for: {step.evidence}." if step else "",
        question=question(asked.key),
        only_if=asked.only_if,
        is_grid=asked.kind is Kind.GRID,
        is_multi=asked.kind is Kind.MULTI,
        is_text=asked.kind is Kind.TEXT,
        has_evidence=bool(asked.probe),
        may_not_know="dk" in asked.options,
        progress=f"Question {asked.key}, number {at} of {len(to_ask)} at most: routing skips those that do not apply.",
        notices=_notices(interview, found),
    )


def clash_page(interview: Interview, clash: Clash) -> ClashPage:
    """Present answers that do not agree."""
    keys = sorted({item for item, _line, _answer in clash.cells}, key=list(items()).index)
    doubt = (
        "These answers are odd together, but both may be true."
        if clash.is_doubt
        else "These answers cannot all be true."
    )
    return ClashPage(
        title="Ask again",
        number=interview.pk,
        lead=f"{doubt} Read out both and ask which is right.",
        shown=clash.shown,
        table=Table(
            caption="What was said",
            head=("Question", "Answer"),
            rows=tuple((f"{key} {_line(line)}{question(key)}", words_of(answer)) for key, line, answer in clash.cells),
        ),
        items=tuple(
            Link(text=f"Ask {key} again", href=reverse("survey:question", args=[interview.pk, key])) for key in keys
        ),
    )


def overview_page(act: Act, interview: Interview, found: Overview) -> OverviewPage:
    """Present all answers of an interview."""
    state = MEANINGS[InterviewState(interview.state)]
    respondent = interview.respondent
    return OverviewPage(
        title=f"Interview with {respondent.name}",
        number=interview.pk,
        version=interview.version,
        authority=Link(text=respondent.name, href=reverse("survey:authority", args=[respondent.pk])),
        state=Tag(words=state.name, meaning=state.words, colour=state.colour),
        state_name=interview.state,
        facts=(
            Row(key="In hand", value=f"{interview.held_by.name}, since {moment_words(interview.held_since)}"),
            Row(key="How", value=interview.get_mode_display()),
            Row(key="Begun", value=moment_words(interview.begun_at)),
            Row(key="Questions answered", value=str(found.given)),
            Row(key="Claimed without evidence", value=", ".join(found.claimed) or "None"),
        ),
        is_mine=interview.held_by_id == act.actor_id,
        held=interview.held_by.name,
        sections=tuple(_section(interview, found, section) for section in SECTIONS if _has_answers(found, section)),
        asides=_asides(found),
        to_find_out=_to_find_out(found),
        left_open=tuple(
            Link(text=f"{key}: {question(key)}", href=reverse("survey:question", args=[interview.pk, key]))
            for key in found.left_open
        ),
        clashes=tuple(clash.shown for clash in found.clashes),
        is_all_asked=found.next_item is None,
    )


def judge_page(interview: Interview, judged: Mapping[str, Judgement]) -> JudgePage:
    """Present the steps to judge, and those judged beside the rule."""
    given = {step: each for step, each in judged.items() if each.interviewer}
    return JudgePage(
        title=f"Judge the steps of {interview.respondent.name}",
        number=interview.pk,
        version=interview.version,
        back=Link(text="Back to the answers", href=reverse("survey:overview", args=[interview.pk])),
        table=judgements_table(given) if given else None,
        to_judge=tuple((step, judged[step].rule.step) for step in judged),
    )


def judgements_table(judged: Mapping[str, Judgement]) -> Table:
    """Present rule, interviewer and final level of steps side by side."""
    return Table(
        caption="The rule and the interviewer",
        head=("Step", "The printed rule", "Why", "Interviewer", "Settled", "Counts as"),
        rows=tuple(
            (
                step,
                WORDS[each.rule.level],
                "; ".join((each.rule.words, *(FLAGS[flag] for flag in each.rule.flags))),
                WORDS[each.interviewer.level] if each.interviewer else "Not judged",
                _settled(each),
                WORDS[each.counted],
            )
            for step, each in judged.items()
        ),
    )


def settle_page(
    interview: Interview, step: str, judged: Judgement, found: Overview, kept: StepJudgement | None
) -> SettlePage:
    """Present one step to settle, with the answers that it stands on."""
    said = [
        _answered(interview, found, item) for item in items().values() if item.step == step and item.key in found.latest
    ]
    return SettlePage(
        title=f"Settle step {step}",
        caption=interview.respondent.name,
        back=Link(
            text="Back to what is to be settled",
            href=reverse("survey:differences", args=[interview.respondent.survey_id]),
        ),
        facts=(
            Row(key="Step", value=checklist.checklist().steps[step].question),
            Row(key="The printed rule", value=f"{WORDS[judged.rule.level]}: {judged.rule.words} ({judged.rule.rule})"),
            Row(key="Interviewer", value=_interviewer(judged, kept)),
            Row(key="Settled before", value=_before(kept)),
            Row(
                key="Points",
                value="0 until it is settled"
                if judged.counted is Level.NEEDS_A_PERSON
                else "The rule’s, until it is settled",
            ),
        ),
        answers=Table(caption="What was answered", head=("Question", "Answer", "Evidence"), rows=tuple(said))
        if said
        else None,
    )


def _interviewer(judged: Judgement, kept: StepJudgement | None) -> str:
    if judged.interviewer is None:
        return "Has not judged it"
    note = f": {kept.note}" if kept and kept.note else ""
    return f"{WORDS[judged.interviewer.level]}{note}"


def _before(kept: StepJudgement | None) -> str:
    if kept is None or not kept.final:
        return "No"
    return f"{WORDS[Level(kept.final)]}, since the rule gave {kept.rule_then}: {kept.reason}"


def _settled(judged: Judgement) -> str:
    if judged.final:
        return f"{WORDS[judged.final.level]}: {judged.final.reason}"
    return "To be settled" if judged.needs_a_person else ""


def _notices(interview: Interview, found: Overview) -> tuple[Link, ...]:
    clash = reverse("survey:clash", args=[interview.pk])
    return tuple(Link(text=f"Two answers do not agree: {each.shown}", href=clash) for each in found.clashes)


def _line(line: str) -> str:
    return f"({words_of(line)}) " if line else ""


def _has_answers(found: Overview, section: str) -> bool:
    return any(key.startswith(section) for key in found.latest)


def _section(interview: Interview, found: Overview, section: str) -> Table:
    aside = {each.item for each in found.asides}
    rows = tuple(
        _answered(interview, found, items()[key])
        for key in found.latest
        if key.startswith(section) and key not in aside
    )
    return Table(caption=f"Section {section}: {SECTIONS[section]}", head=("Question", "Answer", "Evidence"), rows=rows)


def _answered(interview: Interview, found: Overview, item: Item) -> tuple[Link, str, str]:
    answer = found.latest[item.key]
    href = reverse("survey:question", args=[interview.pk, item.key])
    return (Link(text=f"{item.key}: {question(item.key)}", href=href), said_words(answer, item), answer.evidence)


def said_words(answer: Answer, item: Item) -> str:
    """Return what was said at an item in words."""
    if not answer.said:
        return "Left open"
    if item.kind is Kind.TEXT:
        return " ".join(words for options in answer.said.values() for words in options)
    parts = []
    for line, options in answer.said.items():
        words = ", ".join(words_of(option) for option in options)
        parts.append(f"{words_of(line)}: {words}" if line else words)
    return "; ".join(parts)


def _asides(found: Overview) -> Table | None:
    if not found.asides:
        return None
    return Table(
        caption="Kept aside",
        head=("Question", "Answer", "Why it does not count"),
        rows=tuple(
            (
                f"{each.item}: {question(each.item)}",
                said_words(found.latest[each.item], items()[each.item]),
                f"The answer {each.because} leads past this question. It is kept, and counts again if that changes.",
            )
            for each in found.asides
        ),
    )


def _to_find_out(found: Overview) -> Table | None:
    if not found.to_find_out:
        return None
    return Table(
        caption="Not known: whom to ask",
        head=("Question", "Whom to ask", "By"),
        rows=tuple(
            (
                f"{answer.item}: {question(answer.item)}",
                answer.ask_whom or "Nobody named yet",
                day_words(answer.ask_by) if answer.ask_by else "",
            )
            for answer in found.to_find_out
        ),
    )
