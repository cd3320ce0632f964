"""Who is complained of lies readable in no table: keyed digests of codes, people and topics; and whom the words of a
reporter may mean is asked anew of every case, in all spellings."""

import json

from peewee import *

from services.complaints.domain.assignment import named_codes, own_codes
from services.complaints.domain.spellings import Told
from shared.clock import now, rfc3339
from shared.database import encrypt_existing
from shared.ids import uuid7


def up(migrator, db):
    migrator.migrate(
        migrator.drop_table("staff_code"),
        migrator.add_column("complaint", "judged", TextField(null=True)),
        migrator.alter_column_type("staff", "verifier_code", TextField()),
        migrator.alter_column_type("topic", "value", CharField(max_length=64)),
        migrator.alter_column_type("involvement", "code", CharField(max_length=64)),
        migrator.rename_column("involvement", "code", "mark"),
    )
    people = _people(db)
    encrypt_existing.rewrite(db, "staff", {"verifier_code": encrypt_existing.UP["text"]})
    encrypt_existing.rewrite(db, "topic", {"value": lambda vault, kept: vault.digest(f"topic\n{kept}")})
    encrypt_existing.rewrite(db, "involvement", {"mark": lambda vault, kept: vault.digest(f"code\n{kept}")})
    for id, *sealed in db.execute_sql("SELECT id, about, subject, text FROM complaint").fetchall():
        _case(db, id, [json.loads(db.vault.unseal(one)) for one in sealed], people)
    migrator.migrate(migrator.add_not_null("complaint", "judged"))
    # What was asked of the others tells of whom somebody complained: from now on also of old for the services alone.
    told = ("complaints.retest.requested.v1", "complaints.suspension.requested.v1")
    db.execute_sql(f"UPDATE log_event SET internal = {db.param} WHERE type IN ({db.param}, {db.param})", (True, *told))


def _people(db):
    """(id, codes, names): his own name, and those of the people to whom he is close."""
    rows = db.execute_sql("SELECT id, name, verifier_code, conflicts FROM staff").fetchall()
    read = [(id, json.loads(db.vault.unseal(name)), code, json.loads(db.vault.unseal(near)))
            for id, name, code, near in rows]  # fmt: skip
    facts = {id: {"verifier_code": code, "conflicts": near} for id, _, code, near in read}
    alone = {id: own_codes({**one, "conflicts": []}) for id, one in facts.items()}
    return [
        (id, named_codes(one), [name for other, name, *_ in read if other == id or alone[other] & own_codes(one)])
        for id, one in facts.items()
    ]


def _case(db, id, kept, people):
    about, subject, text = kept
    mark, told = db.param, Told(about.get("verifier_code") or "", f"{subject}\n{text}")
    db.execute_sql(f"UPDATE complaint SET judged = {mark} WHERE id = {mark}", (db.vault.seal("{}"), id))
    columns = "id, version, created_at, complaint_id, mark, complained_of"
    sql = f"INSERT INTO involvement ({columns}) VALUES ({', '.join([mark] * 6)})"
    for person in [person for person, codes, names in people if told.may_mean(codes, names)]:
        db.execute_sql(sql, (uuid7(), 1, rfc3339(now()), id, db.vault.digest(f"person\n{person}"), True))


def down(migrator, db):
    """No digest tells of what it was made: the cases stay hidden from nobody but those whom they are found to mean
    when the way up is gone again."""
    db.execute_sql("DELETE FROM involvement")
    encrypt_existing.rewrite(db, "staff", {"verifier_code": encrypt_existing.DOWN["text"]})
    migrator.migrate(
        migrator.rename_column("involvement", "mark", "code"),
        migrator.drop_column("complaint", "judged"),
    )
