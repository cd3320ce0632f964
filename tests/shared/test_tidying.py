"""Keys are forgotten after a month, not before."""

from datetime import timedelta

from shared import clock, tidying
from tests.intake.builders import body


def test_a_key_is_forgotten_after_a_month(intake, caller, monday):
    desk = caller(intake, "front_officer")
    first = desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"})

    assert tidying.purge_keys(intake.store, monday + timedelta(days=29)) == 0
    assert desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"}).json["id"] == first.json["id"]
    assert tidying.purge_keys(intake.store, clock.now() + timedelta(days=31)) == 1
    assert desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"}).json["id"] != first.json["id"]
