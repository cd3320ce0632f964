"""Certificates hears of the people behind hidden tests that were approved before it was told of them."""

import pytest

from services.testing.storage import Order
from services.testing.usecases import approvals
from shared import clock
from shared.service import Service
from tests.support import told
from tests.testing.builders import THIRD, approved, begun, booked, published
from tests.testing.test_handlers import examined, retest

HANDLED = "examination.handled"
pytestmark = pytest.mark.usefixtures("monday")


def test_of_a_hidden_test_from_before_the_people_are_told_once_and_of_others_nothing(office: Service):
    id, _ = retest(office, examined(office).instrument_id)
    again = Order.get(Order.complaint_id == id)
    booked(again, day := published())
    begun(day)
    approved(Order.find(again.id), by=THIRD)
    before = [one["data"] for one in told(office, HANDLED)]
    approvals.tell_hands(clock.now())
    assert [one["data"] for one in told(office, HANDLED)] == before

    with office.store.transaction():  # as it was before they were told
        office.store.execute("DELETE FROM log_event WHERE type = ?", "testing.examination.handled.v1")
    for _ in range(2):
        approvals.tell_hands(clock.now())

    assert [one["data"] for one in told(office, HANDLED)] == before[-1:]
    assert (before[-1]["kept_from"], before[-1]["kept"]) == (["dev-verifier"], True)
