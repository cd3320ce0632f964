"""Seals who did what and who signs in whose place; keys and owners of kept answers become digests."""

from peewee import *

from shared import sealing

WIDER = [
    ("delegation", "ended_reason", 500),
    ("history", "by", 120),
    ("history", "by_name", 200),
    ("delegation", "name", 200),
    ("delegation", "title", 200),
    ("delegation", "rank", 120),
]
SEALED = {
    "history": {"by": "text", "by_name": "text", "facts": "json"},
    "delegation": {"name": "text", "title": "text", "rank": "text", "ended_reason": "text"},
    "batch": {"signer": "json", "note": "text"},
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
