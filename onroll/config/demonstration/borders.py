"""Stories between authorities: a case handed over, one that is on offer while others are asked, a move to Wales."""

from onroll.casework import actions
from onroll.casework.border_states import Answer
from onroll.casework.models import Case
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.timetable import Story

WHY = "The landlord says that the family has moved to your area. Two visits here, nobody at home."


def handed_over(cast: Cast, case: Case) -> Story:
    """Another authority takes a case, three days after it was offered."""
    other = _elsewhere(cast, case)
    hand_over = actions.offer_case(
        cast.officer(case.authority.la_code, "offer a case to another authority"),
        case=case,
        receiver=cast.places.authorities[other],
        why=WHY,
        expected_version=case.version,
    )
    yield 3
    act = cast.officer(other, "accept a case of another authority")
    actions.open_hand_over(act, hand_over=hand_over)
    actions.accept_case(act, hand_over=hand_over, expected_version=hand_over.version)


def on_offer(cast: Cast, case: Case) -> Story:
    """A case that is on offer to another authority, which knew a child who may be this one."""
    area, other = case.authority.la_code, _elsewhere(cast, case)
    receiver = cast.places.authorities[other]
    question = actions.ask_others(
        cast.officer(area, "ask other authorities about a child"),
        case=case,
        authority_ids=[each.pk for each in cast.places.authorities.values()],
        expected_version=case.version,
    )
    yield 1
    act = cast.officer(other, "answer whether a child is here")
    asked = question.asked.get(authority=receiver)
    actions.open_question(act, asked=asked)
    actions.answer_question(act, asked=asked, answer=Answer.YES, expected_version=asked.version)
    case.refresh_from_db()
    actions.offer_case(
        cast.officer(area, "offer a case to another authority"),
        case=case,
        receiver=receiver,
        why=WHY,
        expected_version=case.version,
    )


def moved_to_wales(cast: Cast, case: Case) -> None:
    """The move is confirmed by a school there."""
    act = cast.officer(case.authority.la_code, "record evidence of a move")
    actions.record_move_evidence(
        act,
        case=case,
        end_point="wales",
        proof="school_confirmed",
        seen_on=act.on,
        words="The school’s office, called back on the number of its own pages.",
        expected_version=case.version,
    )
    case.refresh_from_db()


def _elsewhere(cast: Cast, case: Case) -> str:
    return next(area for area in cast.places.authorities if area != case.authority.la_code)
