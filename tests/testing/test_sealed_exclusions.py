"""An order of before stays hidden from the verifier whose test it looks at, and its table no longer names him."""

from pathlib import Path

from playhouse import migrations

from services.testing.main import service
from services.testing.storage import Order, Verifier, store
from shared.auth.scopes import Sight
from shared.config import Settings
from shared.database import migration as ours
from tests import databases

NOW, DAY = "2026-11-20T02:00:00.000Z", "2026-11-20"
ORDER = {
    **{"id": "a", "version": 1, "created_at": NOW, "number": "1", "source_key": "k", "state": "waiting"},
    **{"origin": "office", "cause": "complaint", "owner_key": "", "instrument_id": "i", "kind": "dacin"},
    **{"verification": "subsequent", "basis": "mandatory", "lot": "", "type_approval": "", "exemption": ""},
    **{"brand": "b", "model": "m", "serial": "s", "units": "[]", "parameters": "{}", "district": "d", "channel": ""},
    **{"urgent": False, "period": "2026-2", "minutes": 1, "ranked_at": NOW, "missed_count": 0},
}
VERIFIER = {
    **{"id": "v", "version": 1, "created_at": NOW, "code": "P-09", "subject": "ahmad", "decree": "SK"},
    **{"appointed_from": DAY, "appointed_until": DAY, "certified_until": DAY, "scope": "[]", "withdrawn_code": ""},
}


def insert(table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    store.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', *values.values())


def test_an_order_of_before_stays_hidden_and_names_nobody(tmp_path: Path):
    service.open(Settings.from_env("testing", var_dir=str(tmp_path), **databases.fresh("testing", tmp_path)))
    runner = migrations.Runner(store.database.obj, str(service.folder / "migrations"), ours.TABLE)
    store.database.obj.vault = store.vault
    runner.up("0013_kept_from")
    with store.transaction():
        sealed = {"name": store.vault.seal('"Ahmad"'), "withdrawn_reason": store.vault.seal('""')}
        insert("verifier", **VERIFIER, **sealed)
        insert("order", **ORDER, place=store.vault.seal("{}"), other_than='["P9"]', kept_from="|p9|")
    service.migrate()

    assert ours.drift(store, service.tables) == ""
    [(kept, others)] = store.execute('SELECT kept_from, other_than FROM "order"').fetchall()
    assert "p9" not in f"{kept}{others}".casefold()
    assert (Order.find("a").other_than, Verifier.of("ahmad").code) == (["P9"], "P-09")
    assert [row.id for row in Order.select().where(Order.kept(Sight(True, "", "ahmad")))] == ["a"]
    store.close()
