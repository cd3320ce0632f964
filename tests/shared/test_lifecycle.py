"""A table of moves: what it allows, refuses, and can say about itself."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Conflict
from shared.lifecycle import Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    DONE = "done"


class Action(StrEnum):
    SEND = "send"
    RETURN = "return"
    FINISH = "finish"


MOVES = [
    (State.DRAFT, Action.SEND, State.SENT),
    (State.SENT, Action.RETURN, State.RETURNED),
    (State.RETURNED, Action.SEND, State.SENT),
    (State.SENT, Action.FINISH, State.DONE),
]
LIFECYCLE = Lifecycle(State.DRAFT, MOVES)


@pytest.mark.parametrize(("state", "action", "after"), MOVES)
def test_a_move_of_the_table_is_made(state, action, after):
    assert LIFECYCLE.move(state, action) is after


def test_a_state_read_from_a_row_as_text_moves_too():
    assert LIFECYCLE.move("draft", Action.SEND) is State.SENT


def test_a_refusal_names_what_is_allowed_now():
    with pytest.raises(Conflict) as refused:
        LIFECYCLE.move(State.SENT, Action.SEND)

    assert refused.value.code == "illegal-move"
    assert refused.value.facts == {"state": "sent", "action": "send", "allowed": ["return", "finish"]}


def test_nothing_moves_a_thing_that_has_ended():
    assert LIFECYCLE.ends() == {State.DONE}
    assert LIFECYCLE.allowed(State.DONE) == []


def test_the_same_action_twice_from_one_state_is_no_table():
    with pytest.raises(ValueError, match="the same action twice"):
        Lifecycle(State.DRAFT, [*MOVES, (State.DRAFT, Action.SEND, State.DONE)])


def test_a_state_that_nothing_leads_to_is_not_reachable():
    assert Lifecycle(State.DRAFT, MOVES[:2]).reachable() == {State.DRAFT, State.SENT, State.RETURNED}


@given(st.lists(st.sampled_from(Action)))
def test_no_sequence_of_actions_leaves_the_reachable_states(actions):
    state = LIFECYCLE.start
    for action in actions:
        if LIFECYCLE.can(state, action):
            state = LIFECYCLE.move(state, action)
        else:
            with pytest.raises(Conflict):
                LIFECYCLE.move(state, action)

    assert state in LIFECYCLE.reachable()


def test_the_diagram_shows_start_moves_and_ends():
    assert LIFECYCLE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft --> sent: send",
        "    sent --> returned: return",
        "    returned --> sent: send",
        "    sent --> done: finish",
        "    done --> [*]",
    ]
