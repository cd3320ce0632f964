"""Seals who did what, what officers wrote and where instruments stand; kept answers no longer name their owner."""

from peewee import *

from shared import sealing

WIDER = [
    ("delegation", "ended_reason", 500),
    ("history", "by", 120),
    ("history", "by_name", 200),
    ("examination", "reason", 500),
    ("examination", "note", 500),
    ("verifier", "withdrawn_reason", 500),
    ("standard", "withdrawn_reason", 500),
    ("photo", "caption", 200),
]
SEALED = {
    "delegation": {"ended_reason": "text"},
    "history": {"by": "text", "by_name": "text", "facts": "json"},
    "order": {"place": "json", "anomalies": "json"},
    "examination": {"reason": "text", "note": "text", "departure": "json"},
    "verifier": {"withdrawn_reason": "text"},
    "standard": {"withdrawn_reason": "text"},
    "photo": {"caption": "text"},
}


def up(migrator, db):
    for table, column, _ in WIDER:
        migrator.migrate(migrator.alter_column_type(table, column, TextField()))
    for table, columns in SEALED.items():
        sealing.rewrite(db, table, {name: sealing.UP[kind] for name, kind in columns.items()})
    sealing.keep_keys_apart(db)


def down(migrator, db):
    for table, columns in SEALED.items():
        sealing.rewrite(db, table, {name: sealing.DOWN[kind] for name, kind in columns.items()})
    for table, column, letters in WIDER:
        migrator.migrate(migrator.alter_column_type(table, column, CharField(max_length=letters)))
    db.execute_sql("DELETE FROM idempotency_key")  # a digest does not tell what it was made of
