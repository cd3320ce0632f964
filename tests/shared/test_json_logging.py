"""Logs say what happened and where, and never a word that a person wrote."""

import io
import json
import logging
from typing import Any

import pytest

from services.intake.storage import Application, Instrument
from shared.errors import Conflict
from shared.ids import uuid7
from shared.observe.json_logging import JsonLines
from tests.intake.builders import Peer, body

CANARY = "Kenari Unik 1606074107990001"
LETTERS = "/v1/applications"


@pytest.fixture
def lines(caplog) -> Any:
    """Everything logged so far, as the process would write it."""
    caplog.set_level(logging.INFO)

    def written() -> str:
        return "\n".join(JsonLines("intake").format(record) for record in caplog.records)

    return written


def test_a_line_is_json_with_the_known_facts():
    record = logging.LogRecord("shared.x", logging.INFO, "x.py", 1, "went %s", ("well",), None)
    record.status, record.secret = 200, "s3cret"

    line = json.loads(JsonLines("intake").format(record))
    assert (line["level"], line["service"], line["message"], line["status"]) == ("info", "intake", "went well", 200)
    assert "secret" not in line


def test_an_exception_is_placed_without_its_words():
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "failed", (), (ValueError, error, error.__traceback__)
        )

    line = json.loads(JsonLines("intake").format(record))
    assert line["exception"].startswith("ValueError < ")
    assert "test_json_logging.py" in line["exception"]
    assert CANARY not in str(line)


def test_a_request_is_logged_under_its_route(intake, caller, lines):
    id = uuid7()

    caller(intake, "head").get(f"{LETTERS}/{id}")
    found = [line for line in map(json.loads, lines().splitlines()) if line["logger"] == "shared.request"]
    assert found[-1]["route"] == "/v1/applications/<id:id>"
    assert (found[-1]["method"], found[-1]["status"]) == ("GET", 404)
    assert id not in str(found)


def test_a_name_goes_through_letter_refusal_and_failure_without_reaching_a_log(intake, caller, lines, monkeypatch):
    siti = caller(intake, "applicant", name=CANARY)
    party = {"name": CANARY, "phone": CANARY[-12:], "address": CANARY}

    letter = siti.post(LETTERS, body(party=party))
    assert siti.post(LETTERS, body(party={**party, "colour": CANARY})).status_code == 422
    assert siti.post(f"{LETTERS}/{letter.json['id']}/submission", {}, letter).status_code == 200
    assert siti.get(f"/v1/tracking/{CANARY}?code={CANARY}").status_code == 404
    monkeypatch.setattr(Application, "visible", lambda *_: {}[CANARY])
    assert siti.get(f"{LETTERS}/{letter.json['id']}").status_code == 500
    assert CANARY not in lines()
    assert "unexpected KeyError" in lines()


def test_a_handler_that_fails_on_a_person_does_not_log_him(intake, lines, monkeypatch):
    def refuse(*_: Any, **__: Any) -> None:
        raise Conflict("refused-in-state", event=CANARY)

    monkeypatch.setattr(Instrument, "get_or_none", refuse)
    facts = {"certificate_id": uuid7(), "number": CANARY, "instrument_id": uuid7(), "reason_code": "x"}

    assert Peer(intake, "certificates").says("certificate.revoked", facts["certificate_id"], **facts) == ["dead"]
    assert CANARY not in lines()


def test_a_refusal_that_cannot_be_told_is_logged_with_the_trace_id_that_the_answer_names(intake, caller):
    """What fails on the way to an answer was logged by Flask itself, with the address and without the trace id."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines("intake"))
    logging.getLogger().addHandler(handler)
    siti = caller(intake, "applicant")
    faults = iter([True])
    hooks = siti.client.application.after_request_funcs[None]
    hooks.insert(0, lambda answer: {}[CANARY] if next(faults, False) else answer)
    try:
        answer = siti.get(f"{LETTERS}/{uuid7()}")
    finally:
        logging.getLogger().removeHandler(handler)

    failed = [line for line in map(json.loads, written.getvalue().splitlines()) if "exception" in line]
    assert answer.status_code == 500
    assert failed
    assert {line["trace_id"] for line in failed} == {answer.json["trace_id"]}
    assert not [word for word in (CANARY, f"{LETTERS}/0") if word in written.getvalue()]
