"""Pages of the work between authorities, and what the page of a case shows of it."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.border_states import ANSWER_MEANINGS, HAND_OVER_MEANINGS, PENDING, Answer, HandOverState
from onroll.casework.models import Asked, Case, HandOver, MoveEvidence
from onroll.casework.presenters.people import SEXES, child_rows
from onroll.casework.queries import borders as queries
from onroll.casework.stages import Stage
from onroll.rules import borders
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import day_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class BordersPart:
    """What the page of a case shows: tables where there is something, and what can be done."""

    hand_overs: Table | None
    answers: Table | None
    evidence: Table | None
    certainty: str
    tasks: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class BorderWorkPage:
    """Everything between the acting authority and others."""

    title: str
    offered_to_us: Table | None
    asked_of_us: Table | None
    offered_by_us: Table | None
    answers_to_us: Table | None
    ended: Table | None
    meanings: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverPage:
    """One hand-over, as one of the two sides may see it. An address is empty where nothing can be done there."""

    title: str
    is_receiver: bool
    is_pending: bool
    facts: tuple[Row, ...]
    child_rows: tuple[Row, ...]
    accept_href: str
    decline_href: str
    withdraw_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """A question as the authority that was asked sees it: never a name."""

    title: str
    facts: tuple[Row, ...]
    lead: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EndPointsPage:
    """Where a child can have moved out of England, and what shows it."""

    title: str
    reference: str
    case_href: str
    places: tuple[tuple[Link, Table], ...]


def borders_part(act: Act, case: Case) -> BordersPart:
    """Present the hand-overs, questions and moves of a case."""
    hand_overs, answers = queries.hand_overs_of(act, case), queries.answers_of(act, case)
    evidence = queries.move_evidence_of(act, case)
    is_waiting = any(each.state in PENDING for each in hand_overs)
    return BordersPart(
        hand_overs=_hand_over_table("Hand-overs of this case", hand_overs),
        answers=_answer_table("Authorities asked about this child", answers, act),
        evidence=_evidence_table(evidence),
        certainty=_certainty_words(evidence),
        tasks=() if case.stage == Stage.CLOSED else _tasks(case, is_waiting=is_waiting),
    )


def border_work_page(act: Act, work: queries.BorderWork) -> BorderWorkPage:
    """Present the lists between authorities."""
    return BorderWorkPage(
        title="Other authorities",
        offered_to_us=_hand_over_table("Cases offered to you", work.offered_to_us),
        asked_of_us=_question_table(work.asked_of_us),
        offered_by_us=_hand_over_table("Cases you have offered", work.offered_by_us),
        answers_to_us=_answer_table("Questions you have asked", work.answers_to_us, act, of_case=True),
        ended=_hand_over_table("Hand-overs that ended", work.ended),
        meanings=tuple(
            Row(key=each.name, value=each.words) for each in (*HAND_OVER_MEANINGS.values(), *ANSWER_MEANINGS.values())
        ),
    )


def hand_over_page(act: Act, hand_over: HandOver) -> HandOverPage:
    """Present one hand-over to either side."""
    is_receiver = act.organisation_id == hand_over.receiver_id
    is_pending = hand_over.state in PENDING
    can_answer = is_receiver and is_pending
    return HandOverPage(
        title=f"Hand-over {hand_over.reference}",
        is_receiver=is_receiver,
        is_pending=is_pending,
        facts=_facts(hand_over, is_receiver=is_receiver),
        child_rows=_told_rows(hand_over) if can_answer else (),
        accept_href=_address("accept-case", hand_over) if can_answer else "",
        decline_href=_address("decline-case", hand_over) if can_answer else "",
        withdraw_href="" if is_receiver or not is_pending else _address("withdraw-offer", hand_over),
    )


def question_page(asked: Asked) -> QuestionPage:
    """Present a question with the least that can be matched."""
    own, asker = asked.question.case.notification.sighting, asked.question.case.authority
    initials = f"{own.forename[:1]}. {own.surname[:1]}."
    return QuestionPage(
        title="Is this child with you?",
        facts=(
            Row(key="Initials", value=initials.upper()),
            Row(key="Date of birth", value=day_words(own.birth_date) if own.birth_date else "Not known"),
            Row(key="Sex", value=SEXES.get(own.sex, "Not given")),
            Row(key="Asked by", value=asker.name),
            Row(key="Asked on", value=moment_words(asked.question.asked_at)),
            Row(key="Shown to you until", value=day_words(asked.question.expires_on)),
            Row(key="Your answer", value=_answer_tag(Answer(asked.answer))),
        ),
        lead="You see no name: look in your own records for children born on this day. That you read this is recorded.",
    )


def end_points_page(case: Case) -> EndPointsPage:
    """Present the places outside England with what shows a move to each."""
    places = borders.end_points().items()
    return EndPointsPage(
        title="Has the child moved out of England?",
        reference=f"Case {case.reference}",
        case_href=reverse("casework:case", args=[case.reference]),
        places=tuple((_place_link(case, code), _proof_table(code, name)) for code, name in places),
    )


def _place_link(case: Case, end_point: str) -> Link:
    name = borders.end_points()[end_point]
    href = reverse("casework:record-move-evidence", args=[case.reference, end_point])
    return Link(text=f"Record evidence of a move to {_place_words(name)}", href=href)


def _place_words(name: str) -> str:
    return "another country" if name == "Another country" else name


def _proof_table(end_point: str, name: str) -> Table:
    rows = tuple((proof.words, str(proof.certainty).capitalize()) for proof in borders.proofs_of(end_point).values())
    return Table(caption=name, head=("What shows it", "How sure"), rows=rows)


def _tasks(case: Case, *, is_waiting: bool) -> tuple[Link, ...]:
    offer = Link(text="Hand this case over to another authority", href=_case_address("offer-case", case))
    ask = Link(text="Ask other authorities whether the child is with them", href=_case_address("ask-others", case))
    moved = Link(text="Moved out of England?", href=_case_address("end-points", case))
    return (ask, moved) if is_waiting else (offer, ask, moved)


def _facts(hand_over: HandOver, *, is_receiver: bool) -> tuple[Row, ...]:
    meaning = HAND_OVER_MEANINGS[HandOverState(hand_over.state)]
    rows = [
        Row(key="State", value=Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)),
        Row(key="From", value=hand_over.sender.name),
        Row(key="To", value=hand_over.receiver.name),
        Row(key="Offered", value=moment_words(hand_over.offered_at)),
        Row(key="What you should know" if is_receiver else "What you wrote", value=hand_over.why),
    ]
    if hand_over.ended_at is None:
        rows.append(Row(key="To be answered by", value=day_words(hand_over.due_on)))
    else:
        rows.append(Row(key="Ended", value=moment_words(hand_over.ended_at)))
    if hand_over.reason:
        why = hand_over.get_reason_code_display() if hand_over.reason_code else ""
        rows.append(Row(key="Reason", value=". ".join(part for part in (why, hand_over.reason) if part)))
    rows += _case_rows(hand_over, is_receiver=is_receiver)
    return tuple(rows)


def _case_rows(hand_over: HandOver, *, is_receiver: bool) -> list[Row]:
    """The sender sees whether the other case is open and how it ended; each side may open its own."""
    taken = hand_over.receiver_case
    rows = []
    if taken is not None:
        ended = f"Closed: {taken.get_outcome_display()}" if taken.stage == Stage.CLOSED else "Open"
        rows.append(Row(key=f"The case at {hand_over.receiver.name}", value=ended))
    own = taken if is_receiver else hand_over.case
    if own is not None:
        href = reverse("casework:case", args=[own.reference])
        rows.append(Row(key="Your case", value=Link(text=own.reference, href=href)))
    return rows


def _told_rows(hand_over: HandOver) -> tuple[Row, ...]:
    """Before an authority accepts it sees what it needs to find the child; a sealed address is not in it."""
    case, own = hand_over.case, hand_over.case.notification.sighting
    rows = child_rows(own)
    if own.is_address_sealed:
        rows = tuple(row for row in rows if row.key != "Last known address")
    left_on = case.last_in_education_on
    return (
        *rows,
        Row(key="Last in education", value=day_words(left_on) if left_on else "Not known"),
        Row(key="First notified", value=day_words(case.notified_on)),
    )


def _hand_over_table(caption: str, rows: Sequence[HandOver]) -> Table | None:
    if not rows:
        return None
    return Table(
        caption=caption,
        head=("Hand-over", "From", "To", "State", "Answer by"),
        rows=tuple(
            (
                Link(text=each.reference, href=_address("hand-over", each)),
                each.sender.name,
                each.receiver.name,
                _state_tag(each),
                day_words(each.due_on) if each.ended_at is None else f"Ended {moment_words(each.ended_at)}",
            )
            for each in rows
        ),
    )


def _state_tag(hand_over: HandOver) -> Tag:
    meaning = HAND_OVER_MEANINGS[HandOverState(hand_over.state)]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def _answer_table(caption: str, rows: Sequence[Asked], act: Act, *, of_case: bool = False) -> Table | None:
    if not rows:
        return None

    def line(each: Asked) -> tuple[Cell, ...]:
        case = each.question.case
        first: tuple[Cell, ...] = ()
        if of_case:
            first = (Link(text=case.reference, href=reverse("casework:case", args=[case.reference])),)
        answered = moment_words(each.answered_at) if each.answered_at else "Not yet"
        tag = _answer_tag(queries.answer_of(act, each))
        return (*first, each.authority.name, tag, answered, day_words(each.question.expires_on))

    head = ("Authority", "Answer", "Answered", "Asked until")
    return Table(caption=caption, head=("Case", *head) if of_case else head, rows=tuple(map(line, rows)))


def _question_table(rows: Sequence[Asked]) -> Table | None:
    if not rows:
        return None
    return Table(
        caption="Questions to you: is this child with you?",
        head=("Question", "Asked by", "Your answer", "Shown until"),
        rows=tuple(
            (
                Link(text=each.reference, href=reverse("casework:question", args=[each.reference])),
                each.question.case.authority.name,
                _answer_tag(Answer(each.answer)),
                day_words(each.question.expires_on),
            )
            for each in rows
        ),
    )


def _answer_tag(answer: Answer) -> Tag:
    meaning = ANSWER_MEANINGS[answer]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def _evidence_table(evidence: Sequence[MoveEvidence]) -> Table | None:
    if not evidence:
        return None

    def line(each: MoveEvidence) -> tuple[Cell, ...]:
        proof = borders.proofs_of(each.end_point)[each.proof]
        place = borders.end_points()[each.end_point]
        return (proof.words, place, str(proof.certainty).capitalize(), day_words(each.seen_on), each.words)

    head = ("What shows it", "Place", "How sure", "On", "Who said what")
    return Table(caption="Evidence of a move out of England", head=head, rows=tuple(map(line, evidence)))


def _certainty_words(evidence: Sequence[MoveEvidence]) -> str:
    certainty = queries.certainty_of(evidence)
    if certainty is None:
        return ""
    place = _place_words(borders.end_points()[evidence[-1].end_point])
    if certainty == borders.Certainty.CONFIRMED:
        return f"The move to {place} is confirmed."
    return f"The move to {place} is only believed: keep looking, and keep the case open, until it is confirmed."


def _address(name: str, hand_over: HandOver) -> str:
    return reverse(f"casework:{name}", args=[hand_over.reference])


def _case_address(name: str, case: Case) -> str:
    return reverse(f"casework:{name}", args=[case.reference])
