"""The ledger itself: whatever is taken away, doubled, swapped or invented in the books is found, and nothing else."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos import ledger
from tests.chaos.answers import Acknowledged
from tests.chaos.effects_check import Deeds
from tests.chaos.ledger import Books

TABLES = """
CREATE TABLE log_event (position INTEGER, event_id TEXT, type TEXT, subject TEXT, sequence INTEGER, body BLOB);
CREATE TABLE application (id TEXT, state TEXT, accepted_at TEXT);
CREATE TABLE item (id TEXT, state TEXT, instrument_id TEXT);
CREATE TABLE instrument (id TEXT, brand TEXT, serial TEXT);
CREATE TABLE party (id TEXT);
CREATE TABLE "order" (id TEXT, state TEXT, source_key TEXT, item_id TEXT, cause TEXT, retest_of TEXT);
CREATE TABLE session (id TEXT);
CREATE TABLE examination (id TEXT, state TEXT);
CREATE TABLE certificate (id TEXT, examination_id TEXT, kind TEXT, state TEXT, instrument_id TEXT, item_id TEXT,
                          living TEXT, signed_at TEXT);
CREATE TABLE complaint (id TEXT);
"""
ACCEPTED = f"CAST('{json.dumps({'data': {'items': [{'item_id': 'i1'}]}})}' AS BLOB)"
WHOLE = {
    "intake": [
        f"INSERT INTO log_event VALUES (1, 'e1', 'intake.application.accepted.v1', 'a1', 1, {ACCEPTED})",
        "INSERT INTO log_event VALUES (2, 'e2', 'intake.item.ended.v1', 'i1', 1, '')",
        "INSERT INTO application VALUES ('a1', 'accepted', 'now')",
        "INSERT INTO item VALUES ('i1', 'certified', 'x1')",
        "INSERT INTO instrument VALUES ('x1', 'Sonic', 's1')",
    ],
    "testing": [
        "INSERT INTO log_event VALUES (1, 'e3', 'testing.order.opened.v1', 'o1', 1, '')",
        "INSERT INTO log_event VALUES (2, 'e4', 'testing.examination.passed.v1', 'p1', 1, '')",
        "INSERT INTO \"order\" VALUES ('o1', 'examined', 'item:i1', 'i1', 'first', NULL)",
        "INSERT INTO examination VALUES ('p1', 'approved')",
    ],
    "certificates": [
        "INSERT INTO log_event VALUES (1, 'e5', 'certificates.certificate.issued.v1', 'c1', 1, '')",
        "INSERT INTO certificate VALUES ('c1', 'p1', 'verification', 'valid', 'x1', 'i1', 'x1', 'now')",
    ],
    "complaints": [],
}
PROMISED = Acknowledged("intake", "/v1/applications/a1/acceptance", "k", False, 1, "a1")
MADE = Acknowledged("intake", "/v1/applications", "k", True, 1, "a1")


@pytest.fixture
def offices(tmp_path: Path) -> Callable[[dict[str, str]], Deeds]:
    """Four databases in which all is well, but for one statement each."""

    def made(faults: dict[str, str]) -> Deeds:
        for name, statements in WHOLE.items():
            with closing(sqlite3.connect(tmp_path / f"{name}.db")) as database, database:
                database.executescript(TABLES)
                for statement in [*statements, *([faults[name]] if name in faults else [])]:
                    database.execute(statement)
        return Deeds({name: tmp_path / f"{name}.db" for name in WHOLE})

    return made


def found(deeds: Deeds, *answers: Acknowledged) -> dict[str, int]:
    findings = ledger.Findings()
    deeds.check(answers, findings)
    return {name: len(getattr(findings, name)) for name in ledger.FAULTS if getattr(findings, name)}


def test_where_all_is_as_it_was_told_and_promised_nothing_is_found(offices):
    assert found(offices({}), PROMISED, MADE) == {}


FAULTS = [
    ("intake", "DELETE FROM log_event WHERE event_id = 'e2'", {"lost"}),
    ("intake", "UPDATE application SET accepted_at = NULL", {"unfounded"}),
    ("intake", "INSERT INTO log_event VALUES (3, 'e9', 'intake.item.withdrawn.v1', 'i9', 1, '')", {"unfounded"}),
    ("intake", "INSERT INTO log_event VALUES (3, 'e9', 'intake.item.ended.v1', 'i1', 2, '')", {"double_effects"}),
    ("intake", "UPDATE item SET state = 'scheduled'", {"lost", "unfounded"}),
    ("intake", "INSERT INTO instrument VALUES ('x2', 'Sonic', 's1')", {"double_effects"}),
    ("testing", 'DELETE FROM "order"', {"lost", "unfounded"}),
    (
        "testing",
        "INSERT INTO \"order\" VALUES ('o2', 'waiting', 'item:i1', NULL, 'first', NULL)",
        {"lost", "double_effects"},
    ),
    ("testing", "UPDATE examination SET state = 'submitted'", {"unfounded"}),
    ("certificates", "DELETE FROM certificate", {"lost", "unfounded"}),
    (
        "certificates",
        "INSERT INTO certificate VALUES ('c2', 'p1', 'verification', 'valid', 'x1', 'i1', 'x1', NULL)",
        {"double_effects"},
    ),
]


@pytest.mark.parametrize(("name", "fault", "kinds"), FAULTS)
def test_a_deed_that_is_missing_doubled_or_unfounded_is_found(offices, name, fault, kinds):
    assert set(found(offices({name: fault}), PROMISED)) == kinds


BROKEN = [
    Acknowledged("intake", "/v1/applications", "k", True, 1, "a9"),
    Acknowledged("intake", "/v1/applications/a1/acceptance", "k", False, 3, "a1"),
    Acknowledged("intake", "/v1/applications/i1/submission", "k", False, 1, "i1"),
]


@pytest.mark.parametrize("promise", BROKEN, ids=["no such thing", "no such position", "never told"])
def test_a_promise_that_was_not_kept_is_found(offices, promise):
    assert found(offices({}), promise) == {"lost": 1}


def test_a_key_that_made_two_things_is_found(offices):
    second = Acknowledged("intake", "/v1/applications", "k", True, 1, "i1")

    assert found(offices({}), MADE, second) == {"double_effects": 1}


def books(*inbox: tuple) -> dict[str, Books]:
    """Three events of two subjects at the writer's; at the reader's as given."""
    log = [(1, "a", "w.t.v1", "s", 1), (2, "b", "w.t.v1", "s", 2), (3, "c", "w.t.v1", "t", 1)]
    return {"writer": Books(log, []), "reader": Books([], list(inbox), {"w.t.v1"})}


def heard(id: str, subject: str, sequence: int, state: str = "done") -> tuple:
    return ("urn:x:writer", id, "w.t.v1", subject, sequence, state)


WELL = (heard("a", "s", 1), heard("b", "s", 2), heard("c", "t", 1))
WRONG = [
    (WELL, set()),
    (WELL[:2], {"lost"}),
    ((*WELL, heard("c", "t", 1)), {"double_effects", "order_violations"}),
    ((WELL[1], WELL[0], WELL[2]), {"order_violations"}),
    ((*WELL[:2], heard("c", "t", 1, "dead")), {"lost", "dead"}),
    ((*WELL, heard("d", "t", 2)), {"unfounded"}),
]


@pytest.mark.parametrize(("inbox", "kinds"), WRONG)
def test_an_inbox_that_is_not_the_log_is_found_out(inbox, kinds):
    findings = ledger.audit(books(*inbox))

    assert {name for name in ledger.FAULTS if getattr(findings, name)} == kinds


def test_holes_in_positions_and_in_sequences_are_found():
    holes = {"writer": Books([(1, "a", "w.t.v1", "s", 1), (3, "b", "w.t.v1", "s", 3)], [])}

    assert len(ledger.audit(holes).gaps) == 2
    assert len(ledger.audit(holes, excused=["s"]).gaps) == 1
