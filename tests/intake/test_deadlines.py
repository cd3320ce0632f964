"""What the calendar does by itself, told once; and what becomes of instruments."""

from datetime import timedelta

import pytest

from services.intake.storage import Application, Instrument
from services.intake.usecases import deadlines, register, review
from shared import clock
from shared.errors import Conflict
from tests.intake.builders import FRONT, accepted, submitted
from tests.support import MONDAY, told


@pytest.mark.parametrize(("days", "state"), [(90, "returned"), (91, "lapsed")])
def test_a_returned_letter_lapses_after_the_days_of_the_profile(intake, days, state):
    with clock.frozen_at(MONDAY):
        letter = submitted()
        review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/", "code": "x"}])

    with clock.frozen_at(MONDAY + timedelta(days=days)):
        deadlines.lapse_returned(clock.now())
        deadlines.lapse_returned(clock.now())
    assert Application.find(letter.id).state == state
    assert len(told(intake, "lapsed")) == (state == "lapsed")


@pytest.mark.parametrize(("days", "times"), [(365, 0), (366, 1)])
def test_a_broken_promise_is_told_once(intake, days, times):
    with clock.frozen_at(MONDAY):
        accepted()

    with clock.frozen_at(MONDAY + timedelta(days=days)):
        for _ in range(3):
            deadlines.tell_overdue(clock.now())
    assert len(told(intake, "overdue")) == times


def test_an_instrument_keeps_its_id_when_it_is_sold_and_when_it_rests(intake):
    instrument = Instrument.find(accepted().items[0].instrument_id)

    moved = register.move_instrument(FRONT, instrument.id, instrument.version, "retire", "not_needed")
    sold = register.transfer(FRONT, instrument.id, moved.version, {"name": "Budi"}, "sale")
    assert (sold.id, sold.state, sold.owner.name) == (instrument.id, "out_of_use", "Budi")
    with pytest.raises(Conflict, match="illegal-move"):
        register.move_instrument(FRONT, sold.id, sold.version, "retire", "x")
    assert [event["type"] for event in told(intake, "instrument.")][-2:] == [
        "intake.instrument.retired.v1",
        "intake.instrument.transferred.v1",
    ]
