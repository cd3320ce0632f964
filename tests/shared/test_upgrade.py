"""A database of the time when personal data lay open is sealed by its upgrade, and says what it said before."""

import json
from importlib import import_module
from typing import Any

import pytest
from playhouse.migrations import Runner

from shared.auth.pseudonyms import office
from shared.config import Settings
from shared.database import migration
from shared.ids import name_id, uuid7
from tests import databases
from tests.taint.places import raw

OPEN = {"intake": "0004_files_are_scanned", "complaints": "0002_a_long_queue"}
NOW, SITI = "2026-11-23T02:00:00.000Z", "Siti Aminah"
HISTORY = {"subject": "s", "at": NOW, "by": SITI, "by_name": SITI, "action": "open", "source": "", "target": "",
           "facts": {"note": SITI}}  # fmt: skip


@pytest.fixture
def of_old(tmp_path) -> Any:
    """`of_old(name)`: the service on a database that stands where its data lay open."""
    opened = []

    def build(name: str) -> Any:
        service = import_module(f"services.{name}.main").service
        service.open(Settings.from_env(name, var_dir=str(tmp_path), **databases.fresh(name, tmp_path)))
        opened.append(service)
        with migration._alone(service.store):
            Runner(service.store.database.obj, str(service.folder / "migrations"), migration.TABLE).up(OPEN[name])
        return service

    yield build
    for service in opened:
        service.store.close()


def put(service: Any, table: str, **columns: Any) -> str:
    """One row as the code of that time wrote it."""
    row = {"id": uuid7(), **columns}
    values = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    with service.store.transaction():
        service.store.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', *values)
    return row["id"]


def answered(service: Any, owner: str, key: str, location: str = "") -> None:
    put(service, "idempotency_key", id=len(key), owner=owner, key=key, fingerprint="f" * 64, created_at=NOW, status=201,
        headers={"Location": location}, body=b"x")  # fmt: skip


def cells(service: Any) -> str:
    read = (service.store.execute(f'SELECT * FROM "{table}"') for table in service.store.database.get_tables())
    return str(sorted(str([raw(cell) for cell in row]) for cursor in read for row in cursor.fetchall()))


def letter_of_old(service: Any) -> tuple[str, str]:
    owner = name_id("http://127.0.0.1:8000/dev", "siti")
    born = {"version": 1, "created_at": NOW}
    party = put(service, "party", **born, owner_key=owner, facts=service.store.vault.seal("{}"), told_facts="d" * 64)
    application = put(
        service, "application", **born, owner_key=owner, party_id=party, state="draft", scheme="individual",
        channel="online", opened_by=SITI, revision=0, urgent=False, letter={"number": SITI}, faults=[{"note": SITI}],
        wish=SITI, overdue_told=False,
    )  # fmt: skip
    return application, owner


def test_letters_and_histories_are_sealed_and_say_what_they_said(of_old):
    intake = of_old("intake")
    id, owner = letter_of_old(intake)
    put(intake, "history", **HISTORY)
    answered(intake, SITI, "siti-1")
    assert SITI in cells(intake)

    intake.migrate()

    assert [word for word in (SITI, owner, "siti-1", "d" * 64, "f" * 64) if word in cells(intake)] == []
    from services.intake.storage import Application, digest_of

    row = Application.get_by_id(id)
    assert (row.wish, row.letter, row.faults) == (SITI, {"number": SITI}, [{"note": SITI}])
    assert row.opened_by == digest_of(SITI)
    [line] = intake.context.History.select()
    assert (line.by, line.by_name, line.facts) == (SITI, SITI, {"note": SITI})
    assert row.owner_key == office.of("http://127.0.0.1:8000/dev", "siti")
    assert migration.drift(intake.store, intake.tables) == ""


def test_an_upgrade_that_was_killed_leaves_all_as_it_was_and_is_done_whole_the_next_time(of_old, monkeypatch):
    intake = of_old("intake")
    letter_of_old(intake)
    put(intake, "history", **HISTORY)
    before = cells(intake)

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("shared.database.encrypt_existing.keep_keys_apart", dies)
        with pytest.raises(KeyboardInterrupt):
            intake.migrate()
    assert cells(intake) == before

    assert intake.migrate()
    assert intake.migrate() == []
    assert SITI not in cells(intake)


def test_no_kept_answer_tells_whose_an_anonymous_case_is(of_old):
    complaints = of_old("complaints")
    seal, born = complaints.store.vault.seal, {"version": 1, "created_at": NOW}
    for identity in ("anonymous", "named"):
        facts = {
            "kind": "complaint",
            "state": "received",
            "stage": 1,
            "channel": "online",
            "received_at": NOW,
            "level": 1,
        }
        more = {
            "taken_by": "",
            "period": "2026-2",
            "identity": identity,
            "about": {"verifier_code": SITI},
            "reopened": 0,
        }
        words = {name: seal('"x"') for name in ("code", "subject", "text")}
        case = put(complaints, "complaint", **born, number=identity, **facts, **more, **words, marks=[], escalations={})
        answered(complaints, SITI, f"key-{identity}", f"/v1/complaints/{case}")

    complaints.migrate()

    owners = [len(owner) for (owner,) in complaints.store.execute("SELECT owner FROM idempotency_key ORDER BY owner")]
    assert owners == [0, 64]
    assert SITI not in cells(complaints)
    from services.complaints.storage import Complaint

    assert {row.about["verifier_code"] for row in Complaint.select()} == {SITI}
