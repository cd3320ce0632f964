"""The moves of orders, sessions and examinations are those of the contract, and no others."""

import pytest

from services.testing.domain.lifecycle import EXAMINATION, ORDER, SESSION, OrderAction, OrderState
from shared.errors import Conflict

CONTRACT = {  # section 2, as sentences: from –action→ to
    "order": """waiting schedule scheduled; scheduled examine examined; scheduled reschedule scheduled;
        scheduled miss waiting; scheduled release waiting; waiting offer offered; offered accept_offer scheduled;
        offered offer_lapse waiting; waiting cancel cancelled; offered cancel cancelled; scheduled cancel cancelled;
        waiting carry_over waiting""",
    "session": """planned publish published; published open open; open close closed; open break_off closed;
        planned cancel cancelled; published cancel cancelled""",
    "examination": """recorded submit submitted; submitted approve approved; submitted return recorded;
        approved correct superseded""",
}
LIFECYCLES = {"order": ORDER, "session": SESSION, "examination": EXAMINATION}


@pytest.mark.parametrize("thing", CONTRACT)
def test_the_moves_are_those_of_the_contract(thing):
    promised = {tuple(sentence.split()) for sentence in CONTRACT[thing].split(";")}

    assert {tuple(map(str, move)) for move in LIFECYCLES[thing].moves} == promised


@pytest.mark.parametrize("thing", LIFECYCLES)
def test_every_state_can_be_reached(thing):
    lifecycle = LIFECYCLES[thing]

    assert lifecycle.reachable() == set(type(lifecycle.start))


def test_an_examined_order_is_not_cancelled():
    with pytest.raises(Conflict, match="illegal-move"):
        ORDER.move(OrderState.EXAMINED, OrderAction.CANCEL)
