"""Every table of states is total, and every state can be reached and has its meaning."""

import pytest

from onroll.attendance import alert_states, file_states
from onroll.casework import agency_requests, border_states, directory_states, stages
from onroll.evaluation import round_states
from onroll.registry import review_states
from onroll.returns import return_states
from onroll.rolls import snapshot_states
from onroll.survey import interview_states
from onroll.transfer import conversation_states, request_states, states

TABLES = [
    pytest.param(
        return_states.ReturnState,
        return_states.MOVES,
        return_states.FIRST_STATES,
        return_states.MEANINGS,
        id="return",
    ),
    pytest.param(states.State, states.MOVES, states.FIRST_STATES, states.MEANINGS, id="file"),
    pytest.param(
        request_states.RequestState,
        request_states.MOVES,
        request_states.FIRST_STATES,
        request_states.MEANINGS,
        id="request",
    ),
    pytest.param(
        interview_states.InterviewState,
        interview_states.MOVES,
        interview_states.FIRST_STATES,
        interview_states.MEANINGS,
        id="interview of the survey",
    ),
    pytest.param(
        conversation_states.ConversationState,
        conversation_states.MOVES,
        conversation_states.FIRST_STATES,
        conversation_states.MEANINGS,
        id="conversation",
    ),
    pytest.param(
        review_states.ReviewState,
        review_states.MOVES,
        review_states.FIRST_STATES,
        review_states.MEANINGS,
        id="review",
    ),
    pytest.param(
        snapshot_states.SnapshotState,
        snapshot_states.MOVES,
        snapshot_states.FIRST_STATES,
        snapshot_states.MEANINGS,
        id="snapshot",
    ),
    pytest.param(
        agency_requests.RequestState,
        agency_requests.MOVES,
        agency_requests.FIRST_STATES,
        agency_requests.MEANINGS,
        id="agency request",
    ),
    pytest.param(stages.Stage, stages.MOVES, {stages.Stage.CHECK}, stages.MEANINGS, id="case"),
    pytest.param(
        stages.NotificationState,
        stages.NOTIFICATION_MOVES,
        {stages.NotificationState.NEW},
        stages.NOTIFICATION_MEANINGS,
        id="notification",
    ),
    pytest.param(
        border_states.HandOverState,
        border_states.HAND_OVER_MOVES,
        {border_states.HandOverState.OFFERED},
        border_states.HAND_OVER_MEANINGS,
        id="hand-over",
    ),
    pytest.param(
        border_states.Answer,
        border_states.ANSWER_MOVES,
        {border_states.Answer.ASKED},
        border_states.ANSWER_MEANINGS,
        id="answer of an authority",
    ),
    pytest.param(
        round_states.RoundState,
        round_states.MOVES,
        round_states.FIRST_STATES,
        round_states.MEANINGS,
        id="round of self-evaluation",
    ),
    pytest.param(
        alert_states.AlertState,
        alert_states.MOVES,
        alert_states.FIRST_STATES,
        alert_states.MEANINGS,
        id="alert",
    ),
    pytest.param(
        file_states.FileState, file_states.MOVES, file_states.FIRST_STATES, file_states.MEANINGS, id="file of marks"
    ),
    pytest.param(
        directory_states.InvitationState,
        directory_states.INVITATION_MOVES,
        {directory_states.InvitationState.OPEN},
        directory_states.INVITATION_MEANINGS,
        id="question to a contact",
    ),
    pytest.param(
        directory_states.RefusalState,
        directory_states.REFUSAL_MOVES,
        {directory_states.RefusalState.OPEN},
        directory_states.REFUSAL_MEANINGS,
        id="refusal of an agency",
    ),
]


@pytest.mark.parametrize(("kind", "moves", "first", "meanings"), TABLES)
def test_every_state_has_moves_a_meaning_and_a_way_to_it(kind, moves, first, meanings) -> None:
    assert set(moves) == set(kind) == set(meanings)
    reached, edge = set(first), set(first)
    while edge:
        edge = {target for state in edge for target in moves[state]} - reached
        reached |= edge
    assert reached == set(kind)
