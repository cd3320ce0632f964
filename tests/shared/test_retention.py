"""Keys are forgotten after a month, not before; where answers show a secret, after a day."""

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from shared.operations import retention
from tests.intake.builders import body


def test_a_key_is_forgotten_after_a_month(intake, caller, monday):
    desk = caller(intake, "front_officer")
    first = desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"})

    assert retention.purge_keys(intake.store, monday + timedelta(days=29)) == 0
    assert desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"}).json["id"] == first.json["id"]
    assert retention.purge_keys(intake.store, clock.now() + timedelta(days=31)) == 1
    assert desk.post("/v1/applications", body(), **{"Idempotency-Key": "k-1"}).json["id"] != first.json["id"]


@pytest.mark.parametrize("role", ["applicant", "front_officer", "head"])
def test_an_answer_that_shows_a_code_is_forgotten_after_a_day_whoever_asked(complaints, caller, role):
    words = {"subject": "Nota", "text": "Tidak diberi nota.", "reporter": {"name": "Budi"}}
    assert "code" in caller(complaints, role).post("/v1/complaints", words).json

    def purged(after: timedelta) -> Any:
        retention.job(complaints.store, complaints.answers_kept).act(clock.now() + after)
        return complaints.store.execute("SELECT COUNT(*) FROM idempotency_key").fetchone()[0]

    assert (purged(timedelta(hours=23)), purged(timedelta(hours=25))) == (1, 0)
