"""A database of before keeps its cases: an old code still opens its own, and the officer complained of sees none."""

import json
from pathlib import Path

import pytest
from playhouse import migrations

from services.complaints.main import service
from services.complaints.storage import Complaint, Staff, store
from services.complaints.usecases.cases import seen
from shared.auth.actor import Actor
from shared.config import Settings
from shared.database import migration as ours
from shared.errors import NotFound
from tests import databases

CODE, SPARE = "K7QM-3XFT-9WZA-2HBC-D4EV-8NRP", "0123-4567-89AB-CDEF-GHJK-MNPQ"
NOW, INSTRUMENT = "2026-11-20T02:00:00.000Z", "00000000-0000-7000-8000-00000000000a"
CASE = {
    "version": 1, "created_at": NOW, "kind": "complaint", "state": "received", "stage": 1, "channel": "online",
    "received_at": NOW, "taken_by": "", "period": "2026-2", "identity": "anonymous", "level": 1, "reopened": 0,
    "marks": "[]", "escalations": "{}",
}  # fmt: skip


def insert(table: str, **values: object) -> None:
    sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
    store.execute(sql, *values.values())


@pytest.fixture
def migrated(tmp_path: Path):
    """An office of before, with an officer `P 9`, an examination of his and two cases about him; brought to today."""
    service.open(Settings.from_env("complaints", var_dir=str(tmp_path), **databases.fresh("complaints", tmp_path)))
    folder = service.folder / "migrations"
    migrations.Runner(store.database.obj, str(folder), ours.TABLE).up("0002_a_long_queue")
    with store.transaction():
        facts = {"version": 1, "created_at": NOW, "skills": "[]", "conflicts": '["p. 4"]', "active": True}
        name = store.vault.seal('"Ahmad"')
        insert("staff", id="s1", subject="terlapor", name=name, verifier_code="P 9", **facts)
        facts = {"version": 1, "created_at": NOW, "approved_by_code": "K1", "tested_on": "2026-10-05"}
        insert("known_test", id="t1", instrument_id=INSTRUMENT, verifier_code="P9", verdict="passed", **facts)
        for id, code, about in (
            ("c1", CODE, {"instrument_id": INSTRUMENT}),
            ("c2", SPARE, {"verifier_code": "p-4"}),
            ("c3", SPARE, {}),
        ):
            sealed = {name: store.vault.seal(json.dumps(value)) for name, value in (("code", code), ("subject", "x"))}
            insert(
                "complaint",
                id=id,
                number=f"N-{id.upper()}",
                about=json.dumps(about),
                text=sealed["subject"],
                **sealed,
                **CASE,
            )
    service.migrate()
    yield service
    store.close()


def test_what_was_kept_before_is_kept_and_hidden_as_today(migrated):
    by, auditor = Actor("terlapor", roles=frozenset({"head"})), Actor("inspektorat", roles=frozenset({"auditor"}))

    assert ours.drift(store, migrated.tables) == ""
    assert Complaint.tracked("N-C1", CODE.lower()).id == "c1"
    assert Complaint.tracked("N-C3", SPARE).id == "c3"
    for id in ("c1", "c2"):
        with pytest.raises(NotFound):
            seen(by, id)
    assert seen(by, "c3").number == "N-C3"
    assert [seen(auditor, id).state for id in ("c1", "c2", "c3")] == ["received"] * 3
    assert Staff.find("s1").codes == {"p9", "p4"}
    assert "code" not in {column.name for column in store.database.get_columns("complaint")}
