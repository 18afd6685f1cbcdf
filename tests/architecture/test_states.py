"""Every table of states is total, and every state can be reached and has its meaning."""

import pytest

from onroll.casework import stages
from onroll.transfer import request_states, states

TABLES = [
    pytest.param(states.State, states.MOVES, states.FIRST_STATES, states.MEANINGS, id="file"),
    pytest.param(
        request_states.RequestState,
        request_states.MOVES,
        request_states.FIRST_STATES,
        request_states.MEANINGS,
        id="request",
    ),
    pytest.param(stages.Stage, stages.MOVES, {stages.Stage.CHECK}, stages.MEANINGS, id="case"),
    pytest.param(
        stages.NotificationState,
        stages.NOTIFICATION_MOVES,
        {stages.NotificationState.NEW},
        stages.NOTIFICATION_MEANINGS,
        id="notification",
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
